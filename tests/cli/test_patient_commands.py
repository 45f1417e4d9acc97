"""Today, pain, sit and stand from the shell."""

import json
import subprocess
from collections.abc import Callable
from datetime import timedelta

import pytest

from coach.cli import requesting
from coach.cli.diagnostics import ExitCode
from coach.cli.patient import NOBODY_WATCHES
from coach.clock import ManualClock
from coach.domain.events import ExerciseDone, NoteWritten, PainScore, SittingBout, SittingStarted
from coach.domain.outcomes import Reason
from coach.domain.pain import Moment, Reach, Site
from coach.domain.program import Surface
from coach.domain.red_flags import Tier
from coach.session.cues import Cue
from coach.workflows.coach import Coach
from tests.cli.conftest import TIMEOUT_SECONDS, Facts, Patient, Run


def test_today_lists_every_item_with_time_dose_and_state(run: Run, set_up: Patient) -> None:
    set_up()
    result = run("today")
    assert result.code == 0
    assert result.lines[0].startswith("Monday 1 March 2027. Steady back, stage A")
    assert any(
        line.startswith("09:30  Side rest with pillow") and line.endswith("due")
        for line in result.lines
    )
    assert any(line.endswith("later") for line in result.lines)
    assert "The body map is due. Start `coach`, then y." in result.lines


def test_today_as_json_holds_what_the_contract_names(run: Run, set_up: Patient) -> None:
    set_up()
    result = run("today", "--json").json
    assert next(iter(result)) == "schema"
    assert result["schema"] == "coach/today/1"
    assert (result["day"], result["stage"]) == ("2027-03-01", "A")
    assert result["hold"] is None
    assert (result["missed_while_away"], result["days_not_recorded"]) == ([], [])
    assert (result["away_question"], result["quiet_until"]) == (None, None)
    first = result["items"][0]
    assert first == {
        "item": "2027-03-01/side-lie/1",
        "exercise": "side-lie",
        "name": "Side rest with pillow",
        "dose": "10min 4/day",
        "due_at": "2027-03-01T09:30:00+01:00",
        "state": "due",
        "share": 0.0,
        "declined": None,
        "excused": None,
        "eased": None,
    }
    assert (result["safety_list_due"], result["proposal"]) == (False, None)
    assert "The body map is due. Press y." in result["ready"]


def test_days_nobody_was_here_are_named_and_never_zero(
    run: Run, set_up: Patient, clock: ManualClock
) -> None:
    set_up()
    run("today")
    clock.advance(timedelta(days=2, hours=4).total_seconds())
    text, values = run("today").out, None
    assert "Not recorded: 2027-03-02." in text
    clock.advance(timedelta(days=2).total_seconds())
    values = run("today", "--json").json
    assert values["days_not_recorded"] == ["2027-03-04"]
    assert values["missed_while_away"]
    asked = values["away_question"]
    assert asked["items"]
    assert set(asked["items"]) <= set(values["missed_while_away"])
    assert asked["answers"] == ["now", "later", "skip"]
    run("quiet", "60")
    assert run("today", "--json").json["quiet_until"] is not None


def test_pain_becomes_one_fact_for_each_site(run: Run, facts: Facts) -> None:
    words = ("pain", "--back", "3", "--leg", "0", "--reach", "Calf", "--note", "after the drive")
    result = run(*words)
    assert (result.code, result.err) == (0, "")
    assert facts(PainScore) == [
        PainScore(site=Site.BACK, score=3, moment=Moment.NOW, reach=Reach.CALF),
        PainScore(site=Site.LEG, score=0, moment=Moment.NOW, reach=Reach.CALF),
    ]
    assert [note.text for note in facts(NoteWritten)] == ["after the drive"]


def test_sitting_begins_and_ends_and_says_that_nobody_watches(
    run: Run, set_up: Patient, clock: ManualClock, facts: Facts
) -> None:
    set_up()
    begun = run("sit", "HARD")
    assert begun.code == 0
    assert begun.err.strip() == NOBODY_WATCHES
    assert "Up again in 10 minutes." in begun.out
    clock.advance(12 * 60)
    ended = run("stand")
    assert (ended.code, ended.err) == (0, "")
    (bout,) = facts(SittingBout)
    assert (bout.surface, bout.minutes, bout.overdue_minutes) == (Surface.HARD, 12.0, 2.0)


