"""A program becomes one patient's plan: numbered, checked, told in their words, signed, kept."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from coach.bootstrap import Wishes
from coach.bootstrap.clinic import build_clinic
from coach.clock import ManualClock
from coach.config import Places, Settings
from coach.domain.caseload import Enrolled
from coach.domain.documents import Card
from coach.domain.editions import SET_DIRECTION
from coach.domain.errors import InputError, SafetyHoldError
from coach.domain.events import (
    PainScore,
    PlanIssued,
    PlanReceived,
    RedFlagAnswered,
    ReviewDecided,
    SafetyCleared,
    SafetyHold,
    StageChanged,
)
from coach.domain.outcomes import ClearedBy, Decision
from coach.domain.pain import Moment, Site
from coach.domain.program import StageCode
from coach.domain.red_flags import Tier
from coach.exchange.papers import SealedPapers
from coach.review.follow_up import Signed, Waiting
from coach.review.record_paragraph import record_paragraph
from coach.speech.silent import SilentSpeaker
from coach.workflows.assign import UNNAMED
from coach.workflows.clinic import Clinic
from coach.workflows.decided import Decided
from coach.workflows.deciding import fill_in
from coach.workflows.patients import plan_file_name
from tests.conftest import BERLIN
from tests.store.builders import a_log
from tests.store.caseloads import heads_of

PATIENT = "01a20748-f009-77e8-b5fb-b325b7230962"
MONDAY = date(2027, 3, 1)
BRIDGE = "bridge {} hold 3s rest 30s 1/day mon,tue,thu,fri"
OWN_EXERCISE = "my-bridge"


def a_clinic(places: Places, clock: ManualClock, name: str = "Dr. Reed") -> Clinic:
    return build_clinic(
        places,
        Settings(therapist_name=name),
        Wishes(silent=True),
        clock=clock,
        zone=BERLIN,
        speaker=SilentSpeaker(),
    )


@pytest.fixture
def clinic(places: Places, clock: ManualClock) -> Iterator[Clinic]:
    made = a_clinic(places, clock)
    yield made
    made.close()


@pytest.fixture
def papers(tmp_path: Path) -> SealedPapers:
    """The patient's side."""
    return SealedPapers(tmp_path / "patient" / "key")


@pytest.fixture
def sam(clinic: Clinic, papers: SealedPapers) -> Enrolled:
    return clinic.patients.add("Sam Sample", Card("patient", papers.key, PATIENT, ""))


def received(clinic: Clinic, tmp_path: Path, *facts: object, ago: timedelta = timedelta()) -> None:
    """What came from Sam's own log, and was recorded so long ago."""
    with a_log(tmp_path / "home") as log:
        log.adopt_patient(PATIENT)
        plan = "steady-back@1"
        log.append(list(facts), at=clinic.now() - ago, plan_version=plan)  # type: ignore[arg-type]
        clinic.caseload.take_in(PATIENT, log.everything(), heads_of(log))


def a_plan_received(version: int, program: str = "steady-back") -> PlanReceived:
    return PlanReceived(
        program=program,
        version=version,
        therapist="",
        from_day=MONDAY,
        stage=StageCode.MOVE,
        sore_side="left",
    )


def test_only_the_patient_can_open_the_plan_and_it_says_what_was_decided(
    clinic: Clinic, sam: Enrolled, papers: SealedPapers
) -> None:
    draft = clinic.assigning.draft(sam.patient, "steady-back")
    draft = draft.set(StageCode.BUILD, "bridge 3x8")
    sealed, plan = clinic.assigning.issue(sam, draft.program, StageCode.BUILD, sore_side="right")
    opened = papers.open_plan(sealed)
    assert opened.plan == plan
    assert opened.signer == clinic.papers.key
    assert (plan.patient, plan.therapist, plan.version) == (PATIENT, "Dr. Reed", 2)
    assert (plan.from_day, plan.valid_until) == (MONDAY, MONDAY + timedelta(days=83))
    assert (plan.stage, plan.sore_side, plan.changes) == (StageCode.BUILD, "right", ())
    assert "bridge 3x8" in plan.program
    assert "Sam" not in opened.content


