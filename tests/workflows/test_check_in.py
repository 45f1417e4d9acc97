"""Check-ins: only what was answered becomes a fact."""

from datetime import timedelta

from coach.clock import ManualClock
from coach.domain.events import NoteWritten, PainScore
from coach.domain.lights import Light
from coach.domain.pain import Moment, PainReport, Reach, Site
from coach.workflows.coach import Coach
from tests.workflows.conftest import facts_of


def test_two_answers_are_two_facts(coach: Coach) -> None:
    count = coach.check_in.take(PainReport(2, 6, Reach.CALF), Moment.BEFORE, session="s1")
    assert count == 2
    assert {(fact.site, fact.score, fact.session) for fact in facts_of(coach, PainScore)} == {
        (Site.BACK, 2, "s1"),
        (Site.LEG, 6, "s1"),
    }


def test_not_now_writes_nothing(coach: Coach) -> None:
    assert coach.check_in.take(PainReport(), Moment.NOW) == 0
    assert facts_of(coach, PainScore) == []


def test_a_zero_is_written(coach: Coach) -> None:
    coach.check_in.take(PainReport(0, 0, Reach.NONE), Moment.NOW)
    assert [fact.score for fact in facts_of(coach, PainScore)] == [0, 0]


def test_a_note_may_come_alone_and_is_made_harmless(coach: Coach) -> None:
    assert (
        coach.check_in.take(PainReport(), Moment.AFTER, session="s1", note=" Slept\x07 well ") == 1
    )
    (note,) = facts_of(coach, NoteWritten)
    assert (note.text, note.about) == ("Slept\ufffd well", "s1")


def test_an_answer_that_waited_has_its_own_time(coach: Coach, clock: ManualClock) -> None:
    given_at = clock.now() - timedelta(hours=1)
    coach.check_in.take(PainReport(leg=3), Moment.NOW, at=given_at)
    assert {stamped.at for stamped in coach.log.read(kinds=[PainScore])} == {given_at}


def test_the_light_of_a_session_comes_from_its_two_check_ins(coach: Coach) -> None:
    before = PainReport(2, 5, Reach.KNEE)
    assert coach.check_in.light(before, PainReport(2, 5, Reach.KNEE)) is Light.GREEN
    assert coach.check_in.light(before, PainReport(2, 3, Reach.FOOT)) is Light.RED
    assert coach.check_in.light(before, PainReport()) is None
