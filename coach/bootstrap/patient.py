"""A patient's coach: adapters built, workflows wired."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime, time, tzinfo
from functools import partial
from pathlib import Path
from typing import Any

from coach.bootstrap.care import carer
from coach.clock import Clock, SystemClock
from coach.config import RANGES, Places, Settings, change_settings
from coach.domain.errors import InputError
from coach.exchange.paper_files import DiskFiles
from coach.exchange.papers import SealedPapers
from coach.exchange.shelf import FolderShelf
from coach.session.moving_times import Move
from coach.session.plan import ScriptSettings
from coach.session.voice_choice import VoiceChoice
from coach.workflows.body import BodyChart
from coach.workflows.check_in import CheckInWorkflow
from coach.workflows.check_ups import CheckUps
from coach.workflows.coach import Coach, Notices
from coach.workflows.day_book import DayBook
from coach.workflows.ease import Ease
from coach.workflows.hands_free import HandsFree
from coach.workflows.inbox import Inbox, Request, checked
from coach.workflows.lessons import Lessons
from coach.workflows.look_back import LookBack
from coach.workflows.moving import Moving
from coach.workflows.open_plan import PlanOpening
from coach.workflows.pair import Pairing
from coach.workflows.phrases import PHRASES
from coach.workflows.ports import Alarm, EventLog, Listener, Speaker
from coach.workflows.progress import Progress
from coach.workflows.records import Records
from coach.workflows.rehearse import Rehearsal
from coach.workflows.remind import Reminders
from coach.workflows.requests import Requests
from coach.workflows.safety import Safety
from coach.workflows.sessions import Sessions
from coach.workflows.set_up import SetUp, SetUpAnswers
from coach.workflows.settling import Settling
from coach.workflows.share import Sharing
from coach.workflows.sit import SittingGuard
from coach.workflows.today import TodayWorkflow
from coach.workflows.voice import VoiceSettings
from coach.workflows.week import Week

PATIENT_KEY = Path("keys", "patient")
"""Where in the home a patient's key pair is."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """How one command wants its coach."""

    silent: bool = False
    """No voice, no tones and no microphone, whatever the settings say."""
    alarms: bool = False
    """Whether the scheduler wakes it: for the screens."""
    demo: bool = False
    read_only: bool = False


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
) -> Coach:
    """A coach over the home in `places`; `speaker`, `listener`, `log` and `clock` are replaced by
    tests.

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
        alarm=_alarm(wishes, notices),
        inbox=make_inbox(places.home),
        records=Records(the_log, shelf, the_clock, zone),
        notices=notices,
    )
    care = carer(_database(places.home), the_log, the_clock, notices, demo=wishes.demo)
    return _wired(parts, places, quiet, demo=wishes.demo, look_after=care, closing=closing)


@dataclass(frozen=True, slots=True)
class Parts:
    """The adapters of one coach, built and not yet wired."""

    settings: Settings
    clock: Clock
    log: EventLog
    shelf: FolderShelf
    speaker: Speaker
    listener: Listener
    alarm: Alarm
    inbox: Inbox
    records: Records
    notices: Notices


def _wired(
    parts: Parts,
    places: Places,
    quiet: tuple[time, time],
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
    today = TodayWorkflow(records, safety, ease, progress)
    guard = SittingGuard(records, voice, new_id)
    check_in = CheckInWorkflow(records)
    check_ups = CheckUps(records, settings.crisis_line)
    script = script_settings(settings)
    papers, files = SealedPapers(places.home / PATIENT_KEY), DiskFiles()
    pairing = Pairing(records, papers, files, voice)
    sessions = Sessions(records, voice, safety, script, new_id, settings.few_words_from_pain)
    return Coach(
        name=settings.name,
        clock=parts.clock,
        log=parts.log,
        shelf=parts.shelf,
        speaker=voice,
        listener=parts.listener,
        alarm=parts.alarm,
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
        hands_free=HandsFree(parts.listener, voice, parts.clock),
        guard=guard,
        reminders=Reminders(records, voice, parts.alarm, today, guard, check_in, check_ups, quiet),
        requests=Requests(parts.inbox, guard, check_in, safety),
        inbox=parts.inbox,
        set_up=SetUp(
            records,
            voice,
            _rememberer(places, settings, safety),
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
        voice=VoiceSettings(voice, voice_choice(settings), _voice_rememberer(places, sessions)),
        notices=parts.notices,
        demo=demo,
        look_after=look_after,
        closing=closing,
    )


def new_id() -> str:
    """A time-ordered id for a session or a bout."""
    import uuid_utils

    return str(uuid_utils.uuid7())


def script_settings(settings: Settings) -> ScriptSettings:
    """The times that the session's script allows for."""
    return ScriptSettings(
        words_per_minute=settings.rate_words_per_minute,
        get_down_seconds=settings.get_down_seconds,
        turn_seconds=settings.turn_seconds,
        get_up_seconds=settings.get_up_seconds,
    )