def test_that_it_was_signed_is_written_down_with_its_exact_words(
    clinic: Clinic, sam: Enrolled, papers: SealedPapers
) -> None:
    clinic.caseload.keep_signs({sam.patient: "old"})
    draft = clinic.assigning.draft(sam.patient, "steady-back")
    issued = clinic.assigning.issue(sam, draft.program, StageCode.CALM)
    log = clinic.caseload.log(sam.patient)
    [stamped] = log.read(kinds=[PlanIssued])
    assert isinstance(stamped.fact, PlanIssued)
    assert (stamped.fact.version, stamped.plan_version) == (2, "steady-back@2")
    assert log.document(stamped.fact.document) == papers.open_plan(issued.sealed).content
    assert clinic.caseload.signs() == {}


def test_each_plan_is_numbered_above_everything_before_it(
    clinic: Clinic, sam: Enrolled, tmp_path: Path
) -> None:
    program = clinic.shelf.program("steady-back")
    assert clinic.assigning.next_version(sam.patient, program) == program.version + 1
    received(clinic, tmp_path, a_plan_received(7))
    assert clinic.assigning.issue(sam, program, StageCode.CALM).plan.version == 8
    assert clinic.assigning.issue(sam, program, StageCode.CALM).plan.version == 9
    other = clinic.shelf.program("lean-ease")
    assert clinic.assigning.next_version(sam.patient, other) == 10


def test_the_next_plan_begins_as_the_one_they_have(clinic: Clinic, sam: Enrolled) -> None:
    draft = clinic.assigning.draft(sam.patient, "steady-back").set(StageCode.CALM, "bridge 3x9")
    clinic.assigning.issue(sam, draft.program, StageCode.CALM)
    again = clinic.assigning.draft(sam.patient)
    issued = clinic.assigning.issue(
        sam, again.set(StageCode.CALM, "bridge 3x10").program, StageCode.CALM
    )
    assert again.changes(StageCode.CALM) == ()
    assert "bridge 3x10" in issued.plan.program


def test_a_program_the_patient_chose_alone_is_what_changes_are_told_against(
    clinic: Clinic, sam: Enrolled, tmp_path: Path
) -> None:
    received(clinic, tmp_path, a_plan_received(1))
    same = clinic.assigning.draft(sam.patient)
    assert same.program.id == "steady-back"
    assert clinic.assigning.changes(sam.patient, same.program, StageCode.MOVE) == ()


def test_a_patient_without_a_plan_needs_a_program(clinic: Clinic, sam: Enrolled) -> None:
    assert clinic.assigning.program(sam.patient) is None
    with pytest.raises(InputError, match="has no program yet"):
        clinic.assigning.draft(sam.patient)


def test_it_goes_on_where_the_patient_is(clinic: Clinic, sam: Enrolled, tmp_path: Path) -> None:
    program = clinic.shelf.program("steady-back")
    assert clinic.assigning.stage(sam.patient, program) is StageCode.CALM
    changed = StageChanged(
        from_stage=StageCode.MOVE, to_stage=StageCode.BUILD, rule="r", evidence="e"
    )
    received(clinic, tmp_path, a_plan_received(1), changed)
    assert clinic.assigning.stage(sam.patient, program) is StageCode.BUILD
    assert clinic.assigning.stage(sam.patient, program, "b") is StageCode.MOVE
    with pytest.raises(InputError, match="has no stage 'x'; there are: A, B, C, D"):
        clinic.assigning.stage(sam.patient, program, "x")


def test_a_hold_is_cleared_only_where_one_is_known_of(
    clinic: Clinic, sam: Enrolled, tmp_path: Path
) -> None:
    program = clinic.shelf.program("steady-back")
    with pytest.raises(InputError, match="no safety hold stands"):
        clinic.assigning.issue(sam, program, StageCode.CALM, clears="Seen today, all clear.")
    received(clinic, tmp_path, SafetyHold(tier=Tier.SAME_DAY))
    assert clinic.assigning.held(sam.patient)
    with pytest.raises(InputError, match="say in a few words why"):
        clinic.assigning.issue(sam, program, StageCode.CALM, clears=" ")
    issued = clinic.assigning.issue(sam, program, StageCode.CALM, clears="Seen today, all clear.")
    assert issued.plan.clears == "Seen today, all clear."
    (hold,) = clinic.caseload.log(PATIENT).read(kinds=[SafetyHold])
    assert issued.plan.clears_facts == (hold.id,)
    assert clinic.assigning.issue(sam, program, StageCode.CALM).plan.clears_facts == ()


