"""A patient's coach over its adapters: each workflow is built when it is first asked for.

What the first picture of the day does without is loaded later: imports are most of a start.
"""

# A `Coach` only promises attributes, and nobody sets them; mypy has no word for that.
# mypy: disable-error-code="override"

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING

from msgspec import Struct

from coach.clock import Clock
from coach.config import RANGES, Places, Settings, change_settings
from coach.domain.events import Fact
from coach.domain.reminding import QuietHours
from coach.domain.safety_rhythm import PUT_BACK
from coach.exchange.shelf import FolderShelf
from coach.store.files import PATIENT_KEY
from coach.workflows.absence import Absence, Presence
from coach.workflows.check_in import CheckInWorkflow
from coach.workflows.coach import Coach, Notices
from coach.workflows.day_book import DayBook
from coach.workflows.desktop import Desktop
from coach.workflows.ease import Ease
from coach.workflows.inbox import RED_FLAG, Inbox
from coach.workflows.ports import Alarm, EventLog, Listener, Speaker
from coach.workflows.quiet import Quiet
from coach.workflows.records import Records
from coach.workflows.safety import Safety
from coach.workflows.set_up import SetUp
from coach.workflows.sit import SittingGuard
from coach.workflows.spacing import Spacing
from coach.workflows.steady import ProcessClocks
from coach.workflows.timer_clock import TimerTimes
from coach.workflows.timers import Timers
from coach.workflows.today import TodayWorkflow
from coach.workflows.watching import Watcher

if TYPE_CHECKING:
    from coach.exchange.papers import SealedPapers
    from coach.session.plan import ScriptSettings
    from coach.workflows.answering_reminders import ReminderAnswers
    from coach.workflows.body import BodyChart
    from coach.workflows.check_ups import CheckUps
    from coach.workflows.copies import Copies
    from coach.workflows.hands_free import HandsFree
    from coach.workflows.lessons import Lessons
    from coach.workflows.look_back import LookBack
    from coach.workflows.moving import Moving
    from coach.workflows.open_plan import PlanOpening
    from coach.workflows.pair import Pairing
    from coach.workflows.progress import Progress
    from coach.workflows.rehearse import Rehearsal
    from coach.workflows.remind import Reminders
    from coach.workflows.remote import RemoteKeys
    from coach.workflows.requests import Requests
    from coach.workflows.sessions import Sessions
    from coach.workflows.settling import Settling
    from coach.workflows.share import Sharing
    from coach.workflows.tasks import Tasks
    from coach.workflows.voice import VoiceSettings
    from coach.workflows.week import Week


class Parts(Struct, frozen=True):
    """What one coach is built over: its adapters, and what a person chose."""

    places: Places
    settings: Settings
    quiet_hours: QuietHours
    clock: Clock
    log: EventLog
    shelf: FolderShelf
    speaker: Speaker
    listener: Listener
    alarm: Alarm
    desktop: Desktop
    inbox: Inbox
    presence: Presence
    timer_times: TimerTimes
    clocks: ProcessClocks | None
    records: Records
    notices: Notices
    new_id: Callable[[], str]
    demo: bool
    look_after: Callable[[], bool]
    losses: tuple[Fact, ...]
    """On what the log has lost, where the log took none: the safety list is due all the same."""
    closing: Callable[[], None]


