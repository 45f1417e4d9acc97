"""A patient's logs reach the therapist in pieces, by whatever way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.domain.caseload import Head
from coach.domain.errors import InputError
from coach.domain.events import (
    CareStepNoted,
    Fact,
    FactRetracted,
    NoteWritten,
    ReviewDecided,
    Stamped,
)
from coach.domain.fact_chain import FIRST, chain_hash
from coach.domain.fact_codec import encode
from coach.domain.outcomes import Decision
from coach.store.caseload import SqliteCaseload
from coach.store.desk_files import DeskFiles
from coach.workflows.receive import KEPT_EARLIER, Came, Outcome, Received, Receiving
from tests.store.builders import a_log, a_note, at, recorded
from tests.store.caseloads import a_caseload, enrolled
from tests.workflows.clinics import PlainPapers, WaitingInMemory, a_log_document

KEY = "ab" * 32
LENGTH = 12
NOW = at() + timedelta(days=30)
"""What the therapist's own clock says."""


@dataclass
class Desk:
    """The therapist's desk with one patient, whose log has twelve facts."""

    caseload: SqliteCaseload
    papers: PlainPapers
    waiting: WaitingInMemory
    facts: list[Stamped]
    patient: str
    receiving: Receiving

    def piece(self, first: int, last: int, *, hours: int | None = None, **changes: Any) -> Came:
        """A file with the facts from number `first` to `last`, made `hours` after nine."""
        some = self.facts[first - 1 : last]
        made_at = at() + timedelta(hours=last if hours is None else hours)
        log = a_log_document(some, sender=KEY, made_at=made_at, hash_of=self.hash_of)
        return self.papers.seal(replace(log, **changes), f"{first}-{last}.coachlog")

    def hash_of(self, fact: Stamped) -> str:
        """The chain hash of a fact as its owner's log has it."""
        before = FIRST
        for one in self.facts:
            before = chain_hash(before, *encode(one))
            if one.seq == fact.seq:
                return before
        raise AssertionError(fact)

    def receive(self, *files: Came) -> list[Received]:
        return self.receiving.receive(files)

    @property
    def here(self) -> int:
        """How many facts of the patient are at the therapist's."""
        return len(self.caseload.log(self.patient).read())


def a_desk(caseload: SqliteCaseload, folder: Path) -> Desk:
    with a_log(folder / "home") as log:
        for number in range(LENGTH):
            recorded(log, a_note(f"note {number}"))
        patient, facts = log.patient, log.everything()
    caseload.enrol(enrolled(patient, "Sam", KEY))
    papers, waiting = PlainPapers(), WaitingInMemory()
    files = DeskFiles(most_bytes=1000)
    receiving = Receiving(caseload, papers, waiting, files, lambda: NOW)  # type: ignore[arg-type]
    return Desk(caseload, papers, waiting, facts, patient, receiving)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_caseload(tmp_path / "clinic") as caseload:
        yield a_desk(caseload, tmp_path)


def outcomes(received: Sequence[Received]) -> list[Outcome]:
    return [one.outcome for one in received]


def test_a_log_is_taken_in_and_says_how_much_was_new(desk: Desk) -> None:
    [result] = desk.receive(desk.piece(1, 12))
    assert result.outcome is Outcome.TAKEN
    assert result.facts == 12
    assert result.why == "12 new facts, up to 01 March 2027."
    assert result.patient is not None
    assert result.patient.name == "Sam"
    assert desk.here == 12


def test_the_same_log_twice_is_harmless(desk: Desk) -> None:
    whole = desk.piece(1, 12)
    assert outcomes(desk.receive(whole, whole)) == [Outcome.TAKEN, Outcome.NOTHING_NEW]
    assert outcomes(desk.receive(whole)) == [Outcome.NOTHING_NEW]
    assert desk.here == 12


def test_pieces_of_a_folder_go_in_whatever_order_they_are_listed(desk: Desk) -> None:
    files = [desk.piece(9, 12), desk.piece(1, 4), desk.piece(4, 9)]
    assert set(outcomes(desk.receive(*files))) == {Outcome.TAKEN}
    assert desk.here == 12


