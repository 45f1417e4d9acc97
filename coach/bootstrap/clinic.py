"""A therapist's desk: adapters built, workflows wired. Loaded by the therapist's commands alone."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cached_property, partial
from pathlib import Path

from coach.bootstrap.care import carer
from coach.bootstrap.reports import ReportWriter
from coach.bootstrap.sound import make_speaker, script_settings
from coach.bootstrap.wishes import Wishes
from coach.clock import Clock, SystemClock
from coach.config import Places, Settings
from coach.exchange.papers import SealedPapers
from coach.exchange.plan_texts import OwnTexts
from coach.exchange.program_folder import ProgramFolder
from coach.exchange.sealed import Paper
from coach.exchange.shelf import FolderShelf
from coach.review.caseload_rules import CaseloadRules
from coach.store.caseload import SqliteCaseload
from coach.store.desk_files import DeskFiles
from coach.store.event_log import SqliteEventLog
from coach.store.fault_log import keep_fault
from coach.store.files import CLINIC_KEY, CLINIC_LOG, backups_folder
from coach.store.known_key import KnownKey
from coach.store.opening import open_log
from coach.store.unsigned_files import FolderUnsigned
from coach.store.waiting import FolderWaiting
from coach.workflows.assign import Assigning, Sources
from coach.workflows.caseload_lines import CaseloadLines
from coach.workflows.clinic import Clinic
from coach.workflows.coach import Notices
from coach.workflows.drafts import Drafts
from coach.workflows.follow_ups import FollowUps
from coach.workflows.local_time import local_now
from coach.workflows.patients import Patients
from coach.workflows.ports import Speaker
from coach.workflows.receive import Receiving
from coach.workflows.rehearse import Rehearsal
from coach.workflows.unsigned import UnsignedDrafts

WAITING_FOLDER = "waiting"
DRAFTS_FOLDER = "drafts"
OUT_FOLDER = "out"
"""Plans, reports and texts whose place nobody named."""


def build_clinic(
    places: Places,
    settings: Settings,
    wishes: Wishes,
    *,
    clock: Clock | None = None,
    zone: tzinfo | None = None,
    speaker: Speaker | None = None,
) -> Clinic:
    """A clinic over the home in `places`; `speaker` and `clock` are replaced by tests.

    Raises LogError and RefusedError when the database cannot be opened.
    """
    the_clock = clock or SystemClock()
    log = open_log(places.home, name=CLINIC_LOG, read_only=wishes.read_only, clock=the_clock)
    notices, sound = Notices(), Notices()
    try:
        if wishes.attended:
            log.wait_briefly()
        voice = speaker or make_speaker(places, settings, wishes, the_clock, sound)
        desk = Desk(places, settings, the_clock, zone, log, voice, notices, sound)
        return _wired(desk, demo=wishes.demo)
    except BaseException:
        log.close()
        raise


@dataclass(frozen=True)
class Desk:
    """The adapters of one clinic, built and not yet wired."""

    places: Places
    settings: Settings
    clock: Clock
    zone: tzinfo | None
    log: SqliteEventLog
    speaker: Speaker
    notices: Notices
    sound_notices: Notices

    def now(self) -> datetime:
        """Local time with its offset."""
        return local_now(self.clock, self.zone)

    @property
    def database(self) -> Path:
        """The file of the caseload."""
        return self.places.home / CLINIC_LOG

    @cached_property
    def caseload(self) -> SqliteCaseload:
        """Many patients in one database."""
        return SqliteCaseload(self.log)

    @cached_property
    def papers(self) -> SealedPapers:
        """Documents signed with the therapist's key, which is made when it is needed first."""
        return SealedPapers(self.places.home / CLINIC_KEY, KnownKey(self.log))

    @cached_property
    def shelf(self) -> FolderShelf:
        """What may be given."""
        return self._a_shelf()

    @cached_property
    def kept(self) -> FolderShelf:
        """Reads kept plans; apart, so that exercises a plan brought along stay out of the next."""
        return self._a_shelf()

    @cached_property
    def files(self) -> DeskFiles:
        """Files outside the home."""
        return DeskFiles(Paper.LOG.most_bytes, self.places.home / OUT_FOLDER)

    @cached_property
    def waiting(self) -> FolderWaiting:
        """Logs that came too early."""
        return FolderWaiting(self.places.home / WAITING_FOLDER)

    @cached_property
    def unsigned(self) -> FolderUnsigned:
        """Drafts that nobody signed yet."""
        return FolderUnsigned(self.places.home / DRAFTS_FOLDER)

    def _a_shelf(self) -> FolderShelf:
        return FolderShelf(self.places.shipped, self.places.own_programs)


def _wired(desk: Desk, *, demo: bool) -> Clinic:
    """The workflows over their adapters."""
    script = script_settings(desk.settings)
    drafts = Drafts(
        desk.shelf, ProgramFolder(desk.places.own_programs, desk.places.shipped), script
    )
    care = carer(desk.database, desk.log, desk.clock, desk.notices, demo=demo)
    rules = _rules(desk.settings)
    follow_ups = FollowUps(
        desk.caseload, desk.kept, desk.clock, desk.zone, rules, read_plan=desk.papers.read_plan
    )
    return Clinic(
        therapist=desk.settings.therapist_name,
        clock=desk.clock,
        zone=desk.zone,
        caseload=desk.caseload,
        shelf=desk.shelf,
        papers=desk.papers,
        speaker=desk.speaker,
        files=desk.files,
        reports=ReportWriter(desk.files, desk.now, desk.settings.therapist_name),
        patients=Patients(desk.caseload, desk.waiting, lambda: desk.now().date(), desk.unsigned),
        assigning=_assigning(desk, drafts, follow_ups),
        receiving=Receiving(desk.caseload, desk.papers, desk.waiting, desk.files, desk.now),
        drafts=drafts,
        unsigned=UnsignedDrafts(desk.unsigned, drafts),
        follow_ups=follow_ups,
        lines=CaseloadLines(
            desk.caseload,
            desk.clock,
            rules,
            desk.zone,
            read_plan=desk.papers.read_plan,
            shelf=desk.shelf,
        ),
        rehearsal=Rehearsal(desk.shelf, script),
        notices=desk.notices,
        sound_notices=desk.sound_notices,
        emergency_number=desk.settings.emergency_number,
        backups=str(backups_folder(desk.database)),
        demo=demo,
        look_after=care,
        keep_fault=partial(keep_fault, home=desk.places.home),
        closing=desk.log.close,
    )


def _assigning(desk: Desk, drafts: Drafts, follow_ups: FollowUps) -> Assigning:
    return Assigning(
        desk.caseload,
        desk.papers,
        drafts,
        Sources(desk.shelf, desk.kept, OwnTexts(desk.places.own_programs)),
        desk.settings.therapist_name,
        desk.now,
        follow_ups.against_more,
    )


def _rules(settings: Settings) -> CaseloadRules:
    return CaseloadRules(
        leg_up_points=settings.alert_leg_up_points,
        silent_hours=settings.alert_silent_hours,
        silent_days=settings.alert_silent_days,
        first_weeks=settings.alert_no_better_first_weeks,
        later_weeks=settings.alert_no_better_later_weeks,
        adherence_drop_percent=settings.alert_adherence_drop_percent,
    )
