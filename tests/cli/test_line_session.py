"""A session as plain lines, by a hand-moved clock: from the start to what is in the log."""

import pytest

from coach.cli.agenda_lines import CUT_OFF_MENU, CUT_OFF_SHELL
from coach.cli.diagnostics import ExitCode
from coach.cli.line_flow import REHEARSAL
from coach.cli.line_words import summary_lines
from coach.clock import ManualClock
from coach.domain.events import (
    ExerciseDone,
    NoteWritten,
    PainScore,
    SessionEnded,
    SessionStarted,
    SittingBout,
)
from coach.domain.outcomes import SessionOutcome, SetOutcome
from coach.domain.pain import Moment, Reach
from coach.domain.program import StageCode
from coach.workflows.kept_answers import KEPT
from coach.workflows.run_session import Summary
from tests.cli.conftest import AFTER, BEFORE, After, Breathe, Facts, Patient, Run


def test_a_whole_session_is_led_in_lines_and_logged(breathe: Breathe, facts: Facts) -> None:
    result = breathe()
    assert (result.code, result.err) == (0, "")
    for words in (
        "Anything new: bladder",
        "Back pain now, from zero to ten? (0 to 10; n for not now; q or stop ends the questions)",
        "Get down now, onto your side.",
        "GET READY: Belly breathing, item 1 of 1.",
        "RELAX: Belly breathing, set 1 of 1, 1 time, ",
        "Three.",
        "Breathe in slowly.",
        "Time to get up.",
        "That is all for now.",
        "Green:",
        "Session: 5 minutes, completed. Sets done: 1, in part: 0.",
        "Belly breathing: 1 time, 180 seconds of work.",
    ):
        assert any(line.startswith(words) for line in result.lines), words
    (started,) = facts(SessionStarted)
    (done,) = facts(ExerciseDone)
    (ended,) = facts(SessionEnded)
    assert started.pace == 1.0
    assert (done.outcome, done.seconds) == (SetOutcome.DONE, 180.0)
    assert ended.outcome is SessionOutcome.COMPLETED
    moments = [(score.moment, score.score, score.reach) for score in facts(PainScore)]
    assert moments == [
        (Moment.BEFORE, 3, Reach.CALF),
        (Moment.BEFORE, 4, Reach.CALF),
        (Moment.AFTER, 2, Reach.KNEE),
        (Moment.AFTER, 3, Reach.KNEE),
    ]
    assert {score.session for score in facts(PainScore)} == {started.session}


def test_that_nobody_is_alerted_is_said_once_before_the_first_question(breathe: Breathe) -> None:
    result = breathe()
    assert result.lines.count("Nobody is alerted by this program.") == 1
    first = next(n for n, line in enumerate(result.lines) if line.startswith("Anything new"))
    assert result.lines.index("Nobody is alerted by this program.") < first


@pytest.mark.parametrize(
    ("minutes", "length"), [(9.29, "9 minutes"), (1.0, "1 minute"), (0.66, "40 seconds")]
)
def test_a_summary_is_in_whole_minutes_and_seconds(minutes: float, length: str) -> None:
    items = (("Bridge", 8, 80.3), ("Walk", 0, 1.2), ("Clam", 0, 0.0))
    assert summary_lines(
        Summary(minutes, SessionOutcome.STOPPED_PAIN, 1, 1, items, left_for_pain=True)
    ) == [
        f"Session: {length}, stopped for pain. Sets done: 1, in part: 1.",
        "Bridge: 8 times, 80 seconds of work.",
        "Walk: 1 second of work.",
        "Clam: left out.",
    ]


def test_lines_are_plain_without_colour_or_cursor_movement(breathe: Breathe) -> None:
    assert "\x1b" not in breathe().out


def test_not_now_is_never_zero(breathe: Breathe, facts: Facts) -> None:
    breathe(before=["n", "n", "n"])
    assert [score.moment for score in facts(PainScore)] == [Moment.AFTER] * 2


@pytest.mark.parametrize("wrong", ["11", "-1", "3.5", "three", "", "claf", "x y z", "q w"])
def test_a_wrong_answer_is_told_what_may_be_answered_and_asked_again(
    breathe: Breathe, facts: Facts, wrong: str
) -> None:
    result = breathe(before=["n", wrong, "3", "4", "calf"])
    refusals = [line for line in result.lines if line.startswith("Please answer:")]
    assert refusals == ["Please answer: 0 to 10; n for not now; q or stop ends the questions."]
    assert facts(PainScore)[0].score == 3