def signed_before_a_log(clinic: Clinic, sam: Enrolled) -> None:
    """A stage further and a dose less than on the shelf, and the same day that it is kept."""
    shelf = clinic.shelf.program("steady-back")
    program = clinic.drafts.start(shelf).set(StageCode.BUILD, "bridge 1x4").program
    assert clinic.assigning.issue(sam, program, StageCode.BUILD).plan.changes == ()
    clinic.follow_ups.decide(sam.patient, Decision.KEEP)


def signed_of(clinic: Clinic, sam: Enrolled) -> Signed:
    """What was signed on the day of the visit."""
    (signed,) = (
        one.signed for one in clinic.follow_ups.follow_up(sam.patient).visits if one.signed
    )
    return signed


def test_what_the_plan_changed_is_told_against_the_one_they_turn_out_to_have_followed(
    clinic: Clinic, sam: Enrolled, tmp_path: Path
) -> None:
    signed_before_a_log(clinic, sam)
    assert signed_of(clinic, sam).is_first
    received(clinic, tmp_path, a_plan_received(1), ago=timedelta(days=3))

    signed = signed_of(clinic, sam)
    name = clinic.shelf.program("steady-back").stage(StageCode.BUILD).name
    assert not signed.is_first
    assert signed.changes[0] == f"You go on to “{name}” now."
    assert any("New: bridge, 1 set of 4" in one for one in signed.changes)
    told = record_paragraph(clinic.follow_ups.follow_up(sam.patient))
    assert f"stage C; the patient is told: You go on to “{name}” now." in told
    assert "the same for the patient" not in told


def test_what_a_signed_plan_changed_is_the_same_after_later_ones_were_signed(
    clinic: Clinic, sam: Enrolled
) -> None:
    """No log has come: each plan is held against the one that was signed before it."""
    start = clinic.drafts.start(clinic.shelf.program("steady-back"))
    less = start.set(StageCode.BUILD, "bridge off").program
    told: list[tuple[Signed | None, ...]] = []
    for program in (start.program, less, less, start.program):
        clinic.assigning.issue(sam, program, StageCode.BUILD)
        visits = clinic.follow_ups.follow_up(sam.patient).visits
        told.append(tuple(one.signed for one in visits))
    assert all(told[-1][: len(one)] == one for one in told)
    first, without, same, again = told[-1]
    assert first is not None
    assert first.is_first
    assert without is not None
    assert any("Bridge is no longer asked for" in one for one in without.changes)
    assert same is not None
    assert not same.changed
    assert again is not None
    assert again.changes != without.changes


def test_against_a_plan_that_cannot_be_read_here_nothing_is_called_the_same(
    clinic: Clinic, sam: Enrolled, tmp_path: Path
) -> None:
    signed_before_a_log(clinic, sam)
    received(clinic, tmp_path, a_plan_received(1, "someone-elses"), ago=timedelta(days=3))
    told = record_paragraph(clinic.follow_ups.follow_up(sam.patient))
    assert "stage C." in told
    assert "the same for the patient" not in told


def test_a_plan_signed_anew_without_a_change_is_the_same(
    clinic: Clinic, sam: Enrolled, tmp_path: Path
) -> None:
    received(clinic, tmp_path, a_plan_received(1), ago=timedelta(days=3))
    shelf = clinic.shelf.program("steady-back")
    clinic.assigning.issue(sam, shelf, StageCode.MOVE)
    assert not signed_of(clinic, sam).changed


def test_of_the_plans_that_wait_those_that_ask_more_are_known(
    clinic: Clinic, sam: Enrolled, tmp_path: Path
) -> None:
    shelf = clinic.shelf.program("steady-back")
    clinic.assigning.issue(sam, shelf, StageCode.MOVE)
    # Of a first plan nothing is more.
    assert clinic.follow_ups.follow_up(sam.patient).waiting == (Waiting(2, asks_more=False),)
    received(clinic, tmp_path, a_plan_received(1), ago=timedelta(days=3))
    more = clinic.drafts.start(shelf).set(StageCode.MOVE, "pelvic-tilt 5x30").program
    clinic.assigning.issue(sam, more, StageCode.MOVE)
    clinic.assigning.issue(sam, shelf, StageCode.MOVE)
    clinic.assigning.issue(sam, shelf, StageCode.BUILD)
    _, *waiting = clinic.follow_ups.follow_up(sam.patient).waiting
    assert [one.asks_more for one in waiting] == [True, False, True]


