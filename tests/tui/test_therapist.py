"""A patient hands over and takes in on the screens, without a shell."""

from pathlib import Path

import pytest
from textual.widgets import Input

from coach.clock import ManualClock
from coach.domain.events import LogShared, PlanReceived, TherapistPaired
from coach.domain.program import StageCode
from coach.tui.patient.asking import ChoiceScreen, MessageScreen, YesNoScreen
from coach.tui.patient.hold import HoldScreen
from coach.tui.patient.therapist import TypedScreen
from coach.tui.patient.today import TodayScreen
from coach.workflows.coach import Coach
from tests.tui.conftest import Running, on, press, settle
from tests.tui.pictures import picture
from tests.workflows.conftest import facts_of
from tests.workflows.two_homes import Therapist, pair


@pytest.fixture
def therapist(tmp_path: Path) -> Therapist:
    return Therapist(tmp_path)


async def typed(pilot: object, text: str) -> None:
    """Put text into the field that is open, and go on."""
    pilot.app.screen.query_one(Input).value = text  # type: ignore[attr-defined]
    await press(pilot, "enter")  # type: ignore[arg-type]


async def test_a_plan_is_opened_after_the_words_were_compared(
    running: Running, coach: Coach, therapist: Therapist
) -> None:
    plan = therapist.plan(coach.pairing.own_card(), coach.records.now(), stage=StageCode.MOVE)
    async with running(coach) as pilot:
        await press(pilot, "t", "o")
        assert on(pilot, TypedScreen)
        await typed(pilot, f'"{plan}"')
        assert on(pilot, YesNoScreen)
        assert therapist.words in " ".join(picture(pilot.app).split())
        await press(pilot, "y")
        assert on(pilot, MessageScreen)
        assert "You go on to “Get it moving” now." in picture(pilot.app)
        await press(pilot, "enter")
        assert on(pilot, TodayScreen)
    assert facts_of(coach, PlanReceived)[-1].version == 2


async def test_other_words_take_nothing(
    running: Running, coach: Coach, therapist: Therapist
) -> None:
    plan = therapist.plan(coach.pairing.own_card(), coach.records.now())
    async with running(coach) as pilot:
        await press(pilot, "t", "o")
        await typed(pilot, str(plan))
        await press(pilot, "n")
        assert "Nothing was taken in" in picture(pilot.app)
    assert len(facts_of(coach, PlanReceived)) == 1


async def test_a_refusal_is_told_in_a_sentence(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await press(pilot, "t", "o")
        await typed(pilot, "no-such.coachplan")
        assert on(pilot, TypedScreen)
        assert "there is no file no-such.coachplan" in picture(pilot.app)
        assert pilot.app.screen.query_one(Input).value == "no-such.coachplan"
        await press(pilot, "escape", "t", "s")
        shown = " ".join(picture(pilot.app).split())
        assert "Pair with your therapist first" in shown
        assert "Ask for their card, then press t, and p to pair." in shown
        assert shown.index("press t") < shown.index("coach pair --with FILE")


async def test_a_wrong_word_goes_back_to_the_field(
    running: Running, coach: Coach, therapist: Therapist
) -> None:
    words = therapist.papers.card_words(therapist.card)
    first, *rest = words.split()
    async with running(coach) as pilot:
        await press(pilot, "t", "p")
        await typed(pilot, " ".join(["xylophon", *rest]))
        assert "Word 1, 'xylophon'" in " ".join(picture(pilot.app).split())
        assert pilot.app.screen.query_one(Input).value.startswith("xylophon ")
        await typed(pilot, " ".join([first, *rest[:2]]))
        assert "words, these are 3." in " ".join(picture(pilot.app).split())
        await press(pilot, "x", "q")
        assert on(pilot, TypedScreen)
        await typed(pilot, words)
        assert on(pilot, YesNoScreen)
        await press(pilot, "y", "enter")
    assert len(facts_of(coach, TherapistPaired)) == 1


async def test_pairing_and_handing_the_log_over(
    running: Running, coach: Coach, therapist: Therapist, tmp_path: Path
) -> None:
    words = therapist.papers.card_words(therapist.card)
    async with running(coach) as pilot:
        await press(pilot, "t", "p")
        await typed(pilot, words)
        await press(pilot, "y", "enter", "t", "s")
        await typed(pilot, str(tmp_path))
        assert "Nothing was sent anywhere" in picture(pilot.app)
        await press(pilot, "enter")
    assert len(facts_of(coach, TherapistPaired)) == 1
    assert len(facts_of(coach, LogShared)) == 1
    assert therapist.read(_shared_in(tmp_path)).facts


def _shared_in(folder: Path) -> Path:
    (file,) = folder.glob("*.coachlog")
    return file


async def test_the_own_card_is_shown_and_written(
    running: Running, coach: Coach, therapist: Therapist, tmp_path: Path
) -> None:
    async with running(coach) as pilot:
        await press(pilot, "t", "c")
        shown = " ".join(picture(pilot.app).split())
        assert coach.pairing.own_words().split()[0] in shown
        assert coach.pairing.own_words().split()[-1] in shown
        await typed(pilot, str(tmp_path / "me.coachcard"))
        await press(pilot, "enter")
    card = therapist.papers.read_card((tmp_path / "me.coachcard").read_bytes())
    assert card.patient == coach.log.patient


async def test_escape_takes_nothing_anywhere(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        for key in "oscp":
            await press(pilot, "t", key, "escape", "escape")
            await press(pilot, "escape")
            await settle(pilot)
        await press(pilot, "t")
        assert on(pilot, ChoiceScreen)
    assert facts_of(coach, TherapistPaired) == []


async def test_a_signed_plan_leads_out_of_a_hold(
    running: Running, coach: Coach, therapist: Therapist, clock: ManualClock
) -> None:
    pair(coach, therapist)
    item = next(one for one in coach.safety.flags.items if one.tier.locks)
    coach.safety.answered(item, answer=True)
    clock.advance(60)
    plan = therapist.plan(
        coach.pairing.own_card(),
        clock.now(),
        clears="Seen today.",
        clears_facts=coach.safety.standing(),
    )
    async with running(coach) as pilot:
        assert on(pilot, HoldScreen)
        await press(pilot, "t", "o")
        await typed(pilot, str(plan))
        await press(pilot, "enter")
        assert not on(pilot, HoldScreen)
    assert coach.safety.hold() is None