class HomeCoach(Coach):
    """The coach of one home."""

    def __init__(self, parts: Parts) -> None:
        self._parts, self._new_id = parts, parts.new_id
        self.name, self.demo = parts.settings.name, parts.demo
        self.clock, self.log, self.shelf = parts.clock, parts.log, parts.shelf
        self.speaker, self.listener, self.alarm = parts.speaker, parts.listener, parts.alarm
        self.desktop, self.inbox, self.records = parts.desktop, parts.inbox, parts.records
        self.notices = parts.notices
        # At once: it counts from the clocks as they are now, and nobody has said yet that the coach
        # is here.
        self.guard = SittingGuard(
            self.records,
            self.speaker,
            self._new_id,
            self.desktop,
            parts.presence.last(),
            self._quiet,
            parts.clocks,
            self._spacing,
        )

    @cached_property
    def copies(self) -> "Copies":
        from coach.workflows.copies import Copies

        return Copies(self.records, self.look_after)

    def look_after(self) -> bool:
        return self._parts.look_after()

    def lock_by_what_waits(self) -> None:
        """A yes that waits beside the log locks before anybody looks whether it is free."""
        if any(one.what == RED_FLAG for one in self.inbox.take()):
            self.requests.lock()

    def keep_fault(self, error: BaseException) -> None:
        from coach.store.fault_log import keep_fault

        keep_fault(error, self._parts.places.home)

    def close(self) -> None:
        try:
            self.safety.close()
            self.alarm.close()
            self.desktop.close()
            self.listener.close()
            self.speaker.close()
        finally:
            self._parts.closing()

    # --- the day

    @cached_property
    def safety(self) -> Safety:
        settings = self._parts.settings
        number, phone = settings.emergency_number, settings.therapist_phone
        safety = Safety(self.records, self.speaker, number, phone, self.inbox)
        if self._parts.losses:
            safety.keep_asking(self._parts.losses, PUT_BACK)
        return safety

    @cached_property
    def today(self) -> TodayWorkflow:
        return TodayWorkflow(
            self.records,
            self.safety,
            self._ease,
            lambda: self.progress,
            self._absence,
            self.inbox,
        )

    @cached_property
    def progress(self) -> "Progress":
        from coach.workflows.progress import Progress

        return Progress(self.records, self.safety, self._book)

    @cached_property
    def check_in(self) -> CheckInWorkflow:
        return CheckInWorkflow(self.records, self.inbox)

    @cached_property
    def check_ups(self) -> "CheckUps":
        from coach.workflows.check_ups import CheckUps

        return CheckUps(self.records, self.inbox, self._parts.settings.crisis_line)

    @cached_property
    def settling(self) -> "Settling":
        from coach.workflows.settling import Settling

        return Settling(self.records, self._ease)

    @cached_property
    def set_up(self) -> SetUp:
        from coach.bootstrap.remembering import answers_rememberer

        places, settings = self._parts.places, self._parts.settings
        return SetUp(
            self.records,
            self.speaker,
            answers_rememberer(places, settings, self.safety),
            asked_before=self.demo or places.config_file.exists(),
        )

    @cached_property
    def _ease(self) -> Ease:
        return Ease(self.records)

    @cached_property
    def _book(self) -> DayBook:
        return DayBook(self.records, self._ease)

    @cached_property
    def _absence(self) -> Absence:
        return Absence(self.records, self._parts.presence, self._parts.clocks)

    # --- sessions

    @cached_property
    def sessions(self) -> "Sessions":
        from coach.workflows.sessions import Sessions

        few_words = self._parts.settings.few_words_from_pain
        return Sessions(
            self.records,
            self.speaker,
            self.safety,
            self._script,
            self._new_id,
            few_words,
            self.inbox,
        )

    @cached_property
    def moving(self) -> "Moving":
        from coach.session.moving_times import Move
        from coach.workflows.moving import Moving

        return Moving(
            self.clock,
            self.speaker,
            self.safety,
            self.sessions,
            partial(change_settings, self._parts.places.config_file),
            {move: RANGES[f"{move}_seconds"] for move in Move},
        )

    @cached_property
    def hands_free(self) -> "HandsFree":
        from coach.workflows.hands_free import HandsFree

        return HandsFree(self.listener, self.speaker, self.clock, self._emergency_number)

    def _emergency_number(self) -> str:
        return self.safety.emergency().number

    @cached_property
    def rehearsal(self) -> "Rehearsal":
        from coach.workflows.rehearse import Rehearsal

        return Rehearsal(self.shelf, self._script)

    @cached_property
    def voice(self) -> "VoiceSettings":
        from coach.bootstrap.remembering import voice_rememberer
        from coach.bootstrap.sound import voice_choice
        from coach.workflows.voice import VoiceSettings

        keep = voice_rememberer(self._parts.places, self.sessions)
        return VoiceSettings(self.speaker, voice_choice(self._parts.settings), keep)

    @cached_property
    def remote(self) -> "RemoteKeys":
        """Raises InputError for a table of keys that cannot be used."""
        from coach.bootstrap.remembering import remote_keys

        return remote_keys(self._parts.places, self._parts.settings)

    @property
    def _script(self) -> "ScriptSettings":
        from coach.bootstrap.sound import script_settings

        return script_settings(self._parts.settings)

    # --- what is watched by the clock

    @cached_property
    def timers(self) -> Timers:
        return Timers(
            self.records,
            self.speaker,
            self.safety,
            self.today,
            self.guard,
            self._new_id,
            self._quiet,
            self._spacing,
            self._parts.timer_times,
            self._parts.clocks,
        )

    @cached_property
    def tasks(self) -> "Tasks":
        from coach.workflows.tasks import Tasks

        return Tasks(
            self.records, self.speaker, self.safety, self.guard, self._quiet, self._spacing
        )

    @cached_property
    def watchers(self) -> tuple[Watcher, ...]:
        return (self.guard, self.timers, self.tasks)

    @cached_property
    def reminders(self) -> "Reminders":
        from coach.workflows.remind import Reminders

        return Reminders(
            self.records,
            self.speaker,
            self.alarm,
            self.desktop,
            self.today,
            self._absence,
            self.watchers,
            self.check_in,
            self.check_ups,
            self._quiet,
            self._spacing,
        )

    @cached_property
    def answers(self) -> "ReminderAnswers":
        from coach.workflows.answering_reminders import ReminderAnswers

        return ReminderAnswers(self.records, self.today)

    @cached_property
    def requests(self) -> "Requests":
        from coach.workflows.requests import Requests

        return Requests(
            self.inbox,
            self.guard,
            self.check_in,
            self.safety,
            self.answers,
            self.timers,
            self.tasks,
            self.reminders.arrive,
        )

    @cached_property
    def _quiet(self) -> Quiet:
        return Quiet(self.records, self.desktop, self._parts.quiet_hours)

    @cached_property
    def _spacing(self) -> Spacing:
        return Spacing(self.records)

    # --- looking back, learning, telling

    @cached_property
    def look_back(self) -> "LookBack":
        from coach.workflows.look_back import LookBack

        return LookBack(self.records)

    @cached_property
    def lessons(self) -> "Lessons":
        from coach.workflows.lessons import Lessons

        return Lessons(self.records, self.speaker, self.safety)

    @cached_property
    def week(self) -> "Week":
        from coach.workflows.week import Week

        return Week(self.records, self.speaker, self.safety)

    @cached_property
    def body(self) -> "BodyChart":
        from coach.workflows.body import BodyChart

        return BodyChart(self.records, self._new_id, self.safety.keep_asking)

    # --- the therapist's papers

    @cached_property
    def pairing(self) -> "Pairing":
        from coach.exchange.paper_files import DiskFiles
        from coach.workflows.pair import Pairing

        return Pairing(self.records, self._papers, DiskFiles(), self.speaker)

    @cached_property
    def opening(self) -> "PlanOpening":
        from coach.exchange.paper_files import DiskFiles
        from coach.workflows.open_plan import PlanOpening

        return PlanOpening(
            self.records,
            self._papers,
            DiskFiles(),
            self.pairing,
            self.safety,
            self._book,
            self.speaker,
        )

    @cached_property
    def sharing(self) -> "Sharing":
        from coach.exchange.paper_files import DiskFiles
        from coach.workflows.share import Sharing

        return Sharing(self.records, self._papers, DiskFiles())

    @cached_property
    def _papers(self) -> "SealedPapers":
        from coach.exchange.papers import PATIENTS, SealedPapers
        from coach.store.event_log import SqliteEventLog
        from coach.store.known_key import PatientsKey

        log = self.log
        known = PatientsKey(log) if isinstance(log, SqliteEventLog) else None
        return SealedPapers(self._parts.places.home / PATIENT_KEY, known, PATIENTS)
