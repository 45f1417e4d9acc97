"""Timers and tasks from the shell and in line mode."""

from collections.abc import Callable

import pytest

from coach.cli import requesting
from coach.clock import ManualClock
from coach.domain.events import AnswerGiven, WarningGiven
from coach.domain.outcomes import TimerKind, TimerOutcome
from coach.domain.red_flags import Tier
from coach.domain.time_events import TaskAnnounced, TimerEnded, TimerStarted
from coach.workflows.coach import Coach
from coach.workflows.day_lines import for_shell
from coach.workflows.safety import LIST_FIRST
from tests.cli.conftest import After, Facts, Patient, Run
from tests.workflows.conftest import Opener
from tests.workflows.test_packs_and_holds import cold_on

TAKE_OFF = "Take the cold pack off now."


def test_a_cold_pack_from_the_shell_is_watched_to_its_end(
    run: Run, set_up: Patient, facts: Facts
) -> None:
    set_up()
    result = run("timer", "cold", "--minutes", "10", answers=["y"])
    assert result.code == 0
    assert "Can you feel a light touch" in result.err
    assert result.lines[0].startswith("Wrap the pack in a damp cloth.")
    of_pack = [line for line in result.lines if line.startswith(("Lift", "Take"))]
    assert of_pack[0].startswith("Lift the pack and look at your skin")
    assert of_pack[1:] == [TAKE_OFF]
    assert [fact.outcome for fact in facts(TimerEnded)] == [TimerOutcome.DONE]


def test_it_is_off_when_the_person_says_so(run: Run, set_up: Patient, facts: Facts) -> None:
    set_up()
    result = run("timer", "cold", answers=["y", After(120, "q")])
    assert result.lines[-1].startswith("Noted: it is off.")
    (ended,) = facts(TimerEnded)
    assert ended.outcome is TimerOutcome.EARLY
    assert ended.seconds == pytest.approx(120, abs=3)


def test_who_sits_is_warned_while_a_timer_stays_open(
    run: Run, set_up: Patient, facts: Facts
) -> None:
    set_up()
    run("sit", "hard")
    result = run("timer", "cold", "--minutes", "20", answers=["y"])
    assert "Time to stand and walk." in result.out
    assert [fact.kind for fact in facts(WarningGiven) if "Time to stand" in fact.text]


@pytest.mark.parametrize("kind", ["cold", "rest"])
@pytest.mark.parametrize("watched", [True, False])
def test_who_leaves_a_timer_is_told_who_watches_it(
    run: Run, set_up: Patient, monkeypatch: pytest.MonkeyPatch, kind: str, watched: bool
) -> None:
    set_up()
    monkeypatch.setattr("coach.cli.watch.running_watch", lambda around: 1 if watched else None)

    def broken_off(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("coach.cli.timing._stay", broken_off)
    result = run("timer", kind, answers=["y"] if kind == "cold" else [])
    if watched:
        assert "The watch calls you" in result.err
        assert "Nobody" not in result.err
    else:
        assert ("take it off" if kind == "cold" else "get up in time") in result.err


def test_numb_skin_gets_no_pack(run: Run, set_up: Patient, facts: Facts) -> None:
    set_up()
    result = run("timer", "heat", answers=["maybe", "n"])
    assert "we leave the pack out today" in result.out
    assert facts(TimerStarted) == []
    assert [fact.value for fact in facts(AnswerGiven) if fact.instrument == "skin"] == ["no"]


def test_no_answer_is_no_yes(run: Run, set_up: Patient, facts: Facts) -> None:
    set_up()
    assert run("timer", "cold").code == 2
    assert facts(TimerStarted) == []


def test_a_second_pack_within_the_gap_is_refused_with_its_time(
    run: Run, set_up: Patient, clock: ManualClock
) -> None:
    set_up()
    run("timer", "cold", "--minutes", "5", answers=["y"])
    clock.advance(600)
    result = run("timer", "heat", answers=["y"])
    assert result.code == 2
    assert "Your skin rests until 10:3" in result.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("timer", "cold", "--minutes", "21"), "20 is the most"),
        (("timer", "heat", "--minutes", "31"), "30 is the most"),
        (("timer", "brace"), "Your plan has no belt"),
        (("timer", "warm"), "cold, heat, rest, brace, off"),
        (("task", "juggling"), "lifting"),
    ],
)
def test_what_may_not_be_is_said_in_a_line(
    run: Run, set_up: Patient, words: tuple[str, ...], says: str
) -> None:
    set_up()
    result = run(*words, answers=["y"])
    assert result.code == 2
    assert says in result.err


