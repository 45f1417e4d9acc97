"""Only a whole phrase with the first word counts; nothing short ever stops or scores."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.listening.matching import Matched, PhraseList, Verdict, Written
from coach.workflows.phrases import FIRST_WORD, PHRASES, TAKE_BACK

LIST = PhraseList(PHRASES)


def test_both_sides_mean_the_same_first_word() -> None:
    from coach.listening import matching

    assert (matching.FIRST_WORD, matching.TAKE_BACK) == (FIRST_WORD, TAKE_BACK)


@pytest.mark.parametrize("phrase", PHRASES)
@pytest.mark.parametrize("written", ["Coach, {}.", "coach {}", " COACH, {}!", "Couch {}?"])
def test_every_phrase_is_found_however_it_is_written(phrase: str, written: str) -> None:
    assert LIST.match(written.format(phrase)) == Matched(phrase)


@pytest.mark.parametrize(
    ("written", "phrase"),
    [
        ("Coach, paws.", "pause"),
        ("Coach, number 7.", "number seven"),
        ("coach number 10", "number ten"),
        ("Coach, number to.", "number two"),
        ("Coach, number for", "number four"),
        ("Coach, that hurt.", "that hurts"),
        ("Coach, thai.", "thigh"),
        ("Coach, know.", "no"),
    ],
)
def test_what_sounds_the_same_counts_the_same(written: str, phrase: str) -> None:
    assert LIST.match(written) == Matched(phrase)


@pytest.mark.parametrize("phrase", [phrase for phrase in PHRASES if phrase != TAKE_BACK])
def test_without_the_first_word_nothing_counts(phrase: str) -> None:
    assert LIST.match(phrase) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Coach, stop it.",
        "The coach said stop.",
        "Coach, please go on with the story.",
        "coach",
        "",
        "Coach, coach, stop.",
        "Coach, number eleven.",
        "Coach, seven.",
        "stop",
        "no no",
        "no, stop",
    ],
)
def test_a_phrase_within_a_sentence_is_none(sentence: str) -> None:
    assert LIST.match(sentence) is None


def test_a_bare_no_counts_as_not_named() -> None:
    assert LIST.match("No.") == Matched("no", named=False)


@given(st.text(max_size=60))
def test_whatever_is_written_a_match_is_a_phrase_of_the_list(text: str) -> None:
    matched = LIST.match(text)
    assert matched is None or matched.phrase in PHRASES


@pytest.mark.parametrize(
    ("logprob", "second", "verdict"),
    [
        (-0.3, "coach next", Verdict(Matched("next"), sure=True)),
        (-1.1, "coach next", Verdict(Matched("next"), sure=True)),
        (-0.3, "coach none", Verdict(Matched("next"))),
        (-0.3, None, Verdict(Matched("next"))),
        (-0.8, "coach none", Verdict(None, addressed=True)),
        (-0.8, None, Verdict(None, addressed=True)),
        (-2.0, "coach next", Verdict(None, addressed=True)),
    ],
)
def test_agreement_makes_sure_and_doubt_makes_nothing(
    logprob: float, second: str | None, verdict: Verdict
) -> None:
    assert LIST.judge(Written("Coach, next.", logprob), second) == verdict


def test_talk_in_the_room_is_no_address() -> None:
    assert LIST.judge(Written("Pass me the salt.", -0.1), "coach go on") == Verdict(None)


def test_the_second_ear_alone_is_never_believed() -> None:
    assert LIST.judge(Written("Coach, magic.", -0.2), "coach stop").matched is None


@pytest.mark.parametrize(
    "text", ["Coach, that hurts.", "Coach, pause.", "Coach, no.", "coach it hurts"]
)
def test_what_only_stops_is_believed_though_the_ear_is_unsure(text: str) -> None:
    verdict = LIST.judge(Written(text, -1.1), "no such thing")
    assert verdict.matched is not None
    assert not verdict.sure
    other = LIST.judge(Written("Coach, skip.", -1.1), "no such thing")
    assert other.matched is None
