"""A plan comes in: what is taken, what is refused, and what is said."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from coach.clock import ManualClock
from coach.config import Places
from coach.domain.errors import InputError, LogError, RefusedError
from coach.domain.events import (
    ItemAsked,
    PlanReceived,
    SafetyCleared,
    TherapistPaired,
)
from coach.domain.outcomes import ClearedBy
from coach.domain.program import StageCode
from coach.store.event_log import SqliteEventLog
from coach.workflows.coach import Coach
from coach.workflows.day_lines import day_lines
from coach.workflows.found_plan import (
    LIFTED,
    MOST_TOGETHER,
    NOTHING_DIFFERENT,
    STILL_LOCKED,
    found_lines,
    later_lines,
    spoken_lines,
)
from tests.conftest import SHIPPED
from tests.exchange.documents import shipped_program
from tests.workflows.conftest import Disk, facts_of, said
from tests.workflows.two_homes import Therapist, a_day, pair, take


@pytest.fixture
def therapist(tmp_path: Path) -> Therapist:
    return Therapist(tmp_path)


@pytest.fixture
def paired(coach: Coach, therapist: Therapist) -> Coach:
    """A patient on the shipped program who has paired."""
    pair(coach, therapist)
    return coach


def sign(paired: Coach, therapist: Therapist, version: int = 2, **changes: Any) -> Path:
    return therapist.plan(paired.pairing.own_card(), paired.records.now(), version, **changes)


def lifting(paired: Coach, therapist: Therapist, known: tuple[str, ...], **changes: Any) -> Path:
    """A plan that clears these holds and yes answers."""
    why = "Seen today, reflexes fine."
    return sign(paired, therapist, clears=why, clears_facts=known, **changes)


def lock(coach: Coach) -> None:
    item = next(one for one in coach.safety.flags.items if one.tier.locks)
    coach.safety.answered(item, answer=True)


def test_a_signed_plan_is_the_plan_from_then_on(paired: Coach, therapist: Therapist) -> None:
    take(paired, sign(paired, therapist, stage=StageCode.MOVE, changes=("Walk further.",)))
    plan = paired.records.require_plan()
    assert (plan.program.plan_version, plan.stage) == ("steady-back@2", StageCode.MOVE)
    (_, received) = facts_of(paired, PlanReceived)
    assert received.signer == therapist.papers.key
    assert received.therapist == "Ada Berg"
    assert received.sore_side == "none"
    assert received.document is not None
    assert paired.log.document(received.document) is not None
    assert paired.today.look().agenda.items


def test_what_changed_is_said_aloud_once_in_plain_words(
    paired: Coach, therapist: Therapist
) -> None:
    take(paired, sign(paired, therapist, program=other_bridge("3x8")))
    assert said(paired) == [
        "You have a plan from Ada Berg. It holds from Monday 1 March 2027 up to Monday 24 May "
        "2027. In “Build it up”: bridge: 3 sets of 8 instead of 2 sets of 8."
    ]


def other_bridge(dose: str, version: int = 2) -> str:
    """The shipped program with another number of bridges."""
    return shipped_program(version).replace('dose = "bridge 2x8 ', f'dose = "bridge {dose} ')


BRIDGES = "In “Build it up”: bridge: 4 sets of 9 instead of 2 sets of 8."


def test_what_changed_is_against_the_plan_they_go_by_whatever_was_signed_between(
    paired: Coach, therapist: Therapist
) -> None:
    sign(paired, therapist, program=other_bridge("4x8"))  # It was never opened.
    untrue = ("Bridge: 4 sets of 9 instead of 4 sets of 8.",)
    third = sign(paired, therapist, 3, program=other_bridge("4x9", 3), changes=untrue)
    found = paired.opening.read(third)
    assert found.changes == (BRIDGES,)
    assert BRIDGES in found_lines(found)
    assert untrue[0] not in found_lines(found)
    paired.opening.take(found)
    assert BRIDGES in said(paired)[-1]
    assert untrue[0] not in said(paired)[-1]


def test_of_many_changes_those_of_today_come_first_and_alone_aloud(
    paired: Coach, therapist: Therapist
) -> None:
    lock(paired)
    text = shipped_program(2)
    for old, new in (
        ("2x8", "3x9"),
        ("1x6", "2x7"),
        ("2x10", "3x11"),
        ("3min 4/day", "2min 4/day"),
    ):
        assert old in text
        text = text.replace(old, new)
    found = paired.opening.read(sign(paired, therapist, program=text))
    first, later = found_lines(found), later_lines(found)
    assert len(found.changes) > MOST_TOGETHER
    assert first[0] == STILL_LOCKED
    assert any(line.startswith("Short walk: ") for line in first)
    assert not any(line.startswith(("In “", "On a bad day")) for line in first)
    assert later[0] == "What else is different, in other stages and on bad days:"
    assert all(line.startswith(("In “", "On a bad day")) for line in later[1:])
    assert sorted([*first[3:], *later[1:]]) == sorted(found.changes)
    assert not any("In “" in line for line in spoken_lines(found))


def test_a_step_of_the_stage_is_told_from_where_the_patient_is(
    paired: Coach, therapist: Therapist
) -> None:
    found = paired.opening.read(sign(paired, therapist, stage=StageCode.MOVE))
    assert found.changes[0] == "You go on to “Get it moving” now."


def test_a_plan_that_changes_nothing_says_so(paired: Coach, therapist: Therapist) -> None:
    found = paired.opening.read(sign(paired, therapist, changes=("Walk further.",)))
    assert found.changes == (NOTHING_DIFFERENT,)
    assert NOTHING_DIFFERENT in found_lines(found)


def test_an_exercise_that_came_with_the_plan_is_told_by_its_name(
    paired: Coach, therapist: Therapist
) -> None:
    program = shipped_program().replace('dose = "cat-camel ', 'dose = "ada-camel ')
    file = sign(paired, therapist, program=program, exercises={"ada-camel": own_exercise()})
    assert any("ada's camel" in line.lower() for line in paired.opening.read(file).changes)


def test_the_signed_words_are_told_where_the_former_plan_cannot_be_read(
    paired: Coach,
    therapist: Therapist,
    monkeypatch: pytest.MonkeyPatch,
    open_coach: Callable[..., Coach],
) -> None:
    take(paired, sign(paired, therapist))
    paired.close()
    monkeypatch.setattr(SqliteEventLog, "document", lambda log, name: None)
    paired = open_coach()
    words = ("Bridge: 4 sets of 9 instead of 2 sets of 8.",)
    third = sign(paired, therapist, 3, program=other_bridge("4x9", 3), changes=words)
    assert paired.opening.read(third).changes == words


def test_its_program_is_the_therapists_not_the_shelfs(paired: Coach, therapist: Therapist) -> None:
    program = shipped_program().replace('title = "Steady back"', 'title = "For you"', 1)
    take(paired, sign(paired, therapist, program=program))
    assert paired.today.look().program_title == "For you"
    assert paired.shelf.program("steady-back").title == "Steady back"


def own_exercise() -> str:
    text = (SHIPPED / "exercises" / "cat-camel.toml").read_text("utf-8")
    return text.replace('id = "cat-camel"', 'id = "ada-camel"').replace(
        'name = "Cat and camel"', 'name = "Ada\'s camel"'
    )


def test_exercises_of_the_therapists_own_come_with_the_plan(
    paired: Coach, therapist: Therapist, open_coach: Callable[..., Coach]
) -> None:
    program = shipped_program().replace('dose = "cat-camel ', 'dose = "ada-camel ')
    brought = {"ada-camel": own_exercise()}
    stage = StageCode.MOVE
    take(paired, sign(paired, therapist, program=program, exercises=brought, stage=stage))
    assert "Ada's camel" in paired.today.look().names.values()
    paired.close()
    assert "Ada's camel" in open_coach().today.look().names.values()


def test_a_plan_with_an_exercise_nobody_knows_is_refused(
    paired: Coach, therapist: Therapist
) -> None:
    program = shipped_program().replace('dose = "cat-camel ', 'dose = "ada-camel ')
    with pytest.raises(RefusedError, match="ada-camel"):
        paired.opening.read(sign(paired, therapist, program=program))


@pytest.mark.parametrize(
    "changes",
    [
        {"program": "not a program"},
        {"program": shipped_program(version=3)},
        {"program": shipped_program().replace("hours = ", "hours = 9")},
        {"exercises": {"mine": "x = 1"}},
        {"exercises": {"mine": "= ="}},
    ],
    ids=["no program", "another version", "a bad value", "no exercise", "no toml"],
)
def test_a_program_with_problems_is_refused_whole(
    paired: Coach, therapist: Therapist, changes: dict[str, Any]
) -> None:
    with pytest.raises(RefusedError, match="tell your therapist"):
        paired.opening.read(sign(paired, therapist, **changes))
    assert len(facts_of(paired, PlanReceived)) == 1


def test_a_stage_the_program_lacks_is_refused(paired: Coach, therapist: Therapist) -> None:
    program = shipped_program()
    cut = program[: program.rindex("[[stage]]")]
    with pytest.raises(RefusedError, match="no stage D"):
        paired.opening.read(sign(paired, therapist, program=cut, stage=StageCode.KEEP))


@pytest.mark.parametrize("version", [1, 2])
def test_an_older_plan_or_the_same_again_is_refused(
    paired: Coach, therapist: Therapist, version: int
) -> None:
    take(paired, sign(paired, therapist, version=2))
    with pytest.raises(RefusedError, match="You have version 2 already"):
        paired.opening.read(sign(paired, therapist, version))


def test_a_plan_for_another_patient_is_refused(paired: Coach, therapist: Therapist) -> None:
    with pytest.raises(RefusedError, match="another patient"):
        paired.opening.read(sign(paired, therapist, patient="someone-else"))


def test_a_plan_for_another_key_is_refused(paired: Coach, therapist: Therapist) -> None:
    file = therapist.plan(therapist.card, paired.records.now(), patient=paired.log.patient)
    with pytest.raises(RefusedError, match="someone else"):
        paired.opening.read(file)


def test_a_plan_of_another_therapist_is_refused_until_paired_with(
    paired: Coach, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    other = Therapist(tmp_path / "other", "Bo Lind")
    file = sign(paired, other)
    with pytest.raises(RefusedError, match="not signed by your therapist"):
        paired.opening.read(file)
    pair(paired, other)
    take(paired, file)
    assert facts_of(paired, PlanReceived)[-1].therapist == "Bo Lind"


def test_each_therapist_counts_versions_of_their_own(
    paired: Coach, therapist: Therapist, tmp_path: Path
) -> None:
    take(paired, sign(paired, therapist, version=5))
    (tmp_path / "other").mkdir()
    other = Therapist(tmp_path / "other", "Bo Lind")
    pair(paired, other)
    take(paired, sign(paired, other, version=2))
    assert paired.records.require_plan().plan.therapist == "Bo Lind"
    for version in (1, 2):
        with pytest.raises(RefusedError, match="You have version 2 already"):
            paired.opening.read(sign(paired, other, version=version))
    pair(paired, therapist)
    with pytest.raises(RefusedError, match=r"version 5 already.* --version-above 5"):
        paired.opening.read(sign(paired, therapist, version=5))


def test_a_plan_that_waited_never_comes_back_over_a_newer_one(
    paired: Coach, therapist: Therapist, clock: ManualClock
) -> None:
    first = a_day(paired.records.now(), 14)
    take(paired, sign(paired, therapist, 3, from_day=first, stage=StageCode.MOVE))
    clock.advance(3 * 24 * 3600)
    take(paired, sign(paired, therapist, 4))
    assert not any("next plan" in line for line in day_lines(paired))
    for _ in range(2):
        assert paired.records.require_plan().plan.version == 4
        clock.advance(11 * 24 * 3600)
    assert paired.records.require_plan().stage is StageCode.CALM


def test_a_plan_that_is_over_is_refused(paired: Coach, therapist: Therapist) -> None:
    now = paired.records.now()
    file = sign(paired, therapist, from_day=a_day(now, -9), valid_until=a_day(now, -1))
    with pytest.raises(RefusedError, match="up to Sunday 28 February 2027"):
        paired.opening.read(file)


def test_before_pairing_the_signer_becomes_the_therapist_when_taken(
    coach: Coach, therapist: Therapist
) -> None:
    found = coach.opening.read(sign(coach, therapist))
    assert not found.known
    assert coach.opening.fingerprint(found) == therapist.words
    assert facts_of(coach, TherapistPaired) == []
    coach.opening.take(found)
    assert [one.key for one in facts_of(coach, TherapistPaired)] == [therapist.papers.key]
    assert coach.opening.read(sign(coach, therapist, 3)).known


def test_a_new_home_takes_the_patient_of_its_first_plan(
    new_coach: Coach, therapist: Therapist
) -> None:
    take(new_coach, sign(new_coach, therapist, patient="sam"))
    assert new_coach.log.patient == "sam"
    assert not new_coach.set_up.needed
    assert new_coach.today.look().agenda.items


# --- days


def test_a_plan_ahead_waits_and_the_day_says_so(
    paired: Coach, therapist: Therapist, clock: ManualClock
) -> None:
    first = a_day(paired.records.now(), 2)
    take(paired, sign(paired, therapist, from_day=first, stage=StageCode.MOVE))
    assert paired.records.require_plan().plan.version == 1
    assert day_lines(paired)[0] == "Your therapist's next plan begins on Wednesday 3 March 2027."
    clock.advance(2 * 24 * 3600)
    plan = paired.records.require_plan()
    assert (plan.plan.version, plan.stage, plan.first_day) == (2, StageCode.MOVE, first)
    assert paired.today.look().stage_name == "Get it moving"
    assert not any("next plan" in line for line in day_lines(paired))


def test_what_happens_before_its_first_day_is_of_the_plan_before(
    paired: Coach, therapist: Therapist, clock: ManualClock
) -> None:
    take(paired, sign(paired, therapist, from_day=a_day(paired.records.now(), 2)))
    paired.safety.opening_answered(answer=False)
    before = paired.log.read()[-1]
    clock.advance(2 * 24 * 3600)
    paired.safety.opening_answered(answer=False)
    assert [before.plan_version, paired.log.read()[-1].plan_version] == [
        "steady-back@1",
        "steady-back@2",
    ]


def test_after_its_last_day_it_goes_on_and_the_day_says_whom_to_ask(
    paired: Coach, therapist: Therapist, clock: ManualClock
) -> None:
    last = a_day(paired.records.now(), 6)
    take(paired, sign(paired, therapist, valid_until=last))
    clock.advance(6 * 24 * 3600)
    assert not any("up to" in line for line in day_lines(paired))
    clock.advance(24 * 3600)
    assert day_lines(paired)[0] == (
        "This plan was made for the time up to Sunday 7 March 2027. "
        "Ask your therapist for the next one."
    )
    assert paired.today.look().agenda.items


def test_days_the_machine_was_off_stay_with_the_plan_before(
    paired: Coach, therapist: Therapist, clock: ManualClock
) -> None:
    """Nobody looked on Tuesday and Wednesday; the plan comes in on Thursday morning."""
    paired.today.look()
    clock.advance(3 * 24 * 3600)
    take(paired, sign(paired, therapist))
    asked = {fact.for_day for fact in facts_of(paired, ItemAsked)}
    assert {date(2027, 3, 2), date(2027, 3, 3)} <= asked


# --- a hold


def test_a_plan_can_unlock_coaching(paired: Coach, therapist: Therapist) -> None:
    lock(paired)
    paired.clock.advance(60)  # type: ignore[attr-defined]
    known = paired.safety.standing()
    found = paired.opening.read(lifting(paired, therapist, known))
    assert found.clears
    paired.opening.take(found)
    assert paired.safety.hold() is None
    (cleared,) = facts_of(paired, SafetyCleared)
    assert (cleared.by, cleared.note) == (ClearedBy.THERAPIST, "Seen today, reflexes fine.")
    assert cleared.clears == known
    assert len(known) == 2  # The hold and the yes behind it.


def test_the_patient_is_told_one_sentence_and_never_the_reason(
    paired: Coach, therapist: Therapist
) -> None:
    lock(paired)
    found = paired.opening.read(lifting(paired, therapist, paired.safety.standing()))
    assert LIFTED in found_lines(found)
    paired.opening.take(found)
    assert said(paired)[-1].startswith(f"You have a plan from Ada Berg. {LIFTED} ")
    assert "reflexes" not in " ".join([*found_lines(found), *said(paired)])


@pytest.mark.parametrize("hours", [-48, 0, 48])
def test_a_yes_that_the_signer_had_not_received_stands_whatever_the_clocks_say(
    paired: Coach, therapist: Therapist, clock: ManualClock, hours: int
) -> None:
    lock(paired)
    known = paired.safety.standing()
    clock.advance(60)
    lock(paired)
    second = [one for one in paired.safety.standing() if one not in known]
    signed = paired.records.now() + timedelta(hours=hours)
    file = lifting(paired, therapist, known, issued_at=signed)
    found = paired.opening.read(file)
    assert (found.clears, found.stays_locked) == (False, True)
    assert any("answered yes to since" in line for line in found_lines(found))
    before = len(said(paired))
    paired.opening.take(found)
    assert paired.safety.hold() is not None
    assert list(paired.safety.standing()) == second
    assert len(said(paired)) == before


def test_a_plan_of_another_program_for_a_later_day_lifts_nothing(
    paired: Coach, therapist: Therapist, clock: ManualClock
) -> None:
    lock(paired)
    first = a_day(paired.records.now(), 3)
    known = paired.safety.standing()
    found = paired.opening.read(lifting(paired, therapist, known, from_day=first))
    assert (found.clears, found.stays_locked) == (False, True)
    assert found_lines(found)[0].endswith("with a plan that begins at once.")
    paired.opening.take(found)
    clock.advance(3 * 24 * 3600)
    assert paired.safety.hold() is not None
    assert facts_of(paired, SafetyCleared) == []


def test_a_yes_that_could_not_be_written_is_cleared_by_no_plan(
    overheard: Coach, disk: Disk, therapist: Therapist, clock: ManualClock
) -> None:
    pair(overheard, therapist)
    lock(overheard)
    known = overheard.safety.standing()
    disk.full = True
    clock.advance(60)
    lock(overheard)
    found = overheard.opening.read(lifting(overheard, therapist, known))
    assert (found.clears, found.stays_locked) == (False, True)


def test_a_plan_that_says_nothing_of_the_hold_leaves_it(
    paired: Coach, therapist: Therapist, clock: ManualClock
) -> None:
    lock(paired)
    clock.advance(60)
    take(paired, sign(paired, therapist))
    assert paired.safety.hold() is not None
    assert paired.records.require_plan().plan.version == 2


def test_clearing_without_a_hold_writes_no_clearing(paired: Coach, therapist: Therapist) -> None:
    take(paired, lifting(paired, therapist, ("a-hold-that-is-over",)))
    assert facts_of(paired, SafetyCleared) == []


# --- what can fail


def lose_documents(log: SqliteEventLog) -> None:
    """As after a file of the database was mended by hand."""
    guards = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'plan_document'"
    names = [row[0] for row in log.rows(guards)]
    for statement in (*(f"DROP TRIGGER {name}" for name in names), "DELETE FROM plan_document"):
        log.write(partial(_execute, statement))


def _execute(statement: str, db: Any) -> None:
    db.execute(statement)


def test_a_plan_whose_words_were_lost_is_kept_again(
    paired: Coach, therapist: Therapist, places: Places, open_coach: Callable[..., Coach]
) -> None:
    file = sign(paired, therapist)
    take(paired, file)
    assert isinstance(paired.log, SqliteEventLog)
    lose_documents(paired.log)
    paired.close()
    again = open_coach()
    with pytest.raises(LogError, match="Open the plan file again"):
        again.today.look()
    take(again, file)
    assert again.today.look().agenda.items
    assert len(facts_of(again, PlanReceived)) == 2


def test_nothing_is_half_taken_when_the_disk_is_full(
    overheard: Coach, disk: Disk, therapist: Therapist, diary: list[str]
) -> None:
    pair(overheard, therapist)
    found = overheard.opening.read(sign(overheard, therapist))
    diary.clear()
    disk.full = True
    with pytest.raises(LogError):
        overheard.opening.take(found)
    disk.full = False
    assert diary == []
    assert overheard.records.require_plan().plan.version == 1
    overheard.opening.take(found)
    assert diary[-2] == "disk: PlanReceived"
    assert diary[-1].startswith("said: You have a plan from Ada Berg.")


@pytest.mark.parametrize("content", [b"", b"hello", b"x" * 100])
def test_a_file_that_is_no_plan_is_a_slip(paired: Coach, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "letter.coachplan").write_bytes(content)
    with pytest.raises(InputError, match="no plan"):
        paired.opening.read(tmp_path / "letter.coachplan")
    with pytest.raises(InputError, match="there is no file"):
        paired.opening.read(tmp_path / "nothing.coachplan")
    with pytest.raises(InputError, match="is a folder"):
        paired.opening.read(tmp_path)


def test_the_safety_list_is_asked_again_with_a_new_plan(
    paired: Coach, therapist: Therapist, clock: ManualClock
) -> None:
    clock.advance(60)
    take(paired, sign(paired, therapist, from_day=a_day(paired.records.now(), 1)))
    assert paired.safety.list_due() is None
    clock.advance(timedelta(days=1).total_seconds())
    assert paired.safety.list_due() is not None
