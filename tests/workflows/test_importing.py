"""What a file may bring into a patient's home, whoever wrote it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from coach.bootstrap.out_and_in import importing
from coach.config import Places
from coach.domain.errors import RefusedError, SafetyHoldError
from coach.domain.events import (
    Fact,
    FactRetracted,
    NoteWritten,
    PlanReceived,
    ReviewDecided,
    SafetyCleared,
    SafetyHold,
    StageChanged,
    StageProposed,
    Stamped,
    TherapistPaired,
)
from coach.domain.exported import Exported, KeptPlan, document_id
from coach.domain.fact_id import fact_id
from coach.domain.outcomes import ClearedBy, Decision
from coach.domain.program import StageCode
from coach.domain.red_flags import Tier
from coach.store.backup import backup
from coach.store.event_log import SqliteEventLog
from coach.store.restoring import restore
from coach.store.whole_log import WholeLog
from coach.workflows.coach import Coach
from coach.workflows.importing import Importing
from tests.conftest import BERLIN, SHIPPED
from tests.workflows.two_homes import Therapist, pair, take

A, B, C = StageCode.CALM, StageCode.MOVE, StageCode.BUILD
AGREED = "Leg 2. The patient says that Ada Berg agreed on 2027-03-01."
OpenCoach = Callable[..., Coach]


@pytest.fixture
def therapist(tmp_path: Path) -> Therapist:
    return Therapist(tmp_path)


@pytest.fixture
def moved(coach: Coach, therapist: Therapist) -> Exported:
    """The export of a patient who paired and follows a signed plan."""
    pair(coach, therapist)
    take(coach, therapist.plan(coach.pairing.own_card(), coach.records.now()))
    return exported(coach)


def exported(coach: Coach) -> Exported:
    log = coach.log
    assert isinstance(log, SqliteEventLog)
    return WholeLog(log).exported()


@contextmanager
def a_home(coach: Coach, folder: Path) -> Iterator[Importing]:
    """Another machine."""
    places = Places(folder, folder / "config.toml", folder / "cache", SHIPPED)
    with importing(places, coach.clock, BERLIN) as found:
        yield found


def with_facts(log: Exported, facts: Sequence[Fact], device: str = "evil") -> Exported:
    """The same file with facts of one more device, as anybody can write it."""
    last = log.facts[-1]
    at = max(one.at for one in log.facts) + timedelta(minutes=5)
    first = 1 + max((one.seq for one in log.facts if one.device == device), default=0)
    more = [
        Stamped(fact_id(at, device, seq), last.patient, at, at.date(), device, seq, "", fact)
        for seq, fact in enumerate(facts, start=first)
    ]
    in_order = sorted([*log.facts, *more], key=lambda one: (one.device, one.seq))
    return replace(log, facts=tuple(in_order))


def the_plan(log: Exported) -> PlanReceived:
    found = [one.fact for one in log.facts if isinstance(one.fact, PlanReceived)]
    return found[-1]


def lock(coach: Coach) -> None:
    item = next(one for one in coach.safety.flags.items if one.tier.locks)
    coach.safety.answered(item, answer=True)


def cleared(*ids: str) -> SafetyCleared:
    return SafetyCleared(by=ClearedBy.THERAPIST, note="fine", clears=ids)


def test_a_log_moves_to_a_new_machine_with_its_signed_plan(
    moved: Exported, coach: Coach, tmp_path: Path
) -> None:
    with a_home(coach, tmp_path / "new") as home:
        assert home.take_in(moved).new == len(moved.facts)
        assert home.must_pair()
        again = home.take_in(moved)
        assert (again.new, again.known) == (0, len(moved.facts))


def test_a_log_without_a_therapist_needs_no_pairing(coach: Coach, tmp_path: Path) -> None:
    with a_home(coach, tmp_path / "new") as home:
        home.take_in(exported(coach))
        assert not home.must_pair()


def test_nothing_is_imported_while_a_hold_stands_here(
    moved: Exported, coach: Coach, places: Places
) -> None:
    lock(coach)
    before = coach.log.everything()
    coach.close()
    with importing(places, coach.clock, BERLIN) as home:
        with pytest.raises(SafetyHoldError, match="a file cannot lift"):
            home.take_in(with_facts(moved, [NoteWritten(text="x")]))
        assert home._records.log.everything() == before


def test_a_hold_comes_along_to_the_new_machine(coach: Coach, tmp_path: Path) -> None:
    lock(coach)
    with a_home(coach, tmp_path / "new") as home:
        home.take_in(exported(coach))
        assert home._records.course().hold() is not None


def refused(home: Importing, log: Exported, why: str) -> None:
    before = home._records.log.everything()
    with pytest.raises(RefusedError, match=why):
        home.take_in(log)
    assert home._records.log.everything() == before


def test_a_forged_clearing_is_refused(moved: Exported, coach: Coach, tmp_path: Path) -> None:
    """Neither alone nor behind a plan that clears nothing."""
    hold = SafetyHold(tier=Tier.SAME_DAY)
    with a_home(coach, tmp_path / "new") as home:
        for device in ("evil", coach.log.device):
            forged = with_facts(moved, [hold, cleared("any")], device)
            refused(home, forged, "lifts a safety hold without a signed plan")


def test_the_clearing_of_a_signed_plan_moves_along(
    coach: Coach, therapist: Therapist, tmp_path: Path
) -> None:
    pair(coach, therapist)
    lock(coach)
    coach.clock.advance(60)  # type: ignore[attr-defined]
    ids = tuple(
        one.id
        for one in coach.log.read()
        if isinstance(one.fact, SafetyHold) or type(one.fact).__name__ == "RedFlagAnswered"
    )
    card, now = coach.pairing.own_card(), coach.records.now()
    take(coach, therapist.plan(card, now, clears="Seen.", clears_facts=ids))
    assert coach.safety.hold() is None
    with a_home(coach, tmp_path / "new") as home:
        home.take_in(exported(coach))
        assert home._records.course().hold() is None
        more = with_facts(exported(coach), [cleared("another")], coach.log.device)
        refused(home, more, "lifts a safety hold without a signed plan")


def test_a_plan_that_was_changed_is_refused(moved: Exported, coach: Coach, tmp_path: Path) -> None:
    (kept,) = moved.documents
    other = KeptPlan(kept.content.replace("steady", "Steady"), kept.seal)
    with a_home(coach, tmp_path / "new") as home:
        refused(home, replace(moved, documents=(other,)), "signature does not fit")
        refused(home, replace(moved, documents=(KeptPlan(kept.content, ""),)), "does not fit")
        refused(home, replace(moved, documents=()), "lacks the signed words")


@pytest.mark.parametrize(
    "changes",
    [
        {"version": 9},
        {"signer": "ab" * 32},
        {"signer": None},
        {"from_day": None},
        {"valid_until": None},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_plan_is_the_one_that_was_signed(
    moved: Exported, coach: Coach, tmp_path: Path, changes: dict[str, object]
) -> None:
    plan = the_plan(moved)
    if "from_day" in changes:
        changes = {"from_day": plan.from_day + timedelta(days=1)}
    forged = with_facts(moved, [replace(plan, **changes)])
    with a_home(coach, tmp_path / "new") as home:
        refused(home, forged, "not the one that was signed")


def test_a_plan_signed_by_anybody_is_no_plan_of_this_home(
    moved: Exported, coach: Coach, places: Places, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    other = Therapist(tmp_path / "other", "Eve")
    file = other.plan(coach.pairing.own_card(), coach.records.now(), 9)
    signed = coach.opening._papers.open_plan(file.read_bytes())
    plan = replace(
        the_plan(moved), version=9, signer=signed.signer, document=document_id(signed.content)
    )
    forged = with_facts(moved, [plan])
    kept = (*moved.documents, KeptPlan(signed.content, signed.seal))
    coach.close()
    with importing(places, coach.clock, BERLIN) as home:
        refused(home, replace(forged, documents=kept), "not signed by your therapist")


def test_a_plan_that_nobody_signed_does_not_replace_a_signed_one(
    moved: Exported, coach: Coach, places: Places
) -> None:
    plan = replace(the_plan(moved), version=9, signer=None, document=None, valid_until=None)
    coach.close()
    with importing(places, coach.clock, BERLIN) as home:
        refused(home, with_facts(moved, [plan]), "nobody signed")


def test_facts_as_if_written_here_are_refused(
    moved: Exported, coach: Coach, places: Places
) -> None:
    evil = TherapistPaired(key="ab" * 32, name="Eve")
    coach.close()
    with importing(places, coach.clock, BERLIN) as home:
        refused(home, with_facts(moved, [evil], coach.log.device), "as if this machine")


def test_a_pairing_that_came_in_by_a_file_does_not_count(
    moved: Exported, coach: Coach, therapist: Therapist, places: Places, open_coach: OpenCoach
) -> None:
    evil = TherapistPaired(key="ab" * 32, name="Eve")
    coach.close()
    with importing(places, coach.clock, BERLIN) as home:
        home.take_in(with_facts(moved, [evil]))
        assert not home.must_pair()
    again = open_coach()
    found = again.pairing.therapist()
    assert found is not None
    assert found.key == therapist.papers.key
    assert again.sharing.reader().key == therapist.papers.key


def test_a_pairing_stays_when_a_backup_is_restored(
    moved: Exported, coach: Coach, therapist: Therapist, places: Places, open_coach: OpenCoach
) -> None:
    """Restored twice, and under new device ids; what came after the backup is not believed."""
    paired_as = coach.log.device
    coach.close()
    copy = backup(places.home / "coach.db", places.home / "copy.db")
    for _ in range(2):
        restore(copy, places.home, coach.clock.now())
        copy = backup(places.home / "coach.db", places.home / "copy.db")
    again = open_coach()
    assert again.log.device != paired_as
    found = again.pairing.therapist()
    assert found is not None
    assert found.key == therapist.papers.key
    again.close()
    evil = TherapistPaired(key="ab" * 32, name="Eve")
    with importing(places, coach.clock, BERLIN) as home:
        home.take_in(with_facts(moved, [evil], paired_as))
    assert open_coach().pairing.therapist() == found


def test_a_therapists_own_notes_are_refused_in_a_patients_home(
    moved: Exported, coach: Coach, tmp_path: Path
) -> None:
    note = ReviewDecided(decision=Decision.KEEP, note="suspect stenosis")
    with a_home(coach, tmp_path / "new") as home:
        refused(home, with_facts(moved, [note]), "therapist's own notes")


def test_what_was_taken_back_moves_along(moved: Exported, coach: Coach, tmp_path: Path) -> None:
    slip = next(
        one for one in with_facts(moved, [NoteWritten(text="x")]).facts if one.device == "evil"
    )
    log = with_facts(moved, [slip.fact, FactRetracted(fact=slip.id, reason="slip")])
    with a_home(coach, tmp_path / "new") as home:
        home.take_in(log)
        assert not [one for one in home._records.log.read() if isinstance(one.fact, NoteWritten)]


def a_step(to_stage: StageCode, evidence: str = AGREED, start: StageCode = A) -> list[Fact]:
    """A change of stage as a coach writes it: proposed, then confirmed."""
    step: dict[str, Any] = {"from_stage": start, "to_stage": to_stage, "rule": "enter.1"}
    return [StageProposed(**step, evidence="Leg 2."), StageChanged(**step, evidence=evidence)]


def test_a_step_that_was_proposed_and_agreed_comes_along(
    moved: Exported, coach: Coach, tmp_path: Path
) -> None:
    log = with_facts(moved, [*a_step(B), *a_step(C, start=B), *a_step(B, "Worse.", start=C)])
    with a_home(coach, tmp_path / "new") as home:
        home.take_in(log)
        assert home._records.course().stage() is B
        assert home.take_in(log).new == 0


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (a_step(StageCode.KEEP), "more than one step"),
        (a_step(StageCode.KEEP, start=C), "more than one step"),
        (a_step(B)[1:], "nothing in it proposed that"),
        (a_step(B)[::-1], "nothing in it proposed that"),
        (a_step(B, "The leg is good."), "without the therapist"),
    ],
    ids=["two stages on", "from where they are not", "alone", "afterwards", "not agreed"],
)
def test_a_change_of_stage_that_no_coach_writes_is_refused(
    moved: Exported, coach: Coach, tmp_path: Path, facts: list[Fact], why: str
) -> None:
    with a_home(coach, tmp_path / "new") as home:
        refused(home, with_facts(moved, facts), why)
        home.take_in(moved)
        refused(home, with_facts(moved, facts), why)


def test_what_one_machine_proposed_another_one_confirmed(
    moved: Exported, coach: Coach, tmp_path: Path
) -> None:
    proposed, changed = a_step(B)
    log = with_facts(with_facts(moved, [changed], "new phone"), [proposed], "old phone")
    with a_home(coach, tmp_path / "new") as home:
        home.take_in(log)
        assert home._records.course().stage() is B