def test_a_piece_that_comes_too_early_waits_for_the_one_before_it(desk: Desk) -> None:
    [early] = desk.receive(desk.piece(7, 12))
    assert early.outcome is Outcome.WAITS
    assert early.why.startswith("It waits for facts 1 to 6")
    assert desk.here == 0
    first, second = desk.receive(desk.piece(1, 6))
    assert (first.name, first.outcome) == ("1-6.coachlog", Outcome.TAKEN)
    assert (second.name, second.facts) == (KEPT_EARLIER, 6)
    assert desk.here == 12
    assert desk.waiting.of(desk.patient) == []


def test_what_waits_goes_on_waiting_until_the_gap_is_closed(desk: Desk) -> None:
    desk.receive(desk.piece(10, 12))
    assert outcomes(desk.receive(desk.piece(1, 4))) == [Outcome.TAKEN, Outcome.WAITS]
    assert desk.here == 4
    assert outcomes(desk.receive(desk.piece(5, 9))) == [Outcome.TAKEN, Outcome.TAKEN]
    assert desk.here == 12


def test_a_clock_that_was_set_back_between_two_shares_loses_nothing(desk: Desk) -> None:
    desk.receive(desk.piece(1, 4, hours=50))
    desk.receive(desk.piece(5, 8, hours=1))
    assert outcomes(desk.receive(desk.piece(9, 12, hours=2))) == [Outcome.TAKEN]
    assert desk.here == 12


def test_a_log_that_became_shorter_is_refused(desk: Desk) -> None:
    desk.receive(desk.piece(1, 12))
    [cut] = desk.receive(desk.piece(1, 8, hours=20))
    assert cut.outcome is Outcome.REFUSED
    assert "ends at fact 8" in cut.why
    assert "went to 12" in cut.why
    assert desk.caseload.heads(desk.patient)[desk.facts[0].device].seq == 12


def test_an_earlier_log_made_while_the_clock_ran_ahead_is_nothing_new_and_not_cut(
    desk: Desk,
) -> None:
    desk.receive(desk.piece(1, 12))
    earlier = desk.piece(1, 8, hours=24 * 400)
    assert outcomes(desk.receive(earlier)) == [Outcome.NOTHING_NEW]
    assert desk.here == 12
    assert desk.caseload.heads(desk.patient)[desk.facts[0].device].seq == 12
    # A clock that is a few minutes fast is a clock like any other.
    nearly = desk.papers.documents[int(desk.piece(1, 8).sealed)]
    made_at = NOW + timedelta(minutes=10)
    heads = tuple(replace(head, made_at=made_at) for head in nearly.heads)
    cut = desk.papers.seal(replace(nearly, made_at=made_at, heads=heads))
    assert outcomes(desk.receive(cut)) == [Outcome.REFUSED]


def test_a_shorter_log_goes_in_when_the_patient_restored_a_backup(desk: Desk) -> None:
    former = desk.piece(1, 12)
    desk.receive(former)
    cut = desk.piece(1, 8, hours=20)
    assert outcomes(desk.receiving.receive([cut], restored=True)) == [Outcome.NOTHING_NEW]
    assert desk.here == 12
    # The folder still holds the former file, and what comes next begins with the same eight.
    again = [former, desk.piece(1, 8, hours=30)]
    assert outcomes(desk.receive(*again)) == [Outcome.NOTHING_NEW, Outcome.NOTHING_NEW]
    assert outcomes(desk.receive(desk.piece(1, 7, hours=40))) == [Outcome.REFUSED]


def test_a_shorter_log_is_found_out_whatever_the_clock_said(tmp_path: Path) -> None:
    """The machine's clock was a year ahead at a share; later a backup is put back unseen."""
    with a_caseload(tmp_path / "clinic") as caseload:
        desk = a_desk(caseload, tmp_path)
        desk.receive(desk.piece(1, 6, hours=24 * 365))
        assert outcomes(desk.receive(desk.piece(1, 12, hours=24))) == [Outcome.TAKEN]
        old = desk.piece(1, 8, hours=20)
        assert outcomes(desk.receive(old)) == [Outcome.NOTHING_NEW]
        assert outcomes(desk.receive(desk.piece(1, 8, hours=48))) == [Outcome.REFUSED]