@pytest.mark.parametrize("typed", ["h", "it hurts", "hurts", "Ouch!", "PAIN", "that hurts"])
def test_what_people_type_when_it_hurts_stops_the_exercise(
    typed: str, breathe: Breathe, facts: Facts
) -> None:
    result = breathe(After(150, typed), "3", "4", "calf", "x")
    assert "STOPPED. Answer each question, n for not now, q: end" in result.lines
    assert facts(ExerciseDone)[0].outcome is SetOutcome.STOPPED


@pytest.mark.parametrize("typed", ["q", "stop", "Stop!"])
def test_stop_ends_the_session_also_where_pain_is_asked(
    typed: str, breathe: Breathe, facts: Facts
) -> None:
    assert "We end here. What you did is logged." in breathe(After(150, typed)).lines
    breathe(After(150, "h"), typed)
    assert [fact.outcome for fact in facts(SessionEnded)] == [
        SessionOutcome.ENDED_EARLY,
        SessionOutcome.STOPPED_PAIN,
    ]


def test_the_reach_may_be_a_number_as_on_the_screens(breathe: Breathe, facts: Facts) -> None:
    result = breathe(before=["n", "3", "4", "7", "5"])
    assert facts(PainScore)[0].reach is Reach.CALF
    (refused,) = [line for line in result.lines if line.startswith("Please answer:")]
    assert refused.endswith("5 calf, 6 foot; n for not now; q or stop ends the questions.")


def test_scores_may_be_written_as_words(breathe: Breathe, facts: Facts) -> None:
    breathe(before=["n", "three", "Zero", "thigh"])
    assert [fact.score for fact in facts(PainScore)[:2]] == [3, 0]


def test_nothing_is_offered_for_a_place_that_is_like_none_of_them(breathe: Breathe) -> None:
    result = breathe(before=["n", "3", "4", "toe", "foot"])
    (refused,) = [line for line in result.lines if line.startswith("Please answer:")]
    assert "Did you mean" not in refused


def test_the_nearest_word_is_offered_for_a_reach(breathe: Breathe) -> None:
    result = breathe(before=["n", "3", "4", "claf", "calf"])
    assert any(line.endswith("Did you mean calf?") for line in result.lines)


def test_safety_is_never_answered_by_anything_but_yes_or_no(breathe: Breathe) -> None:
    result = breathe(before=["", "maybe", *BEFORE])
    assert (
        result.lines.count("Please answer: y for yes, n for no; q or stop ends the questions.") == 2
    )


def test_leaving_before_the_start_starts_nothing(breathe: Breathe, facts: Facts) -> None:
    result = breathe(before=["n", "q"])
    assert result.code == 0
    assert "Nothing was started." in result.lines
    assert facts(SessionStarted) == []
    assert facts(PainScore) == []


def test_the_end_of_input_ends_a_real_session_in_order(
    run: Run, set_up: Patient, facts: Facts
) -> None:
    set_up()
    result = run("session", "belly-breath", "--line", answers=[*BEFORE, After(150, "a")])
    assert result.code == 0
    assert "We end here. What you did is logged." in result.lines
    assert facts(SessionEnded)[0].outcome is SessionOutcome.ENDED_EARLY
    assert len(facts(PainScore)) == 2


def test_where_the_input_ends_at_the_note_the_summary_is_said_once(
    run: Run, set_up: Patient
) -> None:
    set_up()
    result = run("session", "belly-breath", "--line", answers=[*BEFORE, *AFTER[:-1]])
    assert result.code == ExitCode.DONE
    assert sum(line.startswith("Session: ") for line in result.lines) == 1


def test_a_note_is_kept_with_the_session(run: Run, set_up: Patient, facts: Facts) -> None:
    set_up()
    answers: list[str | After] = [*BEFORE, "2", "3", "knee", "It felt \x1b[31mlooser"]
    run("session", "belly-breath", "--line", answers=answers)
    (note,) = facts(NoteWritten)
    assert note.text.startswith("It felt ")
    assert "\x1b" not in note.text
    assert note.about == facts(SessionStarted)[0].session


def test_a_rehearsal_counts_for_nothing_and_is_logged_as_one(
    run: Run, set_up: Patient, facts: Facts
) -> None:
    set_up()
    answers: list[str | After] = [*BEFORE, *AFTER]
    result = run("session", "belly-breath", "--line", "--pace", "5", answers=answers)
    assert REHEARSAL in result.lines
    assert "That is all for now. In a rehearsal no exercise counts." in result.lines
    assert not any("What you did is logged" in line for line in result.lines)
    assert facts(SessionStarted)[0].pace == 5.0
    shown = run("today", "--json").json
    assert {item["share"] for item in shown["items"]} == {0.0}


