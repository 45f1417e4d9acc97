"""Which change preceded which: a week on each side, with its counts and without a cause."""

from msgspec.structs import replace

from coach.domain.events import PlanReceived, ReviewDecided, StageChanged, Stamped
from coach.domain.outcomes import Decision
from coach.domain.program import StageCode
from coach.review.change_before import Week, change_lines, changes_before
from tests.review.courses import a_plan, course, every_day, legs, on
from tests.review.doing import asked, did


def received(nth: int, version: int) -> Stamped:
    plan = a_plan(nth).fact
    assert isinstance(plan, PlanReceived)
    return on(nth, replace(plan, version=version), hour=8)


def test_the_weeks_before_and_after_a_new_version() -> None:
    # Before day 10: legs 6, 6, 7 noted on days 3, 4, 9: middle 6. After: 4 on days 10, 12: 4.
    # Asked on days 8 and 9, done 10 and 5 of 10: mean of 100 and 50 is 75.
    history = course(
        a_plan(),
        legs({2: 9, 3: 6, 4: 6, 9: 7, 10: 4, 12: 4, 17: 0}),
        *(asked(n) for n in (8, 9, 11)),
        did(8),
        did(9, reps=5),
        did(11),
        received(10, 2),
    )
    _, change = changes_before(history)
    assert change.mark.plan_version == "steady-back@2"
    assert change.before == Week(leg=6.0, leg_days=3, percent=75.0, percent_days=2)
    assert change.after == Week(leg=4.0, leg_days=2, percent=100.0, percent_days=1)
    assert change_lines([change]) == (
        "2027-03-11 steady-back@2 stage B: week before: leg 6 (3 days), done 75 percent (2 days); "
        "first week: leg 4 (2 days), done 100 percent (1 day).",
    )


def test_a_week_that_was_not_recorded_has_no_figures() -> None:
    (first,) = changes_before(course(a_plan(), legs({9: 3})))
    assert first.before == Week(None, 0, None, 0)
    assert "leg not recorded, done not recorded" in change_lines([first])[0]


def test_a_stage_is_a_change_too() -> None:
    stage = StageChanged(from_stage=StageCode.CALM, to_stage=StageCode.MOVE, rule="r", evidence="e")
    history = course(a_plan(stage=StageCode.CALM), legs(every_day(5, 0, 12)), on(6, stage))
    assert [one.mark.stage for one in changes_before(history)] == [StageCode.CALM, StageCode.MOVE]


def test_a_decision_alone_makes_no_day_recorded() -> None:
    history = course(
        a_plan(),
        asked(2, recorded_on=4),
        on(2, ReviewDecided(decision=Decision.KEEP, note="")),
        on(4, a_plan().fact, hour=9),
    )
    assert changes_before(history)[0].after.percent is None


def test_no_word_of_it_says_that_one_thing_caused_another() -> None:
    lines = " ".join(change_lines(changes_before(course(a_plan(), legs(every_day(4, 0, 9))))))
    assert not {"because", "caused", "due", "thanks", "led"} & set(lines.split())
