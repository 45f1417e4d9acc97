"""A patient's coach: adapters built, workflows wired."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time, tzinfo
from functools import partial
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from coach.bootstrap.around import make_desktop
from coach.bootstrap.care import carer
from coach.bootstrap.remembering import answers_rememberer, remote_keys, voice_rememberer
from coach.bootstrap.sound import make_listener, make_speaker, script_settings, voice_choice
from coach.bootstrap.wishes import Wishes
from coach.clock import Clock, SystemClock
from coach.config import RANGES, Places, Settings, change_settings
from coach.domain.errors import InputError
from coach.domain.reminding import QuietHours
from coach.exchange.paper_files import DiskFiles
from coach.exchange.papers import SealedPapers
from coach.exchange.shelf import FolderShelf
from coach.session.moving_times import Move
from coach.store.presence import FilePresence
from coach.workflows.absence import Absence, Presence
from coach.workflows.answering_reminders import ReminderAnswers
from coach.workflows.body import BodyChart
from coach.workflows.check_in import CheckInWorkflow
from coach.workflows.check_ups import CheckUps
from coach.workflows.coach import Coach, Notices
from coach.workflows.day_book import DayBook
from coach.workflows.desktop import Desktop
from coach.workflows.ease import Ease
from coach.workflows.hands_free import HandsFree
from coach.workflows.inbox import Inbox, Request, checked
from coach.workflows.lessons import Lessons
from coach.workflows.look_back import LookBack
from coach.workflows.moving import Moving
from coach.workflows.open_plan import PlanOpening
from coach.workflows.pair import Pairing
from coach.workflows.ports import Alarm, EventLog, Listener, Speaker
from coach.workflows.progress import Progress
from coach.workflows.quiet import Quiet
from coach.workflows.records import Records
from coach.workflows.rehearse import Rehearsal
from coach.workflows.remind import Reminders
from coach.workflows.requests import Requests
from coach.workflows.safety import Safety
from coach.workflows.sessions import Sessions
from coach.workflows.set_up import SetUp
from coach.workflows.settling import Settling
from coach.workflows.share import Sharing
from coach.workflows.sit import SittingGuard
from coach.workflows.spacing import Spacing
from coach.workflows.steady import ProcessClocks
from coach.workflows.tasks import Tasks
from coach.workflows.timers import Timers
from coach.workflows.today import TodayWorkflow
from coach.workflows.voice import VoiceSettings
from coach.workflows.watching import Watcher
from coach.workflows.week import Week

PATIENT_KEY = Path("keys", "patient")
"""Where in the home a patient's key pair is."""
PRESENCE = "alive"
"""The file in the home in which running coaches leave the time."""


def build(
    places: Places,
    settings: Settings,
    wishes: Wishes,
    *,
    clock: Clock | None = None,
    zone: tzinfo | None = None,
    speaker: Speaker | None = None,
    listener: Listener | None = None,
    log: EventLog | None = None,
    desktop: Desktop | None = None,
    alarm: Alarm | None = None,
    clocks: ProcessClocks | None = None,
) -> Coach:
    """A coach over the home in `places`; `clock` to `alarm` are replaced by tests and the watch.

    `clocks` outlives the coaches of a watch.

    Raises InputError for settings that cannot be used, LogError and RefusedError when the log
    cannot be opened.
    """
    quiet = _quiet(settings)
    notices = Notices()
    the_clock = clock or SystemClock()
    the_log, closing = _log(places.home, wishes, the_clock) if log is None else (log, _nothing)
    shelf = FolderShelf(places.shipped, places.own_programs)
    voice = speaker or make_speaker(places, settings, wishes, the_clock, notices)
    parts = Parts(
        settings=settings,
        clock=the_clock,
        log=the_log,
        shelf=shelf,
        speaker=voice,
        listener=listener or make_listener(places, settings, wishes, the_clock, notices),
        alarm=alarm or _alarm(wishes, notices),
        desktop=desktop or make_desktop(places, settings, wishes, the_clock),
        inbox=make_inbox(places.home),
        clocks=clocks,
        presence=FilePresence(places.home / PRESENCE, marks=the_log.writable),
        records=Records(the_log, shelf, the_clock, zone),
        notices=notices,
    )
    if wishes.demo:
        parts.presence.mark(parts.records.now())  # The sample patient's coach was never closed.
    care = carer(_database(places.home), the_log, the_clock, notices, demo=wishes.demo)
    return _wired(parts, places, quiet, demo=wishes.demo, look_after=care, closing=closing)


class Parts(Struct, frozen=True):
    """The adapters of one coach, built and not yet wired."""

    settings: Settings
    clock: Clock
    log: EventLog
    shelf: FolderShelf
    speaker: Speaker
    listener: Listener
    alarm: Alarm
    desktop: Desktop
    inbox: Inbox
    presence: Presence
    clocks: ProcessClocks | None
    records: Records
    notices: Notices


