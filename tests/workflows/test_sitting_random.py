"""Random days at a desk: whatever happens, no warning is lost, said twice, or one of a burst."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from coach.domain.events import SittingBout, SittingStarted, WarningGiven
from coach.domain.program import Surface
from coach.domain.sitting import WARNING_GAP_MINUTES
from coach.domain.sitting_state import LEG_QUESTION
from coach.domain.time_events import ReminderGiven, ReminderPutOff
from tests.workflows.sitting_world import World

waits = st.tuples(st.just("wait"), st.integers(1, 45))
sits = st.tuples(st.just("sit"), st.sampled_from(list(Surface)))
plain = st.sampled_from([("stand", 0), ("snooze", 0), ("score", 4)])
answers = st.tuples(st.just("answer"), st.sampled_from(["still", "up", "now"]))
hands = st.tuples(st.just("hands"), st.sampled_from([0, 1]))
sleeps = st.tuples(st.just("sleep"), st.integers(1, 90))
restarts = st.tuples(st.just("restart"), st.integers(0, 15))
jumps = st.tuples(st.just("jump"), st.sampled_from([-30, -5, -1, 1, 5, 30]))

anything = st.one_of(waits, sits, plain, answers, hands, sleeps)


def live(steps: list[tuple[str, object]]) -> World:
    """Go through a day, step by step."""
    world = World()
    for what, how in steps:
        _STEPS[what](world, str(how))
    world.wait(60)
    return world


def _hands(world: World, how: str) -> None:
    world.desktop.idle = 0.0 if how == "1" else None


def _restart(world: World, how: str) -> None:
    world.clock.advance(int(how) * 60)
    world.restart()


def _jump(world: World, how: str) -> None:
    """The clock is set wrong for two minutes."""
    wrong = timedelta(hours=int(how))
    world.clock.set_wall(world.clock.now() + wrong)
    world.wait(120)
    world.clock.set_wall(world.clock.now() - wrong)


_STEPS: dict[str, Callable[[World, str], None]] = {
    "wait": lambda world, how: world.wait(int(how) * 60),
    "sit": lambda world, how: world.sit(Surface(how)),
    "stand": lambda world, how: world.hear(world.guard.stand()),
    "snooze": lambda world, how: world.hear(world.guard.snooze()),
    "score": lambda world, how: world.guard.scored(int(how)),
    "answer": lambda world, how: world.hear(world.guard.answer(how)),
    "sleep": lambda world, how: world.clock.sleep_machine(int(how) * 60),
    "hands": _hands,
    "restart": _restart,
    "jump": _jump,
}


def check(world: World) -> None:
    """What must hold after every day."""
    _nothing_is_said_twice(world)
    _nothing_is_counted_wrong(world)
    _warnings_keep_their_gap(world)


def _nothing_is_said_twice(world: World) -> None:
    said = Counter[tuple[str, str]]()
    bout = ""
    for one in world.log.facts:
        fact = one.fact
        if isinstance(fact, SittingStarted):
            bout = fact.bout
        elif isinstance(fact, WarningGiven):
            said[bout, "score" if fact.text.endswith(LEG_QUESTION) else "stand"] += 1
        elif isinstance(fact, ReminderGiven | ReminderPutOff):
            said[bout, type(fact).__name__] += 1
    for (bout, what), times in said.items():
        snoozed = what == "stand" and said[bout, "ReminderPutOff"]
        assert times <= (2 if snoozed else 1), (bout, what)


def _nothing_is_counted_wrong(world: World) -> None:
    ended = [one.fact for one in world.log.facts if isinstance(one.fact, SittingBout)]
    assert len({fact.bout for fact in ended}) == len(ended)
    assert all(0 <= fact.overdue_minutes <= fact.minutes for fact in ended)


def _warnings_keep_their_gap(world: World) -> None:
    """Unless the person said something in between, or the machine slept."""
    spoken = [one for one in world.heard if one.by_clock and one.cue.spoken]
    answers = [one.boot for one in world.heard if not one.by_clock]
    for before, after in pairwise(spoken):
        answered = any(before.boot <= at <= after.boot for at in answers)
        if not answered and "computer slept" not in after.cue.text:
            assert after.boot - before.boot >= WARNING_GAP_MINUTES * 60, (before, after)
    moments = Counter(one.boot for one in world.heard if one.by_clock)
    assert all(times == 1 for times in moments.values())


@settings(max_examples=150)
@given(st.lists(anything, max_size=14))
def test_any_day_of_one_coach(steps: list[tuple[str, object]]) -> None:
    check(live(steps))


@settings(max_examples=150)
@given(st.lists(st.one_of(anything, restarts), max_size=14))
def test_any_day_of_many_coaches(steps: list[tuple[str, object]]) -> None:
    check(live(steps))


@settings(max_examples=100)
@given(st.lists(st.one_of(anything, jumps), max_size=14))
def test_any_day_with_a_clock_that_is_set(steps: list[tuple[str, object]]) -> None:
    check(live(steps))


@settings(max_examples=100)
@given(
    st.sampled_from(list(Surface)),
    st.lists(
        st.one_of(restarts, st.tuples(st.just("wait"), st.integers(1, 9)), jumps), max_size=10
    ),
)
def test_no_warning_is_lost_whoever_watches(
    surface: Surface, steps: list[tuple[str, object]]
) -> None:
    """After an hour of sitting both words were said: or the last one alone, where nobody watched
    in time."""
    no_restart_after_jump = [
        one for one in steps if one[0] != "jump" or "restart" not in str(steps)
    ]
    world = live([("sit", surface), *no_restart_after_jump, ("wait", 60)])
    texts = [one.fact.text for one in world.log.facts if isinstance(one.fact, WarningGiven)]
    assert texts
    assert texts[-1].endswith(LEG_QUESTION)
    assert len(texts) <= 2


@settings(max_examples=60)
@given(
    st.sampled_from(list(Surface)),
    st.lists(st.tuples(st.integers(1, 30), st.integers(2, 60)), min_size=1, max_size=3),
)
def test_who_works_on_is_warned_whatever_the_machine_slept(
    surface: Surface, naps: list[tuple[int, int]]
) -> None:
    """Nobody answers, and the hands never rest for long: no bout ends, and no warning is lost."""
    world = World()
    world.sit(surface)
    for worked, slept in naps:
        work(world, worked)
        world.clock.sleep_machine(slept * 60)
    work(world, 40)
    texts = [one.fact.text for one in world.log.facts if isinstance(one.fact, WarningGiven)]
    assert texts[-1].endswith(LEG_QUESTION)
    assert len(texts) <= 2
    assert world.guard.now() is not None
    check(world)


def work(world: World, minutes: int) -> None:
    """The hands move at every look, and the guard never wakes for nothing."""
    for _ in range(3 * minutes):
        world.desktop.idle = 1.0
        world.wait(20)
        due = world.guard.next_at()
        assert due is None or due > world.clock.now()


@settings(max_examples=60)
@given(st.integers(1, 300), st.integers(2, 300))
def test_after_any_sleep_there_is_one_question_and_nothing_else(sat: int, slept: int) -> None:
    world = World()
    world.sit()
    world.wait(sat * 60)
    before = len(world.heard)
    world.clock.sleep_machine(slept * 60)
    world.wait(10 * 60)
    new = world.texts()[before:]
    forgotten = sat + slept >= 360
    assert len(new) <= 1
    assert forgotten or "computer slept" in new[0]
