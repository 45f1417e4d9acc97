"""The words of a light: never praise after something was stopped for pain."""

import pytest
from msgspec.structs import replace

from coach.domain.events import LightGiven
from coach.domain.lights import Light
from coach.domain.outcomes import SessionOutcome
from coach.domain.pain import PainReport, Reach
from coach.review.light_words import LIGHTS, Coming, further_down, light_words, stopped_red
from tests.builders import a_history

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
@pytest.mark.parametrize(
    ("coming", "words"),
    [
        (Coming.EASIER, "left out for today. Next time it comes easier."),
        (Coming.LEFT_OUT, "left out until your therapist changes the plan."),
        (Coming.AS_IT_IS, "left out for today."),
    ],
)
def test_of_what_was_red_is_said_what_the_plan_does(
    light: Light | None, coming: Coming, words: str
) -> None:
    outcome = SessionOutcome.STOPPED_PAIN
    _, sentence = light_words(light, outcome, stopped_red=True, coming=coming)
    assert PRAISE not in sentence
    assert f"What was red is {words}" in sentence
    assert ("easier" in sentence) == (coming is Coming.EASIER)


def test_a_red_session_promises_nothing_easier_when_nothing_comes_easier() -> None:
    _, sentence = light_words(Light.RED, SessionOutcome.COMPLETED, stopped_red=False)
    assert sentence == "Rest now. Tell your therapist."
    _, sentence = light_words(
        Light.RED, SessionOutcome.COMPLETED, stopped_red=False, coming=Coming.EASIER
    )
    assert sentence.endswith("Next time it comes easier.")


def test_an_exercise_that_was_red_by_itself_counts_though_nothing_was_stopped() -> None:
    given = LightGiven(
        session="s1", item="2027-03-01/press-up/1", exercise="press-up", light=Light.RED, why=""
    )
    assert stopped_red(a_history(given), "s1")
    assert not stopped_red(a_history(given), "s2")
    assert not stopped_red(a_history(replace(given, item="", exercise="")), "s1")
    assert not stopped_red(a_history(replace(given, light=Light.AMBER)), "s1")


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


@pytest.mark.parametrize("nothing_done", [True, False])
@pytest.mark.parametrize("light", [Light.GREEN, Light.AMBER, None])
def test_what_was_left_out_for_pain_is_no_praise_and_told_to_the_therapist(
    light: Light | None, nothing_done: bool
) -> None:
    _, sentence = light_words(
        light,
        SessionOutcome.ENDED_EARLY,
        stopped_red=False,
        left_for_pain=True,
        nothing_done=nothing_done,
    )
    assert PRAISE not in sentence
    assert sentence.endswith("Tell your therapist what hurt.")


def test_where_no_set_was_done_whole_green_says_how_the_leg_is_and_no_more() -> None:
    green, early = Light.GREEN, SessionOutcome.ENDED_EARLY
    said = light_words(green, early, stopped_red=False, set_done=False)
    assert said == ("Green", "Now the leg is about as it was before.")
    amber = light_words(Light.AMBER, early, stopped_red=False, set_done=False)
    assert amber == LIGHTS[Light.AMBER]


@pytest.mark.parametrize("light", [Light.GREEN, Light.AMBER, None])
def test_a_session_of_nothing_went_neither_well_nor_badly(light: Light | None) -> None:
    headline, sentence = light_words(
        light, SessionOutcome.ENDED_EARLY, stopped_red=False, nothing_done=True
    )
    assert headline == "Nothing done"
    assert "Nothing was done" in sentence
    assert PRAISE not in sentence
    _, hurt = light_words(light, SessionOutcome.STOPPED_PAIN, stopped_red=False, nothing_done=True)
    assert hurt.endswith("Tell your therapist what hurt.")


def test_further_down_is_red_and_said_though_nothing_was_done() -> None:
    headline, sentence = light_words(
        Light.RED,
        SessionOutcome.ENDED_EARLY,
        stopped_red=False,
        further_down=True,
        nothing_done=True,
    )
    assert headline == "Red"
    assert sentence.startswith("It goes further down the leg")
