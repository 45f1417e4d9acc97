"""Pair, open and share from the shell: what is shown, what is asked, and the exit codes."""

import stat
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from coach.cli.diagnostics import ExitCode
from coach.clock import ManualClock
from coach.domain.documents import Card
from coach.domain.events import PlanReceived, TherapistPaired
from coach.domain.history import history_of
from coach.domain.program import StageCode
from tests.cli.conftest import Facts, Patient, Run, Shell
from tests.workflows.two_homes import Therapist

NEW_IN_MOVE = (
    "New: pelvic tilt, 2 sets of 10, held for 3 seconds, 2 times a day, at 10:30 and 17:00. "
    "Half the movement is enough on a sore day.",
    "New: cat and camel, 1 set of 6, 2 times a day, at 10:30 and 17:00.",
    "New: wall calf stretch, 1 set of 3, held for 20 seconds, each side, at 17:00.",
    "New: longer walk, 10 minutes, 2 times a day, at 12:00 and 18:30. Keep an easy pace in this "
    "stage. After every second good day, add one or two minutes.",
    "Side rest with pillow, belly breathing, cold pack and short walk are no longer asked for.",
    "On soft seats, on firm seats and in the car sit at most 30 minutes in one go, 20 before.",
    "On hard seats and on the floor sit at most 15 minutes in one go, 10 before.",
)
"""What stage B of Steady back asks otherwise than stage A."""


@pytest.fixture
def therapist(tmp_path: Path) -> Therapist:
    return Therapist(tmp_path)


@pytest.fixture
def card(run: Run, set_up: Patient, therapist: Therapist, tmp_path: Path) -> Card:
    """The card of a patient who is set up, as their therapist reads it."""
    set_up()
    file = tmp_path / "me.coachcard"
    assert run("pair", "--out", str(file)).code == ExitCode.DONE
    return therapist.papers.read_card(file.read_bytes())


def test_the_own_card_is_shown_in_numbered_rows(run: Run, therapist: Therapist) -> None:
    shown = run("pair")
    assert shown.lines[1].split()[:2] == ["1.", shown.lines[1].split()[1]]
    rows = [line for line in shown.lines if line[:4].strip()[:1].isdigit() or line[2:4].isdigit()]
    words = "\n".join(rows)
    read = therapist.papers.read_card_words(words)
    assert therapist.papers.fingerprint(read.key) in shown.out
    assert run("pair", "--json").json["fingerprint"] == therapist.papers.fingerprint(read.key)


def test_pairing_asks_whether_the_words_are_the_same(
    run: Run, card: Card, therapist: Therapist, facts: Facts
) -> None:
    file = str(therapist.card_file())
    no = run("pair", "--with", file, answers=["what?", "n"])
    assert (no.code, facts(TherapistPaired)) == (ExitCode.REFUSED, [])
    yes = run("pair", "--with", file, answers=["y"])
    assert yes.code == ExitCode.DONE
    assert f"Ada Berg: {therapist.words}" in yes.err
    assert [one.key for one in facts(TherapistPaired)] == [therapist.papers.key]
    assert run("pair", "--json").json["therapist"]["name"] == "Ada Berg"


def test_words_and_a_fingerprint_need_no_terminal(
    shell: Shell, card: Card, therapist: Therapist, facts: Facts
) -> None:
    words = therapist.papers.card_words(therapist.card)
    asked = shell("pair", "--words", words)
    assert asked.returncode == ExitCode.INPUT
    assert b"--fingerprint" in asked.stderr
    wrong = shell("pair", "--words", words, "--fingerprint", "one two three four five six")
    assert wrong.returncode == ExitCode.REFUSED
    assert b"Check what you typed" in wrong.stderr
    assert facts(TherapistPaired) == []
    assert shell("pair", "--words", words, "--fingerprint", therapist.words).returncode == 0
    assert len(facts(TherapistPaired)) == 1


def test_a_plan_of_the_paired_therapist_is_taken_without_a_question(
    run: Run, card: Card, therapist: Therapist, clock: ManualClock
) -> None:
    run("pair", "--with", str(therapist.card_file()), answers=["y"])
    plan = therapist.plan(card, clock.now(), stage=StageCode.MOVE)
    taken = run("open", str(plan))
    assert taken.code == ExitCode.DONE
    assert taken.lines == [
        "Steady back, version 2, from Ada Berg.",
        "It holds from Monday 1 March 2027 up to Monday 24 May 2027.",
        "You go on to “Get it moving” now.",
        "“Get it moving” asks for pelvic tilt, cat and camel, wall calf stretch and longer walk.",
        *NEW_IN_MOVE,
        f"Signed by Ada Berg: {therapist.words}",
    ]
    again = run("open", str(plan))
    assert again.code == ExitCode.REFUSED
    assert "You have version 2 already" in again.err


def test_who_begins_in_the_shell_is_told_which_number_nobody_asked_for(
    run: Run, card: Card, therapist: Therapist, clock: ManualClock, tmp_path: Path
) -> None:
    (tmp_path / "config.toml").unlink()  # As where a plan came in before the first start.
    run("pair", "--with", str(therapist.card_file()), answers=["y"])
    taken = run("open", str(therapist.plan(card, clock.now())))
    assert taken.code == ExitCode.DONE
    assert "call 112" in taken.err
    assert "coach settings emergency_number NUMBER" in taken.err
    assert "call 112" in run("session", "--line").out
    run("settings", "emergency_number", "911")
    assert "Nobody asked" not in run("session", "--line").out


