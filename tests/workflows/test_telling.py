"""What a person knows is not said again: less each session, by what the log says was done."""

from coach.clock import ManualClock
from coach.domain.pain import PainReport
from coach.session.phrasing import Telling
from coach.workflows.coach import Coach
from coach.workflows.run_session import SessionRunner
from tests.workflows.test_run_session import items, run

NOTE = "Do it in the side rest, before you get up."


def begin(coach: Coach) -> SessionRunner:
    runner = coach.sessions.begin(items(coach, "belly-breath"), PainReport(back=1, leg=1))
    runner.start()
    return runner


def note_is_spoken(runner: SessionRunner) -> bool:
    beats = runner.state.plan.blocks[0].steps[0].timeline.beats
    return next(beat.cue.spoken for beat in beats if beat.cue.text == NOTE)


def test_all_the_first_time_short_the_second_and_least_from_the_third(
    coach: Coach, clock: ManualClock
) -> None:
    tellings, notes = [], []
    for _ in range(4):
        runner = begin(coach)
        tellings.append(runner.state.plan.blocks[0].telling)
        notes.append(note_is_spoken(runner))
        run(clock, runner)
        clock.advance(3600)
    assert tellings == [Telling.FULL, Telling.SHORT, Telling.LEAST, Telling.LEAST]
    # The therapist's note is heard twice; from then on it is shown.
    assert notes == [True, True, False, False]


def test_a_session_in_which_nothing_was_done_teaches_nothing(
    coach: Coach, clock: ManualClock
) -> None:
    coach.sessions.close_broken(begin(coach).state.session)
    assert begin(coach).state.plan.blocks[0].telling is Telling.FULL
