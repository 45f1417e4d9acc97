"""Limits that follow the leg: told once, taken back when wanted, and why for this patient."""

from types import SimpleNamespace
from typing import cast

from coach.domain.notices import Pressed
from coach.domain.outcomes import LimitRule
from coach.domain.program import Surface
from coach.domain.time_events import SittingLimitSet
from coach.session.cues import Cue
from coach.workflows.answering_notices import carry_out, watched_notices
from coach.workflows.coach import Coach
from tests.workflows.sitting_world import World

MINUTE = 60
NIGHT = 23 * 60 * MINUTE


def a_rise(world: World, minutes: int, surface: Surface = Surface.FIRM) -> None:
    """The leg is 1, somebody sits down, and after some minutes it is 4 and they get up."""
    world.guard.scored(1)
    world.sit(surface)
    world.wait(minutes * MINUTE)
    world.guard.scored(4)
    world.hear(world.guard.stand())


def a_calm_day(world: World, minutes: int) -> None:
    world.guard.scored(1)
    world.sit()
    world.wait(minutes * MINUTE)
    world.guard.scored(1)
    world.hear(world.guard.stand())
    world.clock.advance(NIGHT)


def limit(world: World) -> int:
    world.clock.advance(600)
    world.sit()
    now = world.guard.now()
    assert now is not None
    world.guard.stand()
    world.clock.advance(600)
    return now.limit_minutes


def sets(world: World) -> list[tuple[int, LimitRule]]:
    facts = [one.fact for one in world.log.facts if isinstance(one.fact, SittingLimitSet)]
    return [(fact.minutes, fact.rule) for fact in facts]


def test_a_leg_that_comes_up_early_makes_the_time_shorter_and_it_is_told_once() -> None:
    world = World()
    a_rise(world, 15)
    assert sets(world) == [(12, LimitRule.RISE)]
    told = (
        "New limit: 12 minutes on a firm seat from now on, not 20. "
        "Your leg came up before the time was over."
    )
    assert world.texts()[-1] == told
    world.restart()
    assert limit(world) == 12
    assert world.texts().count(told) == 1


def test_the_limit_of_a_bout_under_way_stays_over_a_restart() -> None:
    world = World()
    world.guard.scored(1)
    world.sit()
    world.wait(10 * MINUTE)
    world.guard.scored(4)
    world.restart()
    now = world.guard.now()
    assert now is not None
    assert now.limit_minutes == 20


def test_the_patient_may_take_it_back() -> None:
    world = World()
    a_rise(world, 15)
    asked = world.guard.question()
    assert asked is not None
    assert [key for key, _ in asked.choices] == ["keep", "back"]
    assert world.guard.asks() is None  # Nothing that waits for an answer.
    (cue,) = world.guard.answer("back")
    assert cue.text == "Taken back: 20 minutes on a firm seat from now on, not 12."
    assert sets(world)[-1] == (20, LimitRule.SAID)
    assert limit(world) == 20
    assert world.guard.question() is None


def test_kept_it_is_not_asked_about_again() -> None:
    world = World()
    a_rise(world, 15)
    world.guard.answer("keep")
    assert world.guard.question() is None
    assert limit(world) == 12


def test_three_calm_days_give_minutes_back() -> None:
    world = World()
    a_rise(world, 10)
    world.clock.advance(NIGHT)
    for _ in range(3):
        a_calm_day(world, 8)
    assert limit(world) == 13
    assert (
        "New limit: 13 minutes on a firm seat from now on, not 8. "
        "Your leg stayed calm for three days." in (world.texts())
    )


def test_a_bad_day_shortens_a_fitted_limit_too() -> None:
    from coach.domain.events import FlareStarted

    world = World()
    a_rise(world, 15)
    world.records.record(FlareStarted(hours=48))
    assert limit(world) == 9


def test_a_warning_says_why_for_you() -> None:
    world = World(limits={"adapts": False})
    world.sit()
    world.wait(20 * MINUTE)
    assert world.texts()[-1].endswith("Sitting for long can bring your leg pain on.")
    world.guard.stand()
    world.clock.advance(600)
    a_rise(world, 18)
    world.clock.advance(600)
    world.sit()
    world.wait(20 * MINUTE)
    assert world.texts()[-1].endswith(
        "You told us sitting brings the leg on after about 18 minutes."
    )


def ignored_day(world: World) -> None:
    """Eight warnings in four bouts, none followed."""
    for _ in range(4):
        world.sit()
        world.wait(45 * MINUTE)
        world.guard.stand()
        world.clock.advance(600)
    world.clock.advance(20 * 60 * MINUTE)


def test_after_a_day_of_ignored_warnings_it_is_asked_once_whether_the_time_is_too_short() -> None:
    world = World(limits={"most_minutes": 30})
    ignored_day(world)
    question = "Is the sitting time on a firm seat too short? You may have 25 minutes."
    world.sit()
    assert world.texts()[-1] == question
    asked = world.guard.asks()
    assert asked is not None
    assert asked.text == question
    world.guard.stand()
    world.restart()
    world.clock.advance(600)
    world.sit()
    assert world.texts().count(question) == 1
    world.guard.answer("longer")
    world.guard.stand()
    assert sets(world) == [(25, LimitRule.ASKED)]
    assert limit(world) == 25


def test_the_question_whether_the_time_is_too_short_hides_no_warning() -> None:
    world = World(limits={"most_minutes": 30})
    ignored_day(world)
    world.sit()
    coach = cast(Coach, SimpleNamespace(guard=world.guard))
    cues = [cue for _ in range(20) for cue in later(world)]
    (notice,) = watched_notices(coach, cues)
    assert notice.text.startswith("Time to stand")
    up, _ = notice.buttons
    carry_out(coach, Pressed(notice.id, up.key))
    assert world.guard.now() is None


def later(world: World) -> list[Cue]:
    world.clock.advance(MINUTE)
    return world.guard.tick()


def test_a_no_leaves_the_time_as_it_is() -> None:
    world = World(limits={"most_minutes": 30})
    ignored_day(world)
    world.sit()
    world.guard.answer("same")
    assert world.guard.asks() is None
    assert sets(world) == []


def test_nobody_is_asked_where_the_therapist_allows_no_more() -> None:
    world = World()
    ignored_day(world)
    world.sit()
    assert not any("too short" in text for text in world.texts())


def test_a_plan_that_does_not_adapt_is_left_alone() -> None:
    world = World(limits={"adapts": False})
    a_rise(world, 10)
    assert sets(world) == []
    assert limit(world) == 20


def test_a_tick_reads_nothing_while_nothing_changes() -> None:
    world = World()
    world.sit()
    world.guard.tick()
    world.guard.asks()
    reads = 0
    read = world.log.read

    def counted(**given: object) -> object:
        nonlocal reads
        reads += 1
        return read(**given)  # type: ignore[arg-type]

    world.log.read = counted  # type: ignore[assignment, method-assign]
    for _ in range(100):
        world.clock.advance(1)
        world.guard.tick()
        world.guard.now()
        world.guard.day()
        world.guard.asks()
        world.guard.next_at()
    assert reads == 0
