"""Where somebody is by the log alone: who sat down, what was said, what stands unanswered."""

from datetime import datetime, timedelta

import pytest

from coach.domain.events import (
    Fact,
    PainScore,
    SittingBout,
    SittingStarted,
    Stamped,
    WarningGiven,
)
from coach.domain.outcomes import StillWhy, WarningKind
from coach.domain.pain import Moment, Site
from coach.domain.program import Surface
from coach.domain.sitting import SittingAdvice
from coach.domain.sitting_state import (
    LEG_QUESTION,
    SittingState,
    StillQuestion,
    is_of_sitting,
    reminder_item,
    sitting_state,
)
from coach.domain.time_events import ReminderGiven, ReminderPutOff, StillAnswered, StillAsked
from tests.builders import NINE, stamped

LIMITS = {Surface.FIRM: 20, Surface.HARD: 10}
BREAK_MINUTES = 2
SOON, STAND_UP, SCORE = SittingAdvice.SOON, SittingAdvice.STAND_UP, SittingAdvice.SCORE


def at(minute: float) -> datetime:
    return NINE + timedelta(minutes=minute)


def limit_of(surface: Surface, began: Stamped) -> int:
    """Ten hours on the therapist has shortened them all."""
    return LIMITS[surface] if began.at < at(600) else 5


def after(*happened: tuple[float, Fact], clock_ahead: timedelta = timedelta()) -> SittingState:
    """What the log tells after these facts, each at its minute, by a clock that may be wrong."""
    return sitting_state(
        [stamped(fact, at(minute) + clock_ahead) for minute, fact in happened],
        lambda one: one.at - clock_ahead,
        limit_of,
        BREAK_MINUTES,
    )


def down(bout: str = "b1", surface: Surface = Surface.FIRM) -> SittingStarted:
    return SittingStarted(bout=bout, surface=surface)


def up(bout: str = "b1", *, minutes: float = 0.0, overdue: float = 0.0) -> SittingBout:
    return SittingBout(
        bout=bout,
        surface=Surface.FIRM,
        started_at=at(0),
        minutes=minutes,
        limit_minutes=20,
        warnings=0,
        overdue_minutes=overdue,
    )


def warned(
    text: str = "Stand up now.", *, spoken: bool = True, kind: WarningKind = WarningKind.SITTING
) -> WarningGiven:
    return WarningGiven(kind=kind, text=text, spoken=spoken)


def soon(bout: str = "b1") -> ReminderGiven:
    item = reminder_item(bout)
    return ReminderGiven(item=item, text="In a minute.", spoken=False, shown=True, nth=1)


def put_off(bout: str = "b1") -> ReminderPutOff:
    return ReminderPutOff(item=reminder_item(bout), minutes=3)


def asked(
    why: StillWhy = StillWhy.IDLE, since: float | None = None, bout: str = "b1"
) -> StillAsked:
    return StillAsked(bout=bout, why=why, since=None if since is None else at(since))


def answered(sitting: bool = True, bout: str = "b1") -> StillAnswered:
    return StillAnswered(bout=bout, sitting=sitting)


def leg(score: int = 3) -> PainScore:
    return PainScore(site=Site.LEG, score=score, moment=Moment.NOW)


SCORE_ASKED = warned(f"Please stand up. {LEG_QUESTION}")


def test_nobody_sits_before_they_say_so() -> None:
    assert after() == SittingState()
    assert after((0, warned()), (1, leg()), (2, asked()), (3, soon())) == SittingState()


def test_who_sat_down_sits_with_the_limit_of_that_seat() -> None:
    state = after((5, down(surface=Surface.HARD)))
    assert state.bout is not None
    assert (state.bout.id, state.bout.surface, state.bout.limit_minutes) == ("b1", "hard", 10)
    assert (state.bout.started_at, state.bout.carried_minutes) == (at(5), 0)
    assert state.bout.warned_at is None
    assert state.began is not None
    assert state.began.fact == down(surface=Surface.HARD)
    assert (state.heard_at, state.last_at) == (at(5), at(5))


def test_the_limit_is_the_one_that_held_when_they_sat_down() -> None:
    state = after((599, down()), (601, leg()))
    assert state.bout is not None
    assert state.bout.limit_minutes == 20
    state = after((600, down()))
    assert state.bout is not None
    assert state.bout.limit_minutes == 5


def test_who_got_up_sits_no_more_and_nothing_of_the_bout_is_left() -> None:
    state = after((0, down()), (20, warned()), (25, asked()), (26, up()))
    assert state.stood is not None
    bout, since = state.stood
    assert (bout.id, bout.warned_at, since) == ("b1", at(20), at(26))
    assert state == SittingState(stood=(bout, at(26)))