def test_under_a_hold_no_dose_goes_up_unless_it_is_lifted_with_a_reason_and_that_is_meant(
    clinic: Clinic, sam: Enrolled, tmp_path: Path
) -> None:
    received(clinic, tmp_path, a_plan_received(1), SafetyHold(tier=Tier.SAME_DAY))
    shelf = clinic.shelf.program("steady-back")
    more = clinic.drafts.start(shelf).set(StageCode.MOVE, "pelvic-tilt 5x30").program
    less = clinic.drafts.start(shelf).set(StageCode.MOVE, "pelvic-tilt 1x5").program
    with pytest.raises(
        SafetyHoldError, match=r"a safety hold stands .*raises: B: Pelvic tilt 5x30"
    ):
        clinic.assigning.issue(sam, more, StageCode.MOVE, may_raise=True)
    with pytest.raises(SafetyHoldError, match=r"it begins in stage C, they are in B"):
        clinic.assigning.issue(sam, shelf, StageCode.BUILD)
    why = "Seen today, reflexes fine."
    with pytest.raises(SafetyHoldError, match="Sign it with --raise"):
        clinic.assigning.issue(sam, more, StageCode.MOVE, clears=why)
    assert clinic.caseload.log(PATIENT).read(kinds=[PlanIssued]) == []

    assert clinic.assigning.issue(sam, less, StageCode.MOVE).plan.clears == ""
    lifted = clinic.assigning.issue(sam, more, StageCode.MOVE, clears=why, may_raise=True)
    assert lifted.plan.clears == why


def test_a_draft_to_go_on_that_a_lock_came_in_behind_is_not_signed(
    clinic: Clinic, sam: Enrolled, tmp_path: Path
) -> None:
    received(clinic, tmp_path, a_plan_received(1), SafetyHold(tier=Tier.SAME_DAY))
    shelf = clinic.shelf.program("steady-back")
    decided = Decided(Decision.PROGRESS)
    with pytest.raises(SafetyHoldError, match="no plan goes on while it is"):
        clinic.assigning.issue(sam, shelf, StageCode.MOVE, decided=decided)
    assert clinic.caseload.log(PATIENT).read(kinds=[PlanIssued, ReviewDecided]) == []
    clinic.assigning.issue(sam, shelf, StageCode.MOVE, decided=Decided(Decision.EASE))


def got_worse(clinic: Clinic, tmp_path: Path) -> None:
    """Sam's leg went from 3 to 7."""
    for ago in range(14, 0, -1):
        plan = (a_plan_received(1),) if ago == 14 else ()
        leg = PainScore(site=Site.LEG, score=7 if ago < 4 else 3, moment=Moment.WORST_24H)
        received(clinic, tmp_path, *plan, leg, ago=timedelta(days=ago))


WHY = "Seen today, leg settled since."


def test_more_is_asked_of_someone_who_got_worse_with_a_reason_alone_and_that_is_kept(
    clinic: Clinic, sam: Enrolled, tmp_path: Path
) -> None:
    got_worse(clinic, tmp_path)
    shelf = clinic.shelf.program("steady-back")
    more = clinic.drafts.start(shelf).set(StageCode.MOVE, "pelvic-tilt 5x30").program
    less = clinic.drafts.start(shelf).set(StageCode.MOVE, "pelvic-tilt 1x5").program
    other = clinic.shelf.program("lean-ease")
    for program, stage in ((more, StageCode.MOVE), (shelf, StageCode.BUILD)):
        with pytest.raises(
            InputError,
            match=r"Worse: Leg up by 4.*--note .*Raises: (B: Pelvic|it begins in stage C)",
        ):
            clinic.assigning.issue(sam, program, stage)
    with pytest.raises(InputError, match=r"Worse: Leg up by 4.* Raises: .* is new"):
        clinic.assigning.issue(sam, other, StageCode.MOVE)
    with pytest.raises(InputError, match="Say in a few words why more is asked for"):
        clinic.assigning.issue(sam, more, StageCode.MOVE, why_more="ok")
    log = clinic.caseload.log(PATIENT)
    assert log.read(kinds=[PlanIssued, ReviewDecided]) == []

    clinic.assigning.issue(sam, less, StageCode.MOVE)
    assert log.read(kinds=[ReviewDecided]) == []
    clinic.assigning.issue(sam, more, StageCode.MOVE, why_more=WHY)
    [stamped] = log.read(kinds=[ReviewDecided])
    assert stamped.fact == ReviewDecided(decision=Decision.PROGRESS, note=WHY)


