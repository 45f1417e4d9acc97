"""The safety list itself: its questions by id, where it goes on, and the question at its end."""

import pytest
from msgspec.structs import replace

from coach.domain.pain import Reach
from coach.domain.red_flags import Tier
from tests.domain.test_safety_rhythm import FLAGS


def test_the_one_right_choice_at_the_end_of_the_list_is_known() -> None:
    found = [FLAGS.teach_back.is_right(choice) for choice in (1, 2, 3)]
    assert found == [False, True, False]


def test_a_question_is_found_by_its_id() -> None:
    assert [FLAGS.item(item.id) for item in FLAGS.items] == list(FLAGS.items)
    with pytest.raises(KeyError):
        FLAGS.item("nothing like it")


def test_a_list_goes_on_at_the_question_it_stopped_at() -> None:
    bladder, legs, fever = FLAGS.items
    assert FLAGS.asked_from("legs") == (legs, fever)
    assert FLAGS.asked_from("bladder") == (bladder, legs, fever)
    assert FLAGS.asked_from(None) == FLAGS.items


def test_a_list_goes_on_with_all_of_it_where_the_question_is_not_known() -> None:
    assert FLAGS.asked_from("nothing like it") == FLAGS.items
    places = [FLAGS.place_of(one) for one in ("bladder", "legs", "fever", None, "nothing like it")]
    assert places == [0, 1, 2, 0, 0]


def test_some_questions_are_asked_before_the_others_and_each_once() -> None:
    assert [item.id for item in FLAGS.asked_first(["fever"])] == ["fever", "bladder", "legs"]
    assert FLAGS.asked_first([]) == FLAGS.items


def test_the_apology_comes_once_before_the_first_intimate_question() -> None:
    bladder, legs, fever = FLAGS.items
    assert FLAGS.apology_before(bladder, FLAGS.items) == "Sorry to ask."
    assert FLAGS.apology_before(legs, FLAGS.items) == ""
    assert FLAGS.apology_before(fever, FLAGS.asked_from("fever")) == ""


def test_a_yes_locks_where_someone_must_look_today_and_not_where_the_therapist_may() -> None:
    assert [tier for tier in Tier if tier.locks] == [Tier.EMERGENCY, Tier.SAME_DAY]


def test_what_a_yes_is_about_stands_in_few_words_or_in_those_of_the_question() -> None:
    bladder = FLAGS.items[0]
    assert bladder.about == "Bladder?"
    assert replace(bladder, short="bladder").about == "bladder"


@pytest.mark.parametrize("reach", list(Reach))
def test_how_far_down_is_read_by_its_word(reach: Reach) -> None:
    assert Reach.from_word(f" {reach.word} ") is reach
    assert Reach.from_word(reach.word.upper()) is reach
    with pytest.raises(ValueError, match="ankle"):
        Reach.from_word("ankle")
