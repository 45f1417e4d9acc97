"""Rehearsing: the whole script of a session, at once, for any program and stage."""

from coach.domain.errors import InputError
from coach.domain.exercise import Exercise
from coach.domain.program import Program, StageCode
from coach.session.few_words import in_few_words
from coach.session.plan import ScriptSettings, SessionItem, SessionPlan, plan_session
from coach.session.script import Script, script
from coach.workflows.ports import ProgramShelf


class Rehearsal:
    """Lays out what a patient would hear, without log or clock."""

    def __init__(self, shelf: ProgramShelf, settings: ScriptSettings) -> None:
        self._shelf = shelf
        self._settings = settings

    def script(
        self, program_id: str, stage: str | None = None
    ) -> tuple[Program, StageCode, Script]:
        """Every cue with its offset; stage A when none is named.

        Raises InputError for an unknown program or a stage it does not have.
        """
        return self.script_of(self._shelf.program(program_id), stage)

    def few_words(self) -> "Rehearsal":
        """What a person whose pain is high would hear."""
        return Rehearsal(self._shelf, in_few_words(self._settings))

    def script_of(
        self, program: Program, stage: str | None = None
    ) -> tuple[Program, StageCode, Script]:
        """`script` of a program that need not be on the shelf; its exercises must be."""
        code = self.stage(program, stage)
        return program, code, script(self.plan(program, code))

    def plan(self, program: Program, code: StageCode) -> SessionPlan:
        """One session with everything that the stage asks for, told as the first time."""
        items = [
            SessionItem(
                item=prescription.exercise,
                exercise=self._shelf.exercise(prescription.exercise),
                dose=prescription.dose,
                easier_exercise=self._easier(prescription.exercise),
                note=prescription.note,
            )
            for prescription in program.stage(code).prescriptions
        ]
        return plan_session(items, self._settings)

    def _easier(self, exercise_id: str) -> Exercise | None:
        easier = self._shelf.exercise(exercise_id).easier.exercise
        return self._shelf.exercise(easier) if easier else None

    def stage(self, program: Program, stage: str | None) -> StageCode:
        """The stage of this letter; the first when none is named. InputError for another."""
        codes = [held.code for held in program.stages]
        if stage is None:
            return codes[0]
        for code in codes:
            if code.value == stage.strip().upper():
                return code
        names = ", ".join(code.value for code in codes)
        raise InputError("Stage", f"'{program.id}' has no stage '{stage}'; there are: {names}.")
