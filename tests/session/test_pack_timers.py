"""How long a pack lay on the skin, as the log has it: on, off, off for a pause, forgotten."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.domain.errors import IllegalCommandError
from coach.domain.events import AnswerGiven, ExerciseDone
from coach.domain.exercise import Exercise, Kind
from coach.domain.outcomes import TimerKind, TimerOutcome
from coach.domain.pain import PainReport, Reach
from coach.domain.time_events import TimerEnded, TimerStarted
from coach.session.commands import Command, Given
from coach.session.cues import CueKind
from coach.session.pack_timers import with_timer
from coach.session.state import Phase, SessionState, Step
from tests.builders import a_cold_pack, a_pack
from tests.session.driving import Driver, a_state, an_item, started

LAID_ON = 3
"""Seconds of the count-in, after which the pack lies on the skin."""


def a_warm_pack() -> Exercise:
    pack = a_pack(longest_seconds=1800, take_off="Take the warm pack off now.")
    return a_cold_pack(id="heat-pack", name="Warm pack", kind=Kind.HEAT, pack=pack)


TAKE_OFF = "Take the pack off now."


def allowed_an_hour(kind: Kind) -> Exercise:
    """Cold or heat whose file was never checked: its pack may lie for an hour."""
    pack = a_pack(longest_seconds=3600, take_off=TAKE_OFF)
    return a_cold_pack(id=f"{kind.value}-pack", kind=kind, pack=pack)


def a_session(
    exercise: Exercise | None = None, *, minutes: int = 10, pace: float = 1.0
) -> SessionState:
    pack = exercise or a_cold_pack()
    item = an_item(
        pack, name=f"d/{pack.id}/1", reps=(1,), hold_seconds=minutes * 60, rest_seconds=0
    )
    return replace(a_state(item), pace=pace)


def led_to_the_pack(state: SessionState) -> Driver:
    """The skin feels normal, and the count-in runs."""
    driver = Driver(state)
    driver.give(Command.START)
    driver.run_until(Phase.ASKING_SKIN)
    driver.give(Command.YES)
    while driver.state.current is None or not driver.state.current.logged:
        driver.run(0.25)
    return driver


def on_again(driver: Driver) -> None:
    driver.give(Command.RESUME)
    driver.give(Command.YES)
    driver.run(0.25)


def laid_on(exercise: Exercise | None = None, *, minutes: int = 10, seconds: float = 0) -> Driver:
    """A pack that has lain there for so many seconds."""
    driver = led_to_the_pack(a_session(exercise, minutes=minutes))
    driver.run(LAID_ON + seconds)
    return driver


def begun(driver: Driver) -> list[TimerStarted]:
    return [fact for fact in driver.facts if isinstance(fact, TimerStarted)]


def ended(driver: Driver) -> list[TimerEnded]:
    return [fact for fact in driver.facts if isinstance(fact, TimerEnded)]


@pytest.mark.parametrize(
    ("exercise", "kind", "longest"),
    [(a_cold_pack(), TimerKind.COLD, 1200), (a_warm_pack(), TimerKind.HEAT, 1800)],
)
def test_the_log_has_a_pack_from_the_word_that_puts_it_on(
    exercise: Exercise, kind: TimerKind, longest: int
) -> None:
    driver = led_to_the_pack(a_session(exercise))
    driver.run(LAID_ON - 0.5)
    assert begun(driver) == []
    driver.run(0.75)
    assert begun(driver) == [
        TimerStarted(
            timer="session-1/1",
            kind=kind,
            item=f"d/{exercise.id}/1",
            exercise=exercise.id,
            seconds=600,
            longest_seconds=longest,
        )
    ]
    driver.run(590)
    assert ended(driver) == []


def test_a_pack_that_lay_as_long_as_was_meant_is_done_and_ends_once() -> None:
    driver = laid_on(seconds=550)
    driver.run_until(Phase.ENDED)
    (over,) = ended(driver)
    assert over.timer == "session-1/1"
    assert over.outcome is TimerOutcome.DONE
    assert over.seconds == pytest.approx(600, abs=0.3)
    assert len(begun(driver)) == 1


def test_it_is_off_in_the_log_before_the_set_is_told_done() -> None:
    driver = laid_on(seconds=60)
    order = [type(fact) for fact in driver.give(Command.SKIP).facts]
    assert order.index(TimerEnded) < order.index(ExerciseDone)


def test_what_is_said_of_a_pack_is_heard_as_it_goes_on_and_comes_off() -> None:
    driver = led_to_the_pack(a_session())
    driver.run(2.75)
    heard = len(driver.heard)
    driver.run(0.5)
    assert [cue.text for _, cue in driver.heard[heard:]] == ["Put the pack on."]
    assert len(begun(driver)) == 1
    driver.run(599.25)
    heard = len(driver.heard)
    driver.run(0.75)
    assert [cue.text for _, cue in driver.heard[heard:]] == ["Take the cold pack off now."]
    assert len(ended(driver)) == 1


def test_it_is_on_in_the_log_only_after_what_went_before() -> None:
    driver = laid_on(seconds=60)
    driver.give(Command.PAUSE)
    driver.give(Command.RESUME)
    order = [type(fact) for fact in driver.give(Command.YES).facts]
    assert order == [AnswerGiven, TimerStarted]


@pytest.mark.parametrize(
    ("command", "outcome"),
    [
        (Command.HURTS, TimerOutcome.STOPPED),
        (Command.RED_FLAG, TimerOutcome.STOPPED),
        (Command.DONE, TimerOutcome.EARLY),
        (Command.SKIP, TimerOutcome.EARLY),
        (Command.END, TimerOutcome.EARLY),
        (Command.PAUSE, TimerOutcome.EARLY),
    ],
)
def test_a_pack_that_comes_off_early_says_why_and_after_how_long(
    command: Command, outcome: TimerOutcome
) -> None:
    driver = laid_on(seconds=200)
    driver.give(command)
    (over,) = ended(driver)
    assert over.outcome is outcome
    assert over.seconds == pytest.approx(200, abs=0.5)


def test_on_again_after_a_pause_it_has_the_time_that_is_left() -> None:
    driver = laid_on(seconds=200)
    driver.give(Command.PAUSE)
    driver.run(90)
    on_again(driver)
    again = begun(driver)[1]
    assert again.timer == "session-1/2"
    assert (again.seconds, again.longest_seconds) == (400, 1000)
    driver.run(99.75)
    driver.give(Command.PAUSE)
    assert ended(driver)[1].timer == "session-1/2"
    assert ended(driver)[1].seconds == pytest.approx(100, abs=0.5)
    on_again(driver)
    assert begun(driver)[2].timer == "session-1/3"
    assert (begun(driver)[2].seconds, begun(driver)[2].longest_seconds) == (300, 900)


def test_two_parts_that_were_forgotten_are_together_no_more_than_its_longest() -> None:
    driver = laid_on(seconds=200)
    driver.give(Command.PAUSE)
    on_again(driver)
    driver.give(Command.GAP, seconds=7200)
    first, second = ended(driver)
    assert second.outcome is TimerOutcome.NOT_SAID
    assert first.seconds + second.seconds == pytest.approx(1200, abs=0.3)


def test_a_short_sleep_while_it_was_counted_in_is_time_on_the_skin() -> None:
    driver = led_to_the_pack(a_session())
    driver.run(1)
    driver.give(Command.GAP, seconds=LAID_ON - 1 + 40)
    (on,) = begun(driver)
    assert on.seconds == pytest.approx(560, abs=1)
    assert on.longest_seconds == pytest.approx(1160, abs=1)
    driver.run(60)
    driver.give(Command.PAUSE)
    assert ended(driver)[0].seconds == pytest.approx(60, abs=0.5)


def test_what_does_not_lie_on_the_skin_has_no_time_there() -> None:
    driver = started(an_item())
    driver.run_until(Phase.ENDED)
    assert begun(driver) == []
    assert ended(driver) == []


def test_a_pack_that_is_asked_without_a_time_has_none_in_the_log() -> None:
    driver = started(an_item(a_cold_pack(), reps=(1,), hold_seconds=0, tempo_seconds=4))
    driver.run_until(Phase.ASKING_SKIN)
    driver.give(Command.YES)
    driver.run_until(Phase.ENDED)
    assert begun(driver) == []
    assert ended(driver) == []


@pytest.mark.parametrize("pace", [0.5, 20.0])
def test_a_rehearsal_puts_nothing_on_the_skin(pace: float) -> None:
    driver = led_to_the_pack(a_session(pace=pace))
    driver.run_until(Phase.ENDED)
    assert begun(driver) == []
    assert ended(driver) == []


def lying(exercise: Exercise | None = None) -> SessionState:
    """A pack of ten minutes that was laid on at LAID_ON of a clock at nought."""
    state = a_session(exercise)
    steps = state.plan.blocks[0].steps
    return replace(
        state,
        phase=Phase.RUNNING,
        steps=steps,
        step=next(index for index, step in enumerate(steps) if step.logged),
        pack_timer="session-1/1",
        pack_from=float(LAID_ON),
        packs_timed=1,
    )


def off_after(command: Given, seconds: float, exercise: Exercise | None = None) -> TimerEnded:
    """How the log has it that a pack came off by `command`, `seconds` after it was laid on."""
    before = lying(exercise)
    after = Step(replace(before, phase=Phase.PAUSED))
    answered = with_timer(before, command, after, LAID_ON + seconds)
    assert answered.state.pack_timer == ""
    (fact,) = answered.facts
    assert isinstance(fact, TimerEnded)
    return fact


@pytest.mark.parametrize(
    ("seconds", "outcome", "counted"),
    [
        (599, TimerOutcome.EARLY, 599),
        (600, TimerOutcome.DONE, 600),
        (660, TimerOutcome.DONE, 600),
        (661, TimerOutcome.NOT_SAID, 661),
        (1200, TimerOutcome.NOT_SAID, 1200),
        (90_000, TimerOutcome.NOT_SAID, 1200),
    ],
)
@pytest.mark.parametrize("asleep", [False, True])
def test_an_end_that_nobody_heard_is_counted_on_to_its_longest(
    seconds: float, outcome: TimerOutcome, counted: float, asleep: bool
) -> None:
    command = Given(Command.GAP, seconds=seconds - 100) if asleep else Given(Command.PAUSE)
    over = off_after(command, 100 if asleep else seconds)
    assert (over.outcome, over.seconds) == (outcome, counted)


def test_pain_said_long_after_the_end_does_not_hide_that_the_pack_lay_on() -> None:
    over = off_after(Given(Command.HURTS), 1000)
    assert (over.outcome, over.seconds) == (TimerOutcome.NOT_SAID, 1000)


def test_pain_while_it_is_said_to_come_off_is_why_it_came_off() -> None:
    assert off_after(Given(Command.HURTS), 601).outcome is TimerOutcome.STOPPED


def test_seconds_that_come_with_another_word_are_no_time_on_the_skin() -> None:
    assert off_after(Given(Command.PAUSE, seconds=500), 100).seconds == 100


@pytest.mark.parametrize(
    ("kind", "minutes", "timer"),
    [(Kind.COLD, 20, TimerKind.COLD), (Kind.HEAT, 30, TimerKind.HEAT)],
)
def test_a_pack_in_a_session_never_runs_past_its_hard_maximum_whatever_its_file_says(
    kind: Kind, minutes: int, timer: TimerKind
) -> None:
    driver = led_to_the_pack(a_session(allowed_an_hour(kind), minutes=45))
    driver.run_until(Phase.ENDED)
    (on,), (off,) = begun(driver), ended(driver)
    assert (on.kind, on.seconds, on.longest_seconds) == (timer, minutes * 60, minutes * 60)
    assert off.outcome is TimerOutcome.DONE
    assert off.seconds == pytest.approx(minutes * 60, abs=1)
    assert off.seconds <= minutes * 60
    assert driver.sets[0].seconds <= minutes * 60
    kinds = [cue.kind for _, cue in driver.heard]
    assert kinds.count(CueKind.SKIN_CHECK) == 1
    assert [cue.text for _, cue in driver.heard if cue.kind is CueKind.TAKE_OFF] == [TAKE_OFF]


@pytest.mark.parametrize(("kind", "minutes"), [(Kind.COLD, 20), (Kind.HEAT, 30)])
def test_on_again_after_a_pause_it_has_no_more_than_is_left_of_its_hard_maximum(
    kind: Kind, minutes: int
) -> None:
    driver = led_to_the_pack(a_session(allowed_an_hour(kind), minutes=45))
    driver.run(LAID_ON + 600)
    driver.give(Command.PAUSE)
    on_again(driver)
    left = (minutes - 10) * 60
    assert (begun(driver)[1].seconds, begun(driver)[1].longest_seconds) == (left, left)


@pytest.mark.parametrize(("kind", "minutes"), [(Kind.COLD, 20), (Kind.HEAT, 30)])
def test_what_was_forgotten_is_counted_to_the_hard_maximum_whatever_its_file_says(
    kind: Kind, minutes: int
) -> None:
    asleep = Given(Command.GAP, seconds=7200)
    assert off_after(asleep, 100, allowed_an_hour(kind)).seconds == minutes * 60


def test_heat_that_was_forgotten_is_counted_to_its_own_longest() -> None:
    assert off_after(Given(Command.GAP, seconds=7200), 100, a_warm_pack()).seconds == 1800


def test_the_time_is_kept_to_a_tenth_of_a_second() -> None:
    assert off_after(Given(Command.PAUSE), 100.26).seconds == 100.3


@pytest.mark.parametrize(
    ("seconds", "lies"), [(-0.1, False), (0, True), (599.9, True), (600, False)]
)
def test_it_lies_there_from_the_count_in_to_the_end_of_its_time(seconds: float, lies: bool) -> None:
    state = replace(lying(), pack_timer="", packs_timed=0)
    answered = with_timer(state, Given(Command.TICK), Step(state), LAID_ON + seconds)
    assert bool(answered.state.pack_timer) is lies


WORDS = (
    Command.PAUSE,
    Command.RESUME,
    Command.YES,
    Command.NO,
    Command.REPEAT,
    Command.BACK,
    Command.DONE,
    Command.SKIP,
    Command.HURTS,
    Command.EASIER,
    Command.END,
    Command.RED_FLAG,
)


@given(
    happens=st.lists(
        st.tuples(st.sampled_from(WORDS), st.floats(0, 700), st.floats(0, 4000) | st.just(0.0)),
        max_size=12,
    ),
    minutes=st.integers(1, 20),
)
def test_whatever_happens_every_pack_comes_off_and_is_never_counted_past_its_longest(
    happens: list[tuple[Command, float, float]], minutes: int
) -> None:
    driver = led_to_the_pack(a_session(minutes=minutes))
    for command, seconds, asleep in happens:
        driver.run(seconds, step=1.0)
        try:
            if asleep:
                driver.give(Command.GAP, seconds=asleep)
            driver.give(command, report=PainReport(leg=2, reach=Reach.BUTTOCK))
        except IllegalCommandError:
            continue
    if not driver.state.phase.over:
        driver.give(Command.END)
    assert [one.timer for one in begun(driver)] == [one.timer for one in ended(driver)]
    assert len({one.timer for one in begun(driver)}) == len(begun(driver))
    assert sum(one.seconds for one in ended(driver)) <= 1200 + 0.1 * len(begun(driver))
    for on, off in zip(begun(driver), ended(driver), strict=True):
        assert 0 <= off.seconds <= on.longest_seconds + 0.5
