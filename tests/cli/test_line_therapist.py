"""The letter `t` of line mode: a plan in, the log out, the own card, and pairing."""

from pathlib import Path

from coach.clock import ManualClock
from coach.domain.documents import Card
from coach.domain.events import LogShared, PlanReceived, TherapistPaired
from coach.domain.program import StageCode
from tests.cli.conftest import Facts, Patient, Run
from tests.workflows.two_homes import Therapist


def test_a_visit_in_line_mode(
    run: Run, set_up: Patient, tmp_path: Path, clock: ManualClock, facts: Facts
) -> None:
    set_up()
    therapist = Therapist(tmp_path)
    card_file = tmp_path / "me.coachcard"
    shown = run(answers=["t", "card", str(card_file), "q"])
    card = therapist.papers.read_card(card_file.read_bytes())
    assert isinstance(card, Card)
    assert any("It holds no name" in line for line in shown.lines)

    words = therapist.papers.card_words(therapist.card)
    paired = run(answers=["t", "pair", words, "y", "q"])
    assert f"Your therapist: {therapist.words}" in paired.lines
    assert len(facts(TherapistPaired)) == 1

    plan = therapist.plan(card, clock.now(), stage=StageCode.MOVE)
    opened = run(answers=["t", "open", str(plan), "q"])
    assert "You go on to “Get it moving” now." in opened.lines
    assert facts(PlanReceived)[-1].version == 2

    shared = run(answers=["t", "share", str(tmp_path), "q"])
    assert any("Nothing was sent anywhere" in line for line in shared.lines)
    assert len(facts(LogShared)) == 1
    (file,) = tmp_path.glob("*.coachlog")
    assert therapist.read(file).facts


def test_what_cannot_be_done_is_told_and_the_menu_goes_on(
    run: Run, set_up: Patient, tmp_path: Path, facts: Facts
) -> None:
    set_up()
    therapist = Therapist(tmp_path)
    answers = ["t", "share", "", "t", "open", "nothing.coachplan", "t", "pair", "abandon abandon"]
    told = run(
        answers=[*answers, "q", "t", "pair", str(therapist.card_file()), "n", "t", "q", "", "q"]
    )
    text = "\n".join(told.lines)
    assert "coach pair --with FILE" in text
    assert "there is no file nothing.coachplan" in text
    assert "words, these are 2." in text
    assert "Nothing was taken in." in text
    assert told.lines[-1] == "Closed. Everything is kept."
    assert facts(TherapistPaired) == []
