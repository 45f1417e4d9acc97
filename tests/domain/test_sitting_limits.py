"""Limits of sitting that follow the leg, and never leave the therapist's bounds."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.domain.events import PainScore, PlanReceived, SittingBout, Stamped, WarningGiven
from coach.domain.outcomes import LimitRule, WarningKind
from coach.domain.pain import Moment, Site
from coach.domain.program import SittingLimits, StageCode, Surface
from coach.domain.sitting_limits import (
    REASON_DAYS,
    fitted_minutes,
    ignored_warnings,
    judged_bouts,
    most_minutes,
    next_fits,
    too_short,
    usual_rise,
)
from coach.domain.time_events import ReminderPutOff, SittingLimitSet
from tests.builders import sitting_limits, stamped

MONDAY = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
LIMITS = sitting_limits()


def at(day: int, minutes: float = 0) -> datetime:
    return MONDAY + timedelta(days=day, minutes=minutes)


def leg(when: datetime, score: int, moment: Moment = Moment.NOW) -> Stamped:
    return stamped(PainScore(site=Site.LEG, score=score, moment=moment), when)


def sat(
    day: int, minutes: float, *, first: float = 0, surface: Surface = Surface.FIRM, limit: int = 20
) -> Stamped:
    fact = SittingBout(
        bout=f"b{day}-{first}",
        surface=surface,
        started_at=at(day, first),
        minutes=minutes,
        limit_minutes=limit,
        warnings=0,
        overdue_minutes=max(0.0, minutes - limit),
    )
    return stamped(fact, at(day, first + minutes))


def a_set(day: int, minutes: int, rule: LimitRule = LimitRule.RISE) -> Stamped:
    fact = SittingLimitSet(surface=Surface.FIRM, minutes=minutes, rule=rule, evidence="")
    return stamped(fact, at(day))


def a_plan(day: int) -> Stamped:
    fact = PlanReceived(
        program="p", version=1, therapist="", from_day=at(day).date(),
        stage=StageCode.CALM, sore_side="none",
    )  # fmt: skip
    return stamped(fact, at(day))


def a_rise(day: int, minutes: float, points: int = 3) -> list[Stamped]:
    """The leg is 2 before, and so much more after some minutes of sitting."""
    return [leg(at(day, -5), 2), leg(at(day, minutes), 2 + points), sat(day, minutes + 1)]


def a_calm_day(day: int, limit: int = 20) -> list[Stamped]:
    return [leg(at(day, -5), 2), sat(day, limit, limit=limit), leg(at(day, limit + 1), 3)]


def fits(facts: list[Stamped], day: int, limits: SittingLimits = LIMITS) -> list[tuple[int, str]]:
    found = next_fits(limits, facts, at(day).date())
    return [(one.minutes, one.rule.value) for one in found]


def test_a_rise_before_the_limit_makes_it_80_percent_of_the_time_to_it() -> None:
    (one,) = next_fits(LIMITS, a_rise(0, 15), at(0).date())
    assert (one.surface, one.minutes, one.rule) == (Surface.FIRM, 12, LimitRule.RISE)
    assert one.evidence == "leg 2 before and 5 after 15 minutes, limit 20"


def test_a_point_is_no_rise_and_a_rise_past_the_limit_shortens_nothing() -> None:
    assert fits(a_rise(0, 15, points=1), 0) == []
    assert fits(a_rise(0, 24), 0) == []


def test_without_a_score_that_day_the_usual_one_is_the_measure() -> None:
    week = [leg(at(-day), score) for day, score in ((1, 2), (2, 2), (3, 6))]
    assert fits([*week, leg(at(0, 10), 4), sat(0, 12)], 0) == [(8, "rise")]


def test_without_anything_to_compare_nothing_is_judged() -> None:
    assert judged_bouts([leg(at(0, 10), 9), sat(0, 12)], 2) == []
    assert judged_bouts([leg(at(0, -5), 2), sat(0, 12)], 2) == []


def test_the_worst_of_a_day_is_no_score_of_a_moment() -> None:
    facts = [leg(at(0, -5), 2), leg(at(0, 10), 9, Moment.WORST_24H), sat(0, 12)]
    assert judged_bouts(facts, 2) == []


@pytest.mark.parametrize("minutes", [0, 1, 4.9])
def test_a_rise_within_five_minutes_proves_nothing(minutes: float) -> None:
    facts = [leg(at(0, -5), 2), sat(0, minutes), leg(at(0, minutes + 1), 9)]
    assert fits(facts, 0) == []


def test_a_short_bout_that_carries_a_longer_one_on_still_proves_something() -> None:
    facts = [leg(at(0, -5), 2), sat(0, 12), sat(0, 2, first=13), leg(at(0, 16), 5)]
    assert fits(facts, 0) == [(11, "rise")]


@pytest.mark.parametrize("moment", [Moment.DURING, Moment.AFTER])
def test_what_hurts_in_the_session_that_ended_a_bout_is_not_the_sitting(moment: Moment) -> None:
    facts = [leg(at(0, -5), 2), sat(0, 10), leg(at(0, 11), 2, Moment.BEFORE)]
    assert fits([*facts, leg(at(0, 13), 8, moment)], 0) == []
    assert fits([*facts[:2], leg(at(0, 11), 8, Moment.BEFORE)], 0) == [(8, "rise")]


def test_a_score_just_after_getting_up_is_of_the_bout() -> None:
    assert fits([leg(at(0, -5), 1), sat(0, 10), leg(at(0, 14), 4)], 0) == [(8, "rise")]
    assert fits([leg(at(0, -5), 1), sat(0, 10), leg(at(0, 16), 4)], 0) == []


def test_a_score_five_minutes_after_getting_up_is_the_last_of_the_bout() -> None:
    assert fits([leg(at(0, -5), 1), sat(0, 10), leg(at(0, 15), 4)], 0) == [(8, "rise")]


def test_a_score_in_the_moment_of_sitting_down_is_the_one_before_the_bout() -> None:
    assert judged_bouts([leg(at(0), 2), sat(0, 12)], 2) == []
    assert fits([leg(at(0), 1), leg(at(0, 8), 4), sat(0, 10)], 0) == [(6, "rise")]


@pytest.mark.parametrize(("days", "expected"), [(7, [(8, "rise")]), (8, [])])
def test_the_usual_score_is_of_seven_days(days: int, expected: list[tuple[int, str]]) -> None:
    assert fits([leg(at(-days), 2), leg(at(0, 10), 5), sat(0, 12)], 0) == expected


def test_a_leg_that_rises_with_sitting_down_rose_after_no_minutes() -> None:
    facts = [leg(at(0, -5), 2), leg(at(0, 3), 5), sat(0, 0)]
    (one,) = judged_bouts(facts, 2)
    assert (one.before, one.after, one.rise_minutes) == (2, 5, 0)
    assert usual_rise(facts, 2, Surface.FIRM, at(0).date()) == 0


def test_minutes_of_every_bout_of_a_stretch_count() -> None:
    bouts = [sat(0, 10), sat(0, 5, first=11), sat(0, 5, first=17)]
    # 10, 5 and 3 minutes sat until the leg rose; 80 percent of 18 are 14.
    assert fits([leg(at(0, -5), 1), *bouts, leg(at(0, 20), 4)], 0) == [(14, "rise")]


def test_minutes_count_from_before_a_break_too_short_to_count() -> None:
    facts = [leg(at(0, -5), 1), sat(0, 10), sat(0, 5, first=11), leg(at(0, 15), 4)]
    assert fits(facts, 0) == [(11, "rise")]  # 14 minutes sat, 80 percent of it.


def test_no_limit_is_fitted_below_five_minutes() -> None:
    assert fits(a_rise(0, 5), 0) == [(5, "rise")]


def test_the_therapists_own_minutes_hold_however_short_they_are() -> None:
    limits = sitting_limits(hard=2, firm=3)
    assert fitted_minutes(limits, Surface.HARD, []) == 2
    assert most_minutes(limits, Surface.HARD) == 2
    longer = a_set(0, 10)
    assert fitted_minutes(limits, Surface.FIRM, [longer]) == 3


def test_three_calm_days_running_give_five_minutes_back() -> None:
    facts = [a_set(-1, 10), *a_calm_day(0, 10), *a_calm_day(1, 10), *a_calm_day(2, 10)]
    assert fits(facts, 3) == [(15, "no_rise")]
    assert fits(facts, 4) == []


def test_a_fitted_limit_never_goes_above_the_plan_unless_the_plan_says_so() -> None:
    facts = [*a_calm_day(0), *a_calm_day(1), *a_calm_day(2)]
    assert fits(facts, 3) == []
    assert fits(facts, 3, sitting_limits(most_minutes=30)) == [(25, "no_rise")]


def test_a_day_without_scores_or_too_short_to_tell_breaks_the_row() -> None:
    assert fits([a_set(-1, 10), *a_calm_day(0, 10), sat(1, 10), *a_calm_day(2, 10)], 3) == []
    short = [leg(at(1, -5), 2), sat(1, 3, limit=10), leg(at(1, 4), 2)]
    assert fits([a_set(-1, 10), *a_calm_day(0, 10), *short, *a_calm_day(2, 10)], 3) == []


def test_the_same_rise_is_not_counted_twice() -> None:
    facts = [*a_rise(0, 15), a_set(1, 12)]
    assert fits(facts, 1) == []


def test_a_rise_from_before_the_last_change_never_shortens_again() -> None:
    facts = [*a_rise(0, 15), a_set(1, 12), a_set(5, 17, LimitRule.NO_RISE)]
    assert fits(facts, 6) == []


def test_a_bout_that_ended_as_its_limit_was_set_is_of_the_limit_before() -> None:
    fact = SittingLimitSet(surface=Surface.FIRM, minutes=18, rule=LimitRule.NO_RISE, evidence="")
    assert fits([*a_rise(0, 15), stamped(fact, at(0, 16))], 0) == []


@pytest.mark.parametrize(("minutes", "expected"), [(8, [(15, "no_rise")]), (7, [])])
def test_a_bout_of_80_percent_of_the_limit_is_long_enough_to_tell(
    minutes: int, expected: list[tuple[int, str]]
) -> None:
    days = [
        [leg(at(day, -5), 2), sat(day, minutes, limit=10), leg(at(day, minutes + 1), 3)]
        for day in (1, 2, 3)
    ]
    assert fits([a_set(0, 10), *(fact for day in days for fact in day)], 4) == expected


def test_a_rise_just_at_the_limit_and_one_that_changes_nothing_are_no_fit() -> None:
    assert fits(a_rise(0, 20), 1) == []
    assert fits([a_set(-1, 12), *a_rise(0, 15)], 1) == []
    assert fits([a_set(-1, 13), *a_rise(0, 15)], 1) == [(12, "rise")]


def test_of_two_rises_as_early_the_first_is_named() -> None:
    later = [leg(at(0, 195), 1), sat(0, 16, first=200), leg(at(0, 215), 6)]
    (found,) = next_fits(LIMITS, [*a_rise(0, 15), *later], at(1).date())
    assert found.evidence.startswith("leg 2 before and 5 after 15 minutes")


def test_calm_days_count_from_the_day_after_the_last_change() -> None:
    calm = [one for day in range(2, 5) for one in a_calm_day(day, 10)]
    assert fits([a_set(1, 10), *calm], 5) == [(15, "no_rise")]
    assert fits([a_set(2, 10), *calm], 5) == []


def test_a_rise_past_the_limit_shortens_nothing_and_breaks_the_row_of_calm_days() -> None:
    calm = [one for day in (0, 2) for one in a_calm_day(day, 10)]
    late = [leg(at(1, -5), 2), sat(1, 30, limit=10), leg(at(1, 25), 6)]
    assert fits([a_set(-1, 10), *calm, *late], 3) == []


def test_what_is_given_back_says_for_which_surface_and_why() -> None:
    facts = [a_set(-1, 10), *a_calm_day(0, 10), *a_calm_day(1, 10), *a_calm_day(2, 10)]
    (found,) = next_fits(LIMITS, facts, at(3).date())
    assert found.surface is Surface.FIRM
    assert found.evidence == "no rise on 3 days running with sitting"


def test_a_new_plan_starts_from_its_own_minutes() -> None:
    facts = [a_set(0, 12), a_plan(1)]
    assert fitted_minutes(LIMITS, Surface.FIRM, facts[:1]) == 12
    assert fitted_minutes(LIMITS, Surface.FIRM, facts) == 20


def test_what_was_taken_back_is_the_plans_own_again() -> None:
    facts = [a_set(0, 12), a_set(1, 20, LimitRule.SAID)]
    assert fitted_minutes(LIMITS, Surface.FIRM, facts) == 20


def test_a_plan_that_does_not_adapt_stays_as_written() -> None:
    fixed = sitting_limits(adapts=False)
    assert fits(a_rise(0, 15), 0, fixed) == []
    assert fitted_minutes(fixed, Surface.FIRM, [a_set(0, 12)]) == 20


def test_the_most_is_for_the_longest_and_the_others_grow_with_it() -> None:
    limits = sitting_limits(most_minutes=30)
    assert [most_minutes(limits, one) for one in (Surface.FIRM, Surface.HARD)] == [30, 15]
    odd = most_minutes(sitting_limits(most_minutes=31), Surface.HARD)
    assert (odd, type(odd)) == (15, int)


def warned(day: int, minutes: float) -> Stamped:
    text = "Time to stand and walk."
    return stamped(WarningGiven(kind=WarningKind.SITTING, text=text, spoken=True), at(day, minutes))


def many_ignored(count: int) -> list[Stamped]:
    """So many warnings within one long bout, each followed by ten minutes more."""
    return [sat(0, 20 + 10 * count), *(warned(0, 20 + 10 * nth) for nth in range(count))]


def test_more_than_six_ignored_warnings_ask_the_next_day() -> None:
    limits = sitting_limits(most_minutes=30)
    assert ignored_warnings(many_ignored(7), at(0).date()) == {Surface.FIRM: 7}
    assert too_short(limits, many_ignored(7), at(1).date()) is Surface.FIRM
    assert too_short(limits, many_ignored(6), at(1).date()) is None
    assert too_short(limits, many_ignored(7), at(2).date()) is None


def test_nobody_is_asked_where_the_therapist_allows_no_more() -> None:
    assert too_short(LIMITS, many_ignored(7), at(1).date()) is None


def test_a_warning_that_was_followed_is_not_ignored() -> None:
    assert ignored_warnings([sat(0, 23), warned(0, 20)], at(0).date()) == {}


def test_one_followed_warning_does_not_hide_the_others() -> None:
    """A warning snoozed, one before any bout, one held back: only those count for nothing."""
    ignored = [sat(0, 60, first=30), warned(0, 60)]
    snoozed = [warned(0, 70), stamped(ReminderPutOff(item="", minutes=5), at(0, 72))]
    before = warned(0, 5)
    quiet = stamped(
        WarningGiven(kind=WarningKind.SITTING, text="Time to stand and walk.", spoken=False),
        at(0, 40),
    )
    facts = [before, quiet, *snoozed, *ignored, warned(0, 80)]
    assert ignored_warnings(facts, at(0).date()) == {Surface.FIRM: 2}


@pytest.mark.parametrize(("minutes", "count"), [(25, 0), (26, 1)])
def test_up_within_five_minutes_is_followed(minutes: int, count: int) -> None:
    found = ignored_warnings([sat(0, minutes), warned(0, 20)], at(0).date())
    assert sum(found.values()) == count


def test_a_warning_at_the_first_and_last_moment_of_a_bout_is_of_it() -> None:
    assert ignored_warnings([sat(0, 30), warned(0, 0)], at(0).date()) == {Surface.FIRM: 1}
    assert ignored_warnings([sat(0, 30), warned(0, 30)], at(0).date()) == {}


def test_who_changes_seats_at_a_warning_has_followed_it() -> None:
    facts = [sat(0, 30), sat(0, 30, first=30, surface=Surface.HARD), warned(0, 30)]
    assert ignored_warnings(facts, at(0).date()) == {}


@pytest.mark.parametrize(("minutes", "count"), [(20, 0), (25, 0), (26, 1)])
def test_a_warning_put_off_within_five_minutes_is_followed(minutes: int, count: int) -> None:
    put_off = stamped(ReminderPutOff(item="", minutes=5), at(0, minutes))
    found = ignored_warnings([sat(0, 60), warned(0, 20), put_off], at(0).date())
    assert sum(found.values()) == count


def test_the_surface_most_ignored_is_the_one_asked_about() -> None:
    limits = sitting_limits(most_minutes=60)
    soft = sat(0, 120, surface=Surface.SOFT)
    firm = sat(0, 120, first=200)
    facts = [soft, firm, *(warned(0, 10 * nth) for nth in range(1, 7)), warned(0, 230)]
    assert ignored_warnings(facts, at(0).date()) == {Surface.SOFT: 6, Surface.FIRM: 1}
    assert too_short(limits, facts, at(1).date()) is Surface.SOFT
    other = [soft, firm, *(warned(0, 200 + 10 * nth) for nth in range(1, 7)), warned(0, 30)]
    assert too_short(limits, other, at(1).date()) is Surface.FIRM


def test_the_usual_time_to_a_rise_is_of_this_surface_where_there_is_one() -> None:
    hard = [leg(at(1, -5), 2), leg(at(1, 8), 5), sat(1, 9, surface=Surface.HARD)]
    facts = [*a_rise(0, 14), *hard]
    assert usual_rise(facts, 2, Surface.HARD, at(3).date()) == 8
    assert usual_rise(facts, 2, Surface.FIRM, at(3).date()) == 14
    assert usual_rise(a_rise(0, 14), 2, Surface.FIRM, at(REASON_DAYS).date()) == 14
    assert usual_rise(a_rise(0, 14), 2, Surface.FIRM, at(REASON_DAYS + 1).date()) is None


def test_the_usual_time_to_a_rise_is_the_middle_of_the_last_weeks() -> None:
    facts = [*a_rise(0, 14), *a_rise(1, 18), *a_rise(2, 25)]
    assert usual_rise(facts, 2, Surface.FIRM, at(3).date()) == 18
    assert usual_rise(facts, 2, Surface.HARD, at(3).date()) == 18
    assert usual_rise(facts, 2, Surface.FIRM, at(60).date()) is None
    assert usual_rise([], 2, Surface.FIRM, at(3).date()) is None


surfaces = st.sampled_from(list(Surface))
facts_of_a_week = st.lists(
    st.one_of(
        st.builds(
            lambda day, minute, score: leg(at(day, minute), score),
            st.integers(0, 6), st.integers(0, 400), st.integers(0, 10),
        ),
        st.builds(
            lambda day, first, minutes, surface: sat(day, minutes, first=first, surface=surface),
            st.integers(0, 6), st.integers(0, 400), st.integers(0, 90), surfaces,
        ),
        st.builds(
            lambda day, minute, minutes, surface, rule: stamped(
                SittingLimitSet(surface=surface, minutes=minutes, rule=rule, evidence=""),
                at(day, minute),
            ),
            st.integers(0, 6), st.integers(0, 400), st.integers(0, 300), surfaces,
            st.sampled_from(list(LimitRule)),
        ),
        st.builds(a_plan, st.integers(0, 6)),
    ),
    max_size=25,
)  # fmt: skip
bounds = st.builds(
    lambda most, adapts: sitting_limits(most_minutes=most, adapts=adapts),
    st.none() | st.integers(20, 240),
    st.booleans(),
)


@settings(max_examples=300)
@given(facts_of_a_week, bounds, st.integers(0, 8))
def test_no_limit_ever_leaves_the_bounds(
    facts: list[Stamped], limits: SittingLimits, day: int
) -> None:
    for one in next_fits(limits, facts, at(day).date()):
        assert 5 <= one.minutes <= most_minutes(limits, one.surface)
        assert limits.adapts
    for surface in Surface:
        fitted = fitted_minutes(limits, surface, facts)
        assert 5 <= fitted <= most_minutes(limits, surface)


@settings(max_examples=200)
@given(facts_of_a_week, bounds, st.integers(0, 8), st.randoms())
def test_the_order_in_which_facts_are_read_does_not_matter(
    facts: list[Stamped], limits: SittingLimits, day: int, random: object
) -> None:
    mixed = list(facts)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert next_fits(limits, mixed, at(day).date()) == next_fits(limits, facts, at(day).date())


@settings(max_examples=200)
@given(facts_of_a_week, st.integers(20, 240), st.integers(0, 100), surfaces)
def test_wider_bounds_never_make_a_limit_shorter(
    facts: list[Stamped], most: int, more: int, surface: Surface
) -> None:
    narrow, wide = sitting_limits(most_minutes=most), sitting_limits(most_minutes=most + more)
    assert fitted_minutes(narrow, surface, facts) <= fitted_minutes(wide, surface, facts)


@given(st.integers(5, 19), st.integers(0, 14))
def test_a_later_rise_never_makes_a_shorter_limit(minutes: int, later: int) -> None:
    def limit(rise: int) -> int:
        found = fits(a_rise(0, rise), 0)
        return found[0][0] if found else 20

    assert limit(minutes) <= limit(min(19, minutes + later))


@settings(max_examples=200)
@given(facts_of_a_week, bounds, st.integers(0, 8))
def test_what_was_fitted_is_not_fitted_again(
    facts: list[Stamped], limits: SittingLimits, day: int
) -> None:
    found = next_fits(limits, facts, at(day).date())
    now = at(day, 600)
    after = [*facts, *(stamped(one, now) for one in found)]
    again = {one.surface for one in next_fits(limits, after, at(day).date())}
    assert not again & {one.surface for one in found} or day < 7


@pytest.mark.parametrize("surface", list(Surface))
def test_each_surface_is_fitted_by_itself(surface: Surface) -> None:
    facts = [
        leg(at(0, -5), 2),
        leg(at(0, 8), 5),
        sat(0, 9, surface=surface, limit=LIMITS.minutes(surface)),
    ]
    (one,) = next_fits(LIMITS, facts, at(0).date())
    assert (one.surface, one.minutes) == (surface, 6)