@pytest.mark.parametrize(
    ("again", "carried"), [(12.0, 12.0), (13.9, 12.0), (14.0, 0.0), (40.0, 0.0)]
)
def test_a_break_too_short_to_count_goes_on_with_what_was_sat(again: float, carried: float) -> None:
    state = after((0, down()), (12, up()), (again, down("b2")))
    assert state.bout is not None
    assert (state.bout.id, state.bout.started_at) == ("b2", at(again))
    assert (state.bout.carried_minutes, state.bout.warned_at) == (carried, None)
    assert state.stood is not None
    assert (state.stood[0].id, state.stood[1]) == ("b1", at(12))


@pytest.mark.parametrize(
    ("got_up", "again", "warned_at"),
    [
        # Below the limit of the new seat: the last warning was that of the bout before.
        (9.9, 11, 5),
        # At the limit or past it: who sits down again is told so then.
        (10, 11, 11),
        (12, 13, 13),
        # After a break that counts nothing was said yet.
        (12, 14, None),
    ],
)
def test_who_sits_down_too_soon_is_not_told_twice_on_the_heels_of_a_warning(
    got_up: float, again: float, warned_at: float | None
) -> None:
    hard = down("b2", Surface.HARD)
    state = after((0, down()), (5, warned()), (got_up, up()), (again, hard))
    assert state.bout is not None
    assert state.bout.warned_at == (None if warned_at is None else at(warned_at))


@pytest.mark.parametrize(
    ("minutes", "overdue", "carried"),
    [
        (12, 4, 24),  # It was 24 at a stretch: it carried twelve itself.
        (12, 0.5, 20.5),
        (0.5, 0, 0.5),
        (12, 0, 12),  # Not overdue: what it carried does not show.
        (30, 4, 30),  # A log that does not add up takes nothing away.
    ],
)
def test_a_bout_whose_begin_is_not_in_the_log_counts_as_far_as_it_shows(
    minutes: float, overdue: float, carried: float
) -> None:
    state = after(
        (minutes, up("of-yesterday", minutes=minutes, overdue=overdue)), (minutes + 1, down())
    )
    assert state.bout is not None
    assert state.bout.carried_minutes == pytest.approx(carried)


def test_such_a_bout_keeps_its_name_its_seat_and_its_limit() -> None:
    state = after((12, up("of-yesterday", minutes=12)))
    assert state.bout is None
    assert state.stood is not None
    bout, since = state.stood
    assert (bout.id, bout.surface, bout.limit_minutes) == ("of-yesterday", "firm", 20)
    assert (bout.started_at, since) == (at(0), at(12))


def test_the_end_of_another_bout_ends_not_this_one() -> None:
    state = after((0, down()), (5, leg()), (6, up("elsewhere", minutes=3)))
    assert state.bout is not None
    assert state.bout.id == "b1"
    assert state.heard_at == at(5)
    assert state.stood is not None
    assert state.stood[0].id == "elsewhere"


def test_what_was_said_aloud_is_not_said_again_and_sets_the_next_warning_apart() -> None:
    state = after((0, down()), (19, soon()), (20, warned()))
    assert state.bout is not None
    assert state.bout.given == (SOON, STAND_UP)
    assert state.bout.warned_at == at(20)
    state = after((0, down()), (20, warned()), (25, SCORE_ASKED))
    assert state.bout is not None
    assert state.bout.given == (STAND_UP, SCORE)
    assert (state.bout.warned_at, state.last_at) == (at(25), at(25))
    assert state.heard_at == at(0)


def test_what_was_only_shown_in_the_quiet_is_still_to_be_said() -> None:
    silent = warned(SCORE_ASKED.text, spoken=False)
    state = after((0, down()), (20, warned(spoken=False)), (25, silent))
    assert state.bout is not None
    assert state.bout.held == (STAND_UP, SCORE)
    assert (state.bout.given, state.bout.warned_at) == ((), None)


@pytest.mark.parametrize(
    "fact",
    [
        warned("Before you start: bend your knees."),
        warned("Take the pack off.", kind=WarningKind.COLD),
        soon("another"),
        put_off("another"),
        ReminderGiven(item="2027-03-01/bridge/1", text="Due.", spoken=True, shown=True, nth=1),
        asked(bout="another"),
        answered(bout="another"),
        answered(sitting=False),
    ],
)
def test_what_is_not_of_this_sitting_changes_nothing_in_it(fact: Fact) -> None:
    before = ((0, down()), (8, asked(since=5)))
    was, now = after(*before), after(*before, (9, fact))
    assert (now.bout, now.question, now.asked) == (was.bout, was.question, was.asked)
    assert (now.heard_at, now.agreed_at, now.last_at) == (at(0), None, at(8))


def test_putting_it_off_is_a_word_from_who_sits_and_takes_the_one_snooze() -> None:
    state = after((0, down()), (10, asked()), (19, soon()), (21, put_off()))
    assert state.bout is not None
    assert state.bout.snoozed_until == at(24)
    assert (state.heard_at, state.last_at, state.asked) == (at(21), at(21), ())
    twice = after((0, down()), (21, put_off()), (25, put_off()))
    assert twice.bout is not None
    assert twice.bout.snoozed_until == at(24)
    assert twice.heard_at == at(25)