@pytest.mark.parametrize("words", [("timer", "cold"), ("timer", "rest"), ("task", "drive")])
def test_nothing_begins_under_a_hold(
    run: Run, set_up: Patient, open_coach: Opener, words: tuple[str, ...]
) -> None:
    set_up()
    coach = open_coach()
    flag = next(one for one in coach.safety.flags.items if one.tier is Tier.EMERGENCY)
    coach.safety.answered(flag, True)
    coach.close()
    assert run(*words, answers=["y"]).code == 3


def test_a_pack_comes_off_while_the_questions_before_a_session_wait(
    run: Run, set_up: Patient, open_coach: Callable[..., Coach]
) -> None:
    set_up()
    coach = open_coach()
    coach.timers.start(TimerKind.COLD, skin_is_fine=True)
    coach.close()
    result = run("session", "--line", answers=[After(15 * 60, "q")])
    assert any(line.startswith("Take the cold pack off now") for line in result.lines)
    assert not any("asleep or off" in line for line in run("today").lines)


def test_a_pack_past_its_time_is_said_first_whatever_one_asks(
    run: Run, set_up: Patient, open_coach: Callable[..., Coach], clock: ManualClock
) -> None:
    """The screen that counted it was killed; this command cannot wait for the next one."""
    set_up()
    coach = open_coach()
    coach.timers.start(TimerKind.COLD, 10, skin_is_fine=True)
    coach.close()
    assert "Cold pack: 0 of 10 minutes." in run("today").lines
    clock.advance(12 * 60)
    for words in (("today",), ("stand",), ("pain", "--back", "1", "--leg", "1")):
        assert run(*words).err.startswith("Take the cold pack off now")


@pytest.mark.parametrize(
    ("minutes", "told"),
    [(1, "Cold pack: 1 of 10 minutes."), (15, "Take the cold pack off now. Its time is over.")],
)
@pytest.mark.parametrize("words", [("session", "--line"), ()])
def test_killed_after_the_yes_about_the_skin_the_next_start_tells_of_the_pack(
    run: Run,
    set_up: Patient,
    open_coach: Opener,
    clock: ManualClock,
    minutes: int,
    told: str,
    words: tuple[str, ...],
) -> None:
    set_up()
    coach = open_coach()
    cold_on(coach, clock)
    coach.close()
    clock.advance(minutes * 60)
    lines = run(*words, answers=["q"]).lines
    asked = next(line for line in lines if line.startswith(("Go on from", "What now?")))
    assert told in lines[: lines.index(asked)]


def test_after_such_a_kill_the_day_says_it_too(
    run: Run, set_up: Patient, open_coach: Opener, clock: ManualClock
) -> None:
    set_up()
    coach = open_coach()
    cold_on(coach, clock)
    coach.close()
    assert "Cold pack: 0 of 10 minutes." in run("today").lines
    clock.advance(15 * 60)
    assert run("today").err.startswith(TAKE_OFF)


def test_a_pack_comes_off_while_it_is_asked_whether_to_go_on(
    run: Run, set_up: Patient, open_coach: Opener, clock: ManualClock
) -> None:
    set_up()
    coach = open_coach()
    cold_on(coach, clock)
    coach.close()
    assert TAKE_OFF in run("session", "--line", answers=[After(11 * 60, "q")]).lines


def test_while_the_skin_rests_no_pack_is_due_and_none_is_asked_for_before_it_is_refused(
    run: Run, set_up: Patient, open_coach: Opener, clock: ManualClock
) -> None:
    set_up()
    clock.advance(95 * 60)
    coach = open_coach()
    coach.timers.start(TimerKind.HEAT, 10, skin_is_fine=True)
    clock.advance(10 * 60)
    coach.timers.tick()
    coach.close()
    (line,) = [line for line in run("today").lines if "rests" in line]
    assert line.startswith("12:15  Cold pack")
    assert line.endswith("later, the skin rests until then")
    result = run("session", "cold-pack", "--line", answers=[])
    assert result.code == 2
    assert "Your skin rests until 12:15" in result.err
    assert result.lines == []


def test_off_without_a_timer_says_so(run: Run, set_up: Patient) -> None:
    set_up()
    result = run("timer", "off")
    assert (result.code, result.lines) == (0, ["No timer runs."])


