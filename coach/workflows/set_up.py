"""The first start: a name, the emergency number, a voice test, a program; under a minute."""

from collections.abc import Callable, Sequence

from msgspec import Struct

from coach.domain.emergency_number import DIGITS_NEEDED, MOST_CHARACTERS, can_be_dialled
from coach.domain.errors import InputError
from coach.domain.events import PlanReceived
from coach.domain.exercise import Presentation
from coach.domain.program import Program, StageCode
from coach.domain.text import clean_line
from coach.session.cues import Cue, CueKind
from coach.workflows.ports import Speaker
from coach.workflows.records import Records

DID_THERAPIST = "Did your therapist choose this program for you?"
"""Asked before a program with a direction is taken: a slip of a key gives nobody one."""
WHICH_PROGRAM = "Which program will you follow?"
PLAN_FILE = "A plan file (.coachplan)? Leave, then type: coach open FILE"
"""Whoever has one need choose nothing here."""
VOICE_TEST = "Hello. I am your coach. Can you hear me?"


class SetUpAnswers(Struct, frozen=True):
    """What the patient said at the first start."""

    program: str
    name: str = ""
    emergency_number: str = ""
    """Empty keeps the one in the settings."""
    sore_side: str = "none"
    """`left`, `right`, `both` or `none`."""
    stage: StageCode = StageCode.CALM
    """Where to begin; the program's first stage when it has no such one."""


class SetUp:
    """Asks little, writes the plan down, remembers the rest as settings."""

    def __init__(
        self,
        records: Records,
        speaker: Speaker,
        remember: Callable[[SetUpAnswers], None],
        *,
        asked_before: bool = False,
    ) -> None:
        """`asked_before`: whether a person answered for these settings already."""
        self._records = records
        self._speaker = speaker
        self._remember = remember
        self._asked = asked_before

    @property
    def needed(self) -> bool:
        """Whether no plan holds yet."""
        return self._records.course().plan() is None

    @property
    def unasked(self) -> bool:
        """Whether a plan holds and nobody was ever asked which number to call: it was opened from
        a file before the first start."""
        return not self._asked and not self.needed

    @property
    def introduced(self) -> bool:
        """Whether a name and the number to call were given: they are kept, whatever comes after."""
        return self._asked

    def introduce(self, name: str, emergency_number: str) -> None:
        """Remember name and number as soon as they are given; the plan comes later, or is there.

        Raises InputError for a number that is none, and when they cannot be kept; the number is
        then shown all the same while this coach runs.
        """
        problem = number_problem(emergency_number)
        if problem:
            raise InputError("Emergency number", problem)
        answers = SetUpAnswers(
            program="",
            name=clean_line(name, limit=60),
            emergency_number=clean_line(emergency_number, limit=MOST_CHARACTERS),
        )
        self._remember(answers)
        self._asked = True

    def programs(self) -> list[Program]:
        """What may be chosen, first what anyone may follow.

        Programs for one presentation come after: their direction is a therapist's to set, so a
        patient takes one only when a therapist named it.
        """
        return sorted(self._records.shelf.programs(), key=needs_a_therapist)

    def test_voice(self) -> None:
        """Say the test sentence."""
        self._speaker.say(Cue(CueKind.NOTICE, VOICE_TEST))

    def finish(self, answers: SetUpAnswers) -> None:
        """Make the chosen program the plan from today on.

        Raises InputError for a program that is not on the shelf or a number that is none, LogError
        when it cannot be written; nothing is remembered then. Says aloud, once, that nobody is
        alerted (contract 6.6).
        """
        problem = number_problem(answers.emergency_number)
        if problem:
            raise InputError("Emergency number", problem)
        program = self._records.shelf.program(answers.program)
        codes = [stage.code for stage in program.stages]
        self._records.record(
            PlanReceived(
                program=program.id,
                version=program.version,
                therapist="",
                from_day=self._records.today(),
                stage=answers.stage if answers.stage in codes else codes[0],
                sore_side=answers.sore_side,
            )
        )
        self._remember(
            SetUpAnswers(
                program=answers.program,
                name=clean_line(answers.name, limit=60),
                emergency_number=clean_line(answers.emergency_number, limit=MOST_CHARACTERS),
                sore_side=answers.sore_side,
                stage=answers.stage,
            )
        )
        self._asked = True
        self._speaker.say(Cue(CueKind.SAFETY, self._records.shelf.red_flags().nobody))


def number_problem(text: str) -> str:
    """Why `text` can be no emergency number, in one sentence; empty when it can, or is empty."""
    if not text.strip() or can_be_dialled(text.strip()):
        return ""
    return f"Write {DIGITS_NEEDED}."


def for_anyone(programs: Sequence[Program]) -> Program | None:
    """The one to take without a therapist's plan; None where each goes with some therapist."""
    return next((one for one in programs if not needs_a_therapist(one)), None)


def without_a_plan(programs: Sequence[Program]) -> str:
    """Which program to take, with a therapist and without one."""
    program = for_anyone(programs)
    named = "Take the one that your therapist named."
    return f"{named} No therapist? {program.title} is the one for anyone." if program else named


def needs_a_therapist(program: Program) -> bool:
    """Whether only a therapist's word makes it right: it goes with one way symptoms behave."""
    return program.presentation is not Presentation.UNSET
