"""What can be typed while a session runs, and what is asked in it."""

import re

import pytest

from coach.cli import line_words
from coach.cli.line_words import figures, session_letters, session_words
from coach.clock import ManualClock
from coach.domain.check_in import REACHES
from coach.domain.events import ExerciseDone, PainScore, SessionEnded
from coach.domain.outcomes import Reason, SessionOutcome, SetOutcome
from coach.domain.pain import Moment, Site
from coach.session.commands import Command
from coach.workflows.registry import Place, entries
from tests.cli.conftest import (
    AFTER,
    BEFORE,
    After,
    Breathe,
    Facts,
    Patient,
    Run,
    sleeps_in_the_session,
)


def test_pause_stands_still_until_told_to_go_on(
    breathe: Breathe, facts: Facts, clock: ManualClock
) -> None:
    result = breathe(After(120, "p"), After(300, ""), After(5, "q"), live=True)
    assert any(line.startswith("PAUSED. p or Enter: go on") for line in result.lines)
    assert "Get ready. We go on from where you were." in result.lines
    (done,) = facts(ExerciseDone)
    assert done.outcome is SetOutcome.PARTIAL
    assert done.seconds < 60  # Five minutes of pause are not counted.


def test_enter_twice_quickly_says_that_it_hurts(breathe: Breathe, facts: Facts) -> None:
    result = breathe(After(60, ""), After(0.3, ""), "q", live=True)
    assert "Paused. Rest as you like." in result.lines
    assert "Stop. Let it go and rest." in result.lines
    (stopped,) = facts(ExerciseDone)
    assert (stopped.outcome, stopped.reason) == (SetOutcome.STOPPED, Reason.PAIN)


def test_enter_again_after_a_while_goes_on(breathe: Breathe, facts: Facts) -> None:
    result = breathe(After(60, ""), After(5, ""), live=True)
    assert "Stop. Let it go and rest." not in result.lines
    (done,) = facts(ExerciseDone)
    assert done.outcome is SetOutcome.DONE


@pytest.mark.parametrize("word", ["pause", "Pause.", "p"])
@pytest.mark.parametrize("again", ["go on", "p"])
def test_pause_and_go_on_are_words_too(breathe: Breathe, word: str, again: str) -> None:
    result = breathe(After(120, word), After(300, again), After(5, "end"), live=True)
    assert "Paused. Rest as you like." in result.lines
    assert "Get ready. We go on from where you were." in result.lines
    assert not any(line.startswith("Please answer") for line in result.lines)


def test_the_emergency_number_and_help_are_words_too(breathe: Breathe) -> None:
    result = breathe(After(60, "emergency"), After(5, "help"), After(5, "end"), live=True)
    assert "Emergency number: 112" in result.lines
    assert any(line.startswith("h  That hurts: ") for line in result.lines)


def test_what_a_prompt_shows_is_taken_as_its_letter_is() -> None:
    words = session_words()
    letters = session_letters()
    for state_hint in (*line_words._HINTS.values(), line_words._LAST_HINT, line_words._HINT):
        for shown in re.findall(r"[a-z?]: ([a-z ]+)", state_hint):
            assert words[shown] in letters, shown


def test_where_the_leg_hurts_is_never_a_command_in_a_pipe() -> None:
    assert not set(REACHES) & set(session_words())


def test_stop_ends_the_questions_after_a_session_as_q_does(breathe: Breathe, facts: Facts) -> None:
    result = breathe(After(60, "stop"), "stop", live=True)
    asked = (
        "Back pain now, from zero to ten? (0 to 10; n for not now; q or stop ends the questions)"
    )
    assert result.lines.count(asked) == 2, "before and after"
    assert len([one for one in facts(PainScore) if one.moment is Moment.AFTER]) == 0
    assert result.code == 0


@pytest.mark.parametrize("typed", ["tired", "f"])
def test_the_reason_is_taken_by_the_word_that_is_shown(
    breathe: Breathe, facts: Facts, typed: str
) -> None:
    breathe(After(120, "leave out"), typed)
    assert facts(ExerciseDone)[0].reason is Reason.FATIGUE


def test_an_empty_line_pauses_too(breathe: Breathe) -> None:
    result = breathe(After(30, ""), After(1, "q"), live=True)
    assert "Paused. Rest as you like." in result.lines


def test_an_empty_line_of_a_pipe_waits_for_its_question(breathe: Breathe, facts: Facts) -> None:
    result = breathe(After(30, ""))
    assert "Paused. Rest as you like." not in result.lines
    assert facts(SessionEnded)[0].outcome is SessionOutcome.COMPLETED


def test_that_hurts_asks_where_and_offers_what_is_left(breathe: Breathe, facts: Facts) -> None:
    result = breathe(After(120, "h"), "3", "5", "calf", "e", After(1, "q"))
    assert "Stop. Let it go and rest." in result.lines
    assert any(line.startswith("e: the easier form") for line in result.lines)
    assert "The easier form, then." in result.lines
    stopped = facts(ExerciseDone)[0]
    assert (stopped.outcome, stopped.reason) == (SetOutcome.STOPPED, Reason.PAIN)
    assert facts(SessionEnded)[0].outcome is SessionOutcome.STOPPED_PAIN


def test_further_down_the_leg_is_not_gone_on_with(breathe: Breathe) -> None:
    noes = ["n"] * 29
    result = breathe(After(120, "h"), "1", "1", "foot", *noes, "e", "x")
    assert any(line.startswith("x or q: end here") for line in result.lines)
    assert "Please answer: x or q: end here." in result.lines


