"""Safety first in line mode: the questions, the lock, and the way out of it."""

import re
from collections.abc import Callable
from datetime import date

import pytest

from coach.cli.console import SAFETY_HELP, TOO_EARLY
from coach.cli.diagnostics import ExitCode
from coach.cli.line_flow import REHEARSAL
from coach.cli.line_list import HOW_TO_ANSWER
from coach.clock import ManualClock
from coach.domain.errors import LogError
from coach.domain.events import (
    AnswerGiven,
    LightGiven,
    PainScore,
    RedFlagAnswered,
    SafetyCleared,
    SafetyHold,
    SessionEnded,
    SessionStarted,
)
from coach.domain.lights import Light
from coach.domain.outcomes import ClearedBy, SessionOutcome
from coach.domain.pain import Moment, Site
from coach.domain.red_flags import TRY_FIRST
from coach.domain.safety_rhythm import FURTHER_DOWN, GOES_ON, PAIN_JUMP, UNFINISHED, WEEKLY, Due
from coach.session import phrasing
from coach.session.cues import Cue
from coach.session.phrasing import ALL_NO, NO_ANSWER_ENDS
from coach.workflows.coach import Coach
from coach.workflows.inbox import Request
from coach.workflows.requests import Requests
from coach.workflows.safety import (
    COMES_FIRST,
    HAVE_TALKED,
    IF_WRONG,
    LIST_DUE,
    SAID_NEW,
    TALK_FIRST,
    Safety,
)
from tests.cli.conftest import AFTER, BEFORE, After, Facts, Patient, Run
from tests.conftest import locks_nothing

QUESTIONS = 29
CONTACT = "Contact your therapist in the next two working days."


def test_a_yes_that_locks_ends_with_three_and_says_what_to_do_first(
    run: Run, set_up: Patient, facts: Facts
) -> None:
    set_up()
    result = run("session", "--line", answers=["y", "n", "y"])
    assert result.code == ExitCode.HELD
    at = result.lines.index("Emergency number: 112")
    assert result.lines[at + 1] == "Stop. Call your emergency number now."
    assert "Nobody is alerted by this program." in result.lines[at:]
    assert len(result.err.splitlines()) == 1
    assert facts(SessionStarted) == []
    assert len(facts(SafetyHold)) == 1
    assert [(fact.item, fact.answer) for fact in facts(RedFlagAnswered)][QUESTIONS:] == [
        ("opening", True),
        ("saddle-numb", False),
        ("buttock-numb", True),
    ]


def test_at_a_terminal_a_no_that_comes_before_one_can_read_counts_for_nothing(
    run: Run, set_up: Patient, facts: Facts
) -> None:
    set_up()
    answers: list[str | After] = ["y", After(0, "n"), After(0, "no"), "n", After(0, "y")]
    result = run("session", "--line", answers=answers, live=True)
    assert result.code == ExitCode.HELD
    assert result.lines.count(TOO_EARLY) == 1
    assert [(fact.item, fact.answer) for fact in facts(RedFlagAnswered)][QUESTIONS:] == [
        ("opening", True),
        ("saddle-numb", False),
        ("buttock-numb", True),
    ]


