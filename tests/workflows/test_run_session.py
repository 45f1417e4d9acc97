"""Running a session: facts on disk before words, and going on where a kill broke it off."""

from collections.abc import Sequence
from datetime import time
from typing import Any

import pytest

from coach.clock import ManualClock
from coach.domain.agenda import AgendaItem
from coach.domain.errors import IllegalCommandError, InputError, LogError
from coach.domain.events import ExerciseDone, LightGiven, SessionEnded, SessionStarted
from coach.domain.exercise import Position
from coach.domain.lights import Light
from coach.domain.outcomes import Reason, SessionOutcome
from coach.domain.pain import Moment, PainReport, Reach
from coach.domain.program import StageCode
from coach.session import phrasing
from coach.session.commands import Command, Given
from coach.session.cues import CueKind
from coach.session.state import Phase
from coach.workflows.coach import Coach
from coach.workflows.run_session import SessionRunner
from coach.workflows.set_up import SetUpAnswers
from tests.workflows.conftest import Disk, Opener, Voice, effects_of, facts_of
from tests.workflows.test_today import MONDAY, until

TICK = 0.5


def items(coach: Coach, *exercises: str) -> list[AgendaItem]:
    """The first item of each exercise today."""
    found = coach.today.look().agenda.items
    return [next(item for item in found if item.exercise == name) for name in exercises]


def begin(coach: Coach, *exercises: str) -> SessionRunner:
    runner = coach.sessions.begin(items(coach, *exercises), PainReport(leg=3))
    runner.start()
    return runner


def run(clock: ManualClock, runner: SessionRunner, seconds: float = 7200) -> None:
    passed = 0.0
    while not runner.state.phase.over and passed < seconds:
        clock.advance(TICK)
        passed += TICK
        runner.tick(TICK)


def run_to_work(clock: ManualClock, runner: SessionRunner) -> None:
    while runner.state.current is None or not runner.state.current.logged:
        run(clock, runner, TICK)


def outcomes(coach: Coach) -> list[str]:
    return [fact.outcome.value for fact in facts_of(coach, SessionEnded)]


# --- the order of effects


@pytest.mark.parametrize("command", [Command.DONE, Command.REPEAT, Command.EASIER, Command.SKIP])
def test_a_key_silences_what_it_leaves_and_its_own_words_are_said(
    coach: Coach, clock: ManualClock, command: Command
) -> None:
    """Or the count-in would be lost behind a sentence that no longer holds."""
    runner = begin(coach, "belly-breath")
    run_to_work(clock, runner)
    stops = coach.speaker.stops  # type: ignore[attr-defined]
    step = runner.give(Given(command))
    assert coach.speaker.stops == stops + 1  # type: ignore[attr-defined]
    said = coach.speaker.said  # type: ignore[attr-defined]
    assert list(said)[-len(step.cues) :] == list(step.cues)


def test_the_sound_device_is_woken_before_a_count_and_not_under_it(
    coach: Coach, clock: ManualClock
) -> None:
    runner = begin(coach, "belly-breath")
    speaker: Any = coach.speaker
    run_to_work(clock, runner)
    ahead: list[float] = []
    for _ in range(600):
        wakes, said = speaker.wakes, len(speaker.said)
        clock.advance(0.1)
        runner.tick(0.1)
        if len(speaker.said) > said:
            assert ahead
            assert ahead[-1] >= clock.monotonic() - 0.45
            ahead.clear()
        elif speaker.wakes > wakes:
            ahead.append(clock.monotonic())
    assert said > 3


def test_every_fact_is_on_disk_before_its_words(
    overheard: Coach, clock: ManualClock, diary: list[str]
) -> None:
    overheard.today.look()
    diary.clear()
    runner = begin(overheard, "belly-breath")
    run(clock, runner)
    assert runner.state.phase is Phase.ENDED
    assert diary[0] == "disk: SessionStarted"
    assert diary[1].startswith("said: ")
    ended = diary.index("disk: SessionEnded")
    assert diary.index("disk: ExerciseDone") < ended
    # The closing words come last, after the end is on disk.
    assert ended < len(diary) - 1
    assert all(line.startswith("said: ") for line in diary[ended + 1 :])


def test_the_voice_gets_every_line_ahead_of_need(overheard: Coach, voice: Voice) -> None:
    begin(overheard, "belly-breath")
    assert {cue.text for cue in voice.said} <= set(voice.prepared)


