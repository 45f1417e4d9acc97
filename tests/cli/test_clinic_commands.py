"""The therapist's desk from the shell: every command, every refusal in one sentence."""

import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from coach.cli.diagnostics import ExitCode
from coach.cli.surroundings import Surroundings
from coach.clock import ManualClock
from coach.domain.documents import Card
from coach.domain.events import NoteWritten, RedFlagAnswered, SafetyHold
from coach.domain.red_flags import Tier
from coach.exchange.papers import SealedPapers
from coach.workflows.clinic import Clinic
from tests.cli.conftest import Patient, Run
from tests.conftest import BERLIN
from tests.store.builders import a_log
from tests.store.caseloads import heads_of

PATIENT = "01a20748-f009-77e8-b5fb-b325b7230962"


@contextmanager
def an_open_desk(clock: ManualClock) -> Iterator[Clinic]:
    with Surroundings(dict(os.environ), clock, BERLIN).clinic() as clinic:
        yield clinic


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder commands are run in."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def papers(tmp_path: Path) -> SealedPapers:
    """The patient's side."""
    return SealedPapers(tmp_path / "patient" / "key")


@pytest.fixture
def card(here: Path, papers: SealedPapers) -> str:
    (here / "sam.coachcard").write_bytes(
        papers.write_card(Card("patient", papers.key, PATIENT, ""))
    )
    return "sam.coachcard"


@pytest.fixture
def sam(run: Run, card: str) -> None:
    """Sam is in the caseload."""
    assert run("patient", "add", "Sam Sample", "--card", card).code == 0


def hold(clock: ManualClock, tmp_path: Path, *facts: object) -> None:
    """Facts of Sam's that were received."""
    with a_log(tmp_path / "home-of-sam") as log, an_open_desk(clock) as clinic:
        log.adopt_patient(PATIENT)
        log.append(list(facts), at=clinic.now(), plan_version="")  # type: ignore[arg-type]
        clinic.caseload.take_in(PATIENT, log.everything(), heads_of(log))


def test_a_patient_comes_in_by_card_and_both_sides_hear_six_words(
    run: Run, card: str, papers: SealedPapers, here: Path
) -> None:
    result = run("patient", "add", "Sam Sample", "--card", card, "--out", "me.coachcard")
    assert result.code == 0
    assert f"Their six words: {papers.fingerprint(papers.key)}" in result.lines
    mine = papers.read_card((here / "me.coachcard").read_bytes())
    assert f"Your six words: {papers.fingerprint(mine.key)}" in result.lines
    assert mine.role == "therapist"
    assert stat.S_IMODE((here / "me.coachcard").stat().st_mode) == 0o600


def test_a_patient_comes_in_by_words(run: Run, papers: SealedPapers, here: Path) -> None:
    words = papers.card_words(Card("patient", papers.key, PATIENT, ""))
    assert run("patient", "add", "Sam", "--words", words).code == 0
    listed = run("patient", "list", "--json").json
    assert listed["schema"] == "coach/patients/1"
    assert [(one["name"], one["patient"]) for one in listed["patients"]] == [("Sam", PATIENT)]


def test_two_short_lines_change_two_figures_and_what_came_of_them_is_said(
    run: Run, sam: None
) -> None:
    words = ("assign", "sam", "steady-back", "--stage", "C", "--set", "bridge 3x10")
    told = run(*words, "--set", "bird-dog hold 5s")
    assert told.code == 0
    assert "Set C: bridge 3x10 hold 3s rest 30s 1/day mon,tue,thu,fri at 17:00 (it was" in told.err
    assert "Set C: bird-dog 6-4-2 hold 5s rest 30s side each 1/day mon,tue,thu,fri" in told.err


def test_a_direction_is_let_in_by_an_option_of_this_command(run: Run, sam: None) -> None:
    told = run("assign", "sam", "steady-back", "--set", "press-up 1x10")
    assert told.code == 2
    assert '--allow-direction "WHY, in a sentence"' in told.err


