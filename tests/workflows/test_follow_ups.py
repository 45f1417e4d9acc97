"""The follow-up at the therapist's desk: read from the clinic's database, decided, noted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest

from coach.clock import ManualClock
from coach.domain.caseload import Enrolled
from coach.domain.errors import InputError
from coach.domain.events import (
    CareStepNoted,
    Fact,
    NoteWritten,
    PainScore,
    PlanReceived,
    ReviewDecided,
)
from coach.domain.outcomes import Decision
from coach.domain.pain import Moment, Site
from coach.domain.program import GateRule, Program, StageCode
from coach.exchange.plan_text import kept_plan
from coach.exchange.shelf import FolderShelf
from coach.review.verdicts import State, Verdict
from coach.store.caseload import SqliteCaseload
from coach.store.event_log import SqliteEventLog
from coach.store.files import CLINIC_LOG
from coach.store.opening import open_log
from coach.workflows.follow_ups import FollowUps
from tests.builders import all_no
from tests.conftest import BERLIN, SHIPPED

PATIENT = "patient-one"
KEPT = "the words of a signed plan"


class Shelf(FolderShelf):
    """The shipped shelf; a kept plan is its first program under another version."""

    def follow_plan(self, content: str) -> Program:
        if content != KEPT:
            raise InputError("Plan", "This cannot be read.")
        return self.program("steady-back")


@dataclass
class Desk:
    """A clinic of one patient, opened at noon."""

    log: SqliteEventLog
    caseload: SqliteCaseload
    clock: ManualClock
    follow_ups: FollowUps

    def came(self, *facts: Fact, on: date) -> None:
        """Facts of the patient as they were received."""
        at = datetime(on.year, on.month, on.day, 9, 0, tzinfo=BERLIN)
        self.caseload.log(PATIENT).append(facts, at=at, plan_version="steady-back@1")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    clock = ManualClock(datetime(2027, 3, 15, 12, 0, tzinfo=BERLIN))
    log = open_log(tmp_path / "clinic", name=CLINIC_LOG, clock=clock)
    caseload = SqliteCaseload(log)
    caseload.enrol(Enrolled(PATIENT, "Sam Sample", "ab" * 32, date(2027, 3, 1)))
    yield Desk(
        log,
        caseload,
        clock,
        FollowUps(caseload, Shelf(SHIPPED), clock, BERLIN, read_plan=kept_plan),
    )
    log.close()


def a_plan(document: str | None = None, program: str = "steady-back") -> PlanReceived:
    return PlanReceived(
        program=program,
        version=1,
        therapist="",
        from_day=date(2027, 3, 1),
        stage=StageCode.MOVE,
        sore_side="left",
        document=document,
    )


def a_leg(score: int) -> PainScore:
    return PainScore(site=Site.LEG, score=score, moment=Moment.NOW)


def test_the_log_of_one_patient_is_told_with_names_and_gates(desk: Desk) -> None:
    desk.came(a_plan(), a_leg(6), on=date(2027, 3, 1))
    desk.came(a_leg(3), on=date(2027, 3, 14))
    seen = desk.follow_ups.follow_up(PATIENT)
    assert (seen.since, seen.until) == (date(2027, 3, 1), date(2027, 3, 14))
    assert "leg 6 to 3" in seen.answer
    assert seen.outlook is not None
    assert [step.on_day for step in seen.care] == [None] * 4


def test_no_sign_is_taken_for_absent_before_the_whole_list(desk: Desk) -> None:
    desk.came(a_plan(), on=date(2027, 3, 1))
    assert [verdict.state for verdict in about_signs(desk)] == [State.NO_DATA]
    desk.came(*all_no(Shelf(SHIPPED).red_flags()), on=date(2027, 3, 2))
    assert [verdict.state for verdict in about_signs(desk)] == [State.MET]


def about_signs(desk: Desk) -> list[Verdict]:
    seen = desk.follow_ups.follow_up(PATIENT)
    assert seen.outlook is not None
    rule = GateRule.NO_RED_FLAG
    return [one for one in seen.outlook.forward if one.criterion.rule is rule]


def test_another_patient_does_not_show_in_it(desk: Desk) -> None:
    desk.caseload.enrol(Enrolled("patient-two", "Kim", "cd" * 32, date(2027, 3, 1)))
    desk.caseload.log("patient-two").append(
        [a_leg(9)], at=desk.clock.now(), plan_version="steady-back@1"
    )
    desk.came(a_plan(), a_leg(2), on=date(2027, 3, 10))
    assert {day.leg for day in desk.follow_ups.follow_up(PATIENT).days} == {2}


def test_a_decision_is_written_down_and_the_next_window_begins_with_it(desk: Desk) -> None:
    desk.came(a_plan(), a_leg(6), on=date(2027, 3, 1))
    desk.follow_ups.decide(PATIENT, Decision.EASE, "less\nbridge")
    (fact,) = [one.fact for one in desk.caseload.log(PATIENT).read(kinds=[ReviewDecided])]
    assert fact == ReviewDecided(decision=Decision.EASE, note="less bridge")
    assert desk.follow_ups.follow_up(PATIENT).since == date(2027, 3, 1)
    desk.clock.advance(24 * 3600)
    assert desk.follow_ups.follow_up(PATIENT).since == date(2027, 3, 15)


def test_a_decision_makes_the_line_of_the_caseload_be_read_anew(desk: Desk) -> None:
    desk.caseload.keep_signs({PATIENT: "kept"})
    desk.follow_ups.decide(PATIENT, Decision.KEEP)
    assert desk.caseload.signs() == {}


def test_a_step_of_care_is_noted_with_its_day(desk: Desk) -> None:
    desk.came(a_plan(), on=date(2027, 3, 1))
    desk.follow_ups.note_care(PATIENT, "medicines", date(2027, 3, 10), "asked the physician")
    (fact,) = [one.fact for one in desk.caseload.log(PATIENT).read(kinds=[CareStepNoted])]
    assert isinstance(fact, CareStepNoted)
    care = {step.step: step for step in desk.follow_ups.follow_up(PATIENT).care}
    assert care["medicines"].on_day == date(2027, 3, 10)
    with pytest.raises(InputError, match="still to come"):
        desk.follow_ups.note_care(PATIENT, "medicines", date(2027, 3, 16))
    with pytest.raises(InputError, match="conservative, medicines"):
        desk.follow_ups.note_care(PATIENT, "cure", date(2027, 3, 10))


def test_the_program_of_a_signed_plan_is_read_from_its_kept_words(desk: Desk) -> None:
    name = desk.caseload.log(PATIENT).keep_document(KEPT, "seal")
    desk.came(a_plan(name, program="own"), on=date(2027, 3, 1))
    found = desk.follow_ups.program(PATIENT)
    assert found is not None
    assert found.id == "steady-back"


@pytest.mark.parametrize(
    "plan", [a_plan("f" * 64), a_plan(program="gone"), None], ids=["not kept", "no file", "no plan"]
)
def test_a_plan_that_cannot_be_read_leaves_the_rest_of_the_follow_up(
    desk: Desk, plan: PlanReceived | None
) -> None:
    if plan is not None:
        desk.came(plan, on=date(2027, 3, 1))
    desk.came(a_leg(4), NoteWritten(text="fine"), on=date(2027, 3, 10))
    assert desk.follow_ups.program(PATIENT) is None
    seen = desk.follow_ups.follow_up(PATIENT)
    assert seen.outlook is None
    assert [note.text for note in seen.notes] == ["fine"]


def test_a_day_to_come_is_no_day_to_look_back_to(desk: Desk) -> None:
    with pytest.raises(InputError, match="still to come"):
        desk.follow_ups.follow_up(PATIENT, date(2027, 3, 16))


def test_the_whole_course_begins_with_the_plan_whatever_was_decided(desk: Desk) -> None:
    desk.came(a_plan(), a_leg(6), on=date(2027, 3, 1))
    desk.came(a_leg(3), on=date(2027, 3, 14))
    desk.follow_ups.decide(PATIENT, Decision.KEEP)
    desk.clock.advance(24 * 3600)
    course = desk.follow_ups.course(PATIENT)
    assert course.follow_up.since == date(2027, 3, 1)
    assert [one.mark.plan_version for one in course.changes] == ["steady-back@1"]


def test_a_plan_for_a_day_to_come_is_no_change_yet(desk: Desk) -> None:
    desk.came(a_plan(), on=date(2027, 3, 1))
    later = PlanReceived(
        program="steady-back",
        version=2,
        therapist="",
        from_day=date(2027, 3, 20),
        stage=StageCode.BUILD,
        sore_side="left",
    )
    desk.came(later, on=date(2027, 3, 14))
    assert len(desk.follow_ups.changes(PATIENT)) == 1
    assert desk.follow_ups.follow_up(PATIENT).stage is StageCode.MOVE