def test_a_rehearsal_that_is_ended_says_so_too(run: Run, set_up: Patient) -> None:
    set_up()
    words = ("session", "belly-breath", "--line", "--pace", "5")
    result = run(*words, answers=[*BEFORE, After(10, "q"), *AFTER])
    assert "We end here. In a rehearsal no exercise counts." in result.lines


def test_who_starts_a_session_does_not_sit_any_more(
    breathe: Breathe, run: Run, facts: Facts
) -> None:
    run("sit", "soft")
    result = breathe()
    assert any(line.startswith("Good. Stay up for") for line in result.lines)
    assert len(facts(SittingBout)) == 1


def test_nothing_due_says_when_the_next_thing_is(
    run: Run, set_up: Patient, clock: ManualClock
) -> None:
    clock.set_wall(clock.wall.replace(hour=6, minute=0))
    set_up()
    result = run("session", "--line")
    assert result.code == 0
    assert result.lines[0].startswith("Nothing is due now. Next at 09:30.")


def test_what_is_due_is_done_in_one_go(run: Run, set_up: Patient, facts: Facts) -> None:
    set_up(StageCode.MOVE)
    words = ("session", "pelvic-tilt", "cat-camel", "--line")
    run(*words, answers=[*BEFORE, *AFTER])
    done = facts(ExerciseDone)
    assert [fact.exercise for fact in done] == ["pelvic-tilt", "pelvic-tilt", "cat-camel"]


def test_a_broken_session_is_gone_on_with(run: Run, facts: Facts, set_up: Patient) -> None:
    set_up(StageCode.MOVE)
    killed = _killed_after_one_set(run, facts)
    result = run("session", "--line", answers=["y", *BEFORE, *AFTER])
    assert any(line.startswith("A session was cut off.") for line in result.lines)
    first, second = facts(SessionStarted)
    assert first.session == killed
    assert second.resumed_from == killed
    sets = [(fact.exercise, fact.set_no) for fact in facts(ExerciseDone)]
    assert sets == [("pelvic-tilt", 1), ("pelvic-tilt", 2)]
    assert facts(SessionEnded)[0].outcome is SessionOutcome.INTERRUPTED


def test_that_a_session_was_cut_off_stands_with_the_day_until_it_is_decided(
    run: Run, facts: Facts, set_up: Patient
) -> None:
    set_up(StageCode.MOVE)
    _killed_after_one_set(run, facts)
    assert CUT_OFF_MENU in run(answers=["q"]).lines
    assert CUT_OFF_SHELL in run("today").lines
    run("session", "cat-camel", "--line", answers=["n", *BEFORE, *AFTER])
    assert CUT_OFF_MENU not in run(answers=["q"]).lines


def test_a_broken_session_is_let_be(run: Run, facts: Facts, set_up: Patient) -> None:
    set_up(StageCode.MOVE)
    _killed_after_one_set(run, facts)
    result = run("session", "cat-camel", "--line", answers=["n", *BEFORE, *AFTER])
    assert "It is closed; what was done is kept." in result.lines
    outcomes = [ended.outcome for ended in facts(SessionEnded)]
    assert outcomes == [SessionOutcome.INTERRUPTED, SessionOutcome.COMPLETED]
    assert run("today", "--json").code == 0


class _KilledError(BaseException):
    """Stands for a kill: nothing in the program handles it."""


def _killed_after_one_set(run: Run, facts: Facts) -> str:
    """Break a session off in its first rest, as a kill does; its id."""

    def die_in_a_rest(line: str = "") -> None:
        if line.startswith("REST:"):
            raise _KilledError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("coach.cli.console.output.line", die_in_a_rest)
        with pytest.raises(_KilledError):
            run("session", "pelvic-tilt", "--line", answers=[*BEFORE, After(9999, "q")])
    (started,) = facts(SessionStarted)
    return str(started.session)