def test_a_wrong_score_while_it_hurts_is_asked_again(breathe: Breathe, facts: Facts) -> None:
    result = breathe(After(120, "h"), "99", "3", "5", "clf", "calf", "x")
    assert "Please answer: 0 to 10; n for not now." in result.lines
    assert any(line.endswith("Did you mean calf?") for line in result.lines)
    during = [score for score in facts(PainScore) if score.moment is Moment.DURING]
    assert [score.score for score in during] == [3, 5]


def test_leaving_out_stands_still_and_asks_why(breathe: Breathe, facts: Facts) -> None:
    result = breathe(After(120, "x"), "because", "t")
    assert any(line.startswith("Please answer: p pain, f tired") for line in result.lines)
    (done,) = facts(ExerciseDone)
    assert done.reason is Reason.TIME
    assert "Left out. That was the last one." in result.lines


def test_done_again_and_back_are_heard(breathe: Breathe, facts: Facts) -> None:
    result = breathe(After(5, "d"), After(5, "a"), After(5, "k"), After(2, "d"), After(40, "d"))
    assert "Once more from the start." in result.lines
    assert result.lines.count("CHANGE PLACE: 20 seconds.") >= 2
    assert result.code == 0


def test_help_lists_every_letter_of_a_session(breathe: Breathe) -> None:
    result = breathe(After(5, "?"))
    for entry in entries(Place.SESSION):
        assert any(entry.help in line for line in result.lines), entry.id


@pytest.mark.parametrize("first", [[], [After(100, "p")]], ids=["while it runs", "in a pause"])
def test_emergency_shows_the_number_first_and_how_to_go_on_last(
    breathe: Breathe, first: list[After]
) -> None:
    lines = breathe(*first, After(100, "!"), After(30, "q")).lines
    at = lines.index("Emergency number: 112")
    assert lines[at + 1] == "Stop. Call your emergency number now."
    told = lines.index("Nobody is alerted by this program.", at)
    assert any("p or Enter: go on" in line for line in lines[told : told + 3])
    assert first or not any(line.startswith("Paused") for line in lines[:at])


def test_emergency_is_answered_at_a_question_too(breathe: Breathe) -> None:
    result = breathe(before=["!", *BEFORE])
    assert "Emergency number: 112" in result.lines
    assert result.code == 0


def test_what_no_running_session_knows_is_kept_from_a_pipe_and_refused_from_a_person(
    breathe: Breathe,
) -> None:
    piped = breathe(After(5, "felt odd"))
    assert "Kept for the next question: felt odd" in piped.lines
    typed = breathe(After(5, "felt odd"), live=True)
    assert any(line.startswith("Please answer: p or Enter: pause") for line in typed.lines)


@pytest.mark.parametrize(
    "before_it", [[After(5, "p"), After(1, "5"), After(1, "p")], [After(5, "5")]]
)
def test_a_line_kept_from_a_pipe_answers_nothing_once_it_was_paused_or_hurt(
    breathe: Breathe, facts: Facts, before_it: list[str | After]
) -> None:
    piped = breathe(*before_it, After(5, "h"), "3", "2", "thigh", "x")
    assert "Kept for the next question: 5" in piped.lines
    assert "No answer any more: 5" in piped.lines
    scores = [fact for fact in facts(PainScore) if fact.moment is Moment.DURING]
    assert [(fact.site, fact.score) for fact in scores] == [(Site.BACK, 3), (Site.LEG, 2)]


def test_a_pack_waits_for_the_answer_about_the_skin(
    run: Run, set_up: Patient, facts: Facts
) -> None:
    set_up()
    answers: list[str | After] = [*BEFORE, "perhaps", "n", *AFTER]
    result = run("session", "cold-pack", "--line", answers=answers)
    assert "Please answer: y: yes, n: no, h: that hurts, x: leave out, q: end." in result.lines
    assert "Then we leave the pack out today. Tell your therapist." in result.lines
    assert facts(ExerciseDone)[0].outcome is SetOutcome.SKIPPED


def test_a_machine_that_slept_in_a_hold_asks_before_it_goes_on(
    run: Run, set_up: Patient, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up()
    sleeps_in_the_session(clock, monkeypatch, seconds=3600)
    answers: list[str | After] = [*BEFORE, "y", "a", *AFTER]
    result = run("session", "belly-breath", "--line", answers=answers)
    assert any(line.startswith("INTERRUPTED. a: this one again") for line in result.lines)
    assert "Once more from the start." in result.lines


def test_every_command_of_the_registry_has_a_letter_in_a_session() -> None:
    letters = session_letters()
    assert {entry.command for entry in letters.values() if entry.command} == {
        entry.command for entry in entries(Place.SESSION) if entry.command
    }
    assert letters["p"].command is Command.PAUSE
    assert letters[""].command is Command.PAUSE


def test_who_typed_x_and_lies_down_again_is_not_waited_for(breathe: Breathe, facts: Facts) -> None:
    result = breathe(After(60, "x"), After(40, "?"), "q", live=True)
    assert "Left out. That was the last one." in result.lines
    (done,) = facts(ExerciseDone)
    assert (done.outcome, done.reason) == (SetOutcome.SKIPPED, Reason.NONE)


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (1, "1 second"),
        (20, "20 seconds"),
        (24.6, "25 seconds"),
        (60, "1 minute"),
        (95, "1 minute 35 seconds"),
        (180, "3 minutes"),
    ],
)
def test_a_length_in_a_line_is_written_in_figures(seconds: float, shown: str) -> None:
    assert figures(seconds) == shown