def test_a_reason_joins_the_note_of_the_decision_it_came_with(
    clinic: Clinic, sam: Enrolled, tmp_path: Path
) -> None:
    got_worse(clinic, tmp_path)
    program = clinic.shelf.program("steady-back")
    for note in ("walks less", f"walks less. {WHY}"):
        eased = Decided(Decision.EASE, note)
        clinic.assigning.issue(sam, program, StageCode.BUILD, decided=eased, why_more=WHY)
    facts = [one.fact for one in clinic.caseload.log(PATIENT).read(kinds=[ReviewDecided])]
    assert [fact.note for fact in facts if isinstance(fact, ReviewDecided)] == [
        f"walks less {WHY}",
        f"walks less. {WHY}",
    ]


def test_more_is_asked_with_a_reason_alone_after_a_yes_that_the_patient_unlocked(
    clinic: Clinic, sam: Enrolled, tmp_path: Path
) -> None:
    yes = RedFlagAnswered(item="saddle-numbness", answer=True, tier=Tier.EMERGENCY, text_version=1)
    received(clinic, tmp_path, a_plan_received(1), yes, ago=timedelta(days=2))
    own_word = SafetyCleared(by=ClearedBy.SELF_ATTESTED, note="my doctor saw me")
    received(clinic, tmp_path, own_word, ago=timedelta(days=1))
    program = clinic.shelf.program("steady-back")
    with pytest.raises(
        InputError, match=r"Yes since: .* on 27 Feb\. .* Raises: it begins in stage C"
    ):
        clinic.assigning.issue(sam, program, StageCode.BUILD)
    assert clinic.assigning.issue(sam, program, StageCode.BUILD, why_more=WHY).plan.version == 2


def test_a_plan_for_a_later_day_lifts_no_hold(
    clinic: Clinic, sam: Enrolled, tmp_path: Path
) -> None:
    program = clinic.shelf.program("steady-back")
    received(clinic, tmp_path, SafetyHold(tier=Tier.SAME_DAY))
    with pytest.raises(InputError, match="this one begins on 2027-03-15; let it begin today"):
        clinic.assigning.issue(
            sam,
            program,
            StageCode.CALM,
            from_day=MONDAY + timedelta(weeks=2),
            clears="Seen today, reflexes fine.",
        )
    assert clinic.caseload.log(PATIENT).read(kinds=[PlanIssued]) == []


def test_it_goes_on_where_the_newest_version_begins_not_the_newest_stamp(
    clinic: Clinic, sam: Enrolled, tmp_path: Path
) -> None:
    """Their clock runs ahead: version 1 seems to have come in after version 2 was signed."""
    program = clinic.shelf.program("steady-back")
    clinic.assigning.issue(sam, program, StageCode.BUILD)
    with a_log(tmp_path / "home") as log:
        log.adopt_patient(PATIENT)
        later = clinic.now() + timedelta(days=30)
        log.append([a_plan_received(1)], at=later, plan_version="steady-back@1")
        clinic.caseload.take_in(PATIENT, log.everything(), heads_of(log))
    assert clinic.assigning.stage(sam.patient, program) is StageCode.BUILD