def make_speaker(
    places: Places, settings: Settings, wishes: Wishes, clock: Clock, notices: Notices
) -> Speaker:
    """The voice as set, or silence; starts in the background and returns at once."""
    if wishes.silent or not settings.speech:
        from coach.speech.silent import SilentSpeaker

        return SilentSpeaker()
    from coach.speech.speaker import VoiceSpeaker

    return VoiceSpeaker(speech_settings(places, settings), clock.monotonic, notices.leave)


def speech_settings(places: Places, settings: Settings) -> Any:
    """The settings of the voice."""
    from coach.exchange.pronunciation_file import shipped_pronunciation
    from coach.speech.pronunciation import merged
    from coach.speech.settings import SpeechSettings

    return SpeechSettings(
        cache_folder=places.cache / "speech",
        choice=voice_choice(settings),
        language=settings.language,
        engine=settings.voice_engine,
        pronunciation=merged(shipped_pronunciation(places.shipped), dict(settings.pronunciation)),
        log_file=places.cache / "speech.log",
    )


def voice_choice(settings: Settings) -> VoiceChoice:
    """What a person chose about the voice, of all that they chose."""
    return VoiceChoice(
        **{field.name: getattr(settings, field.name) for field in fields(VoiceChoice)}
    )


def make_listener(
    places: Places, settings: Settings, wishes: Wishes, clock: Clock, notices: Notices
) -> Listener:
    """The ear as set, or none; the microphone opens with a session and not before."""
    if wishes.silent or settings.listen == "off":
        from coach.listening.silent import SilentListener

        return SilentListener()
    from coach.listening.listener import EarListener

    return EarListener(listen_settings(places, settings), clock.monotonic, notices.leave)


def listen_settings(places: Places, settings: Settings) -> Any:
    """The settings of the ear."""
    from coach.listening.settings import ListenSettings

    return ListenSettings(
        microphone=settings.microphone,
        phrases=PHRASES if settings.listen == "phrases" else (),
        log_file=places.cache / "listening.log",
    )


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
    from coach.store.opening import PATIENT_LOG

    return home / PATIENT_LOG


def _nothing() -> None:
    return None


def _alarm(wishes: Wishes, notices: Notices) -> Alarm:
    from coach.schedule.alarm import NoAlarm, SchedulerAlarm

    return SchedulerAlarm(notices.leave) if wishes.alarms else NoAlarm()


def _quiet(settings: Settings) -> tuple[time, time]:
    try:
        start, end = (time.fromisoformat(at) for at in (settings.quiet_from, settings.quiet_to))
    except ValueError:
        start = end = time(tzinfo=UTC)
    if start.tzinfo is not None or end.tzinfo is not None:
        raise InputError(
            "Settings", "quiet_from and quiet_to are times of day; write them like 22:00."
        )
    return start, end


def _voice_rememberer(places: Places, sessions: Sessions) -> Callable[[VoiceChoice], None]:
    """Keeps a choice; sessions that begin afterwards allow for its speed."""

    def remember(choice: VoiceChoice) -> None:
        settings = change_settings(places.config_file, asdict(choice))
        sessions.script_settings = script_settings(settings)

    return remember


def _rememberer(
    places: Places, settings: Settings, safety: Safety
) -> Callable[[SetUpAnswers], None]:
    def remember(answers: SetUpAnswers) -> None:
        number = answers.emergency_number or settings.emergency_number
        safety.use_number(number)
        changes = {"name": answers.name, "emergency_number": number}
        change_settings(places.config_file, changes)

    return remember