def _wired(
    parts: Parts,
    places: Places,
    quiet: QuietHours,
    *,
    demo: bool,
    look_after: Callable[[], None],
    closing: Callable[[], None],
) -> Coach:
    """The workflows over their adapters."""
    records, voice, settings = parts.records, parts.speaker, parts.settings
    number, phone = settings.emergency_number, settings.therapist_phone
    safety = Safety(records, voice, number, phone, parts.inbox)
    ease = Ease(records)
    book = DayBook(records, ease)
    progress = Progress(records, safety, book)
    absence = Absence(records, parts.presence, parts.clocks)
    today = TodayWorkflow(records, safety, ease, progress, absence)
    answers = ReminderAnswers(records, today)
    held = Quiet(records, parts.desktop, quiet)
    spacing = Spacing(records)
    guard = SittingGuard(
        records, voice, new_id, parts.desktop, parts.presence.last(), held, parts.clocks, spacing
    )
    timers = Timers(records, voice, safety, today, guard, new_id, held, spacing, parts.clocks)
    tasks = Tasks(records, voice, safety, guard, held, spacing)
    watchers: tuple[Watcher, ...] = (guard, timers, tasks)
    check_in = CheckInWorkflow(records)
    check_ups = CheckUps(records, settings.crisis_line)
    script = script_settings(settings)
    papers, files = SealedPapers(places.home / PATIENT_KEY), DiskFiles()
    pairing = Pairing(records, papers, files, voice)
    sessions = Sessions(records, voice, safety, script, new_id, settings.few_words_from_pain)
    reminders = Reminders(
        records,
        voice,
        parts.alarm,
        parts.desktop,
        today,
        absence,
        watchers,
        check_in,
        check_ups,
        held,
        spacing,
    )
    return Coach(
        name=settings.name,
        clock=parts.clock,
        log=parts.log,
        shelf=parts.shelf,
        speaker=voice,
        listener=parts.listener,
        alarm=parts.alarm,
        desktop=parts.desktop,
        records=records,
        safety=safety,
        today=today,
        progress=progress,
        check_in=check_in,
        check_ups=check_ups,
        settling=Settling(records, ease),
        sessions=sessions,
        moving=Moving(
            parts.clock,
            voice,
            safety,
            sessions,
            partial(change_settings, places.config_file),
            {move: RANGES[f"{move}_seconds"] for move in Move},
        ),
        hands_free=HandsFree(parts.listener, voice, parts.clock, lambda: safety.emergency().number),
        guard=guard,
        timers=timers,
        tasks=tasks,
        watchers=watchers,
        reminders=reminders,
        answers=answers,
        requests=Requests(
            parts.inbox, guard, check_in, safety, answers, timers, tasks, reminders.arrive
        ),
        inbox=parts.inbox,
        set_up=SetUp(
            records,
            voice,
            answers_rememberer(places, settings, safety),
            asked_before=demo or places.config_file.exists(),
        ),
        look_back=LookBack(records),
        lessons=Lessons(records, voice, safety),
        week=Week(records, voice, safety),
        rehearsal=Rehearsal(parts.shelf, script),
        body=BodyChart(records, new_id),
        pairing=pairing,
        opening=PlanOpening(records, papers, files, pairing, safety, book, voice),
        sharing=Sharing(records, papers, files),
        voice=VoiceSettings(voice, voice_choice(settings), voice_rememberer(places, sessions)),
        remote=remote_keys(places, settings),
        notices=parts.notices,
        demo=demo,
        look_after=look_after,
        closing=closing,
    )


def new_id() -> str:
    """A time-ordered id for a session or a bout."""
    import uuid_utils

    return str(uuid_utils.uuid7())


def make_inbox(home: Path) -> Inbox:
    """Where shell commands leave requests for the coach that holds the home."""
    from coach.store.inbox import FolderInbox

    return FolderInbox(home / "inbox", to_row=_to_row, from_row=_from_row, new_id=new_id)


def _to_row(request: Request) -> Mapping[str, Any]:
    return {**asdict(request), "at": request.at.isoformat()}


def _from_row(row: Mapping[str, Any]) -> Request:
    return checked(Request(**{**row, "at": datetime.fromisoformat(row["at"])}))


def _log(home: Path, wishes: Wishes, clock: Clock) -> tuple[EventLog, Callable[[], None]]:
    from coach.store.opening import open_log

    log = open_log(home, read_only=wishes.read_only, clock=clock)
    return log, log.close


def _database(home: Path) -> Path:
    from coach.store.files import PATIENT_LOG

    return home / PATIENT_LOG


def _nothing() -> None:
    return None


def _alarm(wishes: Wishes, notices: Notices) -> Alarm:
    from coach.schedule.alarm import NoAlarm, SchedulerAlarm

    return SchedulerAlarm(notices.leave) if wishes.alarms else NoAlarm()


def _quiet(settings: Settings) -> QuietHours:
    try:
        start, end = (time.fromisoformat(at) for at in (settings.quiet_from, settings.quiet_to))
    except ValueError:
        start = end = time(tzinfo=UTC)
    if start.tzinfo is not None or end.tzinfo is not None:
        raise InputError(
            "Settings", "quiet_from and quiet_to are times of day; write them like 22:00."
        )
    return QuietHours(start, end)