def test_a_rehearsal_makes_nobody_read_faster_or_slower(
    run: Run, set_up: Patient, facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up()
    monkeypatch.setattr("tests.cli.conftest.READ_SECONDS", 0.02)
    answers: list[str | After] = ["y", *["n"] * 3, After(2, "n"), After(0, "y")]
    result = run("session", "--line", "--pace", "60", answers=answers, live=True)
    assert result.code == ExitCode.HELD
    assert result.lines.count(TOO_EARLY) == 1
    assert [fact.answer for fact in facts(RedFlagAnswered)][QUESTIONS:] == [True, False, True]


def test_who_is_impatient_waits_from_when_the_question_came_and_is_told_once_a_second(
    run: Run, set_up: Patient, facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up()
    monkeypatch.setattr("tests.cli.conftest.READ_SECONDS", 0.4)
    result = run("session", "--line", answers=["y", *["n"] * 4 * QUESTIONS], live=True)
    assert TALK_FIRST in result.lines
    assert result.lines.count(TOO_EARLY) == QUESTIONS - 1
    assert result.lines.count(TRY_FIRST) == 4  # To walk on heels and toes takes its time.
    assert len(facts(RedFlagAnswered)) == QUESTIONS + 1 + QUESTIONS


@pytest.mark.parametrize("word", ["q", "stop", "Stop!", "end"])
def test_the_list_is_left_with_the_words_that_end_a_session(
    run: Run, set_up: Patient, facts: Facts, word: str
) -> None:
    set_up()
    result = run("session", "--line", answers=["y", "n", word])
    assert "Nothing was started." in result.lines
    assert [fact.item for fact in facts(RedFlagAnswered)][QUESTIONS:] == ["opening", "saddle-numb"]
    assert LIST_DUE in run(answers=["q"]).lines


def test_how_to_leave_the_list_is_told_at_its_start_after_a_wrong_word_and_for_a_question_mark(
    run: Run, set_up: Patient
) -> None:
    set_up()
    result = run("session", "--line", answers=["y", "ouch", "?", "q"])
    assert HOW_TO_ANSWER in result.lines
    assert "Please answer: y for yes, n for no; q or stop ends the questions." in result.lines
    assert SAFETY_HELP in result.lines


def test_in_a_pipe_each_line_answers_its_question_however_fast_it_comes(
    run: Run, set_up: Patient, facts: Facts
) -> None:
    set_up()
    assert run("session", "--line", answers=["y", "n", "y"]).code == ExitCode.HELD
    assert len(facts(RedFlagAnswered)) == QUESTIONS + 3


def test_at_a_terminal_the_statement_says_who_looked_and_what_was_said(
    run: Run, set_up: Patient, facts: Facts, clock: ManualClock
) -> None:
    set_up()
    run("session", "--line", answers=["y", "y"])
    today = clock.now().date().isoformat()
    answers: list[str | After] = [today, "y", "Dr Berg: nerves are fine", "q"]
    run("session", "--line", answers=answers, live=True)
    (cleared,) = facts(SafetyCleared)
    assert cleared.by is ClearedBy.SELF_ATTESTED
    assert cleared.note.endswith("Dr Berg: nerves are fine")


def test_the_example_of_a_day_when_one_was_seen_has_passed(
    run: Run, set_up: Patient, clock: ManualClock
) -> None:
    set_up()
    run("session", "--line", answers=["y", "y"])
    shown = run("session", "--line", answers=["yesterday", ""])
    examples = re.findall(r"like (\d{4}-\d\d-\d\d)", shown.out)
    assert len(examples) == 3  # The question, its answers, and what is said of a wrong one.
    assert all(date.fromisoformat(day) < clock.now().date() for day in examples)


def test_while_locked_nothing_starts_but_the_day_is_shown(run: Run, set_up: Patient) -> None:
    set_up()
    run("session", "--line", answers=["y", "y"])
    again = run("session", "--line", answers=[""])
    assert again.code == ExitCode.HELD
    assert any(line.startswith("COACHING IS LOCKED since 2027-03-01") for line in again.lines)
    assert any(line.startswith("You answered yes to:") for line in again.lines)
    nobody_there = run("session", "--line")
    assert nobody_there.code == ExitCode.HELD
    shown = run("today")
    assert shown.code == 0
    assert shown.lines[0].startswith("LOCKED:")
    assert run("today", "--json").json["hold"]["tier"] == 1
    assert run("pain", "--back", "1", "--leg", "1").code == 0


def test_a_yes_in_the_menu_tells_the_shell_and_the_day_under_the_lock_does_not(
    run: Run, set_up: Patient
) -> None:
    set_up()
    assert run(answers=["r", "y"]).code == ExitCode.HELD
    looked = run(answers=["q"])
    assert looked.code == 0
    assert any(line.startswith("LOCKED:") for line in looked.lines)


@pytest.mark.parametrize("seen", [["2027-03-01", "y", "q"], [""]], ids=["lifted", "standing"])
def test_a_new_yes_tells_the_shell_also_where_coaching_was_locked_before(
    run: Run, set_up: Patient, clock: ManualClock, facts: Facts, seen: list[str | After]
) -> None:
    set_up()
    assert run(answers=["r", "y"]).code == ExitCode.HELD
    clock.advance(60)
    assert run(answers=["s", *seen, "r", "y", "q"]).code == ExitCode.HELD
    assert len(facts(SafetyHold)) == 2


def test_a_lock_that_was_lifted_in_the_menu_is_none_for_the_shell(
    run: Run, set_up: Patient, clock: ManualClock
) -> None:
    set_up()
    assert run(answers=["r", "y"]).code == ExitCode.HELD
    clock.advance(60)
    assert run(answers=["s", "2027-03-01", "y", "q", "q"]).code == ExitCode.DONE


@pytest.mark.parametrize(
    "answers",
    [[], ["n"], ["n", "2", "3"], ["y", "n"], [*["n", "2", "7", "thigh"], "n"]],
    ids=["the opening", "the check-in", "the reach", "the list", "the list after a jump"],
)
def test_answers_that_end_before_the_session_begins_are_no_session_that_was_done(
    run: Run, set_up: Patient, facts: Facts, clock: ManualClock, answers: list[str | After]
) -> None:
    set_up()
    clock.advance(3600)
    run("pain", "--back", "2", "--leg", "2", "--reach", "thigh")
    result = run("session", "belly-breath", "--line", answers=answers)
    assert result.code == ExitCode.INPUT
    assert result.err.startswith("coach: Nothing was started. The answers ended")
    assert len(result.err.splitlines()) == 1
    assert facts(SessionStarted) == []


def test_who_ends_it_by_ctrl_d_is_told_that_and_not_to_start_it_at_a_terminal(
    run: Run, set_up: Patient
) -> None:
    set_up()
    result = run("session", "belly-breath", "--line", answers=["n", "2"], live=True)
    assert (result.code, result.err) == (
        ExitCode.INPUT,
        "coach: Nothing was started. Ended by Ctrl-D.\n",
    )


def test_a_jump_in_pain_before_a_session_asks_the_whole_list_first(
    run: Run, set_up: Patient, facts: Facts, clock: ManualClock
) -> None:
    set_up()
    clock.advance(3600)
    run("pain", "--back", "2", "--leg", "2", "--reach", "thigh")
    jump = ["n", "2", "7", "thigh"]
    stopped = run("session", "belly-breath", "--line", answers=[*jump, "y"])
    assert stopped.code == ExitCode.HELD
    assert facts(SessionStarted) == []
    assert len(facts(SafetyHold)) == 1


def test_after_a_jump_in_pain_a_no_to_everything_goes_on(
    run: Run, set_up: Patient, facts: Facts, clock: ManualClock
) -> None:
    set_up()
    clock.advance(3600)
    run("pain", "--back", "2", "--leg", "2", "--reach", "thigh")
    answers: list[str | After] = ["n", "2", "7", "thigh", *(["n"] * QUESTIONS), *AFTER]
    result = run("session", "belly-breath", "--line", answers=answers)
    assert result.code == 0
    assert PAIN_JUMP in result.lines
    assert len(facts(SessionStarted)) == 1


def test_the_weekly_list_is_not_asked_twice_for_the_number_right_after_it(
    run: Run, set_up: Patient, facts: Facts, clock: ManualClock
) -> None:
    set_up()
    clock.advance(3 * 24 * 3600)
    run("pain", "--back", "2", "--leg", "2", "--reach", "thigh")
    clock.advance(4 * 24 * 3600)
    answers: list[str | After] = [*(["n"] * QUESTIONS), "2", "5", "thigh", *AFTER]
    result = run("session", "belly-breath", "--line", answers=answers)
    assert result.code == 0
    assert WEEKLY in result.lines
    assert PAIN_JUMP not in result.lines
    assert len(facts(SessionStarted)) == 1


def test_a_dated_statement_opens_coaching_again(run: Run, set_up: Patient, facts: Facts) -> None:
    set_up()
    run("session", "--line", answers=["y", "y"])
    answers: list[str | After] = ["yesterday", "2027-03-02", "2027-02-01", "2027-03-01", "y"]
    rest = ["n"] * QUESTIONS  # Also what locked.
    result = run(
        "session", "belly-breath", "--line", answers=[*answers, *rest, *BEFORE[1:], *AFTER]
    )
    assert result.code == 0
    assert UNFINISHED in result.lines
    (cleared,) = facts(SafetyCleared)
    assert cleared.by is ClearedBy.SELF_ATTESTED
    assert "2027-03-01" in cleared.note
    assert len(facts(SessionStarted)) == 1


def test_all_no_after_a_yes_starts_nothing_and_locks_nothing(
    run: Run, set_up: Patient, facts: Facts
) -> None:
    set_up()
    result = run("session", "--line", answers=["y", *["n"] * QUESTIONS])
    assert result.code == 0
    assert TALK_FIRST in result.lines
    assert facts(SafetyHold) == []
    assert facts(SessionStarted) == []


def test_something_new_in_a_session_ends_it_at_once(
    run: Run, set_up: Patient, facts: Facts
) -> None:
    set_up()
    answers: list[str | After] = [*BEFORE, After(150, "r"), "n", "maybe", "y"]
    result = run("session", "belly-breath", "--line", answers=answers)
    assert result.code == ExitCode.HELD
    assert any(line.startswith("PAUSED.") for line in result.lines)
    assert "Emergency number: 112" in result.lines
    assert facts(SessionEnded)[0].outcome is SessionOutcome.HELD
    assert len(facts(SafetyHold)) == 1


def test_something_new_typed_by_accident_lets_the_session_go_on(
    run: Run, set_up: Patient, facts: Facts
) -> None:
    set_up()
    typed: list[str | After] = [*BEFORE, After(150, "r"), *["n"] * QUESTIONS, After(1, "p"), *AFTER]
    result = run("session", "belly-breath", "--line", answers=typed)
    at = result.lines.index(ALL_NO.text)
    assert result.lines[at + 1].startswith("PAUSED. ")
    assert TALK_FIRST not in result.lines
    assert [fact.outcome for fact in facts(SessionEnded)] == [SessionOutcome.COMPLETED]


@pytest.mark.parametrize("pressed", [["r"], []])
def test_who_is_long_over_the_list_comes_back_to_what_was_offered(
    run: Run, set_up: Patient, facts: Facts, pressed: list[str]
) -> None:
    set_up()
    score = ["n", "n", "n"] if pressed else ["9", "10", "foot"]
    slowly: list[str | After] = [After(15, "n")] * QUESTIONS
    hurts: list[str | After] = [After(150, "h"), *score, *pressed, *slowly, After(5, "x")]
    result = run("session", "belly-breath", "--line", answers=[*BEFORE, *hurts, *AFTER])
    assert phrasing.NO_ANSWER_ENDS.text not in result.lines
    assert TALK_FIRST not in result.lines
    assert facts(SessionEnded)[0].outcome is SessionOutcome.STOPPED_PAIN


@pytest.mark.parametrize(
    ("at", "answers", "told"),
    [
        (-1, ["n"] * (QUESTIONS - 1) + ["y"], [TALK_FIRST, CONTACT]),
        (1, ["n", "y", "q"], [TALK_FIRST, CONTACT]),
        (1, ["n", "n", "q"], [COMES_FIRST, IF_WRONG]),
    ],
)
def test_something_new_that_locks_nothing_or_is_left_ends_the_session_by_its_own_words(
    run: Run,
    set_up: Patient,
    facts: Facts,
    at: int,
    answers: list[str],
    told: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nobody is told to talk to the therapist before going on, and then led on; and nobody is
    told so who has said yes to nothing."""
    set_up()
    locks_nothing(monkeypatch, at)
    typed: list[str | After] = [*BEFORE, After(150, "r"), *answers, *AFTER]
    result = run("session", "belly-breath", "--line", answers=typed)
    assert result.code == 0
    everything = (TALK_FIRST, CONTACT, COMES_FIRST, IF_WRONG)
    assert [line for line in result.lines if line in everything] == told
    assert [fact.outcome for fact in facts(SessionEnded)] == [SessionOutcome.ENDED_EARLY]


def test_a_yes_given_elsewhere_ends_the_session(
    run: Run, set_up: Patient, facts: Facts, open_coach: Callable[..., Coach], clock: ManualClock
) -> None:
    set_up()
    coach = open_coach()
    item = coach.safety.flags.items[0].id
    polled = Requests.poll

    def _poll(self: Requests, *, safety_only: bool = False) -> list[Cue]:
        if clock.monotonic() > began + 60:
            self.carry_out(Request("red_flag", clock.now(), item=item))
        return polled(self, safety_only=safety_only)

    coach.close()
    began = clock.monotonic()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Requests, "poll", _poll)
        result = run("session", "belly-breath", "--line", answers=[*BEFORE, *AFTER])
    assert result.code == ExitCode.HELD
    assert "Emergency number: 112" in result.lines
    assert facts(SessionEnded)[0].outcome is SessionOutcome.HELD


def test_the_full_list_comes_after_a_yes_that_cannot_be_written(
    run: Run, set_up: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up()

    def _refuse(*_: object, **__: object) -> None:
        raise LogError("Disk", "The disk is full.")

    monkeypatch.setattr("coach.workflows.records.Records.record", _refuse)
    result = run("session", "--line", answers=["y", "n", "y"])
    assert result.code == ExitCode.HELD
    assert "Emergency number: 112" in result.lines


def test_the_emergency_text_comes_before_set_up_too(run: Run) -> None:
    result = run(answers=["!"])
    assert "Emergency number: 112" in result.lines


def test_the_one_safety_question_is_read_aloud_and_the_list_never(
    run: Run, set_up: Patient
) -> None:
    """Who lies down hears that there is one; what it names is not for others in the room."""
    from coach.speech.silent import SilentSpeaker

    said: list[str] = []
    original = SilentSpeaker.say
    set_up()
    try:
        SilentSpeaker.say = lambda self, cue: said.append(cue.text)  # type: ignore[method-assign]
        run("session", "--line", answers=["y", "n", "y"])
    finally:
        SilentSpeaker.say = original  # type: ignore[method-assign]
    assert said[0] == "First, a safety question. Please read it, then answer yes or no."
    assert said[1:] == ["Please stop and read the screen now."]


# --- the whole list


def test_the_first_start_goes_through_the_whole_list_and_asks_what_to_do(
    run: Run, facts: Facts
) -> None:
    result = run(answers=["Ada", "", "", "left", *["n"] * QUESTIONS, "1", "2", "q"])
    assert result.code == 0
    apology = "Sorry to ask about private things. They can be the first sign that matters."
    assert result.lines.count(apology) == 1
    first = next(n for n, line in enumerate(result.lines) if "between your legs" in line)
    assert result.lines.index(apology) < first
    assert any("Walk five steps on your heels" in line for line in result.lines)
    (correction,) = [line for line in result.lines if line.startswith("Stop, and call this number")]
    assert correction.endswith(". Number: 112.")
    assert any(line.startswith(f"{QUESTIONS} of {QUESTIONS}. ") for line in result.lines)
    assert LIST_DUE not in result.lines
    assert len(facts(RedFlagAnswered)) == QUESTIONS
    taught = [(fact.instrument, fact.item, fact.value) for fact in facts(AnswerGiven)]
    assert taught == [("teach-back", "stop-signs", value) for value in ("wrong", "right")]


def test_a_first_list_that_is_left_is_asked_by_the_first_session(run: Run, facts: Facts) -> None:
    answers: list[str | After] = ["Ada", "", "", "left", "n", "n", "q", "q"]
    assert LIST_DUE in run(answers=answers).lines
    assert "The safety list is due. Start `coach`, then r." in run("today").lines
    assert run("today", "--json").json["safety_list_due"] is True
    rest = ["n"] * (QUESTIONS - 2)
    words = ("session", "belly-breath", "--line")
    result = run(*words, answers=[*rest, "2", *BEFORE[1:], *AFTER])
    assert result.code == 0
    at = result.lines.index("Before you start, we go through the whole safety list once.")
    assert result.lines[at + 1] == GOES_ON
    assert len(facts(SessionStarted)) == 1
    assert len(facts(RedFlagAnswered)) == QUESTIONS
    assert run("today", "--json").json["safety_list_due"] is False


def test_a_yes_in_the_first_list_shows_what_to_do_and_locks(run: Run, facts: Facts) -> None:
    result = run(answers=["Ada", "", "", "left", "n", "y", "s", "", "q"])
    at = result.lines.index("Emergency number: 112")
    assert result.lines[at + 1] == "Stop. Call your emergency number now."
    assert run("session", "--line", answers=[""]).code == ExitCode.HELD
    assert facts(SessionStarted) == []


def test_once_a_week_a_session_begins_with_the_whole_list(
    run: Run, set_up: Patient, facts: Facts, clock: ManualClock
) -> None:
    set_up()
    clock.advance(7 * 24 * 3600)
    words = ("session", "belly-breath", "--line")
    result = run(*words, answers=[*["n"] * QUESTIONS, *BEFORE[1:], *AFTER])
    assert "Once a week we go through the whole list." in result.lines
    assert len(facts(SessionStarted)) == 1
    assert [fact.item for fact in facts(RedFlagAnswered)].count("opening") == 0


def test_a_yes_in_the_weekly_list_starts_nothing(
    run: Run, set_up: Patient, facts: Facts, clock: ManualClock
) -> None:
    set_up()
    clock.advance(7 * 24 * 3600)
    assert run("session", "belly-breath", "--line", answers=["n", "y"]).code == ExitCode.HELD
    assert facts(SessionStarted) == []


def test_an_opening_yes_that_was_left_comes_back_as_the_whole_list(
    run: Run, set_up: Patient, facts: Facts
) -> None:
    set_up()
    run("session", "belly-breath", "--line", answers=["y", "q"])
    result = run("session", "belly-breath", "--line", answers=["q"])
    assert "You said that something is new, so we go through the whole list." in result.lines
    assert "Nothing was started." in result.lines
    assert facts(SessionStarted) == []


def test_after_something_new_nothing_starts_before_the_patient_has_talked_to_someone(
    run: Run, set_up: Patient, facts: Facts
) -> None:
    set_up()
    words = ("session", "belly-breath", "--line")
    run(*words, answers=["y", *["n"] * QUESTIONS])
    assert SAID_NEW in run("today").lines
    refused = run(*words, answers=["n"])
    assert HAVE_TALKED in refused.lines[1]
    assert TALK_FIRST in refused.lines
    assert facts(SessionStarted) == []
    run(*words, answers=["y", *BEFORE, *AFTER])
    assert len(facts(SessionStarted)) == 1
    assert SAID_NEW not in run("today").lines


def test_the_list_can_be_gone_through_from_the_menu_while_it_is_due(
    run: Run, set_up: Patient, clock: ManualClock
) -> None:
    set_up()
    clock.advance(7 * 24 * 3600)
    result = run(answers=["r", *["n"] * QUESTIONS, "", "q"])
    assert result.lines.count(LIST_DUE) == 1
    assert "Thank you. The safety list is done." in result.lines
    assert TALK_FIRST not in result.lines


def test_the_safety_answers_of_a_rehearsal_count(
    run: Run, set_up: Patient, clock: ManualClock
) -> None:
    set_up()
    clock.advance(7 * 24 * 3600)
    assert LIST_DUE in run(answers=["q"]).lines
    answers: list[str | After] = [*["n"] * QUESTIONS, *BEFORE[1:], *AFTER]
    result = run("session", "belly-breath", "--line", "--pace", "5", answers=answers)
    assert REHEARSAL in result.lines
    assert LIST_DUE not in run(answers=["q"]).lines


def test_a_list_that_a_score_asks_for_is_asked_once_the_log_can_be_read(
    run: Run, set_up: Patient, facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up()
    honest = Safety.list_due
    refused: list[Due] = []

    def list_due(self: Safety) -> Due | None:
        due = honest(self)
        if due is not None and len(refused) < 2:
            refused.append(due)
            raise LogError("The log is in use", "Another program holds the log.")
        return due

    monkeypatch.setattr(Safety, "list_due", list_due)
    answers: list[str | After] = [*BEFORE, After(60, "h"), "4", "8", "foot"]
    rest: list[str | After] = [After(5, "n"), *["n"] * (QUESTIONS - 1), "x", *AFTER]
    result = run("session", "belly-breath", "--line", answers=[*answers, *rest])
    assert result.lines.count("The log cannot be read. Another program holds the log.") == 1
    assert "You felt it further down than before, so we go through the whole list." in result.lines
    assert len(facts(SessionEnded)) == 1


def test_that_hurts_further_down_the_leg_asks_the_whole_list_at_once(
    run: Run, set_up: Patient, facts: Facts
) -> None:
    set_up()
    words = ("session", "belly-breath", "--line")
    answers: list[str | After] = [*BEFORE, After(60, "h"), "4", "8", "foot"]
    result = run(*words, answers=[*answers, *["n"] * QUESTIONS, "x", *AFTER])
    assert "You felt it further down than before, so we go through the whole list." in result.lines
    assert any(line.startswith(f"{QUESTIONS} of {QUESTIONS}. ") for line in result.lines)
    assert facts(SessionEnded)[0].outcome is SessionOutcome.STOPPED_PAIN


def test_after_a_slow_list_it_waits_for_what_to_do_and_how_it_is_then_is_asked(
    run: Run, set_up: Patient, facts: Facts
) -> None:
    set_up()
    slow: list[str | After] = ["6", "8", "calf", After(240, "n"), *["n"] * (QUESTIONS - 1)]
    then: list[str | After] = [After(60, "q"), "n", "8", "calf", ""]
    answers: list[str | After] = [*BEFORE, After(60, "h"), *slow, *then]
    result = run("session", "belly-breath", "--line", answers=answers)
    assert result.lines.count(PAIN_JUMP) == 1
    assert NO_ANSWER_ENDS.text not in result.lines
    after = [fact for fact in facts(PainScore) if fact.moment is Moment.AFTER]
    assert [(fact.site, fact.score) for fact in after] == [(Site.LEG, 8)]
    assert len(facts(RedFlagAnswered)) == 2 * QUESTIONS + 1


def test_what_asks_for_the_list_as_further_down_is_red_though_no_reach_was_said_before(
    run: Run, set_up: Patient, facts: Facts
) -> None:
    set_up()
    run("pain", "--back", "2", "--leg", "2", "--reach", "thigh")
    answers: list[str | After] = ["n", "n", "n", After(3, "h"), "5", "2", "calf"]
    rest = [*["n"] * QUESTIONS, "q", "5", "2", "calf", ""]
    result = run("session", "belly-breath", "--line", answers=[*answers, *rest])
    assert result.lines.count(FURTHER_DOWN) == 1
    first = facts(LightGiven)[0]
    assert (first.light, first.why) == (Light.RED, "calf after thigh")
    assert any(line.startswith("Red: It goes further down the leg") for line in result.lines)


def test_a_yes_in_it_locks_and_ends_the_session(run: Run, set_up: Patient, facts: Facts) -> None:
    set_up()
    answers: list[str | After] = [*BEFORE, After(60, "h"), "4", "8", "foot", "n", "y"]
    result = run("session", "belly-breath", "--line", answers=answers)
    assert result.code == ExitCode.HELD
    assert any(line.startswith("When you get up: Roll to your side") for line in result.lines)
    assert facts(SessionEnded)[0].outcome is SessionOutcome.HELD
    # A short while after, the way up is still there to be read.
    again = run("session", "belly-breath", "--line")
    assert again.code == ExitCode.HELD
    assert any(line.startswith("When you get up: Roll to your side") for line in again.lines)


def test_something_new_that_is_opened_and_left_is_due(run: Run, set_up: Patient) -> None:
    set_up()
    assert LIST_DUE not in run(answers=["q"]).lines
    run(answers=["r", "q", "q"])
    assert LIST_DUE in run(answers=["q"]).lines


def test_a_worse_score_asks_the_list_right_after_it(run: Run, set_up: Patient) -> None:
    set_up()
    run("pain", "--back", "2", "--leg", "2", "--reach", "thigh")
    result = run(answers=["p", "9", "10", "foot", "y", "q"])
    assert FURTHER_DOWN in result.lines
    assert any(line.startswith("COACHING IS LOCKED") for line in result.lines)


def test_a_session_that_ends_worse_asks_the_list_right_after(
    run: Run, set_up: Patient, facts: Facts
) -> None:
    set_up()
    run("pain", "--back", "2", "--leg", "2", "--reach", "thigh")
    before = ["n", "2", "2", "thigh"]
    answers: list[str | After] = [*before, "2", "9", "foot", "y"]
    result = run("session", "belly-breath", "--line", answers=answers)
    assert FURTHER_DOWN in result.lines
    assert result.code == ExitCode.HELD
    assert len(facts(SafetyHold)) == 1
