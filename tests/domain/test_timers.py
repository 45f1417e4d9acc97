"""What runs by the clock: the words in their order, none twice, none past its longest."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.domain.events import Stamped, WarningGiven
from coach.domain.outcomes import TimerKind, TimerOutcome, WarningKind
from coach.domain.time_events import TimerEnded, TimerStarted
from coach.domain.timers import (
    BELT_OFF,
    GET_UP,
    PACKS,
    REST_COUNTS_SECONDS,
    REST_EVERY,
    WARNING_OF,
    Running,
    Word,
    belt_seconds,
    belt_until,
    elapsed_by_log,
    is_last,
    outcome_by_person,
    rested_until,
    seconds_to_next,
    still_running,
    was_late,
    word_due,
    words_of,
)
from tests.builders import NINE, stamped


def started(**changes: Any) -> TimerStarted:
    values: dict[str, Any] = {
        "timer": "t1",
        "kind": TimerKind.COLD,
        "item": "",
        "exercise": "cold-pack",
        "seconds": 600,
        "longest_seconds": 1200,
    }
    return TimerStarted(**(values | changes))


def running(**changes: Any) -> Running:
    return Running(started(**changes), NINE, 300)


def test_a_pack_is_looked_under_and_comes_off() -> None:
    assert words_of(running()) == [(Word.LOOK, 300.0), (Word.OVER, 600.0)]
    assert word_due(running(), 299) is None
    assert word_due(running(), 300) is Word.LOOK
    assert word_due(running(), 600) is Word.OVER


def test_a_pack_of_five_minutes_has_no_check_before_its_end() -> None:
    assert words_of(running(seconds=300)) == [(Word.OVER, 300.0)]


def test_whatever_was_meant_it_is_over_at_its_longest() -> None:
    assert words_of(running(seconds=9000))[-1] == (Word.OVER, 1200.0)


@pytest.mark.parametrize("least", [0, -5])
def test_a_timer_of_no_time_is_over_at_once(least: int) -> None:
    assert running(seconds=least).end_seconds == 0
    assert running(longest_seconds=least).longest_seconds == 0


def test_a_rest_is_told_of_once_more_and_then_it_is_quiet() -> None:
    rest = running(kind=TimerKind.REST, seconds=600, longest_seconds=900)
    assert words_of(rest) == [(Word.OVER, 600.0), (Word.AGAIN, 900.0)]
    assert not is_last(rest, Word.OVER)
    assert is_last(rest, Word.AGAIN)


def test_who_says_that_it_is_off_ends_it_early_or_when_it_was_done() -> None:
    assert outcome_by_person(running(), 599) is TimerOutcome.EARLY
    assert outcome_by_person(running(), 600) is TimerOutcome.DONE


def test_no_more_than_its_longest_is_counted() -> None:
    assert running().ended(90_000, TimerOutcome.NOT_SAID).seconds == 1200
    assert running().ended(-5, TimerOutcome.EARLY).seconds == 0


def test_the_log_tells_what_runs_and_what_was_said() -> None:
    look = WarningGiven(kind=WarningKind.COLD, text="Look.", spoken=True)
    facts = [stamped(started()), stamped(look)]
    (one,) = still_running(facts)
    assert one.said == {Word.LOOK}
    over = TimerEnded(timer="t1", seconds=600, outcome=TimerOutcome.DONE)
    assert still_running([*facts, stamped(over)]) == []


def test_the_end_of_a_rest_or_a_belt_shown_while_it_was_quiet_is_still_to_be_said() -> None:
    for kind, words in ((TimerKind.REST, GET_UP), (TimerKind.BRACE, BELT_OFF)):
        shown = WarningGiven(kind=WARNING_OF[kind], text=words, spoken=False)
        (found,) = still_running([stamped(started(kind=kind), NINE), stamped(shown)])
        assert found.held == {Word.OVER}
        assert found.said == frozenset()
        assert found.at == NINE
        other = WarningGiven(kind=WARNING_OF[kind], text="Something else.", spoken=False)
        (found,) = still_running([stamped(started(kind=kind)), stamped(other)])
        assert found.held == frozenset()
    pack = WarningGiven(kind=WarningKind.COLD, text=GET_UP, spoken=False)
    (found,) = still_running([stamped(started()), stamped(pack)])
    assert found.held == frozenset()


def test_what_was_shown_of_one_timer_is_kept_of_every_one_it_is_true_of() -> None:
    facts = [stamped(started(timer=name, kind=TimerKind.REST), NINE) for name in ("a", "b")]
    shown = WarningGiven(kind=WarningKind.REST, text=GET_UP, spoken=False)
    found = still_running([*facts, stamped(shown)])
    assert [one.held for one in found] == [{Word.OVER}, {Word.OVER}]


def test_a_clock_that_shows_just_what_the_log_knows_is_believed() -> None:
    assert elapsed_by_log(running(), [NINE], NINE) == 0.0


def a_rest(
    seconds: float, *, at: datetime = NINE, kind: TimerKind = TimerKind.REST
) -> list[Stamped]:
    ended = TimerEnded(timer=str(at), seconds=seconds, outcome=TimerOutcome.DONE)
    return [stamped(started(timer=str(at), kind=kind), at), stamped(ended, at)]


def test_a_rest_counts_from_its_beginning_when_it_was_long_enough() -> None:
    assert rested_until([]) is None
    assert rested_until(a_rest(REST_COUNTS_SECONDS)) == NINE + REST_EVERY
    assert rested_until(a_rest(REST_COUNTS_SECONDS - 1)) is None
    assert rested_until(a_rest(REST_COUNTS_SECONDS, kind=TimerKind.COLD)) is None
    later = NINE + timedelta(hours=3)
    both = [*a_rest(REST_COUNTS_SECONDS), *a_rest(REST_COUNTS_SECONDS, at=later)]
    assert rested_until(both) == later + REST_EVERY
    cold = a_rest(REST_COUNTS_SECONDS, at=later, kind=TimerKind.COLD)
    assert rested_until([*a_rest(REST_COUNTS_SECONDS), *cold]) == NINE + REST_EVERY


def test_an_end_is_late_when_nobody_was_there_for_a_minute() -> None:
    assert not was_late(running(), 600)
    assert not was_late(running(), 660)
    assert was_late(running(), 661)


def test_how_it_ended_is_kept_to_a_tenth_of_a_second() -> None:
    ended = running().ended(123.456, TimerOutcome.EARLY)
    assert (ended.timer, ended.seconds, ended.outcome) == ("t1", 123.5, TimerOutcome.EARLY)


def test_the_next_word_is_so_many_seconds_away_and_then_there_is_none() -> None:
    assert seconds_to_next(running(), 0) == 300
    assert seconds_to_next(running(), 200) == 100
    said = Running(started(), NINE, 300, said=frozenset({Word.LOOK}))
    assert seconds_to_next(said, 300) == 300
    done = Running(started(), NINE, 300, said=frozenset({Word.LOOK, Word.OVER}))
    assert seconds_to_next(done, 600) is None


def test_a_timer_nobody_knows_the_beginning_of_ends_nothing() -> None:
    ended = TimerEnded(timer="other", seconds=1.0, outcome=TimerOutcome.DONE)
    assert len(still_running([stamped(started()), stamped(ended)])) == 1


def test_a_belt_worn_twice_a_day_counts_twice() -> None:
    facts = []
    for timer, seconds in (("a", 600.0), ("b", 900.0)):
        facts.append(stamped(started(timer=timer, kind=TimerKind.BRACE)))
        ended = TimerEnded(timer=timer, seconds=seconds, outcome=TimerOutcome.DONE)
        facts.append(stamped(ended))
    assert belt_seconds(facts, NINE.date()) == 1500.0


def test_what_was_said_of_standing_is_no_word_of_a_rest() -> None:
    sit = WarningGiven(kind=WarningKind.REST, text="Sit down now.", spoken=True)
    up = WarningGiven(kind=WarningKind.REST, text=GET_UP, spoken=True)
    rest = stamped(started(kind=TimerKind.REST))
    assert still_running([rest, stamped(sit)])[0].said == frozenset()
    assert still_running([rest, stamped(up)])[0].said == {Word.OVER}


def test_a_clock_that_was_set_back_tells_nothing() -> None:
    one = running()
    assert elapsed_by_log(one, [], NINE + timedelta(seconds=90)) == 90
    assert elapsed_by_log(one, [], NINE - timedelta(seconds=1)) is None
    later = NINE + timedelta(minutes=8)
    assert elapsed_by_log(one, [later], NINE + timedelta(minutes=3)) is None


def test_the_belt_counts_by_the_day_and_from_its_first_day_under_the_plan() -> None:
    on = stamped(started(timer="b1", kind=TimerKind.BRACE))
    off = stamped(TimerEnded(timer="b1", seconds=3600, outcome=TimerOutcome.EARLY))
    assert belt_seconds([on, off], NINE.date()) == 3600
    assert belt_seconds([on, off], NINE.date() + timedelta(days=1)) == 0
    assert belt_until([on], "steady-back@1") == NINE.date() + timedelta(days=13)
    assert belt_until([on], "steady-back@2") is None


KINDS = st.sampled_from(list(TimerKind))
STEPS = st.lists(
    st.tuples(st.sampled_from(["pass", "sleep", "restart"]), st.floats(0, 4000)), max_size=30
)


def text_of(kind: TimerKind, word: Word) -> str:
    return GET_UP if kind is TimerKind.REST and word is Word.OVER else f"{kind} {word}"


@given(kind=KINDS, seconds=st.integers(1, 5000), longest=st.integers(60, 3000), steps=STEPS)
def test_nothing_is_said_twice_and_the_end_is_never_missed(
    kind: TimerKind, seconds: int, longest: int, steps: list[tuple[str, float]]
) -> None:
    """Over any passing, sleeping and restarting: the log alone keeps what was said."""
    facts: list[Stamped] = [
        stamped(started(kind=kind, seconds=seconds, longest_seconds=longest), at=NINE)
    ]
    said: list[Word] = []
    elapsed = 0.0
    for _, passed in [*steps, ("pass", 0.0), ("sleep", 90_000.0), ("pass", 0.0)]:
        elapsed += passed
        for one in still_running(facts):  # As any coach does that opens now.
            known = Running(one.started, one.at, 300, one.said)
            word = word_due(known, elapsed)
            assert (seconds_to_next(known, elapsed) == 0.0) is (word is not None)
            if word is None:
                assert elapsed < min(seconds, longest) or kind is TimerKind.REST
                continue
            said.append(word)
            words = text_of(kind, word)
            facts.append(stamped(WarningGiven(kind=WARNING_OF[kind], text=words, spoken=True)))
            if is_last(known, word):
                facts.append(stamped(known.ended(elapsed, TimerOutcome.NOT_SAID)))
    assert len(said) == len(set(said))
    assert said[-1] is (Word.AGAIN if kind is TimerKind.REST else Word.OVER)
    assert still_running(facts) == []
    ends = [one.fact for one in facts if isinstance(one.fact, TimerEnded)]
    assert [end.seconds <= longest for end in ends] == [True]


@pytest.mark.parametrize("kind", PACKS)
@given(look=st.integers(1, 1200), seconds=st.integers(1, 1800))
def test_a_check_of_the_skin_never_comes_with_or_after_the_end(
    kind: TimerKind, look: int, seconds: int
) -> None:
    one = Running(started(kind=kind, seconds=seconds, longest_seconds=1800), NINE, look)
    words = words_of(one)
    assert words[-1][0] is Word.OVER
    assert all(at < words[-1][1] for _, at in words[:-1])