def test_an_exercise_against_the_direction_needs_a_typed_reason(
    clinic: Clinic, sam: Enrolled
) -> None:
    line = "stand-ext 1x10"
    with pytest.raises(InputError, match="stand-ext is extension"):
        clinic.assigning.draft(sam.patient, "lean-ease").set(StageCode.CALM, line)
    why = "Tested in the clinic today."
    draft = clinic.assigning.draft(sam.patient, "lean-ease", why).set(StageCode.CALM, line)
    given = clinic.assigning.issue(sam, draft.program, StageCode.CALM).plan.program
    assert SET_DIRECTION in given
    assert why not in given
    # It stays with the therapist, from one version to the next.
    assert clinic.assigning.draft(sam.patient).program.direction_reason == why
    without = replace(draft.program, direction_reason="")
    with pytest.raises(InputError, match="stand-ext is extension"):
        clinic.assigning.issue(sam, without, StageCode.CALM)


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        (MONDAY - timedelta(days=1), MONDAY, "is over"),
        (MONDAY, MONDAY - timedelta(days=1), "name 1 to 104 weeks"),
        (MONDAY, MONDAY + timedelta(weeks=105), "name 1 to 104 weeks"),
    ],
)
def test_days_that_do_not_fit_are_refused(
    clinic: Clinic, sam: Enrolled, first: date, last: date, why: str
) -> None:
    program = clinic.shelf.program("steady-back")
    with pytest.raises(InputError, match=why):
        clinic.assigning.issue(sam, program, StageCode.CALM, from_day=first, valid_until=last)


def test_own_exercises_travel_with_the_plan(
    places: Places, clock: ManualClock, papers: SealedPapers
) -> None:
    folder = places.own_programs / "exercises"
    folder.mkdir(parents=True)
    shipped = (places.shipped / "exercises" / "bridge.toml").read_text(encoding="utf-8")
    text = shipped.replace('id = "bridge"', f'id = "{OWN_EXERCISE}"')
    (folder / f"{OWN_EXERCISE}.toml").write_text(text, encoding="utf-8")
    clinic = a_clinic(places, clock)
    try:
        sam = clinic.patients.add("Sam", Card("patient", papers.key, PATIENT, ""))
        draft = clinic.assigning.draft(sam.patient, "steady-back")
        draft = draft.set(StageCode.BUILD, f"{OWN_EXERCISE} 2x8")
        plan = clinic.assigning.issue(sam, draft.program, StageCode.CALM).plan
    finally:
        clinic.close()
    assert plan.exercises == {OWN_EXERCISE: text}


def test_a_therapist_who_set_no_name_is_yours(
    places: Places, clock: ManualClock, papers: SealedPapers
) -> None:
    clinic = a_clinic(places, clock, name=" ")
    try:
        sam = clinic.patients.add("Sam", Card("patient", papers.key, PATIENT, ""))
        program = clinic.shelf.program("steady-back")
        assert clinic.assigning.issue(sam, program, StageCode.CALM).plan.therapist == UNNAMED
    finally:
        clinic.close()


def test_a_plans_file_names_nobody(clinic: Clinic, sam: Enrolled) -> None:
    program = clinic.shelf.program("steady-back")
    plan = clinic.assigning.issue(sam, program, StageCode.CALM).plan
    assert plan_file_name(sam, plan.version) == "01a20748-f009-v2.coachplan"


def test_a_program_with_a_problem_is_never_signed(clinic: Clinic, sam: Enrolled) -> None:
    program = clinic.shelf.program("steady-back")
    broken = replace(program, flare=replace(program.flare, hours=500))
    with pytest.raises(InputError, match="500"):
        clinic.assigning.issue(sam, broken, StageCode.CALM)
    assert clinic.caseload.log(sam.patient).read() == []


def test_what_changes_is_told_against_the_plan_that_was_opened_not_the_one_that_waits(
    clinic: Clinic, sam: Enrolled, tmp_path: Path
) -> None:
    received(clinic, tmp_path, a_plan_received(1))
    first = clinic.assigning.draft(sam.patient).set(StageCode.BUILD, BRIDGE.format("4x8"))
    clinic.assigning.issue(sam, first.program, StageCode.BUILD)
    assert clinic.assigning.waiting(sam.patient) == 2
    second = clinic.assigning.draft(sam.patient).set(StageCode.BUILD, BRIDGE.format("4x9"))
    issued = clinic.assigning.issue(sam, second.program, StageCode.BUILD)
    assert any(one.startswith("New: bridge, 4 sets of 9") for one in issued.plan.changes)
    assert issued.plan.changes[0] == "You go on to “Build it up” now."


