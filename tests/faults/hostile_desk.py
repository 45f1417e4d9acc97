"""A therapist's desk on which every name, note, reason, title and file name is hostile."""

from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

from coach.bootstrap import Wishes, build
from coach.bootstrap.clinic import build_clinic
from coach.clock import ManualClock, SystemClock
from coach.config import Places, Settings
from coach.domain.agenda import AgendaItem
from coach.domain.caseload import Enrolled
from coach.domain.events import (
    AnswerGiven,
    CareStepNoted,
    Fact,
    FactRetracted,
    FlareProposed,
    LightGiven,
    NoteWritten,
    SafetyCleared,
    SafetyHold,
    SessionEnded,
    SessionStarted,
    StageProposed,
    WarningGiven,
)
from coach.domain.instrument import ACTIVITY
from coach.domain.lights import Light
from coach.domain.outcomes import ClearedBy, SessionOutcome, WarningKind
from coach.domain.pain import Moment, PainReport, Reach
from coach.domain.program import StageCode
from coach.domain.red_flags import Tier
from coach.review.care_order import STEPS
from coach.workflows.clinic import Clinic
from coach.workflows.coach import Coach
from tests.conftest import SHIPPED, answer_list
from tests.journeys.homes import sets_of

DAYS = 4
SCRIPT = """
import sys
from pathlib import Path
from coach.bootstrap import Wishes
from coach.bootstrap.clinic import build_clinic
from coach.config import Places, Settings
from coach.tui.clinic_app import ClinicApp, run_clinic
from tests.faults.poisoning import note_screens, poison_shelf

home, shipped = Path(sys.argv[1]), Path(sys.argv[2])
text = sys.argv[3].encode().decode("unicode_escape")

poison_shelf(text)
note_screens(ClinicApp, home / "opened")
places = Places(home, home / "config.toml", home / "cache", shipped)
settings = Settings(name=text, therapist_name=text)
clinic = build_clinic(places, settings, Wishes(silent=True, alarms=True, attended=True))
code = run_clinic(clinic)
clinic.closing()
sys.exit(code)
"""
"""Runs the desk in `home`; what is read from the shelf is hostile past every check, and the name of
each screen that opens is a line of the file `opened`."""


def furnish(home: Path, text: str) -> Path:
    """A patient named `text` at the desk in `home`; the folder in which their log waits.

    The name and the desk's own notes are past the checks that stand at every door.
    """
    # In the zone of whoever opens it: in another one its last day may be tomorrow.
    began = SystemClock().now().astimezone() - timedelta(days=DAYS)
    clock, inbox = ManualClock(began), home.parent / "inbox"
    inbox.mkdir()
    with ExitStack() as stack:
        clinic = build_clinic(
            _places(home), Settings(therapist_name=text), Wishes(silent=True), clock=clock
        )
        stack.callback(clinic.closing)
        coach = build(
            _places(home.parent / "patient"), Settings(), Wishes(silent=True), clock=clock
        )
        stack.callback(coach.close)
        enrolled = _give(clinic, coach, text, inbox)
        for nth in range(DAYS):
            _live_a_day(coach, nth, text)
            clock.set_wall(began + timedelta(days=nth + 1))
        noted = CareStepNoted(step=next(iter(STEPS)), on_day=began.date(), note=text)
        clinic.caseload.log(enrolled.patient).append([noted], at=clock.now(), plan_version="")
        coach.sharing.share(inbox / f"{as_a_name(text)}.coachlog")
    (inbox / f"no log {as_a_name(text)}.coachlog").write_text(text)
    return inbox


def as_a_name(text: str) -> str:
    """As much of it as the name of a file can hold."""
    return text.replace("\0", "").replace("/", "")


def _places(home: Path) -> Places:
    return Places(home, home / "config.toml", home / "cache", SHIPPED)


def _give(clinic: Clinic, coach: Coach, text: str, folder: Path) -> Enrolled:
    """Paired both ways, and a first plan opened."""
    card, file = coach.pairing.own_card(), folder.parent / "a.coachplan"
    enrolled = Enrolled(card.patient, text, card.key, clinic.today())
    clinic.caseload.enrol(enrolled)
    coach.pairing.accept(clinic.card())
    draft = clinic.assigning.draft(enrolled.patient, "steady-back")
    issued = clinic.assigning.issue(enrolled, draft.program, StageCode.MOVE, sore_side="left")
    clinic.write_plan(enrolled, str(file), issued.sealed)
    coach.opening.take(coach.opening.read(file))
    answer_list(coach)
    return enrolled


def _live_a_day(coach: Coach, nth: int, text: str) -> None:
    """A session, and every fact that holds words of its own; the last day locks."""
    session, stage = f"session-{nth}", coach.records.require_plan().stage
    items = list(coach.today.look().agenda.items)
    before = PainReport(3, 4, Reach.THIGH)
    coach.check_in.take(before, Moment.BEFORE, session=session)
    begun = SessionStarted(session=session, stage=stage, items=tuple(one.id for one in items))
    ended = SessionEnded(session=session, stage=stage, outcome=SessionOutcome.COMPLETED, minutes=9)
    coach.records.record(begun)
    for item in items:
        coach.records.record(*sets_of(item, session, hurt=item is items[0]))
    note, *_ = coach.records.record(ended, NoteWritten(text=text, about=session))
    coach.records.record(*_words(text, session, items[0]), FactRetracted(fact=note.id, reason=text))
    coach.records.record(NoteWritten(text=text), SafetyHold(tier=Tier.SAME_DAY))
    if nth < DAYS - 1:
        coach.records.record(SafetyCleared(by=ClearedBy.SELF_ATTESTED, note=text))


def _words(text: str, session: str, item: AgendaItem) -> tuple[Fact, ...]:
    return (
        WarningGiven(kind=WarningKind.SITTING, text=text, spoken=False),
        FlareProposed(rule=text, evidence=text),
        AnswerGiven(instrument="psfs", item=f"{ACTIVITY}1", value=text),
        StageProposed(
            from_stage=StageCode.MOVE, to_stage=StageCode.BUILD, rule=text, evidence=text
        ),
        LightGiven(
            session=session, item=item.id, exercise=item.exercise, light=Light.RED, why=text
        ),
    )
