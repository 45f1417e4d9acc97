"""Whether the whole safety list was gone through, as whoever reads the log has to know."""

from datetime import timedelta

from msgspec.structs import replace

from coach.domain.events import Stamped
from coach.domain.safety_asked import Asked, asked_so_far
from tests.builders import NINE, a_history
from tests.domain.test_safety_rhythm import (
    DAY,
    FLAGS,
    MINUTE,
    a_list,
    a_plan,
    after_list,
    before,
    leg,
)

IDS = [item.id for item in FLAGS.items]
TODAY = NINE.date()


def asked(*facts: Stamped) -> Asked:
    numbered = [replace(fact, seq=number) for number, fact in enumerate(facts, start=1)]
    return asked_so_far(IDS, a_history(*numbered))


def test_who_answered_no_question_of_the_list_was_never_asked_it_all() -> None:
    found = asked(a_plan(NINE), leg(3, NINE + DAY))

    assert found == Asked(None, TODAY)
    assert found.words == "the safety list was never finished"


def test_a_list_that_was_broken_off_was_never_finished() -> None:
    broken_off = a_list(NINE + MINUTE, items="bladder legs")

    assert asked(a_plan(NINE), *broken_off).words == "the safety list was never finished"


def test_a_higher_number_before_the_session_that_follows_it_does_not_make_it_due() -> None:
    facts, at = after_list(1)

    assert asked(*facts, before(5, at)) == Asked(TODAY)


def test_a_list_of_this_week_leaves_nothing_to_say() -> None:
    found = asked(a_plan(NINE), *a_list(NINE + MINUTE), leg(3, NINE + 6 * DAY))

    assert found == Asked(TODAY)
    assert found.words == ""


def test_a_week_later_it_is_due_since_that_day() -> None:
    found = asked(a_plan(NINE), *a_list(NINE + MINUTE), leg(3, NINE + 9 * DAY))

    assert found == Asked(TODAY, TODAY + timedelta(days=7))
    assert found.words == (
        "the safety list was last finished on 2027-03-01 and is due since 2027-03-08"
    )


def test_the_question_answered_longest_ago_tells_when_it_was_finished() -> None:
    again = a_list(NINE + 8 * DAY, items="bladder legs")

    assert asked(*a_list(NINE), *again).finished_on == TODAY


def test_a_second_list_that_was_left_is_due_since_it_was_begun() -> None:
    left = a_list(NINE + 2 * DAY, items="bladder legs")

    assert asked(*a_list(NINE), *left) == Asked(TODAY, TODAY + timedelta(days=2))


def test_a_new_plan_makes_it_due_from_its_day() -> None:
    found = asked(*a_list(NINE), a_plan(NINE + 2 * DAY), leg(3, NINE + 3 * DAY))

    assert found == Asked(TODAY, TODAY + timedelta(days=2))


def test_leg_pain_that_jumped_makes_it_due_from_its_day() -> None:
    found = asked(leg(2, NINE), *a_list(NINE + MINUTE), leg(6, NINE + DAY))

    assert found == Asked(TODAY, TODAY + timedelta(days=1))


def test_leg_pain_is_held_against_that_of_a_week_before_the_list_too() -> None:
    a_week_before = leg(2, NINE - 7 * DAY + 3 * MINUTE)

    found = asked(a_week_before, *a_list(NINE), leg(6, NINE + 2 * MINUTE))

    assert found == Asked(TODAY, TODAY)


def test_a_log_that_ends_within_the_week_is_not_due_however_late_it_is_read() -> None:
    assert asked(*a_list(NINE), leg(3, NINE + DAY)).due_since is None


def test_an_empty_log_tells_nothing() -> None:
    assert asked() == Asked()


def test_where_nobody_knows_the_questions_nothing_is_said_of_them() -> None:
    assert asked_so_far([], a_history(a_plan(NINE), leg(3, NINE + DAY))) == Asked()