def test_the_first_plan_is_still_the_first_while_nothing_was_opened(
    clinic: Clinic, sam: Enrolled
) -> None:
    draft = clinic.assigning.draft(sam.patient, "steady-back")
    clinic.assigning.issue(sam, draft.program, StageCode.CALM)
    again = clinic.assigning.draft(sam.patient).set(StageCode.CALM, "side-lie 5min 4/day")
    assert clinic.assigning.changes(sam.patient, again.program, StageCode.CALM) == ()
    assert clinic.assigning.before(sam.patient) is None


def test_another_therapists_higher_number_does_not_open_the_own_plan(
    clinic: Clinic, sam: Enrolled, tmp_path: Path
) -> None:
    draft = clinic.assigning.draft(sam.patient, "steady-back")
    clinic.assigning.issue(sam, draft.program, StageCode.CALM)
    received(clinic, tmp_path, replace(a_plan_received(9), signer="cd" * 32, document="other"))
    assert clinic.assigning.waiting(sam.patient) == 2


def test_a_plan_and_the_decision_it_came_of_are_written_as_one(
    clinic: Clinic, sam: Enrolled, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = clinic.assigning.draft(sam.patient, "steady-back")
    eased = Decided(Decision.EASE, "less  of it")
    log = clinic.caseload.log(sam.patient)
    with monkeypatch.context() as broken:
        broken.setattr(Decided, "fact", property(lambda _: 1 / 0))
        with pytest.raises(ZeroDivisionError):
            clinic.assigning.issue(sam, draft.program, StageCode.CALM, decided=eased)
    assert log.read() == []
    clinic.assigning.issue(sam, draft.program, StageCode.CALM, decided=eased)
    issued, decided = log.read()
    assert isinstance(issued.fact, PlanIssued)
    assert decided.fact == ReviewDecided(decision=Decision.EASE, note="less of it")
    assert decided.at == issued.at


def test_what_a_plan_that_waits_took_out_is_more_when_it_comes_back(
    clinic: Clinic, sam: Enrolled, tmp_path: Path
) -> None:
    """They go by the first of the two; the second, which asks less, is signed and not opened."""
    got_worse(clinic, tmp_path)
    start = clinic.drafts.start(clinic.shelf.program("steady-back"))
    less = start.set(StageCode.MOVE, "cat-camel off").program
    clinic.assigning.issue(sam, less, StageCode.MOVE)
    raises = clinic.assigning.raised(sam.patient, start.program, StageCode.MOVE)
    assert len(raises) == 1
    assert "B: Cat and camel is new" in raises[0]
    assert raises[0].endswith("against version 2, which is signed and not opened")
    assert clinic.assigning.raised(sam.patient, less, StageCode.MOVE) == ()
    with pytest.raises(InputError, match="Cat and camel is new"):
        clinic.assigning.issue(sam, start.program, StageCode.MOVE)


def test_to_ease_begins_from_the_plan_that_waits_where_that_asks_less(
    clinic: Clinic, sam: Enrolled, tmp_path: Path
) -> None:
    received(clinic, tmp_path, a_plan_received(1), ago=timedelta(days=3))
    start = clinic.drafts.start(clinic.shelf.program("steady-back"))
    less = start.set(StageCode.MOVE, "cat-camel off").program
    clinic.assigning.issue(sam, less, StageCode.MOVE)
    opened = fill_in(clinic, clinic.follow_ups.follow_up(sam.patient), Decision.EASE)
    assert opened.filled[0].what.endswith(
        "Version 2 is not opened yet. This starts from it: version 1, which the figures are of, "
        "asks more."
    )
    assert "cat-camel" not in [
        one.exercise for one in opened.draft.program.stage(StageCode.MOVE).prescriptions
    ]
    assert opened.draft.base.stages == start.program.stages
    clinic.assigning.issue(sam, opened.draft.program, opened.stage, decided=Decided(Decision.EASE))


def test_to_ease_never_goes_further_on_than_the_plan_that_waits(
    clinic: Clinic, sam: Enrolled, tmp_path: Path
) -> None:
    received(clinic, tmp_path, a_plan_received(1), ago=timedelta(days=3))
    back = clinic.shelf.program("steady-back")
    clinic.assigning.issue(sam, back, StageCode.CALM)
    opened = fill_in(clinic, clinic.follow_ups.follow_up(sam.patient), Decision.EASE)
    assert opened.stage is StageCode.CALM
    assert clinic.assigning.raised(sam.patient, opened.draft.program, opened.stage) == ()
