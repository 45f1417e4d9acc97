"""Later, leave-out, quiet and away from the shell, and their places in line mode."""

from datetime import timedelta

from coach.cli.diagnostics import ExitCode
from coach.clock import ManualClock
from coach.domain.events import ExerciseDone, ItemExcused
from coach.domain.outcomes import Reason
from coach.domain.time_events import AwayAnswered, QuietBegun, QuietEnded, ReminderPutOff
from coach.workflows.answering_reminders import NOTHING_MISSED
from tests.cli.conftest import Facts, Patient, Run


def test_what_is_due_is_put_off(run: Run, set_up: Patient, facts: Facts) -> None:
    set_up()
    result = run("later", "--minutes", "45")
    assert (result.code, result.lines) == (0, ["I will remind you again in 45 minutes."])
    assert facts(ReminderPutOff) == [ReminderPutOff(item="2027-03-01/side-lie/1", minutes=45)]


def test_while_a_lock_stands_nothing_is_put_off_to_be_told_again(
    run: Run, set_up: Patient, facts: Facts
) -> None:
    set_up()
    assert run("session", "--line", answers=["y", "y"]).code == ExitCode.HELD
    result = run("later")
    assert (result.code, result.lines, facts(ReminderPutOff)) == (ExitCode.HELD, [], [])
    assert "locked" in result.err


def test_while_a_lock_stands_nothing_is_left_out_that_the_lock_excuses(
    run: Run, set_up: Patient, facts: Facts
) -> None:
    set_up()
    assert run("session", "--line", answers=["y", "y"]).code == ExitCode.HELD
    result = run("leave-out", "cold-pack", "--reason", "pain")
    assert (result.code, result.lines, facts(ExerciseDone)) == (ExitCode.HELD, [], [])
    assert run("leave-out", "--reason", "time").code == ExitCode.HELD
    menu = run(answers=["x", "q"])
    assert any("Call your emergency number now" in line for line in menu.lines)
    assert "Which number?" not in menu.out
    assert facts(ExerciseDone) == []


def test_something_is_left_out_with_its_reason(run: Run, set_up: Patient, facts: Facts) -> None:
    set_up()
    result = run("leave-out", "cold-pack", "--reason", "fatigue")
    assert (result.code, result.lines) == (0, ["Left out: Cold pack."])
    assert [fact.reason for fact in facts(ExerciseDone)] == [Reason.FATIGUE]
    assert run("leave-out", "dancing", "--reason", "time").code == 2


def test_quiet_begins_and_ends(run: Run, set_up: Patient, facts: Facts) -> None:
    set_up()
    assert run("quiet", "45").lines == ["Quiet until 10:15. It ends by itself."]
    assert "Quiet until 10:15. To end it: Start `coach`, then d." in run("today").lines
    assert run("quiet", "off").lines == ["The quiet is over. I speak again."]
    assert (len(facts(QuietBegun)), len(facts(QuietEnded))) == (1, 1)


def test_an_absence_is_answered_from_the_shell(
    run: Run, set_up: Patient, facts: Facts, clock: ManualClock
) -> None:
    set_up()
    run("today")
    clock.sleep_machine(timedelta(hours=3, minutes=30).total_seconds())
    run("today")
    assert run("away", "skip").lines == ["Skipped. It counts neither for nor against you."]
    assert len(facts(AwayAnswered)) == 1
    assert facts(ItemExcused)
    assert run("away", "later").lines == [NOTHING_MISSED]
    assert run("away", "now").lines == [NOTHING_MISSED]


def test_in_line_mode_the_question_is_told_and_answered_by_its_word(
    run: Run, set_up: Patient, facts: Facts, clock: ManualClock
) -> None:
    set_up()
    run("today")
    clock.sleep_machine(timedelta(hours=3, minutes=30).total_seconds())
    shown = run(answers=["skip", "n", "0", "45", "d", "off", "20", "d", "q"])
    told = [line for line in shown.lines if "this fell due" in line]
    assert len(told) == 1
    assert "Skipped. It counts neither for nor against you." in shown.lines
    assert "Nothing is due now." in shown.lines
    assert "The quiet is over. I speak again." in shown.lines
    assert len(facts(AwayAnswered)) == 1


def test_wrong_lengths_are_refused(run: Run, set_up: Patient) -> None:
    set_up()
    for words in (["later", "--minutes", "0"], ["quiet", "481"], ["quiet"], ["away", "soon"]):
        assert run(*words).code == 2


def test_before_set_up_there_is_nothing_to_put_off(run: Run) -> None:
    result = run("later")
    assert result.code == 2
    assert "coach" in result.err