def test_a_command_that_the_phase_does_not_know_changes_nothing(coach: Coach) -> None:
    runner = begin(coach, "belly-breath")
    before = runner.state
    with pytest.raises(IllegalCommandError):
        runner.give(Given(Command.SCORED))
    assert runner.state == before


def test_pause_stops_the_voice_in_mid_word(coach: Coach) -> None:
    runner = begin(coach, "belly-breath")
    stops = coach.speaker.stops  # type: ignore[attr-defined]
    runner.give(Given(Command.PAUSE))
    assert coach.speaker.stops == stops + 1  # type: ignore[attr-defined]


@pytest.mark.parametrize("command", [Command.PAUSE, Command.HURTS, Command.END])
def test_what_stops_silences_the_voice_before_anything_is_written(
    overheard: Coach,
    clock: ManualClock,
    disk: Disk,
    voice: Voice,
    command: Command,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A log that another program holds takes its time, and pain does not wait for it."""
    runner = fill_up_in_mid_hold(overheard, clock, disk, "belly-breath", "walk-little-often")
    while not runner.trouble:
        run(clock, runner, TICK)
    effects = effects_of(disk, voice, monkeypatch)
    runner.give(Given(command))
    assert effects[0] == "silence"
    assert "a try to write" in effects


def test_a_stop_that_means_nothing_now_cuts_no_word_off(coach: Coach) -> None:
    runner = begin(coach, "belly-breath")
    runner.give(Given(Command.HURTS))
    stops = coach.speaker.stops  # type: ignore[attr-defined]
    with pytest.raises(IllegalCommandError):
        runner.give(Given(Command.PAUSE))
    assert coach.speaker.stops == stops  # type: ignore[attr-defined]


# --- a log that cannot be written


def fill_up_in_mid_hold(
    coach: Coach, clock: ManualClock, disk: Disk, *exercises: str
) -> SessionRunner:
    """A session in which the disk fills up during the first hold."""
    runner = begin(coach, *exercises)
    run_to_work(clock, runner)
    run(clock, runner, 30)
    disk.full = True
    return runner


def test_nothing_is_said_to_be_done_that_is_not_on_disk(
    overheard: Coach, clock: ManualClock, disk: Disk, voice: Voice
) -> None:
    runner = fill_up_in_mid_hold(overheard, clock, disk, "belly-breath", "walk-little-often")
    voice.said.clear()
    run(clock, runner, 600)
    words = [cue.text for cue in voice.said]
    assert words[-1] == "The log cannot be written. No space is left. Make room."
    assert not [text for text in words if "Next" in text or "done" in text.lower()]
    assert runner.trouble == "No space is left. Make room."
    assert facts_of(overheard, ExerciseDone) == []


def test_the_trouble_is_told_once_and_the_session_stands_still(
    overheard: Coach, clock: ManualClock, disk: Disk, voice: Voice
) -> None:
    runner = fill_up_in_mid_hold(overheard, clock, disk, "belly-breath")
    run(clock, runner, 600)
    stands = runner.state
    told = [cue for cue in voice.said if "cannot be written" in cue.text]
    run(clock, runner, 60)
    assert runner.state == stands
    assert len(told) == 1
    with pytest.raises(LogError):
        runner.give(Given(Command.SKIP))


def test_it_goes_on_when_the_log_can_be_written_again(
    overheard: Coach, clock: ManualClock, disk: Disk
) -> None:
    runner = fill_up_in_mid_hold(overheard, clock, disk, "belly-breath", "walk-little-often")
    run(clock, runner, 600)
    disk.full = False
    run(clock, runner)
    assert runner.trouble == ""
    assert runner.state.phase is Phase.ENDED
    assert outcomes(overheard) == ["completed"]
    done = facts_of(overheard, ExerciseDone)
    assert {fact.exercise for fact in done} == {"belly-breath", "walk-little-often"}


def test_a_fact_that_waited_carries_the_time_it_happened(
    overheard: Coach, clock: ManualClock, disk: Disk
) -> None:
    runner = fill_up_in_mid_hold(overheard, clock, disk, "belly-breath")
    while not runner.trouble:
        run(clock, runner, TICK)
    happened = clock.now()
    run(clock, runner, 600)
    disk.full = False
    runner.tick()
    (stamped,) = overheard.log.read(kinds=[ExerciseDone])
    assert stamped.at == happened


def left_on_a_full_disk(coach: Coach, clock: ManualClock, disk: Disk) -> SessionRunner:
    """A session that was ended and left while its facts could not be written."""
    runner = fill_up_in_mid_hold(coach, clock, disk, "belly-breath", "walk-little-often")
    while not runner.trouble:
        run(clock, runner, TICK)
    runner.give(Given(Command.END))
    assert runner.leave()
    return runner


def test_what_could_not_be_written_before_the_end_is_taken_in_by_the_next_coach(
    overheard: Coach, clock: ManualClock, disk: Disk, open_coach: Opener
) -> None:
    left_on_a_full_disk(overheard, clock, disk)
    ended_at = clock.now()
    overheard.close()
    disk.close()
    clock.advance(600)
    later = open_coach()
    assert later.today.look().unfinished_session is None
    (cue,) = later.requests.poll()
    assert cue.text == "What could not be saved of your session is saved now."
    (done,) = facts_of(later, ExerciseDone)
    assert done.exercise == "belly-breath"
    (ended,) = later.log.read(kinds=[SessionEnded])
    assert ended.at == ended_at
    assert later.requests.poll() == []


def test_what_was_left_goes_in_while_the_same_coach_stays_open(
    overheard: Coach, clock: ManualClock, disk: Disk
) -> None:
    runner = left_on_a_full_disk(overheard, clock, disk)
    with pytest.raises(LogError):
        overheard.requests.poll(safety_only=True)
    assert facts_of(overheard, SessionEnded) == []
    disk.full = False
    overheard.requests.poll(safety_only=True)
    assert outcomes(overheard) == ["ended_early"]
    assert runner.summary().items == (("Belly breathing", 1, 180.0),)


def test_what_was_left_goes_in_once_also_when_the_coach_dies_right_after(
    overheard: Coach, clock: ManualClock, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    left_on_a_full_disk(overheard, clock, disk)
    disk.full = False
    with monkeypatch.context() as patch:
        patch.setattr(overheard.inbox, "done", lambda _: None)
        overheard.requests.poll()
    overheard.requests.poll()
    assert len(facts_of(overheard, ExerciseDone)) == 1
    assert len(facts_of(overheard, SessionEnded)) == 1


def test_nothing_is_left_of_a_session_whose_facts_are_in_the_log(
    overheard: Coach, clock: ManualClock
) -> None:
    runner = begin(overheard, "belly-breath")
    run(clock, runner)
    assert runner.leave()
    assert overheard.inbox.take() == []


def test_a_session_that_cannot_be_kept_beside_the_log_either_says_so(
    overheard: Coach, clock: ManualClock, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(overheard.inbox, "put", refuse)
    runner = fill_up_in_mid_hold(overheard, clock, disk, "belly-breath")
    runner.give(Given(Command.END))
    assert not runner.leave()
    disk.full = False
    assert runner.leave()
    assert outcomes(overheard) == ["ended_early"]


@pytest.mark.parametrize("command", [Command.PAUSE, Command.HURTS])
def test_stopping_is_heard_and_answered_whatever_the_log_does(
    overheard: Coach, clock: ManualClock, disk: Disk, voice: Voice, command: Command
) -> None:
    runner = fill_up_in_mid_hold(overheard, clock, disk, "belly-breath", "walk-little-often")
    while not runner.trouble:
        run(clock, runner, TICK)
    voice.said.clear()
    step = runner.give(Given(command))
    assert step.cues
    assert list(voice.said) == [cue for cue in step.cues if cue.spoken]
    assert runner.state.phase in (Phase.PAUSED, Phase.ASKING_PAIN)


@pytest.mark.parametrize(
    ("command", "phase"), [(Command.END, Phase.ENDED), (Command.RED_FLAG, Phase.HALTED)]
)
def test_the_session_can_always_be_ended(
    overheard: Coach, clock: ManualClock, disk: Disk, command: Command, phase: Phase
) -> None:
    runner = fill_up_in_mid_hold(overheard, clock, disk, "belly-breath", "walk-little-often")
    while not runner.trouble:
        run(clock, runner, TICK)
    runner.give(Given(command))
    assert runner.state.phase is phase
    assert runner.summary().sets_done == 0
    disk.full = False
    runner.tick()
    assert runner.trouble == ""
    assert len(facts_of(overheard, SessionEnded)) == 1
    assert runner.summary().sets_done == 1


def test_a_pack_comes_off_in_time_with_a_full_disk_too(
    overheard: Coach, clock: ManualClock, disk: Disk, voice: Voice
) -> None:
    until(clock, MONDAY, time(11, 0))
    runner = begin(overheard, "cold-pack")
    while runner.state.phase is not Phase.ASKING_SKIN:
        run(clock, runner, TICK)
    runner.give(Given(Command.YES))
    disk.full = True
    voice.said.clear()
    # The skin check after five minutes is a fact that cannot be written.
    run(clock, runner, 700)
    kinds = [cue.kind for cue in voice.said]
    assert kinds.count(CueKind.SKIN_CHECK) == 1
    assert kinds.count(CueKind.TAKE_OFF) == 1
    assert len([cue for cue in voice.said if "cannot be written" in cue.text]) == 1
    disk.full = False
    run(clock, runner)
    assert [fact.outcome.value for fact in facts_of(overheard, ExerciseDone)] == ["done"]


@pytest.mark.parametrize("asleep", [0, 600])
def test_a_pause_says_again_to_take_the_pack_off_with_a_full_disk_too(
    overheard: Coach, clock: ManualClock, disk: Disk, voice: Voice, asleep: float
) -> None:
    until(clock, MONDAY, time(11, 0))
    runner = begin(overheard, "cold-pack")
    while runner.state.phase is not Phase.ASKING_SKIN:
        run(clock, runner, TICK)
    runner.give(Given(Command.YES))
    run(clock, runner, 120)
    disk.full = True
    runner.give(Given(Command.PAUSE))
    voice.said.clear()
    clock.sleep_machine(asleep)
    run(clock, runner, 65)
    assert [cue.text for cue in voice.said] == [phrasing.PAUSED_WITH_PACK.text] * 2
    assert runner.view().phase is Phase.PAUSED


# --- sleep


def test_a_machine_that_slept_in_mid_hold_asks_before_it_goes_on(
    coach: Coach, clock: ManualClock
) -> None:
    runner = begin(coach, "belly-breath")
    run_to_work(clock, runner)
    run(clock, runner, 30)
    clock.sleep_machine(3600)
    runner.tick(TICK)
    assert runner.state.phase is Phase.INTERRUPTED
    assert facts_of(coach, ExerciseDone) == []


def test_a_clock_that_was_set_changes_nothing_in_a_session(
    coach: Coach, clock: ManualClock
) -> None:
    runner = begin(coach, "belly-breath")
    run_to_work(clock, runner)
    run(clock, runner, 30)
    clock.set_wall(clock.now().replace(hour=3))
    runner.tick(TICK)
    assert runner.state.phase is Phase.RUNNING


# --- the summary


def test_the_summary_counts_what_was_written(coach: Coach, clock: ManualClock) -> None:
    runner = begin(coach, "belly-breath")
    run(clock, runner)
    summary = runner.summary()
    assert (summary.outcome, summary.sets_done, summary.sets_partial) == (
        SessionOutcome.COMPLETED,
        1,
        0,
    )
    ((name, _, seconds),) = summary.items
    assert name == coach.shelf.exercise("belly-breath").name
    assert seconds == 180.0


def test_what_was_stopped_for_pain_is_a_part(coach: Coach, clock: ManualClock) -> None:
    runner = begin(coach, "belly-breath")
    run_to_work(clock, runner)
    run(clock, runner, 30)
    runner.give(Given(Command.HURTS))
    runner.give(Given(Command.SCORED, report=PainReport(2, 8, Reach.FOOT)))
    runner.give(Given(Command.SKIP, Reason.PAIN))
    run(clock, runner)
    summary = runner.summary()
    assert (summary.outcome, summary.sets_done, summary.sets_partial) == (
        SessionOutcome.STOPPED_PAIN,
        0,
        1,
    )


# --- what to do


def test_without_a_word_it_is_what_is_due(coach: Coach) -> None:
    day = coach.today.look().agenda
    assert coach.sessions.choose(day, []) == day.due


def test_an_item_is_named_by_its_id_or_its_exercise(coach: Coach) -> None:
    day = coach.today.look().agenda
    assert [item.id for item in coach.sessions.choose(day, ["2027-03-01/side-lie/3"])] == [
        "2027-03-01/side-lie/3"
    ]
    assert [item.nth for item in coach.sessions.choose(day, ["side-lie"])] == [1]


def test_of_an_exercise_the_time_that_is_due_is_taken(coach: Coach, clock: ManualClock) -> None:
    until(clock, MONDAY, time(12, 45))
    day = coach.today.look().agenda
    assert [item.nth for item in coach.sessions.choose(day, ["side-lie"])] == [2]


def test_a_word_that_names_nothing_is_answered_with_what_there_is(coach: Coach) -> None:
    with pytest.raises(InputError, match="side-lie"):
        coach.sessions.choose(coach.today.look().agenda, ["headstand"])


def test_an_empty_session_is_refused(coach: Coach) -> None:
    with pytest.raises(InputError, match="nothing to do"):
        coach.sessions.begin([], PainReport())


def test_how_long_it_takes_is_known_without_starting(coach: Coach) -> None:
    assert coach.sessions.seconds_for(items(coach, "belly-breath")) > 180
    assert facts_of(coach, SessionStarted) == []


# --- going on after a kill


def killed(coach: Coach, open_coach: Opener) -> Coach:
    """The next start of a program that was killed."""
    coach.close()
    return open_coach()


def resumed(coach: Coach) -> SessionRunner:
    look = coach.today.look()
    assert look.unfinished_session is not None
    return coach.sessions.resume(look.agenda, look.unfinished_session, PainReport())


def cut_off(coach: Coach, open_coach: Opener, before: PainReport) -> Coach:
    """The next start after a session that began with these scores and was cut off."""
    runner = coach.sessions.begin(items(coach, *TWO), before)
    coach.check_in.take(before, Moment.BEFORE, session=runner.state.session)
    runner.start()
    return killed(coach, open_coach)


def gone_on_with(coach: Coach, before: PainReport) -> SessionRunner:
    look = coach.today.look()
    assert look.unfinished_session is not None
    runner = coach.sessions.resume(look.agenda, look.unfinished_session, before)
    coach.check_in.take(before, Moment.BEFORE, session=runner.state.session)
    runner.start()
    return runner


def test_after_a_cut_the_way_down_is_told_from_standing_and_back_leads_no_further(
    coach: Coach, clock: ManualClock, open_coach: Opener
) -> None:
    run_to_work(clock, begin(coach, *TWO))
    later = gone_on_with(killed(coach, open_coach), PainReport())
    for _ in range(2):
        assert later.state.came_from is Position.STANDING
        assert later.state.way_ahead
        assert later.state.block == 0
        later.give(Given(Command.BACK))


@pytest.mark.parametrize("again", [PainReport(), PainReport(leg=6, reach=Reach.CALF)])
def test_what_hurts_after_a_cut_is_compared_with_how_it_was_before_the_whole(
    coach: Coach, open_coach: Opener, again: PainReport
) -> None:
    later = cut_off(coach, open_coach, PainReport(back=1, leg=2, reach=Reach.THIGH))
    runner = gone_on_with(later, again)
    runner.give(Given(Command.HURTS))
    runner.give(Given(Command.SCORED, report=PainReport(leg=6, reach=Reach.CALF)))
    (light,) = facts_of(later, LightGiven)
    assert (light.light, light.why) == (Light.RED, "calf after thigh")


def test_cut_off_twice_it_is_still_compared_with_the_first_score(
    coach: Coach, open_coach: Opener
) -> None:
    later = cut_off(coach, open_coach, PainReport(leg=2, reach=Reach.THIGH))
    gone_on_with(later, PainReport(leg=5, reach=Reach.KNEE))
    runner = gone_on_with(killed(later, open_coach), PainReport())
    assert runner.state.rest == PainReport(leg=2, reach=Reach.THIGH)


def test_few_words_follow_how_it_is_now_and_a_lower_score_now_is_what_counts(
    coach: Coach, open_coach: Opener
) -> None:
    later = cut_off(coach, open_coach, PainReport(leg=4, reach=Reach.CALF))
    runner = gone_on_with(later, PainReport(leg=8, reach=Reach.KNEE))
    assert runner.state.rest == PainReport(leg=4, reach=Reach.KNEE)
    assert runner.state.plan.settings.few_words


def sets_left(runner: SessionRunner) -> set[tuple[str, int, str]]:
    return {
        (block.item, step.set_no, step.side)
        for block in runner.state.plan.blocks
        for step in block.steps
        if step.logged
    }


def sets_done(coach: Coach) -> set[tuple[str, int, str]]:
    return {(fact.item, fact.set_no, fact.side) for fact in facts_of(coach, ExerciseDone)}


TWO = ("belly-breath", "walk-little-often")


def test_what_was_done_before_the_kill_is_left_out(
    coach: Coach, clock: ManualClock, open_coach: Opener
) -> None:
    runner = begin(coach, *TWO)
    while not sets_done(coach):
        run(clock, runner, 10)
    again = killed(coach, open_coach)
    runner = resumed(again)
    assert sets_left(runner)
    assert not sets_left(runner) & sets_done(again)
    runner.start()
    assert outcomes(again) == ["interrupted"]
    assert facts_of(again, SessionStarted)[-1].resumed_from is not None


def test_killed_twice_nothing_is_done_twice(
    new_coach: Coach, clock: ManualClock, open_coach: Opener
) -> None:
    coach = new_coach
    coach.set_up.finish(SetUpAnswers(program="steady-back", stage=StageCode.BUILD))
    runner = begin(coach, "bird-dog")
    for count in (1, 2):
        while len(sets_done(coach)) < count:
            run(clock, runner, 1)
        coach = killed(coach, open_coach)
        runner = resumed(coach)
        runner.start()
    # Three sets on each side: two of the six are done.
    assert len(sets_left(runner)) == 4
    assert not sets_left(runner) & sets_done(coach)


def midday(coach: Coach, clock: ManualClock) -> SessionRunner:
    """Four items are due, which the program orders in another way than the clock does."""
    until(clock, MONDAY, time(12, 45))
    runner = coach.sessions.begin(
        coach.sessions.choose(coach.today.look().agenda, []), PainReport()
    )
    runner.start()
    assert exercises_left(runner) == list(FOUR)
    return runner


def exercises_left(runner: SessionRunner) -> list[str]:
    return [block.exercise.id for block in runner.state.plan.blocks]


FOUR = ("side-lie", "belly-breath", "cold-pack", "walk-little-often")


def test_cut_off_in_its_first_item_it_goes_on_with_that_one_and_in_the_same_order(
    coach: Coach, clock: ManualClock, open_coach: Opener
) -> None:
    run_to_work(clock, midday(coach, clock))
    later = killed(coach, open_coach)
    runner = resumed(later)
    assert exercises_left(runner) == list(FOUR)
    runner.start()
    # Cut off again, it still does.
    assert exercises_left(resumed(killed(later, open_coach))) == list(FOUR)


def test_it_goes_on_with_the_item_that_was_cut_off_not_with_one_left_out_before(
    coach: Coach, clock: ManualClock, open_coach: Opener
) -> None:
    runner = midday(coach, clock)
    runner.give(Given(Command.SKIP, reason=Reason.TIME))
    run_to_work(clock, runner)
    assert exercises_left(resumed(killed(coach, open_coach))) == list(FOUR[1:])


def test_an_item_whose_rest_was_left_out_is_not_asked_again(
    new_coach: Coach, clock: ManualClock, open_coach: Opener
) -> None:
    new_coach.set_up.finish(SetUpAnswers(program="steady-back", stage=StageCode.BUILD))
    asked = [item.exercise for item in new_coach.today.look().agenda.items]
    following = next(name for name in asked if name != "bird-dog")
    runner = begin(new_coach, "bird-dog", following)
    run_to_work(clock, runner)
    runner.give(Given(Command.SKIP, reason=Reason.FATIGUE))  # Five more sets of it were asked.
    assert exercises_left(resumed(killed(new_coach, open_coach))) == [following]


def test_when_the_last_item_was_left_out_nothing_is_left_and_the_session_is_closed(
    coach: Coach, clock: ManualClock, open_coach: Opener
) -> None:
    runner = begin(coach, "belly-breath")
    run_to_work(clock, runner)
    runner.give(Given(Command.SKIP))
    assert not runner.state.phase.over  # There is the way up.
    later = killed(coach, open_coach)
    with pytest.raises(InputError, match="Nothing of it is left"):
        resumed(later)
    assert outcomes(later) == ["interrupted"]


def test_sets_of_a_rehearsal_are_done_again_for_real(
    coach: Coach, clock: ManualClock, open_coach: Opener
) -> None:
    runner = coach.sessions.begin(items(coach, *TWO), PainReport(), pace=2.0)
    runner.start()
    while not sets_done(coach):
        run(clock, runner, 10)
    again = killed(coach, open_coach)
    assert len(sets_left(resumed(again))) == 2


def test_a_broken_session_ended_with_its_last_set(
    coach: Coach, clock: ManualClock, open_coach: Opener
) -> None:
    runner = begin(coach, *TWO)
    while not sets_done(coach):
        run(clock, runner, 1)
    minutes = (clock.monotonic() - runner.state.started_at) / 60
    run(clock, runner, 30)
    again = killed(coach, open_coach)
    clock.advance(3600)
    again.sessions.close_broken(runner.state.session)
    (ended,) = facts_of(again, SessionEnded)
    assert ended.outcome is SessionOutcome.INTERRUPTED
    assert ended.minutes == pytest.approx(minutes, abs=0.05)


def test_a_session_has_one_end(coach: Coach, clock: ManualClock) -> None:
    runner = begin(coach, "belly-breath")
    run(clock, runner)
    coach.sessions.close_broken(runner.state.session)
    coach.sessions.close_broken("never")
    assert outcomes(coach) == ["completed"]


def test_a_session_that_is_over_cannot_be_gone_on_with(coach: Coach, clock: ManualClock) -> None:
    runner = begin(coach, "belly-breath")
    run(clock, runner)
    with pytest.raises(InputError, match="no session"):
        coach.sessions.resume(coach.today.look().agenda, runner.state.session, PainReport())


def test_an_exercise_done_before_is_told_in_short(coach: Coach, clock: ManualClock) -> None:
    first = coach.sessions.seconds_for(items(coach, "belly-breath"))
    run(clock, begin(coach, "belly-breath"))
    assert coach.sessions.seconds_for(items(coach, "belly-breath")) < first


def _names(found: Sequence[AgendaItem]) -> list[str]:
    return [item.exercise for item in found]


def test_what_is_due_comes_in_the_programs_own_order(coach: Coach, clock: ManualClock) -> None:
    until(clock, MONDAY, time(12, 45))
    chosen = coach.sessions.choose(coach.today.look().agenda, [])
    assert _names(chosen) == ["side-lie", "belly-breath", "cold-pack", "walk-little-often"]


# --- how to get up, for who reads the lock again


def test_the_way_up_is_that_of_the_set_that_was_stopped(
    new_coach: Coach, clock: ManualClock, open_coach: Opener
) -> None:
    new_coach.set_up.finish(SetUpAnswers(program="steady-back", stage=StageCode.BUILD))
    runner = begin(new_coach, "bird-dog")
    run_to_work(clock, runner)
    run(clock, runner, 5)
    runner.give(Given(Command.RED_FLAG))
    later = killed(new_coach, open_coach)
    assert later.sessions.way_up().startswith("When you get up: Hold on to a chair.")
    clock.advance(3601)
    assert later.sessions.way_up() == ""


def test_where_the_log_does_not_tell_how_one_lies_nothing_is_said_of_getting_up(
    coach: Coach, clock: ManualClock
) -> None:
    assert coach.sessions.way_up() == ""
    runner = begin(coach, *TWO)
    while not sets_done(coach):
        run(clock, runner, 1)
    runner.give(Given(Command.RED_FLAG))  # On the way from one item to the next.
    assert coach.sessions.way_up() == ""


def test_who_ended_a_session_is_up(coach: Coach, clock: ManualClock) -> None:
    runner = begin(coach, "belly-breath")
    run_to_work(clock, runner)
    run(clock, runner, 5)
    runner.give(Given(Command.END))
    assert coach.sessions.way_up() == ""


def test_what_was_left_out_for_pain_is_in_the_summary(coach: Coach, clock: ManualClock) -> None:
    """Then nobody is told that it went well."""
    runner = begin(coach, "side-lie", "belly-breath")
    runner.give(Given(Command.SKIP, reason=Reason.PAIN))
    run_to_work(clock, runner)
    run(clock, runner, 5)
    runner.give(Given(Command.END))
    summary = runner.summary()
    assert summary.left_for_pain
    assert (summary.nothing_done, summary.sets_done) == (False, 0)
    other = begin(coach, "belly-breath")
    other.give(Given(Command.SKIP, reason=Reason.TIME))
    assert not other.summary().left_for_pain