def test_a_shorter_log_with_something_unknown_in_it_is_a_later_one(
    desk: Desk, tmp_path: Path
) -> None:
    """Cut at fact 8 and gone on with as another device, while the clock lags by a year."""
    desk.receive(desk.piece(1, 12, hours=24 * 365))
    other = replace(desk.facts[0], device="another-device", id="another-fact")
    head = Head(other.device, 1, chain_hash(FIRST, *encode(other)), at())
    cut = desk.papers.documents[int(desk.piece(1, 8, hours=20).sealed)]
    log = replace(cut, facts=(*cut.facts, other), heads=(*cut.heads, head))
    [result] = desk.receive(desk.papers.seal(log))
    assert result.outcome is Outcome.REFUSED
    assert "went to 12" in result.why
    assert outcomes(desk.receiving.receive([desk.papers.seal(log)], restored=True)) == [
        Outcome.TAKEN
    ]


@pytest.mark.parametrize(
    "fact",
    [
        ReviewDecided(decision=Decision.KEEP, note="forged"),
        CareStepNoted(step="exercise", on_day=at().date(), note="forged"),
    ],
    ids=["a decision", "a step of care"],
)
def test_what_only_a_therapist_writes_is_refused(desk: Desk, fact: Fact) -> None:
    desk.facts[3] = replace(desk.facts[3], fact=fact)
    [result] = desk.receive(desk.piece(1, 12))
    assert result.outcome is Outcome.REFUSED
    assert "as a therapist writes them" in result.why
    assert desk.here == 0


def test_a_patient_cannot_take_back_what_the_therapist_noted(desk: Desk) -> None:
    own = desk.caseload.log(desk.patient)
    [note] = own.append(
        [CareStepNoted(step="exercise", on_day=at().date(), note="begun")],
        at=at(),
        plan_version="",
    )
    desk.facts[3] = replace(desk.facts[3], fact=FactRetracted(fact=note.id, reason="no"))
    [result] = desk.receive(desk.piece(1, 12))
    assert result.outcome is Outcome.REFUSED
    assert "takes back a note" in result.why
    assert desk.here == 1


def test_an_older_shorter_log_that_comes_late_is_harmless(desk: Desk) -> None:
    desk.receive(desk.piece(1, 12))
    assert outcomes(desk.receive(desk.piece(1, 8, hours=8))) == [Outcome.NOTHING_NEW]


def test_a_rewritten_fact_is_refused_and_nothing_of_the_file_is_taken(desk: Desk) -> None:
    desk.receive(desk.piece(1, 4))
    desk.facts[2] = replace(desk.facts[2], fact=NoteWritten(text="it never hurt"))
    [rewritten] = desk.receive(desk.piece(1, 12))
    assert rewritten.outcome is Outcome.REFUSED
    assert "nothing was taken in" in rewritten.why
    assert desk.here == 4


def test_a_rewritten_fact_that_lies_before_the_piece_is_found_out_as_well(desk: Desk) -> None:
    desk.receive(desk.piece(1, 4))
    desk.facts[2] = replace(desk.facts[2], fact=NoteWritten(text="it never hurt"))
    assert outcomes(desk.receive(desk.piece(5, 12))) == [Outcome.REFUSED]
    assert desk.here == 4


def test_a_stranger_is_refused(desk: Desk) -> None:
    other = "cd" * 32
    [result] = desk.receive(desk.piece(1, 12, sender=other, patient="somebody"))
    assert result.outcome is Outcome.REFUSED
    assert result.patient is None
    assert "nobody in your caseload" in result.why


def test_a_log_about_a_patient_signed_by_another_is_refused(desk: Desk) -> None:
    [result] = desk.receive(desk.piece(1, 12, sender="cd" * 32))
    assert "a key that is not theirs" in result.why
    assert desk.here == 0


