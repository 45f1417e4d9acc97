"""Cards as words and as files: what is typed is read, and what is wrong is named."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mnemonic import Mnemonic

from coach.domain.documents import Card
from coach.domain.errors import InputError
from coach.exchange.pairing import (
    card_words,
    fingerprint,
    read_card,
    read_card_words,
    same_words,
    write_card,
)
from tests.exchange.documents import PATIENT

KEY = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
"""The first public key of RFC 8032."""
THERAPIST = Card("therapist", KEY, "", "")
SAM = Card("patient", KEY, PATIENT, "")


@pytest.mark.parametrize(("card", "count"), [(THERAPIST, 25), (SAM, 37)])
def test_a_card_is_so_many_words_and_back(card: Card, count: int) -> None:
    words = card_words(card)
    assert len(words.split()) == count
    assert read_card_words(words) == card


@given(st.uuids())
def test_every_patients_card_is_read_back(patient: UUID) -> None:
    card = Card("patient", KEY, str(patient), "")
    assert read_card_words(card_words(card)) == card
    assert read_card(write_card(card)) == card


def test_words_may_be_typed_in_any_dress() -> None:
    words = card_words(SAM).split()
    numbered = "\n".join(f"{number}. {word.upper()}" for number, word in enumerate(words, start=1))
    assert read_card_words(numbered) == SAM
    assert read_card_words(",  ".join(word[:4] for word in words)) == SAM


def test_a_wrong_word_is_named_with_its_place_and_the_nearest() -> None:
    words = card_words(THERAPIST).split()
    words[6] = "abandn"
    with pytest.raises(InputError, match="'abandn', is not on the list; did you mean 'abandon'"):
        read_card_words(" ".join(words))


def test_one_changed_word_is_noticed_in_nearly_every_place() -> None:
    """11 bits of checksum let one change in 2,048 through; none of these."""
    words, listed = card_words(THERAPIST).split(), Mnemonic("english").wordlist
    for place, word in enumerate(words):
        other = listed[(listed.index(word) + 7) % len(listed)]
        changed = [*words[:place], other, *words[place + 1 :]]
        with pytest.raises(InputError):
            read_card_words(" ".join(changed))


def test_words_left_out_are_counted() -> None:
    with pytest.raises(InputError, match="25 or 37 words, these are 24"):
        read_card_words(" ".join(card_words(THERAPIST).split()[1:]))


@given(st.text(max_size=300))
def test_whatever_is_typed_is_answered_with_a_sentence(text: str) -> None:
    with pytest.raises(InputError):
        read_card_words(text)


def test_an_id_that_is_no_uuid_goes_by_file_alone() -> None:
    card = Card("patient", KEY, "sam", "")
    with pytest.raises(InputError, match="as a file"):
        card_words(card)
    assert read_card(write_card(card)) == card


def test_a_therapists_name_is_on_the_file_and_a_patients_never() -> None:
    assert read_card(write_card(Card("therapist", KEY, "", "Ada Berg"))).name == "Ada Berg"
    assert read_card(write_card(Card("patient", KEY, PATIENT, "Sam"))).name == ""


def test_a_card_file_holds_the_words_to_compare() -> None:
    assert fingerprint(KEY).encode() in write_card(THERAPIST)
    assert len(fingerprint(KEY).split()) == 6
    assert same_words(" " + fingerprint(KEY).upper().replace(" ", ",\n"), fingerprint(KEY))
    assert not same_words(" ".join(fingerprint(KEY).split()[:5]), fingerprint(KEY))


CARDS = [write_card(THERAPIST), write_card(SAM)]


@pytest.mark.parametrize("data", CARDS, ids=["therapist", "patient"])
def test_every_byte_of_a_card_may_be_damaged(data: bytes) -> None:
    card = read_card(data)
    for place in range(len(data)):
        for flip in (1, 32, 128):
            changed = data[:place] + bytes([data[place] ^ flip]) + data[place + 1 :]
            try:
                read = read_card(changed)
            except InputError:
                continue
            assert read.key == card.key
    for length in range(len(data) - 2):
        with pytest.raises(InputError):
            read_card(data[:length])


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"null", b"7", b"{}", b'"x"', b"[" * 4000, b" " * 9000, b"\xff\xfe"]
)
def test_what_is_no_card_is_told(data: bytes) -> None:
    with pytest.raises(InputError):
        read_card(data)
