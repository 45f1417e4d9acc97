"""A program while a therapist edits it: line by line, with minutes, warnings and changes."""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from coach.domain.errors import InputError
from coach.domain.exercise import Exercise
from coach.domain.findings import KeyPath
from coach.domain.plan_lines import PlanLine, lines_of
from coach.domain.plan_problems import plan_problems
from coach.domain.program import Program, StageCode
from coach.domain.program_changes import notes_changed, program_changes
from coach.domain.program_edit import moved, with_line, with_new_line, without_line
from coach.domain.program_limits import MOST_TITLE
from coach.domain.program_set import set_line
from coach.domain.text import clean_line
from coach.session.plan import ScriptSettings
from coach.session.program_budget import (
    BudgetWarning,
    DayMinutes,
    budget_warnings,
    minutes_a_day,
)
from coach.session.script import Script, script
from coach.workflows.completing import completions
from coach.workflows.ports import OwnPrograms, ProgramShelf
from coach.workflows.rehearse import Rehearsal

NOTES_CHANGED = "Notes that are for therapists changed; the patient is not told."


class Draft(Struct, frozen=True, eq=False):
    """A program being edited; every edit answers with a new draft, and raises as program_edit."""

    base: Program
    """What it began as."""
    program: Program
    exercises: Mapping[str, Exercise]
    """The catalogue by id."""
    settings: ScriptSettings
    at: KeyPath = ("title",)
    """The line of the newest edit: where the eye should be."""
    before: "Draft | None" = None

    def __repr__(self) -> str:
        """For a traceback: it holds the whole catalogue, and every draft before it."""
        return f"<Draft of {self.base.id}@{self.base.version}, at {self.at}>"

    @property
    def lines(self) -> tuple[PlanLine, ...]:
        """Every line of the program in order."""
        return lines_of(self.program, self.exercises)

    @property
    def changed(self) -> bool:
        """Whether anything is different from what it began as."""
        return self.program != self.base

    def edit(self, key: KeyPath, text: str) -> "Draft":
        """With the line at `key` replaced."""
        return self._next(with_line(self.program, key, text, self.exercises), key)

    def add(self, after: KeyPath, text: str) -> "Draft":
        """With one more line behind `after`; `at` is the new line."""
        return self._next(*with_new_line(self.program, after, text, self.exercises))

    def set(self, stage: StageCode, line: str) -> "Draft":
        """With a line that finds its own place, as `--set` has it; `at` is where it went."""
        program = set_line(self.program, stage, line, self.exercises)
        return self._next(program, self._first_changed(program))

    def remove(self, key: KeyPath) -> "Draft":
        """Without the line at `key`; `at` is the line that took its place, if there is one."""
        changed = self._next(without_line(self.program, key, self.exercises), key)
        keys = [line.key for line in changed.lines]
        if key in keys:
            return changed
        above = [line.key for line in self.lines]
        return replace(changed, at=above[max(0, above.index(key) - 1)])

    def move(self, key: KeyPath, step: int) -> "Draft":
        """With the line `step` places further down; `at` follows it."""
        return self._next(*moved(self.program, key, step))

    def undo(self) -> "Draft":
        """As it was before the newest edit; itself when there was none."""
        return self.before or self

    @property
    def newest_edit(self) -> str:
        """What the newest edit made of its lines, and what stood there; empty where nothing is
        different.
        """
        if self.before is None:
            return ""
        old, new = (_placed(one.lines) for one in (self.before, self))
        gone = [line for line in old if line not in new]
        come = [line for line in new if line not in old]
        if come and gone:
            return f"{'; '.join(come)} (it was {'; '.join(gone)})"
        return f"{'; '.join(come)} (new)" if come else f"{'; '.join(gone)} (taken out)"

    def problems(self) -> tuple[tuple[KeyPath, str], ...]:
        """What must be mended before it can be given or kept: the line and a sentence each."""
        return plan_problems(self.program, self.exercises)

    def warnings(self) -> tuple[BudgetWarning, ...]:
        """What a therapist may want to weigh; stops nothing."""
        return budget_warnings(self.program, self.exercises, self.settings)

    def minutes(self, stage: StageCode) -> DayMinutes:
        """Minutes of the fullest day of a stage."""
        return minutes_a_day(self.program.stage(stage), self.exercises, self.settings)

    def changes(
        self, stage: StageCode | None = None, *, stage_before: StageCode | None = None
    ) -> tuple[str, ...]:
        """What is different from what it began as, for a patient who goes on in `stage`.

        `stage_before` is the stage they are in, where that is known: a move is told against it.
        Notes for therapists come last, in a sentence that no patient is told.
        """
        told = program_changes(
            self.base, self.program, self.exercises, stage_before=stage_before, stage=stage
        )
        return (*told, NOTES_CHANGED) if notes_changed(self.base, self.program) else told

    def _next(self, program: Program, at: KeyPath) -> "Draft":
        if program == self.program:
            return replace(self, at=at)
        return replace(self, program=program, at=at, before=self)

    def _first_changed(self, program: Program) -> KeyPath:
        texts = {line.key: line.text for line in self.lines}
        now = lines_of(program, self.exercises)
        return next((one.key for one in now if texts.get(one.key) != one.text), self.at)


def _placed(lines: Sequence[PlanLine]) -> list[str]:
    """The lines with the stage or part that they stand in."""
    return [f"{one.key[0]}: {one.text}" if one.depth else one.text for one in lines]


class Drafts:
    """Opens drafts, completes words, plays a stage through and keeps templates."""

    def __init__(self, shelf: ProgramShelf, own: OwnPrograms, settings: ScriptSettings) -> None:
        self._shelf = shelf
        self._own = own
        self._settings = settings
        self._rehearsal = Rehearsal(shelf, settings)

    def start(self, program: Program) -> Draft:
        """A draft of this program."""
        return Draft(program, program, self._exercises(), self._settings)

    def completions(self, text: str) -> list[str]:
        """The line with its last word completed, best first; empty when nothing fits."""
        return completions(text, self._shelf.exercises())

    def save_as_template(self, draft: Draft, program_id: str, title: str = "") -> str:
        """Keep it as an own program; where it is.

        A new id starts at version 1, an own one gets its next version; without a title the
        draft's stays. InputError while there are problems, and for the id of a shipped program.
        """
        self._check(draft)
        newest = self._own.newest_version(program_id)
        if not newest and program_id in [held.id for held in self._shelf.programs()]:
            raise InputError(
                "Template", f"'{program_id}' is a shipped program; choose an id of your own"
            )
        named = clean_line(title, limit=MOST_TITLE).strip() or draft.program.title
        reviewed = "" if draft.changed else draft.program.reviewed_by
        kept = replace(
            draft.program, id=program_id, title=named, version=newest + 1, reviewed_by=reviewed
        )
        where = self._own.save(kept)
        self._shelf.refresh()
        return where

    def rehearse(self, draft: Draft, stage: StageCode) -> Script:
        """What the patient will hear in a session of this stage."""
        return script(self._rehearsal.plan(draft.program, stage))

    def _check(self, draft: Draft) -> None:
        found = draft.problems()
        if found:
            more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
            raise InputError("Template", f"{found[0][1]}{more}")

    def _exercises(self) -> dict[str, Exercise]:
        return {exercise.id: exercise for exercise in self._shelf.exercises()}