def test_a_full_disk_is_told_and_nothing_is_called_done(
    run: Run, set_up: Patient, monkeypatch: pytest.MonkeyPatch, facts: Facts
) -> None:
    from coach.domain.errors import LogError
    from coach.workflows.records import Records

    set_up()
    record = Records.record

    def refuse(self: Records, *given: object, **options: object) -> object:
        if any(isinstance(fact, ExerciseDone) for fact in given):
            raise LogError("The disk is full", "The disk is full. Free some space.")
        return record(self, *given, **options)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(Records, "record", refuse)
        answers: list[str | After] = [*BEFORE, After(400, "q")]
        result = run("session", "belly-breath", "--line", answers=answers)
    assert result.code == ExitCode.INPUT
    assert any("The disk is full." in line for line in result.lines)
    assert "That is all for now. What you did is logged." not in result.lines
    assert "The disk is full." in result.err
    assert "What you did is kept beside the log; the next start saves it." in result.err
    assert facts(ExerciseDone) == []
    again = run("session", "pelvic-tilt", "--line", answers=["q"])
    assert again.lines[0] == "What could not be saved of your session is saved now."
    assert "A session was cut off." not in again.lines
    assert len(facts(ExerciseDone)) == 1


def test_a_disk_with_room_again_as_soon_as_it_is_told_is_told_too(
    run: Run, set_up: Patient, monkeypatch: pytest.MonkeyPatch, facts: Facts
) -> None:
    from coach.domain.errors import LogError
    from coach.workflows.records import Records

    set_up()
    record = Records.record
    refused: list[object] = []

    def refuse_once(self: Records, *given: object, **options: object) -> object:
        if not refused and any(isinstance(fact, ExerciseDone) for fact in given):
            refused.append(given)
            raise LogError("The disk is full", "The disk is full. Free some space.")
        return record(self, *given, **options)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(Records, "record", refuse_once)
        answers: list[str | After] = [*BEFORE, After(150, "d"), After(15, "q"), *AFTER]
        result = run("session", "belly-breath", "--line", answers=answers)
    told = [line for line in result.lines if "cannot be written" in line or "is saved" in line]
    assert told == [
        "The log cannot be written. The disk is full. Free some space.",
        "All is saved again.",
    ]
    assert len(facts(ExerciseDone)) == 1


def test_scores_and_a_note_that_the_log_refuses_are_told_as_kept_and_saved_by_the_next(
    run: Run, set_up: Patient, monkeypatch: pytest.MonkeyPatch, facts: Facts
) -> None:
    from coach.domain.errors import LogError
    from coach.workflows.records import Records

    set_up()
    record = Records.record

    def refuse(self: Records, *given: object, **options: object) -> object:
        after = [one for one in given if getattr(one, "moment", None) is Moment.AFTER]
        if after or any(isinstance(one, NoteWritten) for one in given):
            raise LogError("Held", "Another program is writing.")
        return record(self, *given, **options)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(Records, "record", refuse)
        answers: list[str | After] = [*BEFORE, After(30, "q"), "2", "3", "knee", "hard"]
        result = run("session", "belly-breath", "--line", answers=answers)
    assert result.code == ExitCode.DONE
    assert KEPT in result.lines
    again = run("session", "pelvic-tilt", "--line", answers=["q"])
    assert again.lines[0] == "What could not be saved of your session is saved now."
    scores = [fact.score for fact in facts(PainScore) if fact.moment is Moment.AFTER]
    assert scores == [2, 3]
    assert [fact.text for fact in facts(NoteWritten)] == ["hard"]


def test_a_session_that_was_stopped_red_is_not_told_that_it_went_well(breathe: Breathe) -> None:
    result = breathe(After(150, "h"), "3", "9", "calf", *["n"] * 29, "x")
    (light,) = [line for line in result.lines if line.startswith("Green:")]
    assert "went well" not in light
    assert "therapist" in light


@pytest.mark.parametrize("typed", ["n", "q"])
def test_a_lone_letter_is_no_note(typed: str, run: Run, set_up: Patient, facts: Facts) -> None:
    """One "not now" too many is no note, and none is the letter that ends."""
    set_up()
    answers: list[str | After] = [*BEFORE, After(30, "q"), "2", "3", "knee", typed]
    run("session", "belly-breath", "--line", answers=answers)
    assert len(facts(SessionStarted)) == 1
    assert facts(NoteWritten) == []


def test_a_person_at_the_terminal_is_told_how_to_pause(breathe: Breathe) -> None:
    result = breathe(After(30, "q"), live=True)
    assert "Enter or p pauses and goes on. h: that hurts. ? shows every letter." in result.lines


def test_what_had_not_begun_is_no_part_and_counts_no_times(breathe: Breathe) -> None:
    result = breathe(After(2, "q"))
    (ended,) = [line for line in result.lines if line.startswith("Session: ")]
    assert ended.endswith("Sets done: 0, in part: 0.")
    assert not any("0 times" in line for line in result.lines)