def test_standing_without_sitting_is_no_error(run: Run, set_up: Patient, facts: Facts) -> None:
    set_up()
    assert run("stand").lines == ["You were not sitting."]
    assert facts(SittingBout) == []


def test_a_request_is_handed_to_the_coach_that_is_open(
    run: Run,
    set_up: Patient,
    open_coach: Callable[..., Coach],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    set_up()
    opened = open_coach()
    cues: list[Cue] = []
    monkeypatch.setattr(requesting, "pause", lambda _: cues.extend(opened.requests.poll()))
    result = run("sit", "firm")
    assert (result.code, result.out) == (0, "")
    assert result.err.strip() == "Handed to the open coach."
    assert [cue.text for cue in cues] == ["Sitting, on a firm seat. Up again in 20 minutes."]
    assert opened.guard.now() is not None


@pytest.mark.parametrize(
    "words", [("sit", "hard"), ("stand",), ("pain", "--back", "3", "--leg", "2")]
)
def test_who_hands_over_to_a_coach_that_does_not_look_is_told_so(
    run: Run, set_up: Patient, open_coach: Callable[..., Coach], words: tuple[str, ...]
) -> None:
    """It is stopped, stuck or in a session: what was said is kept, but nobody warns now."""
    set_up()
    opened = open_coach()
    result = run(*words)
    assert result.code == 0
    assert result.err.startswith("This is kept, with its time. The coach that is open does not")
    assert len(opened.inbox.take()) == 1


def test_what_waits_in_the_inbox_comes_before_what_is_asked_now(
    run: Run, set_up: Patient, open_coach: Callable[..., Coach], clock: ManualClock, facts: Facts
) -> None:
    set_up()
    opened = open_coach()
    run("sit", "soft")
    opened.close()  # Killed before it took the request.
    clock.advance(600)
    run("stand")
    assert [fact.surface for fact in facts(SittingStarted)] == [Surface.SOFT]
    assert [fact.minutes for fact in facts(SittingBout)] == [10.0]


def test_a_session_is_refused_while_another_coach_is_open(
    run: Run, set_up: Patient, open_coach: Callable[..., Coach], facts: Facts
) -> None:
    set_up()
    opened = open_coach()
    result = run("session", "--line", answers=["n", "3", "3", "knee"])
    assert result.code == ExitCode.INPUT
    assert "Another coach" in result.err
    assert len(result.err.splitlines()) == 1
    opened.close()
    assert facts(ExerciseDone) == []


def test_an_item_that_is_not_asked_today_is_named_with_those_that_are(
    run: Run, set_up: Patient
) -> None:
    set_up()
    result = run("session", "juggling", "--line")
    assert result.code == ExitCode.INPUT
    assert "side-lie" in result.err


def test_under_a_hold_nothing_of_the_day_is_called_due(
    run: Run, set_up: Patient, open_coach: Callable[..., Coach]
) -> None:
    set_up()
    lock(open_coach)
    result = run("today", "--json").json
    assert result["hold"] is not None
    assert {item["state"] for item in result["items"]} == {"locked"}
    lines = run("today").lines
    assert lines[0].startswith("LOCKED")
    assert sum(line.endswith("locked") for line in lines) == len(result["items"])
    assert not any(line.endswith(("due", "later")) for line in lines)


def test_under_a_hold_what_is_done_stays_done(
    run: Run, set_up: Patient, open_coach: Callable[..., Coach]
) -> None:
    set_up()
    coach = open_coach()
    first = coach.today.look().agenda.items[0]
    coach.today.decline(first, Reason.TIME)
    coach.close()
    lock(open_coach)
    states = {item["item"]: item["state"] for item in run("today", "--json").json["items"]}
    assert states[first.id] == "missed"


def lock(open_coach: Callable[..., Coach]) -> None:
    """A safety question is answered with yes."""
    coach = open_coach()
    flag = next(item for item in coach.safety.flags.items if item.tier is Tier.SAME_DAY)
    assert coach.safety.answered(flag, True) is not None
    coach.close()


def test_a_rehearsal_under_a_hold_is_for_reading_only(
    run: Run, set_up: Patient, open_coach: Callable[..., Coach]
) -> None:
    set_up()
    assert run("rehearse", "steady-back").err == ""
    lock(open_coach)
    for words in (["rehearse", "steady-back"], ["rehearse", "steady-back", "--json"]):
        result = run(*words)
        assert result.code == 0
        assert len(result.err.splitlines()) == 1
        assert "locked" in result.err
        assert "only for reading" in result.err
        assert result.out


def test_in_the_shell_a_line_with_a_key_names_the_command_first(run: Run, set_up: Patient) -> None:
    set_up()
    shown = run("today").out
    assert "Start `coach`, then " in shown
    assert "Press " not in shown


def test_the_day_tells_the_longest_sitting_and_how_much_of_it_was_hard(
    run: Run, set_up: Patient, clock: ManualClock
) -> None:
    set_up()
    run("sit", "firm")
    clock.advance(21 * 60)
    run("sit", "hard")
    clock.advance(31 * 60)
    assert "Sitting (hard) for 52 of 10 minutes." in run("today").lines
    assert "Sitting today: longest 52 min, 31 of it hard." in run("today").lines
    sitting = json.loads(run("today", "--json").out)["sitting"]
    assert (sitting["surface"], sitting["minutes"], sitting["limit_minutes"]) == ("hard", 52, 10)
    assert (sitting["longest_minutes"], sitting["longest_hard_minutes"]) == (52, 31)


def test_a_day_without_sitting_says_nothing_of_it(run: Run, set_up: Patient) -> None:
    set_up()
    assert not any("Sitting" in line for line in run("today").lines)
    assert json.loads(run("today", "--json").out)["sitting"]["longest_minutes"] is None


def test_whoever_stood_up_earlier_says_the_minutes(
    run: Run, set_up: Patient, clock: ManualClock, facts: Facts
) -> None:
    set_up()
    run("sit", "firm")
    clock.advance(30 * 60)
    run("stand", "--minutes", "12")
    assert [fact.minutes for fact in facts(SittingBout)] == [12]
    assert run("stand", "--minutes", "-1").code == 2


def test_commands_at_the_same_time_lose_nothing(
    set_up: Patient, child: Callable[..., "subprocess.Popen[str]"], run: Run, facts: Facts
) -> None:
    """Each finds the home held for a moment by another, or hands over to it, and all is noted."""
    set_up()
    children = [child("pain", "--back", str(score), "--leg", "0") for score in range(5)]
    for one in children:
        _, trouble = one.communicate(timeout=TIMEOUT_SECONDS)
        assert one.returncode == 0, trouble
    run("today")
    assert sorted(fact.score for fact in facts(PainScore) if fact.site is Site.BACK) == [
        0,
        1,
        2,
        3,
        4,
    ]


def test_a_score_that_asks_for_the_safety_list_says_so_with_the_command_and_the_number(
    run: Run, set_up: Patient
) -> None:
    set_up()
    usual = run("pain", "--back", "2", "--leg", "2", "--reach", "thigh")
    assert usual.lines == ["Pain noted."]
    assert run("pain", "--back", "7", "--leg", "2", "--reach", "thigh").lines == ["Pain noted."]
    worse = run("pain", "--back", "9", "--leg", "10", "--reach", "foot")
    assert worse.code == 0
    assert worse.lines[0] == "Pain noted."
    assert "safety" in " ".join(worse.lines) or "whole list" in " ".join(worse.lines)
    assert "Start `coach` now, then press r. In an emergency call 112." in worse.lines


@pytest.mark.parametrize("scores", [("--back", "8", "--leg", "2"), ("--back", "2", "--leg", "9")])
def test_a_strong_score_names_first_aid_and_the_emergency_number(
    run: Run, set_up: Patient, scores: tuple[str, ...]
) -> None:
    set_up()
    said = "Number: 112."
    assert any(said in line and "first aid" in line for line in run("pain", *scores).lines)
    typed = run(answers=["p", "9", "9", "foot", "q"])
    assert any(said in line and "first aid" in line for line in typed.lines)
