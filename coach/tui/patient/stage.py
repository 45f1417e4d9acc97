"""The stage: what going on needs, what sends back, and what is proposed."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll

from coach.domain.program import Confirms
from coach.review.outlook import Kind
from coach.review.outlook_words import (
    LEGEND,
    LOCKED,
    NOTHING_AFTER,
    proposal_question,
    proposal_text,
    sections,
    who_confirms,
)
from coach.tui.patient.base import CoachScreen
from coach.tui.patient.form import FormScreen
from coach.tui.widgets.plain import Plain
from coach.workflows.coach import Coach
from coach.workflows.progress import AGREEMENT, ProgressView, Standing

_BACK = ("Esc", "Back")


class StageScreen(CoachScreen[str | None]):
    """Every criterion with its figures; gives back what was changed, in a sentence."""

    CSS_PATH = "stage.tcss"
    heading = "Stage"
    quiet = True
    BINDINGS: ClassVar[list[BindingType]] = [
        ("y", "confirm", "Yes"),
        ("n", "put_off", "Not today"),
    ]
    more_keys: ClassVar[Sequence[tuple[str, str]]] = (_BACK,)

    def __init__(self, coach: Coach) -> None:
        super().__init__(coach)
        self._standing: Standing | None = None

    def compose_body(self) -> ComposeResult:
        yield VerticalScroll(id="stage")

    def on_mount(self) -> None:
        self.query_one("#stage").focus()
        self._draw()
        if self._standing is not None:
            proposal = self._standing.proposal
            text = proposal_text(proposal, self._standing.to_name)
            self.say(f"{text} {proposal_question(proposal, self._standing.confirms)}")

    def _draw(self) -> None:
        with self.guarded("look"):
            view = self.coach.progress.look()
            self._standing = view.standing
            self.query_one("#stage", VerticalScroll).mount_all(self._blocks(view))
            keys = [("y", "Yes"), ("n", "Not today")] if view.standing is not None else []
            self.show_keys([*keys, _BACK])

    def _blocks(self, view: ProgressView) -> Iterator[Plain]:
        """The text of the screen, what is proposed first."""
        seen = view.outlook
        yield Plain(f"Stage {seen.stage.code.value}, {seen.stage.name}: {seen.stage.aim}")
        if view.locked:
            yield Plain(LOCKED, classes="proposed")
        if view.standing is not None:
            yield Plain(self._proposed(view.standing), classes="proposed")
        if seen.following is None:
            yield Plain(NOTHING_AFTER, classes="calm")
        for section in sections(seen):
            yield Plain(section.heading, classes="heading")
            for line in section.lines:
                yield Plain(line.head, classes="line")
                yield Plain(line.evidence, classes="evidence")
        yield Plain(who_confirms(view.confirms_going_on, view.confirms_step_back), classes="calm")
        yield Plain(LEGEND, classes="calm")

    def _proposed(self, standing: Standing) -> str:
        proposal = standing.proposal
        lines = [proposal_text(proposal, standing.to_name)]
        if proposal.kind is not Kind.GO_ON:  # Its figures stand below, line by line.
            lines.append(proposal.evidence)
        if proposal.kind is Kind.FLARE:
            lines.append(self.coach.records.require_plan().program.flare.text)
        question = proposal_question(proposal, standing.confirms)
        return "\n".join([*lines, f"{question}   y yes   n not today"])

    @work(exclusive=True, group="confirm")
    async def action_confirm(self) -> None:
        standing = self._standing
        if standing is None or not self.may_write():
            return
        who = day = ""
        if standing.confirms is Confirms.THERAPIST:
            form = await self.app.push_screen_wait(FormScreen(self.coach, AGREEMENT))
            if form is None:
                return
            who, day = form.answers.get("who", ""), form.answers.get("day", "")
        done = ""
        with self.guarded():
            if standing.proposal.kind is Kind.FLARE:
                self.coach.today.begin_bad_day()
                done = "The plan for a bad day holds now."
            else:
                stage = self.coach.progress.confirm(standing.proposal, therapist=who, agreed_on=day)
                done = f"Stage {stage.code.value}, {stage.name}, begins."
        if done:
            self.dismiss(done)

    def action_put_off(self) -> None:
        if self._standing is not None:
            self.coach.progress.put_off(self._standing.proposal)
            self.dismiss("Not today. Nothing was changed.")