def test_one_signed_plan_goes_out_and_is_counted_as_one(
    run: Run, card: Card, therapist: Therapist, clock: ManualClock, tmp_path: Path
) -> None:
    run("pair", "--with", str(therapist.card_file()), answers=["y"])
    run("open", str(therapist.plan(card, clock.now())))
    told = run("export", "--format", "json", "--out", str(tmp_path / "log.json")).err
    assert " facts and 1 signed plan. " in told


def test_before_pairing_the_signer_is_shown_and_asked_about(
    run: Run, card: Card, therapist: Therapist, clock: ManualClock, facts: Facts
) -> None:
    plan = str(therapist.plan(card, clock.now()))
    no = run("open", plan, answers=["n"])
    assert (no.code, len(facts(PlanReceived))) == (ExitCode.REFUSED, 1)
    assert f"Ada Berg: {therapist.words}" in no.err
    wrong = run("open", plan, "--fingerprint", "not these words")
    assert wrong.code == ExitCode.REFUSED
    assert "Check what you typed" in wrong.err
    yes = run("open", plan, "--json", answers=["y"])
    assert yes.code == ExitCode.DONE
    assert yes.json["schema"] == "coach/open/1"
    assert (yes.json["version"], yes.json["signer"]) == (2, therapist.papers.key)
    assert [one.signer for one in facts(PlanReceived)] == [None, therapist.papers.key]


def test_without_a_terminal_a_strange_plan_needs_the_words(
    shell: Shell, card: Card, therapist: Therapist, clock: ManualClock
) -> None:
    """The command lives by the machine's own clock, so the plan is for every day there is."""
    first, last = date(2020, 1, 1), date(2099, 1, 1)
    plan = therapist.plan(card, clock.now(), from_day=first, valid_until=last)
    asked = shell("open", str(plan), typed="y\n")
    assert asked.returncode == ExitCode.INPUT
    assert b"--fingerprint" in asked.stderr
    assert shell("open", str(plan), "--fingerprint", therapist.words).returncode == 0


@pytest.mark.parametrize("what", ["changed", "cut", "another key", "another patient"])
def test_a_plan_that_is_not_right_is_refused_with_one_line(
    run: Run, card: Card, therapist: Therapist, clock: ManualClock, what: str, facts: Facts
) -> None:
    run("pair", "--with", str(therapist.card_file()), answers=["y"])
    reader = therapist.card if what == "another key" else card
    patient = "someone" if what == "another patient" else card.patient
    plan = therapist.plan(reader, clock.now(), patient=patient)
    data = plan.read_bytes()
    if what == "changed":
        plan.write_bytes(data[:-40] + bytes([data[-40] ^ 1]) + data[-39:])
    elif what == "cut":
        plan.write_bytes(data[:-1])
    result = run("open", str(plan))
    assert (result.code, result.out) == (ExitCode.REFUSED, "")
    assert len(result.err.splitlines()) == 1
    assert len(facts(PlanReceived)) == 1


def test_sharing_writes_one_private_file_and_says_who_reads_it(
    run: Run, card: Card, therapist: Therapist, tmp_path: Path
) -> None:
    before = run("share", "--out", str(tmp_path))
    assert before.code == ExitCode.INPUT
    assert "coach pair --with FILE" in before.err
    run("pair", "--with", str(therapist.card_file()), answers=["y"])
    done = run("share", "--out", str(tmp_path))
    assert done.code == ExitCode.DONE
    file = Path(done.lines[0])
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "Ada Berg alone can read it" in done.err
    assert "Nothing was sent anywhere" in done.err
    log = therapist.read(file)
    assert f"{len(log.facts)} facts" in done.err
    again = run("share", "--out", str(tmp_path / "new.coachlog"), "--since-last", "--json")
    assert again.code == ExitCode.INPUT
    assert run("pain", "--back", "2", "--leg", "3").code == ExitCode.DONE
    new = run("share", "--out", str(tmp_path / "new.coachlog"), "--since-last", "--json")
    assert new.json["schema"] == "coach/share/1"
    assert new.json["facts"] == len(therapist.read(tmp_path / "new.coachlog").facts) == 3


def test_a_hold_keeps_nobody_from_opening_or_sharing(
    run: Run, card: Card, therapist: Therapist, clock: ManualClock, tmp_path: Path
) -> None:
    run("pair", "--with", str(therapist.card_file()), answers=["y"])
    run("session", "--line", answers=["y", "y"])
    assert run("session", "--line").code == ExitCode.HELD
    assert run("share", "--out", str(tmp_path)).code == ExitCode.DONE
    clock.advance(60)
    log = therapist.read(next(tmp_path.glob("*.coachlog")))
    known = tuple(one.id for one in history_of(log.facts).standing_locks())
    plan = therapist.plan(card, clock.now(), clears="Seen today.", clears_facts=known)
    opened = run("open", str(plan))
    assert opened.code == ExitCode.DONE
    assert "Your therapist has lifted the hold. You can go on." in opened.lines
    assert "Seen today." not in opened.out
    assert run("today", "--json").json["hold"] is None


OPENED = """
import sys
from coach.bootstrap import Wishes, build
from coach.clock import SystemClock
from coach.config import Settings, places
import os
coach = build(places(os.environ), Settings(), Wishes(silent=True))
assert coach.records.require_plan().plan.signer
coach.today.look()
print([name for name in ("cryptography", "pyrage", "mnemonic") if name in sys.modules])
"""


def test_a_day_of_a_signed_plan_loads_no_cryptography(
    run: Run, card: Card, therapist: Therapist, clock: ManualClock
) -> None:
    run("pair", "--with", str(therapist.card_file()), answers=["y"])
    assert run("open", str(therapist.plan(card, clock.now()))).code == ExitCode.DONE
    done = subprocess.run(
        [sys.executable, "-c", OPENED], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout.strip() == "[]", done.stderr
