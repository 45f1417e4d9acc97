"""The log goes to the therapist: all of it, or what is new; nothing else leaves the home."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.bootstrap import Wishes
from coach.clock import ManualClock
from coach.domain.errors import InputError, RefusedError
from coach.domain.events import FactRetracted, LogShared, NoteWritten
from coach.domain.fact_chain import FIRST, chain_hash
from coach.domain.fact_codec import encode
from coach.workflows.coach import Coach
from coach.workflows.share import shared_lines
from tests.workflows.conftest import facts_of
from tests.workflows.two_homes import Therapist, pair, take


@pytest.fixture
def therapist(tmp_path: Path) -> Therapist:
    return Therapist(tmp_path)


@pytest.fixture
def paired(coach: Coach, therapist: Therapist) -> Coach:
    pair(coach, therapist)
    return coach


def note(coach: Coach, text: str) -> None:
    coach.records.record(NoteWritten(text=text))


def test_before_pairing_there_is_nobody_to_share_with(coach: Coach, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="coach pair --with FILE"):
        coach.sharing.share(tmp_path)


def test_the_therapist_reads_every_fact_exactly(
    paired: Coach, therapist: Therapist, tmp_path: Path
) -> None:
    note(paired, "wrong")
    wrong = paired.log.everything()[-1]
    paired.records.record(FactRetracted(fact=wrong.id, reason="slip"))
    before = paired.log.everything()
    done = paired.sharing.share(tmp_path)
    log = therapist.read(done.path)
    assert list(log.facts) == before
    assert log.patient == paired.log.patient
    assert log.sender == paired.pairing.own_card().key
    (head,) = log.heads
    link = FIRST
    for stamped in before:
        link = chain_hash(link, *encode(stamped))
    assert (head.seq, head.hash) == (before[-1].seq, link)


def test_nobody_else_reads_it_and_no_name_is_in_it(
    paired: Coach, therapist: Therapist, tmp_path: Path
) -> None:
    done = paired.sharing.share(tmp_path)
    (tmp_path / "other").mkdir()
    with pytest.raises(RefusedError):
        Therapist(tmp_path / "other").read(done.path)
    assert paired.name == "Sam"
    assert "Sam" not in repr(therapist.read(done.path))
    assert stat.S_IMODE(done.path.stat().st_mode) == 0o600


def test_its_name_says_device_and_numbers_and_nothing_is_left_beside_it(
    paired: Coach, tmp_path: Path
) -> None:
    folder = tmp_path / "synced"
    folder.mkdir()
    last = paired.log.everything()[-1].seq
    done = paired.sharing.share(folder)
    assert done.path.name == f"coach-{paired.log.device[:8]}-1-{last}.coachlog"
    assert list(folder.iterdir()) == [done.path]
    assert done.size_bytes == done.path.stat().st_size


def test_that_it_was_shared_is_the_newest_fact_and_not_in_the_file(
    paired: Coach, therapist: Therapist, tmp_path: Path
) -> None:
    done = paired.sharing.share(tmp_path)
    (shared,) = facts_of(paired, LogShared)
    assert (shared.key, shared.facts) == (therapist.papers.key, done.facts)
    assert shared.last_seq == paired.log.everything()[-2].seq
    assert not any(isinstance(one.fact, LogShared) for one in therapist.read(done.path).facts)


def test_pieces_follow_each_other_without_a_gap(
    paired: Coach, therapist: Therapist, tmp_path: Path
) -> None:
    pieces = []
    for text in ("one", "two", "three"):
        note(paired, text)
        pieces.append(therapist.read(paired.sharing.share(tmp_path, since_last=True).path))
    numbers = [stamped.seq for piece in pieces for stamped in piece.facts]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(pieces[1].facts) == 2


def test_nothing_new_is_said_so(paired: Coach, tmp_path: Path) -> None:
    paired.sharing.share(tmp_path, since_last=True)
    with pytest.raises(InputError, match="since the log was shared last"):
        paired.sharing.share(tmp_path, since_last=True)
    assert paired.sharing.share(tmp_path).facts > 0


def test_a_signed_plan_is_enough_to_know_the_therapist(
    coach: Coach, therapist: Therapist, tmp_path: Path
) -> None:
    take(coach, therapist.plan(coach.pairing.own_card(), coach.records.now()))
    assert coach.sharing.share(tmp_path).reader.name == "Ada Berg"


def test_it_works_under_a_hold(paired: Coach, therapist: Therapist, tmp_path: Path) -> None:
    item = next(one for one in paired.safety.flags.items if one.tier.locks)
    paired.safety.answered(item, answer=True)
    assert therapist.read(paired.sharing.share(tmp_path).path).facts


def test_beside_an_open_coach_it_is_shared_and_not_noted(
    paired: Coach, open_coach: Callable[..., Coach], therapist: Therapist, tmp_path: Path
) -> None:
    other = open_coach(wishes=Wishes(silent=True))
    assert other.log.refusal
    done = other.sharing.share(tmp_path)
    assert not done.noted
    assert len(therapist.read(done.path).facts) == done.facts
    assert facts_of(paired, LogShared) == []


def test_a_plan_is_never_overwritten_by_a_log(
    paired: Coach, therapist: Therapist, tmp_path: Path
) -> None:
    plan = therapist.plan(paired.pairing.own_card(), paired.records.now())
    with pytest.raises(InputError, match=r"ends in \.coachlog"):
        paired.sharing.share(plan)
    other = plan.rename(tmp_path / "other.coachlog")
    before = other.read_bytes()
    with pytest.raises(InputError, match="exists and is another file"):
        paired.sharing.share(other)
    assert other.read_bytes() == before


def test_a_new_therapist_gets_what_the_former_one_got(
    paired: Coach, therapist: Therapist, tmp_path: Path
) -> None:
    paired.sharing.share(tmp_path / "a.coachlog")
    (tmp_path / "new").mkdir()
    new = Therapist(tmp_path / "new", "Bo Lind")
    pair(paired, new)
    done = paired.sharing.share(tmp_path / "b.coachlog", since_last=True)
    assert len(new.read(done.path).facts) == done.facts
    assert new.read(done.path).facts[0].seq == 1
    with pytest.raises(InputError, match="Nothing was written down"):
        paired.sharing.share(tmp_path / "b.coachlog", since_last=True)


def test_another_file_is_never_overwritten(
    paired: Coach, clock: ManualClock, tmp_path: Path
) -> None:
    letter = tmp_path / "letter.coachlog"
    letter.write_text("Dear Ada, this is a letter.")
    with pytest.raises(InputError, match="another file"):
        paired.sharing.share(letter)
    assert letter.read_text() == "Dear Ada, this is a letter."
    former = paired.sharing.share(tmp_path / "log.coachlog")
    again = paired.sharing.share(tmp_path / "log.coachlog")
    assert (former.replaced, again.replaced, again.path) == (False, True, former.path)
    assert "It replaced the former log" in shared_lines(again)[0]
    assert "replaced" not in " ".join(shared_lines(former))
    with pytest.raises(InputError, match="cannot be written: there is no folder") as told:
        paired.sharing.share(tmp_path / "no" / "such" / "log.coachlog")
    assert "--out" not in told.value.message  # It is told on a screen as well.
    with pytest.raises(InputError, match=r"There is no folder .*such; name one") as told:
        paired.sharing.share(tmp_path / "no" / "such")
    assert "--out" not in told.value.message
    assert len(facts_of(paired, LogShared)) == 2


def test_the_own_card_is_never_written_over_the_therapists(
    paired: Coach, therapist: Therapist, tmp_path: Path
) -> None:
    theirs = therapist.card_file()
    before = theirs.read_bytes()
    listing = tmp_path / "today.json"
    listing.write_text('{\n  "schema": "coach/today/1"\n}\n')
    for other in (theirs, listing):
        with pytest.raises(InputError, match="another file"):
            paired.pairing.write_card(other)
    assert theirs.read_bytes() == before
    paired.pairing.write_card(tmp_path / "mine.coachcard")
    paired.pairing.write_card(tmp_path / "mine.coachcard")
