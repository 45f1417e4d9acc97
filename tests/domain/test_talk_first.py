"""Something new that does not lock is settled by talking to someone, and by nothing else."""

from datetime import datetime, timedelta

import pytest

from coach.domain.events import (
    AnswerGiven,
    Fact,
    PlanReceived,
    RedFlagAnswered,
    SafetyCleared,
    Stamped,
)
from coach.domain.history import history_of
from coach.domain.outcomes import ClearedBy
from coach.domain.program import StageCode
from coach.domain.red_flags import Tier
from coach.domain.talk_first import talk_first_since
from tests.conftest import BERLIN

START = datetime(2027, 3, 1, 9, tzinfo=BERLIN)


def answered(item: str, answer: bool, tier: Tier) -> RedFlagAnswered:
    return RedFlagAnswered(item=item, answer=answer, tier=tier, text_version=1)


OPENING_YES = answered("opening", True, Tier.THERAPIST)
TALKED = AnswerGiven(instrument="talked", item="therapist", value="yes")


def since(*facts: Fact) -> datetime | None:
    stamped = [
        Stamped(f"f{n}", "p", START + timedelta(hours=n), START.date(), "d", n, "", fact)
        for n, fact in enumerate(facts, start=1)
    ]
    return talk_first_since(history_of(stamped))


def a_plan(therapist: str) -> PlanReceived:
    return PlanReceived(
        program="steady-back",
        version=2,
        therapist=therapist,
        from_day=START.date(),
        stage=StageCode.CALM,
        sore_side="left",
    )


@pytest.mark.parametrize(
    "answer",
    [
        AnswerGiven(instrument="talked", item="therapist", value="no"),
        AnswerGiven(instrument="evening", item="easy_sleep", value="yes"),
    ],
    ids=["not talked yet", "a yes to something else"],
)
def test_only_having_talked_settles_it(answer: AnswerGiven) -> None:
    assert since(OPENING_YES, answer) == START + timedelta(hours=1)


def test_nothing_new_asks_for_no_talk() -> None:
    assert since(answered("opening", False, Tier.THERAPIST)) is None


@pytest.mark.parametrize("new", [OPENING_YES, answered("night-pain", True, Tier.THERAPIST)])
def test_a_yes_that_does_not_lock_waits_for_a_talk(new: RedFlagAnswered) -> None:
    assert since(new) == START + timedelta(hours=1)


def test_a_list_of_noes_after_it_settles_nothing() -> None:
    noes = [answered(f"item-{n}", False, Tier.EMERGENCY) for n in range(29)]
    assert since(OPENING_YES, *noes) is not None


@pytest.mark.parametrize(
    "settles", [TALKED, a_plan("Dr. Reed"), SafetyCleared(by=ClearedBy.THERAPIST, note="seen")]
)
def test_a_talk_a_signed_plan_and_a_clearing_settle_it(settles: Fact) -> None:
    assert since(OPENING_YES, settles) is None
    assert since(settles, OPENING_YES) is not None


def test_a_plan_the_patient_chose_alone_settles_nothing() -> None:
    assert since(OPENING_YES, a_plan("")) is not None


def test_a_yes_that_locks_is_the_holds_affair() -> None:
    assert since(answered("bladder", True, Tier.EMERGENCY)) is None
