"""The words of a light: never praise after something was stopped for pain."""

import pytest

from coach.domain.lights import Light
from coach.domain.outcomes import SessionOutcome
from coach.domain.pain import PainReport, Reach
from coach.review.light_words import LIGHTS, further_down, light_words

PRAISE = LIGHTS[Light.GREEN][1]


def test_green_after_a_whole_session_goes_on() -> None:
    assert light_words(Light.GREEN, SessionOutcome.COMPLETED, stopped_red=False) == (
        "Green",
        PRAISE,
    )


@pytest.mark.parametrize("light", [Light.GREEN, Light.AMBER, None])
def test_what_was_stopped_for_pain_is_told_to_the_therapist(light: Light | None) -> None:
    headline, sentence = light_words(light, SessionOutcome.STOPPED_PAIN, stopped_red=False)
    assert headline == (LIGHTS[light][0] if light else "Not recorded")
    assert PRAISE not in sentence
    assert sentence.endswith("Tell your therapist what hurt.")


@pytest.mark.parametrize("light", [Light.GREEN, Light.AMBER, None])
def test_what_was_stopped_red_is_left_until_they_have_talked(light: Light | None) -> None:
    _, sentence = light_words(light, SessionOutcome.STOPPED_PAIN, stopped_red=True)
    assert PRAISE not in sentence
    assert "Leave what was stopped red" in sentence


def test_further_down_the_leg_is_said_first_even_when_the_number_fell() -> None:
    before = PainReport(leg=6, reach=Reach.THIGH)
    after = PainReport(leg=3, reach=Reach.CALF)
    assert further_down(before, after)
    assert not further_down(after, before)
    assert not further_down(PainReport(), after)
    _, sentence = light_words(
        Light.RED, SessionOutcome.COMPLETED, stopped_red=False, further_down=True
    )
    assert sentence.startswith("It goes further down the leg than before.")