def test_a_wrong_word_of_a_card_is_named(run: Run, papers: SealedPapers) -> None:
    words = papers.card_words(Card("patient", papers.key, PATIENT, "")).split()
    result = run("patient", "add", "Sam", "--words", " ".join(["abandn", *words[1:]]))
    assert result.code == 2
    assert "Word 1, 'abandn'" in result.err


@pytest.mark.usefixtures("sam")
def test_a_plan_file_has_a_name_of_its_own_and_its_path_comes_first(run: Run, here: Path) -> None:
    result = run("assign", "sam", "steady-back", "--set", "C: bridge 3x8", "--stage", "C")
    assert result.code == 0
    file = here / "01a20748-f009-v2.coachplan"
    assert result.lines[0] == str(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert (
        "Version 2 of steady-back for Sam Sample (their first plan; the program itself is "
        "version 1), stage C"
    ) in result.out
    again = run("assign", "sam", "--set", "C: bridge 3x6")
    assert "Version 3 of steady-back for Sam Sample, stage C" in again.out
    assert "minutes on its fullest day" in result.out
    assert "nothing was sent" in result.err


@pytest.mark.usefixtures("sam")
def test_nothing_is_signed_where_nothing_can_be_written(run: Run, here: Path) -> None:
    (here / "letter.coachplan").write_text("Dear Ada")
    for out, why in (
        ("nowhere/a.coachplan", "no folder"),
        ("letter.coachplan", "name a new file"),
        ("plan.txt", "ends in .coachplan"),
    ):
        refused = run("assign", "sam", "steady-back", "--out", str(here / out))
        assert refused.code == 2
        assert why in refused.err
    assert (here / "letter.coachplan").read_text() == "Dear Ada"
    assert "Version 2" in run("assign", "sam", "steady-back").out


@pytest.mark.usefixtures("sam")
def test_a_plan_file_is_written_once_more_with_the_signature_it_has(
    run: Run, here: Path, papers: SealedPapers
) -> None:
    assert "no plan was signed" in run("assign", "sam", "--again").err
    first = Path(run("assign", "sam", "steady-back").lines[0])
    signed = papers.open_plan(first.read_bytes())
    first.unlink()
    again = run("assign", "sam", "--again")
    assert (again.code, again.lines[0]) == (0, str(first))
    assert papers.open_plan(first.read_bytes()) == signed
    other = here / "other.coachplan"
    assert run("assign", "sam", "--again", "--out", str(other)).code == 0
    assert papers.open_plan(other.read_bytes()) == signed
    assert run("assign", "sam", "--again", "--stage", "B").code == 2
    assert "Version 3" in run("assign", "sam").out


@pytest.mark.usefixtures("sam")
def test_a_plan_of_another_patient_is_never_overwritten(
    run: Run, here: Path, tmp_path: Path
) -> None:
    zoe = SealedPapers(tmp_path / "zoe" / "keys" / "patient")
    card = here / "zoe.coachcard"
    card.write_bytes(zoe.write_card(Card("patient", zoe.key, "zoe-1", "")))
    assert run("patient", "add", "Zoe", "--card", str(card)).code == 0
    file = here / "plan.coachplan"
    assert run("assign", "sam", "steady-back", "--out", str(file)).code == 0
    before = file.read_bytes()
    refused = run("assign", "zoe", "steady-back", "--out", str(file))
    assert (refused.code, file.read_bytes()) == (2, before)
    assert run("assign", "sam", "--out", str(file)).code == 0
    assert file.read_bytes() != before


@pytest.mark.usefixtures("sam")
def test_what_is_long_is_told_and_stops_nothing(run: Run, here: Path) -> None:
    lines = ["bridge 3x8", "bird-dog 3x6", "cat-camel 2x6"]
    sets = [word for line in lines for word in ("--set", line)]
    result = run("assign", "sam", "steady-back", *sets)
    assert result.code == 0
    assert "Stage A asks 7 exercises" in result.err
    assert (here / "01a20748-f009-v2.coachplan").exists()


@pytest.mark.usefixtures("sam")
def test_cautions_are_said_once(run: Run, here: Path) -> None:
    assert "care with" in run("assign", "sam", "steady-back").err
    assert "care with" not in run("assign", "sam").err
    assert "Ankle pumps: care with" in run("assign", "sam", "--set", "ankle-pump 2x10").err


SLIPS = [
    (["assign", "sam", "steady-bak"], "did you mean steady-back?"),
    (["assign", "sam", "steady-back", "--set", "brige 2x8"], "did you mean bridge?"),
    (["assign", "sam", "steady-back", "--set", "bridge"], "bridge"),
    (["assign", "sam", "steady-back", "--stage", "Q"], "there are: A, B, C, D"),
    (["assign", "sam", "steady-back", "--weeks", "0"], "write 1 to 104 weeks"),
    (["assign", "sam", "steady-back", "--from", "tomorrow"], "write it like 2027-03-01"),
    (["assign", "sam", "steady-back", "--from", "2027-02-01"], "is over"),
    (["assign", "sam", "steady-back", "--sore-side", "up"], "is no side"),
    (["assign", "sam", "steady-back", "--clear-hold", "seen"], "no safety hold stands"),
    (["assign", "zoe", "steady-back"], "there is no patient 'zoe'"),
    (["assign", "sam"], "has no program yet"),
    (["patient", "add", "Sam", "--card", "nowhere"], "there is no file nowhere"),
    (["patient", "add", "Sam"], "--card"),
    (["patient", "rename", "sam", " "], "write a name"),
    (["patient", "dance"], "there is no action 'dance'"),
    (["receive", "nowhere"], "there is no file or folder nowhere"),
    (["receive"], "FILE_OR_FOLDER"),
]


@pytest.mark.usefixtures("sam")
@pytest.mark.parametrize(("words", "said"), SLIPS, ids=lambda value: " ".join(value)[:40])
def test_a_slip_is_one_sentence_and_writes_nothing(
    run: Run, here: Path, words: list[str], said: str
) -> None:
    before = sorted(here.iterdir())
    result = run(*words)
    assert result.code == 2
    assert said in result.err
    assert len(result.err.splitlines()) == 1
    assert result.out == ""
    assert sorted(here.iterdir()) == before


@pytest.mark.usefixtures("sam", "here")
def test_a_plan_does_not_unlock_by_itself_and_says_so(
    run: Run, clock: ManualClock, tmp_path: Path
) -> None:
    hold(clock, tmp_path, SafetyHold(tier=Tier.SAME_DAY))
    assert "their coach stays locked" in run("assign", "sam", "steady-back").err
    cleared = run("assign", "sam", "--clear-hold", "Seen by me today, free to go on.")
    assert "It lifts the safety hold: Seen by me today, free to go on." in cleared.lines
    assert "stays locked" not in cleared.err
    signed = "Version 3, not opened yet, was signed to lift the lock: Seen by me today, free to go"
    for words in (("review", "sam", "--record"), ("review", "sam")):
        assert signed in " ".join(run(*words).out.split())
    assert "Version 3 lifts it once it is opened." in run("clinic", "--line").out
    page = tmp_path / "sam.html"
    assert run("report", "sam", "--out", str(page)).code == 0
    assert signed in page.read_text(encoding="utf-8")


@pytest.mark.usefixtures("sam", "here")
def test_a_plan_that_would_end_the_one_that_lifts_the_lock_says_so(
    run: Run, clock: ManualClock, tmp_path: Path
) -> None:
    run("assign", "sam", "steady-back")
    hold(clock, tmp_path, SafetyHold(tier=Tier.SAME_DAY))
    run("assign", "sam", "--clear-hold", "Seen by me today, free to go on.")
    ended = "Version 3 was signed to lift the lock; once this one is opened"
    assert ended in run("review", "sam", "--decide", "ease").out
    assert ended in run("assign", "sam").err
    late = "Version 3 lifts it, if it is opened before version 4."
    for words in (("review", "sam"), ("clinic", "--line")):
        assert late in " ".join(run(*words).out.split())
    assert ended not in run("assign", "sam", "--clear-hold", "Seen by me today, free to go on.").err
    last = " ".join(run("review", "sam").out.split())
    assert "Version 5 lifts it once it is opened." in last


@pytest.mark.usefixtures("sam", "here")
def test_more_under_a_hold_is_refused_as_a_hold_in_one_line_with_the_mend(
    run: Run, clock: ManualClock, tmp_path: Path
) -> None:
    assert run("assign", "sam", "steady-back", "--stage", "A").code == 0
    hold(clock, tmp_path, SafetyHold(tier=Tier.SAME_DAY))
    refused = run("assign", "sam", "--stage", "C")
    assert refused.code == ExitCode.HELD
    (line,) = refused.err.splitlines()
    assert "a safety hold stands and more would be asked. Take that back; or, " in line
    assert 'lift the hold with your reason: --clear-hold "WHY" --raise. It raises: it beg' in line


@pytest.mark.usefixtures("sam", "here")
def test_lifting_a_lock_raises_no_dose_without_saying_so(
    run: Run, clock: ManualClock, tmp_path: Path
) -> None:
    words = ("--clear-hold", "Seen today, reflexes fine.")
    assert run("assign", "sam", "steady-back", "--stage", "C", "--set", "bridge 1x4").code == 0
    hold(clock, tmp_path, SafetyHold(tier=Tier.SAME_DAY))
    shelf = run("assign", "sam", "steady-back", *words)
    assert shelf.code == ExitCode.HELD
    assert "raises: C: Bridge 2x8" in shelf.err
    assert "it was 1x4" in shelf.err
    assert "This begins from steady-back as it is on the shelf, not from version 2" in shelf.err
    assert "Bridge: 2 sets of 8 instead of" in shelf.err
    assert run("assign", "sam", "--again").lines[1].startswith("Version 2")
    gone_on = run("assign", "sam", *words)
    assert gone_on.code == 0
    assert "aises" not in gone_on.err
    meant = run("assign", "sam", "steady-back", *words, "--raise")
    assert meant.code == 0
    assert "Raised under a lock: C: Bridge 2x8" in meant.err


@pytest.mark.usefixtures("sam", "here")
def test_a_program_named_anew_is_held_against_theirs_with_the_lines_typed_for_it(run: Run) -> None:
    lines = ("assign", "sam", "steady-back", "--stage", "C", "--set", "bridge 1x4")
    assert run(*lines).code == 0
    same = run(*lines)
    assert same.code == 0
    assert "Other than in theirs" not in same.err
    other = run(*lines[:-1], "bridge 1x6")
    assert "Other than in theirs" in other.err
    assert "Bridge: 1 set of 6 instead of 1 set of 4" in other.err


@pytest.mark.usefixtures("sam", "here")
def test_a_patient_added_anew_gets_a_version_above_the_one_they_hold(run: Run, card: str) -> None:
    for _ in range(3):
        assert run("assign", "sam", "steady-back").code == 0
    assert run("patient", "forget", "sam", "--yes").code == 0
    assert run("patient", "add", "Sam Sample", "--card", card).code == 0
    below = run("assign", "sam", "steady-back")
    assert below.lines[1].startswith("Version 2 ")
    above = run("assign", "sam", "--version-above", "4")
    assert above.lines[1].startswith("Version 5 ")
    assert run("assign", "sam", "--version-above", "four").code == 2


@pytest.mark.usefixtures("sam", "here")
def test_an_empty_reason_lifts_no_lock_and_signs_nothing(
    run: Run, clock: ManualClock, tmp_path: Path, here: Path
) -> None:
    assert run("assign", "sam", "steady-back").code == 0
    hold(clock, tmp_path, SafetyHold(tier=Tier.SAME_DAY))
    before = sorted(here.iterdir())
    for empty in ("", "  "):
        refused = run("assign", "sam", "--clear-hold", empty)
        assert refused.code == 2
        assert "--clear-hold: say in a few words why coaching may go on" in refused.err
        assert "at least two of three letters or more" in refused.err
    assert sorted(here.iterdir()) == before


@pytest.mark.usefixtures("sam", "here")
def test_forgetting_asks_for_the_name_and_says_what_went(
    run: Run, clock: ManualClock, tmp_path: Path
) -> None:
    hold(clock, tmp_path, NoteWritten(text="one"), NoteWritten(text="two"))
    assert run("backup", "--clinic").code == 0
    wrong = run("patient", "forget", "sam", answers=["Zoe"])
    assert (wrong.code, wrong.out) == (2, "")
    assert "nothing was removed" in wrong.err
    gone = run("patient", "forget", "sam", answers=["sam sample"])
    assert gone.code == 0
    assert gone.lines[:2] == [
        "Removed, for good: everything about Sam Sample.",
        "  2 × note written",
    ]
    assert "  the name and the key" in gone.lines
    assert "Older copies of the database still hold these data (1)" in gone.err
    assert "backups/clinic-2027-03-01" in gone.err
    assert "Out of reach" in gone.err
    assert run("patient", "list", "--json").json["patients"] == []


@pytest.mark.usefixtures("sam", "here")
def test_forgetting_without_anyone_to_ask_needs_a_yes(run: Run) -> None:
    asked = run("patient", "forget", "sam").err
    assert "nobody can be asked here" in asked
    assert "give --yes" in asked
    assert run("patient", "forget", "sam", "--yes").code == 0


@pytest.mark.usefixtures("sam")
def test_what_is_no_log_is_refused_with_four(run: Run, card: str) -> None:
    result = run("receive", card)
    assert result.code == 4
    assert result.lines == ["sam.coachcard: refused. This file is no log of a coach."]
    assert "1 of 1 refused, nothing of it was taken in." in result.err
    values = run("receive", card, "--json").json
    assert values["schema"] == "coach/receive/1"
    assert values["files"][0]["outcome"] == "refused"


@pytest.mark.usefixtures("here")
def test_an_empty_folder_says_what_logs_are_called(run: Run) -> None:
    result = run("receive", ".")
    assert (result.code, result.out) == (0, "")
    assert ".coachlog" in result.err


@pytest.mark.usefixtures("sam")
def test_the_caseload_is_one_line_a_patient(run: Run) -> None:
    for words in (("clinic",), ("clinic", "--line")):
        [line] = run(*words).lines
        assert "Sam Sample" in line


def test_a_caseload_without_anybody_says_how_to_add_someone(run: Run) -> None:
    result = run("clinic", "--line")
    assert (result.code, result.out) == (0, "")
    assert "coach patient add" in result.err


@pytest.mark.usefixtures("sam")
def test_a_second_desk_reads_and_writes_nothing(
    run: Run, clock: ManualClock, card: str, here: Path
) -> None:
    with an_open_desk(clock):
        assert "Sam Sample" in run("patient", "list").out
        for words in (
            ("assign", "sam", "steady-back"),
            ("receive", card),
            ("patient", "rename", "sam", "Samira"),
            ("patient", "forget", "sam", "--yes"),
        ):
            result = run(*words)
            assert result.code == 2
            assert "is open with" in result.err
    assert [file.name for file in here.iterdir()] == [card]


@pytest.mark.usefixtures("sam", "here")
def test_a_clinics_copy_comes_back(run: Run) -> None:
    [copy] = run("backup", "--clinic").lines
    run("patient", "forget", "sam", "--yes")
    assert run("restore", copy, "--clinic").code == 0
    assert "Sam Sample" in run("patient", "list").out


def test_the_own_card_is_never_written_over_the_patients(run: Run, card: str, here: Path) -> None:
    before = (here / card).read_bytes()
    result = run("patient", "add", "Sam Sample", "--card", card, "--out", card)
    assert result.code == 2
    assert (here / card).read_bytes() == before


KEY_FILE = Path("keys", "therapist")


@pytest.mark.usefixtures("sam")
@pytest.mark.parametrize("words", [("assign", "sam", "steady-back"), ("patient", "card")])
def test_a_lost_key_is_never_replaced_without_a_word(
    run: Run, here: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    first = run("patient", "card", "--json").json
    key = tmp_path / "home" / KEY_FILE
    kept = key.rename(tmp_path / "key of a copy")
    refused = run(*words)
    assert refused.code == 2
    assert "is missing, and your patients paired with it" in refused.err
    assert "coach patient card --new-key" in refused.err
    assert not key.exists()
    assert list(here.glob("*.coachplan")) == []
    kept.rename(key)
    assert run("patient", "card", "--json").json == first
    assert run("patient", "card", "--new-key").code == 2
    key.unlink()
    renewed = run("patient", "card", "--new-key", "--json")
    assert renewed.code == 0
    assert renewed.json["key"] != first["key"]
    assert "every patient your new card" in renewed.err
    assert run(*words).code == 0


@pytest.mark.usefixtures("sam")
def test_another_key_in_its_place_is_refused(run: Run, tmp_path: Path) -> None:
    run("patient", "card")
    other = SealedPapers(tmp_path / "other" / "key")
    assert other.key
    (tmp_path / "home" / KEY_FILE).write_bytes((tmp_path / "other" / "key").read_bytes())
    refused = run("assign", "sam", "steady-back")
    assert refused.code == 2
    assert "is not the one your patients paired with" in refused.err


@pytest.mark.usefixtures("sam")
def test_a_plan_that_lifts_a_hold_names_what_was_answered(
    run: Run, clock: ManualClock, tmp_path: Path
) -> None:
    yes = RedFlagAnswered(item="saddle", answer=True, tier=Tier.EMERGENCY, text_version=1)
    hold(clock, tmp_path, yes, SafetyHold(tier=Tier.EMERGENCY))
    done = run("assign", "sam", "steady-back", "--clear-hold", "seen today, reflexes fine")
    at = done.lines.index("It lifts the safety hold: seen today, reflexes fine")
    assert done.lines[at + 1].startswith("  Yes to: ")


@pytest.mark.usefixtures("sam")
def test_a_first_day_years_ahead_is_pointed_out(run: Run) -> None:
    done = run("assign", "sam", "steady-back", "--from", "2036-01-01")
    assert done.code == 0
    assert "It begins only on 2036-01-01, more than a year from now" in done.err
    assert "more than a year" not in run("assign", "sam", "--from", "2027-05-01").err


def test_names_that_are_alike_are_told_when_they_come_and_told_apart_in_the_list(
    run: Run, sam: None, here: Path, tmp_path: Path
) -> None:
    papers = SealedPapers(tmp_path / "other" / "key")
    other = "02b20748-f009-77e8-b5fb-b325b7230962"
    (here / "other.coachcard").write_bytes(
        papers.write_card(Card("patient", papers.key, other, ""))
    )
    added = run("patient", "add", "Sam Sampel", "--card", "other.coachcard")
    assert "Sam Sample (01a20748-f009)" in added.err
    assert not any("(01a20748-f009)" in line for line in run("clinic", "--line").lines)
    renamed = run("patient", "rename", "Sam Sampel", "Sam Sample")
    assert "Sam Sample (02b20748-f009)" in renamed.err
    assert sorted(
        which
        for line in run("clinic", "--line").lines
        for which in re.findall(r"\(\w+-\w+\)", line)
    ) == ["(01a20748-f009)", "(02b20748-f009)"]


def test_a_desk_in_a_patients_home_is_told_once(run: Run, set_up: Patient) -> None:
    set_up()
    assert "holds a patient's log" in run("clinic", "--line").err
    assert "holds a patient's log" not in run("clinic", "--line").err
