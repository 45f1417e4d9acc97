"""A patient's coach: adapters built, workflows wired."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time, tzinfo
from pathlib import Path
from typing import Any

from msgspec.structs import asdict

from coach.bootstrap.around import make_desktop
from coach.bootstrap.care import carer
from coach.bootstrap.home_coach import HomeCoach, Parts
from coach.bootstrap.sound import make_listener, make_speaker
from coach.bootstrap.wishes import Wishes
from coach.clock import Clock, SystemClock, machine_start
from coach.config import Places, Settings
from coach.domain.errors import InputError, LogError
from coach.domain.events import Fact
from coach.domain.reminding import QuietHours
from coach.exchange.shelf import FolderShelf
from coach.store.presence import FilePresence
from coach.store.timer_times import FileTimes
from coach.workflows.coach import Coach, Notices
from coach.workflows.desktop import Desktop
from coach.workflows.inbox import ANSWERS, Inbox, Request, checked
from coach.workflows.local_time import local_now
from coach.workflows.ports import Alarm, EventLog, Listener, Speaker
from coach.workflows.records import Records
from coach.workflows.steady import ProcessClocks

PRESENCE = "alive"
"""The file in the home in which running coaches leave the time."""

TIMER_TIMES = "timer-times"
"""The file in the home in which coaches leave how long each timer has run."""


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
    if settings.keys:  # Before anything is opened.
        from coach.bootstrap.remembering import check_keys

        check_keys(places, settings)
    notices = Notices()
    the_clock = clock or SystemClock()
    the_log, closing, losses = (
        _log(places.home, wishes, the_clock, zone, notices) if log is None else (log, _nothing, ())
    )
    shelf = FolderShelf(places.shipped, places.own_programs)
    parts = Parts(
        places=places,
        settings=settings,
        quiet_hours=quiet,
        clock=the_clock,
        log=the_log,
        shelf=shelf,
        speaker=speaker or make_speaker(places, settings, wishes, the_clock, notices),
        listener=listener or make_listener(places, settings, wishes, the_clock, notices),
        alarm=alarm or _alarm(wishes, notices),
        desktop=desktop or make_desktop(places, settings, wishes, the_clock),
        inbox=make_inbox(places.home),
        presence=FilePresence(places.home / PRESENCE, marks=the_log.writable),
        timer_times=FileTimes(
            places.home / TIMER_TIMES,
            machine_start,
            writes=the_log.writable and not wishes.demo,  # The sample's clock is no machine's.
        ),
        clocks=clocks,
        records=Records(the_log, shelf, the_clock, zone),
        notices=notices,
        new_id=new_id,
        demo=wishes.demo,
        look_after=carer(_database(places.home), the_log, the_clock, notices, demo=wishes.demo),
        losses=losses,
        closing=closing,
    )
    if wishes.demo:
        parts.presence.mark(parts.records.now())  # The sample patient's coach was never closed.
    coach = HomeCoach(parts)
    coach.lock_by_what_waits()
    return coach


def new_id() -> str:
    """A time-ordered id for a session or a bout."""
    import uuid_utils

    return str(uuid_utils.uuid7())


def make_inbox(home: Path) -> Inbox:
    """Where shell commands leave requests for the coach that holds the home."""
    from coach.store.files import spare_file
    from coach.store.inbox import INBOX, FolderInbox
    from coach.store.spare import Spare

    return FolderInbox(
        home / INBOX,
        to_row=_to_row,
        from_row=_from_row,
        new_id=new_id,
        spare=Spare(spare_file(_database(home))),
    )


def _to_row(request: Request) -> Mapping[str, Any]:
    from coach.domain.session_facts import rows_of  # no start needs it while nothing waits

    facts = rows_of(request.facts, request.at)
    return {**asdict(request), "at": request.at.isoformat(), "facts": facts}


def _from_row(row: Mapping[str, Any]) -> Request:
    from coach.domain.session_facts import facts_from

    at = datetime.fromisoformat(row["at"])
    facts = facts_from(row.get("facts", ()), at, answers=row["what"] == ANSWERS)
    return checked(Request(**{**row, "at": at, "facts": facts}))


def _log(
    home: Path, wishes: Wishes, clock: Clock, zone: tzinfo | None, notices: Notices
) -> tuple[EventLog, Callable[[], None], tuple[Fact, ...]]:
    """The log, what closes it, and facts on what it has lost that it does not take just now."""
    from coach.store.copied_note import tell_what_is_lost
    from coach.store.opening import open_log

    log = open_log(home, read_only=wishes.read_only, clock=clock)
    losses: tuple[Fact, ...] = ()
    try:
        if wishes.attended:
            log.wait_briefly()
        losses = tell_what_is_lost(log, _database(home), local_now(clock, zone))
    except LogError as error:
        notices.leave(error.message)
    except BaseException:
        log.close()
        raise
    return log, log.close, losses


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
