"""The outline of a program: lines that are chosen, typed over, added, moved and taken out."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.events import Key
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from coach.domain.caseload import Enrolled
from coach.domain.errors import CoachError
from coach.domain.findings import KeyPath
from coach.domain.plan_lines import PlanLine
from coach.domain.program import StageCode
from coach.domain.text import clean_line
from coach.review.follow_up import HurtLine
from coach.review.next_version import FilledIn
from coach.tui.therapist.base import TherapistScreen
from coach.tui.therapist.draft_text import (
    amount_of,
    filled_lines,
    hurt_here,
    minutes_line,
    raised_lines,
    row_text,
    stage_of,
    weigh_lines,
    worse_lines,
)
from coach.tui.therapist.line_entry import LineEntry
from coach.tui.widgets.plain import Plain, literal
from coach.workflows.clinic import Clinic
from coach.workflows.decided import Decided
from coach.workflows.drafts import Draft
from coach.workflows.registry import Entry
from coach.workflows.unsigned import Beside

Apply = Callable[[str], Draft]
"""What a typed line makes of the draft; InputError for one that cannot be."""


class OutlineScreen(TherapistScreen[bool | None]):
    """A draft as lines; a typed line is checked on every key and taken only when it is right."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (70, "-wide"), (110, "-broad")]  # noqa: RUF012
    more_keys: ClassVar[Sequence[tuple[str, str]]] = (("A-D", "Stage"), ("Esc", "Back"))

    def __init__(
        self,
        clinic: Clinic,
        enrolled: Enrolled | None,
        draft: Draft,
        *,
        stage: StageCode | None = None,
        stage_before: StageCode | None = None,
        filled: Sequence[FilledIn] = (),
        worse: Sequence[str] = (),
        hurt: Sequence[HurtLine] = (),
        decided: Decided | None = None,
    ) -> None:
        super().__init__(clinic)
        self._enrolled = enrolled
        self.draft = draft
        self._stage = stage or draft.program.stages[0].code
        """Where the plan would begin."""
        self._stage_before = stage_before
        """Where the patient is now; None where that is not known."""
        self._filled = filled
        self._worse = worse
        self._hurt = hurt
        """Exercises that hurt at any time."""
        self._decided = decided
        """Written down once the plan is signed."""
        self._lines: tuple[PlanLine, ...] = ()
        self._typed: Apply | None = None

    def compose_body(self) -> ComposeResult:
        yield Plain(id="about")
        yield Plain(id="minutes")
        with Container(id="panes"):
            yield OptionList(markup=False, id="lines")
            with VerticalScroll(id="side", can_focus=False):
                yield Plain(fold=True, id="filled")
                yield Plain(fold=True, id="weigh")
        yield LineEntry(self.clinic.drafts.completions)

    def entries(self) -> list[Entry]:
        """Letters are text while a line is typed: no key of the place works then."""
        found = super().entries()
        return [one for one in found if one.place is not self.place] if self.typing else found

    def on_mount(self) -> None:
        self._draw()
        self._jump(self._stage.value)
        self.query_one("#lines").focus()

    # --- what is shown

    def _draw(self) -> None:
        draft = self.draft
        self._lines = draft.lines
        problems = {key for key, _ in draft.problems()}
        weighed = {one.key for one in draft.warnings() if not one.is_caution}
        options = self.query_one("#lines", OptionList)
        stood = options.highlighted or 0
        options.clear_options()
        options.add_options(
            [Option(literal(row_text(line, problems, weighed))) for line in self._lines]
        )
        self._choose(draft.at, stood)
        self.query_one("#minutes", Plain).show(minutes_line(draft))
        told = [*worse_lines(self._worse), *filled_lines(self._filled), *self._raised()]
        self.query_one("#filled", Plain).show("\n".join(told))
        self.query_one("#about", Plain).show(self._about())
        self._weigh()
        self._keep_in_view()

    def _about(self) -> str:
        whom = self._enrolled.name if self._enrolled is not None else "A template"
        count = len(self.draft.changes())
        changed = f"{count} {'change' if count == 1 else 'changes'}" if count else "not changed"
        begins, before = f"begins in {self._stage_words(self._stage)}", self._stage_before
        if before is not None and before is not self._stage:
            begins = f"{begins}, was {self._stage_words(before)}"
        return f"{whom}   {clean_line(self.draft.base.title_and_id)}, {changed}, {begins}"

    def _raised(self) -> list[str]:
        """What the draft asks more of while coaching is locked."""
        desk, enrolled = self.clinic.assigning, self._enrolled
        with self.guarded("look"):
            if enrolled is not None and desk.held(enrolled.patient):
                return raised_lines(desk.raised(enrolled.patient, self.draft.program, self._stage))
        return []

    def _stage_words(self, code: StageCode) -> str:
        """Its letter and its name, as long as the program has it."""
        names = [stage.name for stage in self.draft.program.stages if stage.code is code]
        return " ".join([code.value, *names])

    def _weigh(self) -> None:
        self.query_one("#weigh", Plain).show("\n".join(self._weigh_lines()))

    def _weigh_lines(self) -> list[str]:
        at = self._at()
        lines = weigh_lines(self.draft, at, hurt=self._hurt)
        if stage_of(at, self.draft) is self._stage:
            return lines
        return [*hurt_here(self.draft, self._stage, self._hurt), *lines]

    def _choose(self, key: KeyPath, stood: int = 0) -> None:
        """This line; without it the one in the place where one `stood`."""
        options = self.query_one("#lines", OptionList)
        keys = [line.key for line in self._lines]
        if key in keys:
            options.highlighted = keys.index(key)
        elif options.highlighted is None and keys:
            options.highlighted = min(stood, len(keys) - 1)

    def _at(self) -> KeyPath:
        line = self._line()
        return line.key if line is not None else ()

    def _line(self) -> PlanLine | None:
        at = self.query_one("#lines", OptionList).highlighted
        return self._lines[at] if at is not None and at < len(self._lines) else None

    def on_option_list_option_highlighted(self) -> None:
        self._weigh()

    def on_key(self, event: Key) -> None:
        """A capital letter of a stage goes to its first dose."""
        if event.character and not self._typing_line and event.character in "ABCD":
            event.stop()
            self._jump(event.character)

    def _jump(self, stage: str) -> None:
        here = [line for line in self._lines if line.key[:1] == (stage,)]
        found = next((line for line in here if line.kind == "dose"), here[0] if here else None)
        if found is not None:
            self._choose(found.key)
            options = self.query_one("#lines", OptionList)
            self.call_after_refresh(options.scroll_to_highlight, top=True)

    # --- edits

    @property
    def _typing_line(self) -> bool:
        return self.query_one(LineEntry).is_open

    def _type(
        self,
        asked: str,
        value: str,
        apply: Apply,
        mark: tuple[int, int] | None = None,
    ) -> None:
        """Ask for a line; one that is typed anew shows what it makes before it is taken."""

        def outcome(line: str) -> str:
            made = apply(line)
            if made.program == self.draft.program:
                return "Nothing would be different."
            return f"Becomes {made.newest_edit}"

        def fault(line: str) -> str:
            try:
                apply(line)
            except CoachError as error:
                return error.message
            return ""

        self._typed = apply
        self.typing = True
        self.query_one(LineEntry).ask(asked, value, fault, mark, None if value else outcome)
        self.show_keys((("Tab", "Complete"), ("Enter", "Take it"), ("Esc", "Leave it")))
        self._keep_in_view()

    def on_line_entry_resized(self) -> None:
        """What is asked grows with its faults and hints; the line it is about stays in sight."""
        self._keep_in_view()

    def _keep_in_view(self) -> None:
        self.call_after_refresh(self.query_one("#lines", OptionList).scroll_to_highlight)

    def on_line_entry_taken(self, event: LineEntry.Taken) -> None:
        typed, self._typed = self._typed, None
        self._stop_typing()
        if typed is not None:
            self._apply(lambda: typed(event.line))

    def _stop_typing(self) -> None:
        self.typing = False
        self.query_one(LineEntry).close()
        self.query_one("#lines").focus()
        self.show_keys(self.more_keys)

    def _apply(self, change: Callable[[], Draft]) -> None:
        with self.guarded("edit"):
            self.draft = change()
            self._draw()
            self._keep()

    def _keep(self) -> None:
        """It outlives a machine that stops: offered again when this patient's editor opens."""
        if self._enrolled is None:
            return
        decided = self._decided
        beside = Beside(
            self._stage,
            self._stage_before,
            tuple(self._filled),
            decided.decision if decided is not None else None,
            decided.note if decided is not None else "",
        )
        with self.guarded("keep"):
            self.clinic.unsigned.keep(self._enrolled.patient, self.draft, beside, self.clinic.now())

    def throw_away(self) -> None:
        """What was changed is not wanted any more."""
        if self._enrolled is not None:
            with self.guarded("keep"):
                self.clinic.unsigned.drop(self._enrolled.patient)

    def on_option_list_option_selected(self) -> None:
        line = self._line()
        if line is not None:
            self._type(
                f"{line.label}:",
                line.text,
                lambda text: self.draft.edit(line.key, text),
                amount_of(line),
            )

    def action_do_add(self) -> None:
        at = self._at()
        asked = "A new line below: bird-dog 3x6 (the rest of its dose is the usual), or leave ..."
        self._type(asked, "", lambda text: self.draft.add(at, text))

    def action_do_set(self) -> None:
        stage = stage_of(self._at(), self.draft) or self._stage
        asked = (
            f"Stage {stage.value}; what is named changes, the rest stays: bird-dog 3x8, "
            "bird-dog hold 0s, side none, daily, bridge off, sitting ..."
        )
        self._type(asked, "", lambda text: self.draft.set(stage, text))

    def action_do_remove(self) -> None:
        self._apply(lambda: self.draft.remove(self._at()))

    def action_do_undo(self) -> None:
        self._apply(lambda: replace(self.draft.undo(), at=self.draft.at))

    def action_do_move_up(self) -> None:
        self._apply(lambda: self.draft.move(self._at(), -1))

    def action_do_move_down(self) -> None:
        self._apply(lambda: self.draft.move(self._at(), 1))
