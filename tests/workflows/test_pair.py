"""Pairing: the patient's card out, the therapist's card in, six words read aloud."""

import stat
from pathlib import Path

import pytest

from coach.domain.errors import InputError
from coach.domain.events import TherapistPaired
from coach.workflows.coach import Coach
from tests.workflows.conftest import facts_of, said
from tests.workflows.two_homes import Therapist, pair


@pytest.fixture
def therapist(tmp_path: Path) -> Therapist:
    return Therapist(tmp_path)


def test_the_own_card_says_who_it_is_without_a_name(
    coach: Coach, therapist: Therapist, tmp_path: Path
) -> None:
    file = tmp_path / "me.coachcard"
    coach.pairing.write_card(file)
    card = therapist.papers.read_card(file.read_bytes())
    assert card == therapist.papers.read_card_words(coach.pairing.own_words())
    assert (card.role, card.patient, card.name) == ("patient", coach.log.patient, "")
    assert b"Sam" not in file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_therapists_card_is_taken_from_a_file_or_from_words(
    coach: Coach, therapist: Therapist
) -> None:
    by_file = coach.pairing.read_card(therapist.card_file())
    by_words = coach.pairing.read_words(therapist.papers.card_words(therapist.card))
    assert by_file.key == by_words.key == therapist.papers.key
    assert (by_file.name, by_words.name) == ("Ada Berg", "")
    assert coach.pairing.fingerprint(by_file.key) == therapist.words


def test_the_six_words_are_said_aloud(coach: Coach, therapist: Therapist) -> None:
    coach.pairing.say(therapist.papers.key)
    assert said(coach) == [f"The six words are: {', '.join(therapist.words.split())}."]


def test_the_last_one_paired_with_is_the_therapist(
    coach: Coach, therapist: Therapist, tmp_path: Path
) -> None:
    assert coach.pairing.therapist() is None
    pair(coach, therapist)
    (tmp_path / "other").mkdir()
    pair(coach, Therapist(tmp_path / "other", "Bo Lind"))
    found = coach.pairing.therapist()
    assert found is not None
    assert found.name == "Bo Lind"
    assert len(facts_of(coach, TherapistPaired)) == 2


def test_a_patients_card_is_no_therapists(coach: Coach, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="ask your therapist for theirs"):
        coach.pairing.read_words(coach.pairing.own_words())
    coach.pairing.write_card(tmp_path / "me.coachcard")
    with pytest.raises(InputError, match="ask your therapist for theirs"):
        coach.pairing.read_card(tmp_path / "me.coachcard")
