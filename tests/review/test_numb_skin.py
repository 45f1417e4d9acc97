"""A no to the question about the skin before a pack, told to the therapist once a day."""

from coach.domain.agenda import item_id
from coach.domain.events import AnswerGiven, Stamped
from coach.domain.timers import SKIN
from coach.review.follow_up_window import Known
from coach.review.numb_skin import NO, numb_events
from tests.builders import a_history
from tests.review.courses import at, day, on


def numb(nth: int, pack: str = "cold-pack", hour: int = 9) -> Stamped:
    item = item_id(day(nth), pack, 1)
    return on(nth, AnswerGiven(instrument=SKIN, item=item, value=NO), hour)


def told(*facts: Stamped, since: int = 0) -> list[tuple[object, str]]:
    return [(one.at, one.what) for one in numb_events(a_history(*facts), Known(), day(since))]


def test_the_first_day_that_is_looked_at_counts() -> None:
    assert told(numb(3), since=3) == [(at(3), "cold-pack left out: numb skin.")]
    assert told(numb(3), since=4) == []


def test_the_newest_comes_first_and_of_one_pack_a_day_the_last_answer() -> None:
    cold, warm = "cold-pack left out: numb skin.", "warm-pack left out: numb skin."
    facts = (numb(2), numb(3), numb(3, "warm-pack", 10), numb(3, hour=11))
    assert told(*facts) == [(at(3, 11), cold), (at(3, 10), warm), (at(2), cold)]