def test_a_patient_cannot_hand_in_somebody_elses_log(desk: Desk) -> None:
    desk.caseload.enrol(enrolled("zoe", "Zoe", "cd" * 32))
    [result] = desk.receive(desk.piece(1, 12, sender="cd" * 32))
    assert "says it is about another one" in result.why
    assert desk.here == 0


def test_one_bad_file_does_not_stop_the_others(desk: Desk) -> None:
    files = [Came("holiday.jpg", b"x"), Came("b.coachlog", b"forged"), desk.piece(1, 12)]
    assert outcomes(desk.receive(*files)) == [Outcome.REFUSED, Outcome.REFUSED, Outcome.TAKEN]
    assert desk.here == 12


def test_no_sentence_names_a_patient(desk: Desk) -> None:
    files = [desk.piece(7, 12), desk.piece(1, 2), desk.piece(1, 2, sender="cd" * 32)]
    assert not [one.why for one in desk.receive(*files) if "Sam" in one.why]


def a_folder(tmp_path: Path, *files: Came) -> Path:
    folder = tmp_path / "synced"
    folder.mkdir()
    for file in files:
        (folder / file.name).write_bytes(file.sealed)
    return folder


def test_a_synced_folder_is_taken_in_whole(desk: Desk, tmp_path: Path) -> None:
    folder = a_folder(tmp_path, desk.piece(9, 12), desk.piece(1, 4))
    deeper = folder / "sam"
    deeper.mkdir()
    (deeper / "5-9.coachlog").write_bytes(desk.piece(5, 9).sealed)
    results = list(desk.receiving.receive_at([str(folder), str(deeper)]))
    assert len(results) == 3
    assert desk.here == 12


def test_files_that_are_still_being_written_are_left_alone(desk: Desk, tmp_path: Path) -> None:
    whole = desk.piece(1, 12)
    folder = a_folder(tmp_path, whole)
    for name in (".syncthing.x.coachlog.tmp", "~syncthing~x.coachlog.tmp", "x.coachlog.part"):
        (folder / name).write_bytes(b"half")
    (folder / ".stversions").mkdir()
    (folder / ".stversions" / "old.coachlog").write_bytes(b"forged")
    (folder / "photo.jpg").write_bytes(b"x")
    [result] = desk.receiving.receive_at([str(folder)])
    assert result.name == whole.name


def test_a_file_that_cannot_be_read_does_not_stop_the_others(desk: Desk, tmp_path: Path) -> None:
    folder = a_folder(tmp_path, Came("huge.coachlog", b"x" * 2000), desk.piece(1, 12))
    results = {one.name: one for one in desk.receiving.receive_at([str(folder)])}
    assert results["huge.coachlog"].outcome is Outcome.REFUSED
    assert "too large" in results["huge.coachlog"].why
    assert results["1-12.coachlog"].outcome is Outcome.TAKEN


def test_a_path_with_nothing_there_is_named(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no file or folder"):
        list(desk.receiving.receive_at([str(tmp_path / "nowhere")]))


pieces = st.lists(
    st.tuples(st.integers(1, LENGTH), st.integers(0, LENGTH)).map(
        lambda pair: (pair[0], min(LENGTH, pair[0] + pair[1]))
    ),
    max_size=8,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=st.lists(pieces, min_size=1, max_size=4))
def test_any_pieces_in_any_order_end_in_the_same_log(
    batches: list[list[tuple[int, int]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("any")
    with a_caseload(folder / "clinic") as caseload:
        desk = a_desk(caseload, folder)
        for batch in batches:
            results = desk.receive(*(desk.piece(first, last) for first, last in batch))
            assert Outcome.REFUSED not in outcomes(results)
        desk.receive(desk.piece(1, 1))
        reached = _reach([piece for batch in batches for piece in batch])
        assert desk.caseload.log(desk.patient).read() == desk.facts[:reached]
        desk.receive(desk.piece(1, LENGTH, hours=99))
        assert desk.caseload.log(desk.patient).read() == desk.facts


def _reach(found: list[tuple[int, int]]) -> int:
    """The last number that can be read without a gap from the first on."""
    end = 1
    for first, last in sorted(found):
        if first <= end + 1:
            end = max(end, last)
    return end