@pytest.mark.parametrize(
    ("since", "known"),
    [
        (12.0, 12),
        (None, 20),  # Nobody knows since when: up to the question.
        (-30.0, 0),  # Nobody sat before they sat down.
    ],
)
def test_a_question_stands_with_why_it_was_asked_and_until_when_it_is_known(
    since: float | None, known: float
) -> None:
    state = after((0, down()), (20, asked(since=since)))
    assert state.question == StillQuestion(StillWhy.IDLE, at(known), at(20))
    assert (state.asked, state.last_at, state.heard_at) == ((StillWhy.IDLE,), at(20), at(0))


def test_a_clock_that_was_wrong_changes_no_minute() -> None:
    ahead = timedelta(days=3, hours=5)
    slept = StillAsked(bout="b1", why=StillWhy.AWAY, since=at(24) + ahead)
    state = after((0, down()), (20, warned()), (30, slept), clock_ahead=ahead)
    assert state.question == StillQuestion(
        StillWhy.AWAY, at(24), at(30), slept=timedelta(minutes=6)
    )
    assert state.bout is not None
    assert (state.bout.started_at, state.bout.warned_at) == (at(0), at(20))


AWAY = StillWhy.AWAY


def test_two_sleeps_before_an_answer_are_one_question_about_both() -> None:
    state = after((0, down()), (30, asked(AWAY, since=10)), (60, asked(AWAY, since=45)))
    assert state.question == StillQuestion(AWAY, at(10), at(60), slept=timedelta(minutes=35))
    assert state.asked == (AWAY, AWAY)


def test_a_sleep_after_hands_rested_is_only_as_long_as_it_was() -> None:
    state = after((0, down()), (20, asked(since=12)), (60, asked(AWAY, since=45)))
    assert state.question == StillQuestion(AWAY, at(45), at(60), slept=timedelta(minutes=15))


def test_after_a_sleep_that_was_answered_the_next_one_counts_alone() -> None:
    state = after(
        (0, down()), (30, asked(AWAY, since=10)), (31, answered()), (60, asked(AWAY, since=45))
    )
    assert state.question == StillQuestion(AWAY, at(45), at(60), slept=timedelta(minutes=15))


def test_yes_still_sitting_settles_the_question_and_is_a_word_from_them() -> None:
    state = after((0, down()), (20, asked(since=12)), (21, answered()))
    assert (state.question, state.asked) == (None, ())
    assert (state.heard_at, state.agreed_at, state.last_at) == (at(21), at(21), at(21))


def test_a_leg_score_is_a_word_from_them_but_no_answer_to_the_question() -> None:
    open_ = after((0, down()), (20, asked(since=12)), (21, leg()))
    assert open_.question == StillQuestion(StillWhy.IDLE, at(12), at(20))
    assert (open_.asked, open_.heard_at, open_.last_at) == ((StillWhy.IDLE,), at(21), at(21))
    assert open_.agreed_at is None
    settled = after((0, down()), (20, asked(since=12)), (21, answered()), (22, leg()))
    assert (settled.asked, settled.heard_at, settled.agreed_at) == ((), at(22), at(21))


@pytest.mark.parametrize(
    ("happened", "minutes"),
    [
        ([], 0),
        ([(0, down())], 0),
        ([(0, down()), (12, leg())], 12),
        ([(0, down()), (12, leg()), (20, warned())], 12),
        ([(0, down()), (20, warned())], 20),
        ([(0, down()), (20, warned()), (25, SCORE_ASKED)], 25),
        ([(0, down()), (20, warned(spoken=False))], 0),
        ([(0, down()), (19, soon())], 0),
        ([(0, down()), (30, asked(since=15))], 15),
        ([(0, down()), (20, warned()), (30, asked(since=15))], 15),
        ([(0, down()), (18, leg()), (30, asked(since=15))], 18),
        ([(0, down()), (30, asked(since=15)), (31, answered())], 31),
        ([(0, down()), (0.5, leg()), (20, warned())], 0.5),
        # Too soon again, past the limit: told on sitting down, and that is no later word.
        ([(0, down()), (25, up()), (26, down("b2"))], 0),
        ([(0, down()), (25, up())], 0),
    ],
)
def test_of_a_forgotten_bout_counts_what_somebody_vouched_for(
    happened: list[tuple[float, Fact]], minutes: float
) -> None:
    assert after(*happened).known_minutes() == pytest.approx(minutes)


@pytest.mark.parametrize(
    ("item", "is_sitting"),
    [
        (reminder_item("b1"), True),
        ("sitting-too-short/firm", True),
        ("2027-03-01/sitting/1", False),
        ("sitting", False),
    ],
)
def test_a_line_of_the_guard_is_told_from_what_the_day_asks(item: str, is_sitting: bool) -> None:
    assert is_of_sitting(item) is is_sitting
