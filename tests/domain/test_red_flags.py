"""The safety list itself: its questions by id, where it goes on, and the question at its end."""

import pytest

from coach.domain.pain import Reach
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


@pytest.mark.parametrize("reach", list(Reach))
def test_how_far_down_is_read_by_its_word(reach: Reach) -> None:
    assert Reach.from_word(f" {reach.word} ") is reach
    assert Reach.from_word(reach.word.upper()) is reach
    with pytest.raises(ValueError, match="ankle"):
        Reach.from_word("ankle")
