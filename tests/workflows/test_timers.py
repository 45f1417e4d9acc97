"""Cold, heat, a rest and a belt by the clock: outside a session, over sleeps and restarts."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.bootstrap import Wishes, build
from coach.bootstrap.patient import TIMER_TIMES
from coach.clock import ManualClock
from coach.config import Places, Settings
from coach.domain.agenda import AgendaItem, ItemState
from coach.domain.errors import InputError, LogError, SafetyHoldError
from coach.domain.events import AnswerGiven, ExerciseDone, ItemExcused, WarningGiven
from coach.domain.exercise import Exercise
from coach.domain.outcomes import Excuse, SetOutcome, TimerKind, TimerOutcome, WarningKind
from coach.domain.pain import Moment, PainReport
from coach.domain.red_flags import Tier
from coach.domain.time_events import TimerEnded, TimerStarted
from coach.exchange.shelf import FolderShelf
from coach.session.cues import Cue
from coach.speech.silent import SilentSpeaker
from coach.workflows.coach import Coach
from coach.workflows.day_lines import left_out
from coach.workflows.inbox import Request
from coach.workflows.skin_again import FEEL_SECONDS
from tests.builders import NINE
from tests.conftest import BERLIN, SHIPPED
from tests.workflows.conftest import Disk, facts_of, said, ticked

Opener = Callable[..., Coach]
TAKE_OFF = "Take the cold pack off now."
LATE = "Take the cold pack off now. Its time is over."


def cold(coach: Coach, minutes: int | None = 10) -> list[Cue]:
    return coach.timers.start(TimerKind.COLD, minutes, skin_is_fine=True)


def seconds_pass(coach: Coach, clock: ManualClock, seconds: int) -> list[str]:
    """A tick every second; what was said."""
    heard: list[Cue] = []
    for _ in range(seconds):
        clock.advance(1)
        heard += ticked(coach)
    return [cue.text for cue in heard]


def ends(coach: Coach) -> list[tuple[float, TimerOutcome]]:
    return [(fact.seconds, fact.outcome) for fact in facts_of(coach, TimerEnded)]


def item(coach: Coach, exercise: str = "cold-pack") -> AgendaItem:
    return next(one for one in coach.today.look().agenda.items if one.exercise == exercise)


def lock(coach: Coach) -> None:
    flag = next(one for one in coach.safety.flags.items if one.tier is Tier.EMERGENCY)
    coach.safety.answered(flag, True)


def foreign_pack(coach: Coach, exercise: str) -> None:
    """A pack that another program wrote into the log, of a length beyond all measure."""
    endless = 99999999999999999
    coach.records.record(
        TimerStarted(
            timer="x",
            kind=TimerKind.COLD,
            item="",
            exercise=exercise,
            seconds=endless,
            longest_seconds=endless,
        )
    )


def test_a_pack_of_a_foreign_log_is_looked_at_and_comes_off_in_time(
    coach: Coach, clock: ManualClock
) -> None:
    foreign_pack(coach, "left-the-shelf")
    heard = seconds_pass(coach, clock, 301)
    assert len(heard) == 1
    assert "skin" in heard[0]
    heard = seconds_pass(coach, clock, 900)
    assert len(heard) == 1
    assert "off" in heard[0]
    assert coach.timers.now() == []


def test_a_rest_of_a_pack_without_measure_stops_no_command(
    coach: Coach, clock: ManualClock
) -> None:
    foreign_pack(coach, "cold-pack")
    with pytest.raises(InputError):
        coach.timers.choose(TimerKind.COLD)
    coach.timers.off()
    with pytest.raises(InputError, match="Your skin rests"):
        coach.timers.choose(TimerKind.HEAT)


def test_a_clock_set_forward_makes_no_skin_rest_shorter(coach: Coach, clock: ManualClock) -> None:
    cold(coach)
    clock.advance(300)
    coach.timers.off()
    clock.set_wall(clock.now() + timedelta(hours=2))
    with pytest.raises(InputError, match="Your skin rests"):
        coach.timers.choose(TimerKind.HEAT)
    clock.advance(2 * 60 * 60)
    coach.timers.choose(TimerKind.HEAT)


def test_a_cold_pack_is_checked_and_comes_off_in_time(coach: Coach, clock: ManualClock) -> None:
    assert "damp cloth" in cold(coach)[0].text
    heard = seconds_pass(coach, clock, 599)
    assert len(heard) == 1
    assert heard[0].startswith("Lift the pack and look at your skin")
    assert coach.timers.now()[0].line == "Cold pack: 9 of 10 minutes."
    assert seconds_pass(coach, clock, 1) == [TAKE_OFF]
    assert ends(coach) == [(600.0, TimerOutcome.DONE)]
    assert seconds_pass(coach, clock, 120) == []
    kinds = [fact.kind for fact in facts_of(coach, WarningGiven)]
    assert kinds == [WarningKind.COLD, WarningKind.COLD]


def test_the_facts_are_on_disk_before_it_is_said(
    overheard: Coach, clock: ManualClock, diary: list[str]
) -> None:
    overheard.timers.start(TimerKind.COLD, 10, skin_is_fine=True)
    diary.clear()
    clock.advance(601)
    overheard.timers.tick()
    assert diary[-1] == f"said: {TAKE_OFF}"
    assert "disk: TimerEnded" in diary[:-1]


def test_a_full_disk_keeps_no_pack_on(
    overheard: Coach, clock: ManualClock, disk: Disk, diary: list[str]
) -> None:
    overheard.timers.start(TimerKind.COLD, 10, skin_is_fine=True)
    clock.advance(600)
    disk.full = True
    diary.clear()
    for _ in range(3):
        with pytest.raises(LogError):
            overheard.timers.tick()
    assert diary == [f"said: {TAKE_OFF}"]
    disk.full = False
    assert overheard.timers.tick() == []
    assert ends(overheard) == [(600.0, TimerOutcome.DONE)]


def test_no_pack_without_a_yes_about_the_skin(coach: Coach) -> None:
    with pytest.raises(ValueError, match="cold"):
        coach.timers.start(TimerKind.COLD)
    assert facts_of(coach, TimerStarted) == []


def test_numb_skin_leaves_the_pack_out_and_the_log_says_why(
    coach: Coach, clock: ManualClock
) -> None:
    asked = item(coach)
    assert "leave the pack out" in coach.timers.numb(TimerKind.COLD)[0].text
    (answer,) = facts_of(coach, AnswerGiven)
    assert (answer.instrument, answer.item, answer.value) == ("skin", asked.id, "no")
    (left_out,) = facts_of(coach, ExerciseDone)
    assert (left_out.item, left_out.outcome) == (asked.id, SetOutcome.SKIPPED)
    assert facts_of(coach, ItemExcused) == [ItemExcused(item=asked.id, reason=Excuse.SAFETY)]
    assert facts_of(coach, TimerStarted) == []


def test_after_a_no_the_next_question_says_so_and_a_yes_needs_time_to_feel(
    coach: Coach, clock: ManualClock
) -> None:
    clock.set_wall(NINE)
    coach.timers.numb(TimerKind.COLD)
    clock.advance(1)
    for kind in (TimerKind.HEAT, TimerKind.COLD):
        assert coach.timers.choose(kind).question.startswith("You said no at 09:00. Can you feel")
    clock.advance(1)
    with pytest.raises(InputError, match="Feel your skin once more"):
        cold(coach)
    assert facts_of(coach, TimerStarted) == []
    clock.advance(FEEL_SECONDS)
    assert coach.timers.choose(TimerKind.COLD).question.startswith("You said no")
    with pytest.raises(InputError, match="then ask for the pack again"):
        cold(coach)  # It was asked anew: the skin has not been felt for this question yet.
    clock.advance(FEEL_SECONDS)
    cold(coach)
    assert len(facts_of(coach, TimerStarted)) == 1


def test_the_time_to_feel_runs_from_the_question_and_not_from_the_no(
    coach: Coach, clock: ManualClock
) -> None:
    coach.timers.numb(TimerKind.HEAT)
    clock.advance(600)
    coach.timers.choose(TimerKind.HEAT)
    with pytest.raises(InputError):
        coach.timers.start(TimerKind.HEAT, 10, skin_is_fine=True)
    assert facts_of(coach, TimerStarted) == []


def test_a_yes_asked_in_another_program_right_after_a_no_counts_neither(
    coach: Coach, clock: ManualClock
) -> None:
    coach.timers.numb(TimerKind.COLD)
    clock.advance(1)
    asked = Request("timer", clock.now(), timer="cold", minutes=10, answer="yes")
    coach.inbox.put(asked)
    assert "You said no at" in coach.requests.poll()[0].text
    assert facts_of(coach, TimerStarted) == []


def test_the_day_after_a_no_the_question_stands_as_ever(coach: Coach, clock: ManualClock) -> None:
    coach.timers.numb(TimerKind.COLD)
    clock.advance(24 * 3600)
    assert coach.timers.choose(TimerKind.COLD).question.startswith("Can you feel")
    cold(coach)
    assert len(facts_of(coach, TimerStarted)) == 1


def test_the_day_shows_why_a_pack_was_left_out(coach: Coach) -> None:
    coach.timers.numb(TimerKind.COLD)
    left = item(coach)
    assert left.declined is not None
    assert left_out(left.declined, numb=left.numb) == "left out: numb skin"


def test_what_the_plan_asks_is_done_by_it(coach: Coach, clock: ManualClock) -> None:
    assert item(coach).state is ItemState.LATER
    clock.advance(2 * 3600)
    cold(coach, None)
    seconds_pass(coach, clock, 600)
    assert item(coach).state is ItemState.DONE


def test_taken_off_early_counts_for_what_it_was(coach: Coach, clock: ManualClock) -> None:
    cold(coach)
    clock.advance(240)
    assert coach.timers.off()[0].text == "Noted: it is off. Your skin rests for 60 minutes now."
    assert ends(coach) == [(240.0, TimerOutcome.EARLY)]
    (done,) = facts_of(coach, ExerciseDone)
    assert (done.seconds, done.outcome) == (240.0, SetOutcome.PARTIAL)
    assert coach.timers.off()[0].text == "No timer runs."


def test_taken_off_because_it_hurt_is_a_stop(coach: Coach, clock: ManualClock) -> None:
    cold(coach)
    clock.advance(60)
    coach.timers.off(hurt=True)
    assert ends(coach) == [(60.0, TimerOutcome.STOPPED)]
    assert facts_of(coach, ExerciseDone)[0].outcome is SetOutcome.STOPPED


def test_the_skin_rests_before_the_next_pack(coach: Coach, clock: ManualClock) -> None:
    cold(coach)
    seconds_pass(coach, clock, 600)
    with pytest.raises(InputError, match="Your skin rests until 10:40; no pack before that"):
        coach.timers.choose(TimerKind.HEAT)
    clock.advance(60 * 60 - 1)
    with pytest.raises(InputError, match="skin rests"):
        cold(coach)
    clock.advance(2)
    assert coach.timers.choose(TimerKind.COLD)


def test_a_session_keeps_the_rest_of_the_skin_too(coach: Coach, clock: ManualClock) -> None:
    cold(coach)
    clock.advance(60)
    coach.timers.off()
    second = [one for one in coach.today.look().agenda.items if one.exercise == "cold-pack"][1]
    with pytest.raises(InputError, match="skin rests until 10:31"):
        coach.sessions.begin([second], PainReport())


@pytest.mark.parametrize(
    ("kind", "minutes", "most"), [(TimerKind.COLD, 21, 20), (TimerKind.HEAT, 31, 30)]
)
def test_nobody_gets_more_than_the_hard_maximum(
    coach: Coach, kind: TimerKind, minutes: int, most: int
) -> None:
    with pytest.raises(InputError, match=f"{most} is the most"):
        coach.timers.choose(kind, minutes)
    assert coach.timers.choose(kind, most).seconds == most * 60


class AllowsAnHour(FolderShelf):
    """A shelf whose reader no longer looks: packs for an hour, of which 45 minutes are asked."""

    def exercise(self, exercise_id: str) -> Exercise:
        read = super().exercise(exercise_id)
        if read.pack is None:
            return read
        dose = replace(read.dose, hold_seconds=45 * 60)
        return replace(read, dose=dose, pack=replace(read.pack, longest_seconds=3600))


@pytest.mark.parametrize(("kind", "most"), [(TimerKind.COLD, 20), (TimerKind.HEAT, 30)])
def test_nobody_gets_more_than_the_hard_maximum_where_a_file_allows_an_hour(
    new_coach: Coach, places: Places, clock: ManualClock, kind: TimerKind, most: int
) -> None:
    new_coach.records.shelf = AllowsAnHour(places.shipped)
    with pytest.raises(InputError, match=f"{most} is the most"):
        new_coach.timers.choose(kind, 45)
    new_coach.timers.start(kind, None, skin_is_fine=True)
    (begun,) = facts_of(new_coach, TimerStarted)
    assert (begun.seconds, begun.longest_seconds) == (most * 60, most * 60)
    off = new_coach.records.shelf.exercise(begun.exercise).pack
    assert off is not None
    heard = seconds_pass(new_coach, clock, most * 60)
    assert heard[-1] == off.take_off
    assert new_coach.timers.now() == []
    assert ends(new_coach) == [(most * 60, TimerOutcome.DONE)]


def test_one_pack_at_a_time(coach: Coach, clock: ManualClock) -> None:
    cold(coach)
    with pytest.raises(InputError, match=r"It runs already\. Cold pack: 0 of 10 minutes"):
        coach.timers.choose(TimerKind.HEAT)


def test_as_often_as_the_plan_asks_and_no_more(coach: Coach, clock: ManualClock) -> None:
    for _ in range(2):
        cold(coach, 5)
        seconds_pass(coach, clock, 300)
        clock.advance(61 * 60)
    with pytest.raises(InputError, match="done for now"):
        coach.timers.choose(TimerKind.COLD)


def test_a_pack_comes_off_at_once_when_coaching_is_locked(coach: Coach, clock: ManualClock) -> None:
    cold(coach)
    clock.advance(120)
    lock(coach)
    assert seconds_pass(coach, clock, 5) == [TAKE_OFF]
    assert coach.timers.now() == []


def test_who_gets_up_from_a_rest_is_told_that_it_is_over(coach: Coach, clock: ManualClock) -> None:
    coach.timers.start(TimerKind.REST, 10)
    clock.advance(120)
    cues = coach.requests.carry_out(Request("stand", clock.now()))
    assert [cue.text for cue in cues] == ["Noted: you are up, and the rest is over."]
    assert coach.timers.now() == []


def test_nothing_begins_under_a_hold_and_a_pack_still_comes_off(
    coach: Coach, clock: ManualClock
) -> None:
    cold(coach)
    lock(coach)
    with pytest.raises(SafetyHoldError):
        coach.timers.choose(TimerKind.REST)
    clock.advance(600)
    assert [cue.text for cue in coach.timers.tick()] == [TAKE_OFF]


# --- asleep, off, and clocks that are set


def test_after_a_restart_in_time_it_counts_on(
    coach: Coach, open_coach: Opener, clock: ManualClock
) -> None:
    cold(coach)
    clock.advance(120)
    coach.close()
    clock.advance(60)
    again = open_coach()
    assert again.timers.now()[0].line == "Cold pack: 3 of 10 minutes."
    assert again.timers.tick() == []
    heard = seconds_pass(again, clock, 420)
    assert [text[:12] for text in heard] == ["Lift the pac", "Take the col"]
    assert ends(again) == [(600.0, TimerOutcome.DONE)]


def test_a_check_that_was_given_is_not_given_again(
    coach: Coach, open_coach: Opener, clock: ManualClock
) -> None:
    cold(coach)
    seconds_pass(coach, clock, 310)
    coach.close()
    again = open_coach()
    assert seconds_pass(again, clock, 290) == [TAKE_OFF]


@pytest.mark.parametrize("how", ["sleep", "restart"])
def test_when_its_time_passed_meanwhile_it_is_said_at_once(
    coach: Coach, open_coach: Opener, clock: ManualClock, how: str
) -> None:
    cold(coach)
    clock.advance(30)
    if how == "sleep":
        clock.sleep_machine(3 * 3600)
        now = coach
    else:
        coach.close()
        clock.advance(3 * 3600)
        now = open_coach()
    assert [cue.text for cue in ticked(now)] == [LATE]
    assert ends(now) == [(1200.0, TimerOutcome.NOT_SAID)]
    assert facts_of(now, ExerciseDone) == []
    assert seconds_pass(now, clock, 5) == []


def test_the_skin_rests_from_when_it_was_told_of_a_pack_that_was_slept_through(
    coach: Coach, open_coach: Opener, clock: ManualClock
) -> None:
    """Nobody knows when it came off: until it was said it may have lain."""
    cold(coach)
    clock.sleep_machine(2 * 3600)
    assert [cue.text for cue in ticked(coach)] == [LATE]
    clock.advance(50 * 60)
    for one in (coach, open_coach()):
        with pytest.raises(InputError, match="Your skin rests until"):
            one.timers.choose(TimerKind.HEAT)


def test_a_rest_is_not_followed_by_another_within_the_hour(
    coach: Coach, clock: ManualClock
) -> None:
    coach.timers.start(TimerKind.REST, 20)
    began = clock.now()
    clock.advance(20 * 60)
    coach.timers.off()
    with pytest.raises(InputError, match="once an hour") as refused:
        coach.timers.start(TimerKind.REST, 20)
    until = (began + timedelta(hours=1)).astimezone(BERLIN)
    assert f"{until:%H:%M}" in refused.value.message
    clock.advance(40 * 60)
    coach.timers.start(TimerKind.REST, 20)


def test_the_end_of_a_rest_waits_for_the_line_that_was_just_said(
    coach: Coach, clock: ManualClock
) -> None:
    """Only cold and heat wait for nobody."""
    coach.timers.start(TimerKind.REST, 10)
    clock.advance(9 * 60 + 40)
    assert coach.reminders.poll()
    clock.advance(20)
    assert coach.timers.tick() == []
    clock.advance(40)
    (up,) = coach.timers.tick()
    assert up.text.startswith("Get up now")


def test_a_rest_that_was_hardly_begun_locks_nothing(coach: Coach, clock: ManualClock) -> None:
    coach.timers.start(TimerKind.REST, 20)
    clock.advance(60)
    coach.timers.off()
    coach.timers.start(TimerKind.REST, 20)


def test_who_begins_a_rest_before_the_quiet_is_told_that_its_end_is_only_shown(
    coach: Coach, clock: ManualClock
) -> None:
    coach.answers.begin_quiet(60)
    (begun,) = coach.timers.start(TimerKind.REST, 15)
    assert begun.text.endswith("It is quiet then: I show, and do not say, when to get up.")


def test_a_wall_clock_set_back_lengthens_no_pack(coach: Coach, clock: ManualClock) -> None:
    cold(coach)
    clock.advance(60)
    clock.set_wall(clock.now() - timedelta(hours=5))
    assert len(seconds_pass(coach, clock, 539)) == 1
    assert seconds_pass(coach, clock, 1) == [TAKE_OFF]


@pytest.mark.parametrize("look", [True, False])
def test_a_wall_clock_set_back_before_a_restart_lengthens_no_pack(
    coach: Coach, open_coach: Opener, clock: ManualClock, places: Places, look: bool
) -> None:
    """Where the log knows more than the clock shows, nobody knows: it comes off now."""
    cold(coach)
    clock.advance(330)
    if look:
        coach.timers.tick()
    coach.close()
    (places.home / TIMER_TIMES).unlink()  # As after the machine was off.
    clock.set_wall(clock.now() - timedelta(minutes=3 if look else 60))
    again = open_coach()
    assert [cue.text for cue in again.timers.tick()] == [LATE]


def test_a_wall_clock_set_back_while_it_lay_lengthens_no_pack_over_a_restart(
    coach: Coach, open_coach: Opener, clock: ManualClock
) -> None:
    """After the restart that clock shows a time that fits the log, and is wrong all the same."""
    cold(coach)
    clock.set_wall(clock.now() - timedelta(seconds=1043))
    coach.timers.tick()
    coach.close()
    clock.advance(1201)
    again = open_coach()
    assert [cue.text for cue in again.timers.tick()] == [LATE]


def test_a_wall_clock_set_forward_shortens_no_rest_of_the_skin_over_a_restart(
    coach: Coach, open_coach: Opener, clock: ManualClock
) -> None:
    cold(coach)
    seconds_pass(coach, clock, 600)
    coach.close()
    clock.set_wall(clock.now() + timedelta(hours=2))
    again = open_coach()
    with pytest.raises(InputError):
        cold(again)
    clock.advance(2 * 3600)
    cold(again)


@pytest.mark.parametrize("hours", [5, 24 * 30])
def test_a_wall_clock_set_forward_changes_nothing_while_it_runs(
    coach: Coach, clock: ManualClock, hours: int
) -> None:
    cold(coach)
    seconds_pass(coach, clock, 1)
    clock.set_wall(clock.now() + timedelta(hours=hours))
    assert seconds_pass(coach, clock, 30) == []
    assert coach.timers.now()[0].line == "Cold pack: 0 of 10 minutes."
    coach.check_in.take(PainReport(3, 3), Moment.NOW)
    assert seconds_pass(coach, clock, 569)[-1] == TAKE_OFF


def test_a_wall_clock_set_forward_by_days_forgets_no_pack_over_a_restart(
    coach: Coach, open_coach: Opener, clock: ManualClock
) -> None:
    cold(coach)
    clock.advance(60)
    coach.close()
    clock.set_wall(clock.now() + timedelta(days=9))
    again = open_coach()
    assert again.timers.now()[0].line == "Cold pack: 1 of 10 minutes."
    with pytest.raises(InputError, match="It runs already"):
        cold(again)
    assert seconds_pass(again, clock, 540)[-1] == TAKE_OFF


@pytest.mark.parametrize("back", [timedelta(minutes=30), timedelta(days=40)])
def test_a_pack_that_came_off_on_a_day_before_it_went_on_is_never_told_of_again(
    coach: Coach, open_coach: Opener, clock: ManualClock, back: timedelta
) -> None:
    """The wall clock was set back over midnight meanwhile: its end leaves the days that are read
    before its beginning does."""
    clock.advance((14 * 60 + 35) * 60)
    assert clock.now().hour == 0
    cold(coach)
    clock.advance(60)
    clock.set_wall(clock.now() - back)
    coach.timers.off()
    coach.close()
    for _ in range(10):
        clock.advance(24 * 3600)
        again = open_coach()
        assert ticked(again) == []
        assert again.timers.now() == []
        again.close()
    again = open_coach()
    assert ends(again) == [(60.0, TimerOutcome.EARLY)]


def test_it_wakes_when_it_next_has_something_to_say(coach: Coach, clock: ManualClock) -> None:
    assert coach.timers.next_at() is None
    cold(coach)
    assert coach.timers.next_at() == clock.now() + timedelta(minutes=5)


# --- a rest


def test_a_rest_says_get_up_once_more_and_then_it_is_quiet(
    coach: Coach, clock: ManualClock
) -> None:
    coach.timers.start(TimerKind.REST, 10)
    heard = seconds_pass(coach, clock, 1800)
    assert heard == [
        "Get up now, and walk a little.",
        "Please get up and walk a little now. You can rest again later.",
    ]
    assert ends(coach) == [(900.0, TimerOutcome.NOT_SAID)]
    assert item(coach, "side-lie").state is ItemState.DONE
    assert len(facts_of(coach, ExerciseDone)) == 1


def test_who_is_up_is_not_told_again(coach: Coach, clock: ManualClock) -> None:
    coach.timers.start(TimerKind.REST, 10)
    seconds_pass(coach, clock, 601)
    coach.requests.carry_out(Request("stand", clock.now()))
    assert seconds_pass(coach, clock, 600) == []
    assert ends(coach) == [(601.0, TimerOutcome.DONE)]


def test_a_rest_that_is_long_over_ends_without_a_word(
    coach: Coach, open_coach: Opener, clock: ManualClock
) -> None:
    coach.timers.start(TimerKind.REST, 10)
    coach.close()
    clock.advance(8 * 3600)
    again = open_coach()
    assert again.timers.tick() == []
    assert ends(again) == [(900.0, TimerOutcome.NOT_SAID)]


def test_a_rest_is_twenty_minutes_at_the_most(coach: Coach) -> None:
    with pytest.raises(InputError, match="20 is the most"):
        coach.timers.choose(TimerKind.REST, 21)


# --- the belt


@pytest.fixture
def with_belt(places: Places, new_coach: Coach) -> Coach:
    """A patient whose plan has the belt."""
    from coach.workflows.set_up import SetUpAnswers
    from tests.builders import all_no

    give_belt(places.home)
    new_coach.set_up.finish(SetUpAnswers(program="with-belt", name="Sam"))
    new_coach.records.record(*all_no(new_coach.safety.flags))
    return new_coach


def give_belt(home: Path) -> None:
    from coach.exchange.template import template

    folder = home / "programs" / "with-belt"
    folder.mkdir(parents=True)
    first = "  [[stage.prescription]]       # four or fewer"
    belt = '  [[stage.prescription]]\n  dose = "brace-belt 1x1"\n\n'
    text = template("with-belt").replace(first, belt + first, 1)
    (folder / "program.toml").write_text(text, encoding="utf-8")


def test_no_belt_that_the_therapist_did_not_give(coach: Coach) -> None:
    with pytest.raises(InputError, match="Your plan has no belt"):
        coach.timers.choose(TimerKind.BRACE)


def test_the_belt_comes_off_by_the_clock_two_hours_a_day(
    with_belt: Coach, clock: ManualClock
) -> None:
    coach = with_belt
    coach.timers.start(TimerKind.BRACE, 90)
    clock.advance(90 * 60)
    assert [cue.text for cue in coach.timers.tick()] == ["Take the belt off now."]
    assert facts_of(coach, WarningGiven)[-1].kind is WarningKind.LIFTING
    assert item(coach, "brace-belt").state is ItemState.DONE
    with pytest.raises(InputError, match="30 is the most"):
        coach.timers.choose(TimerKind.BRACE, 31)
    coach.timers.start(TimerKind.BRACE, None)
    clock.advance(30 * 60)
    coach.timers.tick()
    with pytest.raises(InputError, match="two hours today"):
        coach.timers.choose(TimerKind.BRACE)
    clock.advance(24 * 3600)
    assert coach.timers.choose(TimerKind.BRACE).longest_seconds == 7200


def test_after_fourteen_days_the_belt_wants_a_review(with_belt: Coach, clock: ManualClock) -> None:
    with_belt.timers.start(TimerKind.BRACE, 10)
    with_belt.timers.off()
    clock.advance(13 * 24 * 3600)
    assert with_belt.timers.choose(TimerKind.BRACE)
    clock.advance(24 * 3600)
    with pytest.raises(InputError, match="ask your therapist"):
        with_belt.timers.choose(TimerKind.BRACE)


# --- with sessions and other programs


def test_what_runs_comes_off_before_a_session(coach: Coach, clock: ManualClock) -> None:
    cold(coach)
    clock.advance(60)
    runner = coach.sessions.begin(coach.today.look().agenda.due, PainReport())
    runner.first = coach.timers.into_session()
    assert runner.start().cues[0].text == TAKE_OFF
    assert TAKE_OFF in said(coach)
    assert ends(coach) == [(60.0, TimerOutcome.EARLY)]


def test_a_request_counts_from_when_it_was_made(coach: Coach, clock: ManualClock) -> None:
    request = Request("timer", clock.now(), timer="cold", minutes=10, answer="yes")
    coach.inbox.put(request)
    clock.advance(60)
    coach.requests.poll()
    assert seconds_pass(coach, clock, 540)[-1] == TAKE_OFF


def test_a_request_that_is_refused_by_now_bars_no_other(coach: Coach, clock: ManualClock) -> None:
    cold(coach)
    coach.inbox.put(Request("timer", clock.now(), timer="heat", answer="yes"))
    coach.inbox.put(Request("timer_off", clock.now()))
    texts = [cue.text for cue in coach.requests.poll()]
    assert "It runs already" in texts[0]
    assert texts[1].startswith("Noted: it is off.")
    assert coach.requests.poll() == []


FORGOTTEN = 6 * 24 * 3600
"""Who comes back later than this hears no more of a pack, and its skin has rested."""


class Shelf:
    """A patient with packs, and every way in which a machine can lose its time."""

    def __init__(self, home: Path, clock: ManualClock) -> None:
        self.places = Places(home, home.parent / "config.toml", home / "cache", SHIPPED)
        self.clock = clock
        self.coach = self.open()
        self.on: float | None = None
        self.limit, self.off = 0.0, -1e9

    def open(self) -> Coach:
        quiet, speaker = Wishes(silent=True), SilentSpeaker()
        return build(self.places, Settings(), quiet, clock=self.clock, zone=BERLIN, speaker=speaker)

    def look(self) -> None:
        """What any coach does at once, and what must then be true by real time."""
        self.coach.timers.tick()
        if self.on is not None and self.clock.boot() - self.on > FORGOTTEN:
            self.on = None
        if self.on is not None and not self.coach.timers.now():
            self.on, self.off = None, self.clock.boot()
        assert self.on is None or self.clock.boot() - self.on < self.limit

    def restart(self, seconds: int) -> None:
        self.coach.close()
        self.clock.advance(seconds)
        self.coach = self.open()

    def set_wall(self, seconds: int) -> None:
        self.clock.set_wall(self.clock.now() + timedelta(seconds=seconds))

    def put_on(self, kind: TimerKind) -> None:
        try:
            self.coach.timers.start(kind, skin_is_fine=True)
        except InputError:
            return
        assert self.clock.boot() - self.off >= 3600
        longest = {TimerKind.COLD: 1200.0, TimerKind.HEAT: 1800.0}
        self.on, self.limit = self.clock.boot(), longest[kind]

    def do(self, what: str, seconds: int) -> None:
        ways: dict[str, Callable[[], object]] = {
            "restart": lambda: self.restart(seconds),
            "days pass": lambda: self.restart(seconds * 600),
            "sleep": lambda: self.clock.sleep_machine(seconds),
            "back": lambda: self.set_wall(-seconds),
            "days back": lambda: self.set_wall(-seconds * 600),
            "forward": lambda: self.set_wall(seconds),
            "days forward": lambda: self.set_wall(seconds * 600),
            "cold": lambda: self.put_on(TimerKind.COLD),
            "heat": lambda: self.put_on(TimerKind.HEAT),
            "off": self.coach.timers.off,
            "pass": lambda: self.clock.advance(seconds),
        }
        ways[what]()
        self.look()


WAYS = ("pass", "sleep", "restart", "back", "forward", "off", "cold", "heat")
DAYS = ("days pass", "days back", "days forward")
STEPS = st.lists(st.tuples(st.sampled_from(WAYS + DAYS), st.integers(1, 1500)), max_size=12)


@settings(
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)
@given(minutes=st.integers(0, 24 * 60), steps=STEPS)
def test_no_pack_outlives_its_maximum_and_none_follows_too_soon(
    coach: Coach, places: Places, tmp_path: Path, minutes: int, steps: list[tuple[str, int]]
) -> None:
    """By real time, whatever the clocks of the machine show."""
    coach.close()
    with TemporaryDirectory(dir=tmp_path) as folder:  # What one example did is none of the next.
        home = Path(folder) / "home"
        copytree(places.home, home)
        shelf = Shelf(home, ManualClock(NINE + timedelta(days=1, minutes=minutes)))
        shelf.look()
        for what, seconds in steps:
            shelf.do(what, seconds)
        started = {fact.timer: fact for fact in facts_of(shelf.coach, TimerStarted)}
        ended = facts_of(shelf.coach, TimerEnded)
        assert len({fact.timer for fact in ended}) == len(ended)
        assert all(fact.seconds <= started[fact.timer].longest_seconds for fact in ended)
        shelf.coach.close()