def test_an_open_coach_is_handed_timers_and_tasks(
    run: Run, coach: Coach, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts: list[str] = []

    def looks(_: float) -> None:
        texts.extend(cue.text for cue in coach.requests.poll())

    monkeypatch.setattr(requesting, "pause", looks)
    assert "Handed to the open coach." in run("timer", "cold", answers=["y"]).err
    assert "Handed to the open coach." in run("task", "drive", "--in", "30").err
    looks(0)
    assert texts[0].startswith("Wrap the pack in a damp cloth.")
    assert texts[1].startswith("Driving: noted. I say what helps at")
    texts.clear()
    assert "Handed to the open coach." in run("timer", "off").err
    assert texts[0].startswith("Noted: it is off.")


def test_a_coach_that_does_not_look_is_handed_no_pack(run: Run, coach: Coach) -> None:
    """It is stopped, or stuck: nobody would say when to take it off."""
    result = run("timer", "cold", answers=["y"])
    assert result.code == 2
    assert "nothing was begun" in result.err
    assert coach.requests.poll() == []
    assert coach.timers.now() == []


def test_a_pack_is_to_come_off_whether_or_not_the_open_coach_hears_of_it(
    run: Run, coach: Coach
) -> None:
    coach.timers.start(TimerKind.COLD, skin_is_fine=True)
    assert run("timer", "off").err.startswith("Take it off now.")
    assert coach.requests.poll()[0].text.startswith("Noted: it is off.")


def test_who_breaks_off_the_wait_for_an_open_coach_begins_nothing(
    run: Run, coach: Coach, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(requesting, "pause", broken)
    assert run("timer", "cold", answers=["y"]).code == 130
    assert coach.requests.poll() == []
    assert coach.timers.now() == []


def test_a_pack_that_runs_in_the_open_coach_is_refused_a_second_one(run: Run, coach: Coach) -> None:
    coach.timers.start(TimerKind.COLD, skin_is_fine=True)
    result = run("timer", "heat", answers=["y"])
    assert result.code == 2
    assert "It runs already" in result.err


def test_nothing_waits_for_the_end_of_a_session(run: Run, coach: Coach, clock: ManualClock) -> None:
    from coach.domain.pain import PainReport

    coach.sessions.begin(coach.today.look().agenda.due, PainReport()).start()
    result = run("timer", "cold", answers=["y"])
    assert result.code == 2
    assert "when it is over" in result.err


def test_who_sits_down_in_the_car_is_told_of_the_drive(run: Run, set_up: Patient) -> None:
    set_up()
    assert "Stop and walk a bit every 20 minutes" in run("sit", "car").out
    assert "Stop and walk" not in run("sit", "car").out


def test_tasks_are_listed_and_told_of(run: Run, set_up: Patient, facts: Facts) -> None:
    set_up()
    assert [line.split()[0] for line in run("task").lines] == ["lifting", "driving"]
    assert run("task", "lifting").lines[0].startswith("Before you start: Lifting.")
    assert [fact.task for fact in facts(TaskAnnounced)] == ["lifting"]
    assert len(facts(WarningGiven)) == 1


def test_the_menu_runs_a_timer_and_shows_it(run: Run, set_up: Patient, facts: Facts) -> None:
    set_up()
    result = run(answers=["f", "cold", "y", After(190, ""), "f", "off", "q"])
    assert "Cold pack: 3 of 10 minutes." in result.lines
    assert [fact.outcome for fact in facts(TimerEnded)] == [TimerOutcome.EARLY]


def test_a_task_that_does_not_come_is_taken_back(run: Run, set_up: Patient) -> None:
    set_up()
    run("task", "drive", "--in", "60")
    assert run("task").lines[-1] == "To come: Driving at 10:30."
    assert "To come: Driving at 10:30." in run("today").lines
    assert "To come: Driving at 10:30." in run(answers=["q"]).lines
    assert run("task", "drive", "--off").lines == ["Driving: taken back. I say nothing of it."]
    assert not any("To come" in line for line in run("task").lines)
    assert run("task", "--off").code == 2


def test_the_menu_takes_back_what_was_announced(run: Run, set_up: Patient) -> None:
    set_up()
    run("task", "drive", "--in", "60")
    result = run(answers=["e", "off", "q"])
    assert "Driving: taken back. I say nothing of it." in result.lines


def test_the_menu_announces_a_task(run: Run, set_up: Patient, facts: Facts) -> None:
    set_up()
    result = run(answers=["e", "driving", "30", "q"])
    assert any(line.startswith("Driving: noted.") for line in result.lines)
    assert [fact.task for fact in facts(TaskAnnounced)] == ["driving"]


def test_no_pack_begins_from_the_shell_while_the_list_is_due_for_a_mark(
    run: Run, set_up: Patient, facts: Facts
) -> None:
    set_up()
    run(answers=["y", "saddle n", "done", "q", "q"])
    result = run("timer", "cold", answers=["y"])
    assert result.code == 2
    assert for_shell(LIST_FIRST) in result.err
    assert facts(TimerStarted) == []
