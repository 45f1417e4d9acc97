"""The first start: a plan from today on, and the rest as settings."""

import pytest
from msgspec.structs import replace

from coach.clock import ManualClock
from coach.config import Places, Settings, load_settings
from coach.domain.errors import InputError, LogError
from coach.domain.events import PlanReceived
from coach.domain.program import Program, StageCode
from coach.speech.silent import SilentSpeaker
from coach.workflows.coach import Coach
from coach.workflows.set_up import SetUp, SetUpAnswers
from tests.builders import a_program, a_stage
from tests.workflows.conftest import Disk, Opener, facts_of, said


def test_set_up_is_needed_until_a_program_was_chosen(new_coach: Coach) -> None:
    assert new_coach.set_up.needed
    new_coach.set_up.finish(SetUpAnswers(program="steady-back"))
    assert not new_coach.set_up.needed


def test_the_plan_holds_from_today(new_coach: Coach, clock: ManualClock) -> None:
    new_coach.set_up.finish(SetUpAnswers(program="steady-back", sore_side="left"))
    (plan,) = facts_of(new_coach, PlanReceived)
    assert (plan.program, plan.version, plan.therapist) == ("steady-back", 1, "")
    assert (plan.from_day, plan.stage, plan.sore_side) == (
        clock.now().date(),
        StageCode.CALM,
        "left",
    )
    (stamped,) = new_coach.log.read(kinds=[PlanReceived])
    assert stamped.plan_version == "steady-back@1"


def test_name_number_and_voice_are_remembered_as_settings(new_coach: Coach, places: Places) -> None:
    new_coach.set_up.finish(
        SetUpAnswers(program="steady-back", name=" Sam\x07 ", emergency_number="911")
    )
    settings = load_settings(places.config_file)
    assert (settings.name, settings.emergency_number) == ("Sam\ufffd", "911")
    assert settings.speech is True


@pytest.mark.parametrize(
    "number", ["ab", "call mum", "1", "x112", "11+2", "9" * 16, "1-1" + "-" * 30]
)
def test_what_is_no_number_is_refused_and_nothing_is_set_up(new_coach: Coach, number: str) -> None:
    with pytest.raises(InputError, match="digits"):
        new_coach.set_up.finish(SetUpAnswers(program="steady-back", emergency_number=number))
    assert new_coach.set_up.needed


@pytest.mark.parametrize(
    "number", ["112", "+44 20 7946 0000", "(02) 555-1234", "+123 456 789-012-345", ""]
)
def test_numbers_as_people_write_them_are_taken(new_coach: Coach, number: str) -> None:
    new_coach.set_up.finish(SetUpAnswers(program="steady-back", emergency_number=number))
    assert not new_coach.set_up.needed


def test_set_up_says_aloud_that_nobody_is_alerted(new_coach: Coach) -> None:
    new_coach.set_up.finish(SetUpAnswers(program="steady-back"))
    assert isinstance(new_coach.speaker, SilentSpeaker)
    assert [cue.text for cue in new_coach.speaker.said] == ["Nobody is alerted by this program."]


def test_a_number_set_before_is_kept_when_none_is_given(open_coach: Opener, places: Places) -> None:
    coach = open_coach(Settings(emergency_number="144"))
    coach.set_up.finish(SetUpAnswers(program="steady-back"))
    assert load_settings(places.config_file).emergency_number == "144"
    assert coach.safety.emergency().number == "144"


def test_a_program_that_is_not_on_the_shelf_is_refused_and_nothing_is_kept(
    new_coach: Coach, places: Places
) -> None:
    with pytest.raises(InputError):
        new_coach.set_up.finish(SetUpAnswers(program="no-such-thing"))
    assert new_coach.set_up.needed
    assert not places.config_file.exists()


def test_when_the_plan_cannot_be_written_nothing_is_remembered(
    overheard: Coach, disk: Disk, places: Places
) -> None:
    places.config_file.unlink()
    disk.full = True
    with pytest.raises(LogError):
        overheard.set_up.finish(SetUpAnswers(program="steady-back", name="Other"))
    assert not places.config_file.exists()


class OneProgramShelf:
    """A shelf with one program, and the rest of another shelf."""

    def __init__(self, coach: Coach, program: Program) -> None:
        self._program = program
        self.programs = lambda: [program]
        self.refresh = coach.shelf.refresh
        self.exercise = coach.shelf.exercise
        self.exercises = coach.shelf.exercises
        self.red_flags = coach.shelf.red_flags
        self.instruments = coach.shelf.instruments
        self.instrument = coach.shelf.instrument
        self.lessons = coach.shelf.lessons
        self.first_aid = coach.shelf.first_aid
        self.plan_program = coach.shelf.plan_program
        self.plan_exercises = coach.shelf.plan_exercises
        self.follow_plan = coach.shelf.follow_plan

    def program(self, program_id: str) -> Program:
        assert program_id == self._program.id
        return self._program


def test_a_program_that_begins_later_begins_with_its_own_first_stage(new_coach: Coach) -> None:
    program = a_program(stages=(a_stage(code=StageCode.BUILD), a_stage(code=StageCode.KEEP)))
    records = new_coach.records
    records.shelf = OneProgramShelf(new_coach, program)
    remembered: list[SetUpAnswers] = []
    set_up = SetUp(records, new_coach.speaker, remembered.append)
    set_up.finish(SetUpAnswers(program="steady-back"))
    assert [plan.stage for plan in facts_of(new_coach, PlanReceived)] == [StageCode.BUILD]
    assert new_coach.today.look().stage_name == "Calm it down"
    assert remembered == [replace(remembered[0], program="steady-back")]


def test_the_voice_is_tried_with_one_sentence(new_coach: Coach) -> None:
    new_coach.set_up.test_voice()
    assert said(new_coach) == ["Hello. I am your coach. Can you hear me?"]


def test_the_shipped_program_may_be_chosen(new_coach: Coach) -> None:
    assert "steady-back" in [program.id for program in new_coach.set_up.programs()]
