"""The watch over one home: its lent adapters, and what it looks at between two openings."""

import os
from collections.abc import Callable, Sequence
from datetime import tzinfo
from pathlib import Path

from coach.bootstrap.around import make_desktop
from coach.bootstrap.patient import PRESENCE, build
from coach.bootstrap.sound import make_speaker
from coach.bootstrap.wishes import Wishes
from coach.clock import Clock
from coach.config import Places, Settings, load_settings
from coach.domain.errors import InputError
from coach.workflows.coach import Coach, Notices
from coach.workflows.lent import LentAlarm, LentDesktop, LentVoice
from coach.workflows.ports import Speaker
from coach.workflows.steady import ProcessClocks
from coach.workflows.watch import Mark, Watch, WatchPorts

Tell = Callable[[str], None]


class _TroubleNotices(Notices):
    """What adapters leave for a screen goes to the log of troubles: there is no screen."""

    def __init__(self, trouble: Tell) -> None:
        super().__init__()
        self._trouble = trouble

    def leave(self, text: str) -> None:
        """Tell it at once."""
        self._trouble(text)


class SettingsInForce:
    """The newest settings that could be read: a wrong line silences no reminder."""

    def __init__(self, file: Path, trouble: Tell) -> None:
        self._file, self._trouble = file, trouble
        self._good: Settings | None = None
        self._told = ""

    def now(self) -> Settings:
        """Read anew; InputError when there never were good ones."""
        try:
            self._good = load_settings(self._file)
            self._told = ""
        except InputError as error:
            if self._good is None:
                raise
            if error.message != self._told:
                self._told = error.message
                self._trouble(f"{error.message} The settings from before stay in force.")
        return self._good


def make_watch(
    places: Places,
    clock: Clock,
    *,
    silent: bool,
    zone: tzinfo | None = None,
    say: Tell,
    trouble: Tell,
    wake: Callable[[], None],
    open_coach: Callable[[], Coach] | None = None,
) -> tuple[Watch, Callable[[], None]]:
    """A watch, and what takes it down. Raises InputError for settings that cannot be read."""
    from coach.desktop.terminal import open_window
    from coach.schedule.alarm import NoAlarm
    from coach.speech.silent import SilentSpeaker
    from coach.store.presence import FilePresence

    settings = SettingsInForce(places.config_file, trouble)
    wishes = Wishes(silent=silent, alarms=True)
    notices = _TroubleNotices(trouble)

    def speaker() -> Speaker:
        return make_speaker(places, settings.now(), wishes, clock, notices)

    desktop = make_desktop(places, settings.now(), wishes, clock, wake)
    voice = LentVoice(speaker, SilentSpeaker())
    # The watch waits by itself, at most five seconds at a time: APScheduler beside it was no more
    # on time, and took 10 of 45 MiB, a thread, and 90 ms at the start (measured).
    alarm = LentAlarm(NoAlarm())

    clocks = ProcessClocks()

    def opened() -> Coach:
        return build(
            places,
            settings.now(),
            Wishes(silent=True),
            clock=clock,
            zone=zone,
            speaker=voice,
            desktop=LentDesktop(desktop),
            alarm=alarm,
            clocks=clocks,
        )

    def start(items: Sequence[str]) -> str:
        return open_window(["session", *items], os.environ)

    watch = Watch(
        WatchPorts(
            clock=clock,
            open_coach=open_coach or opened,
            mark=lambda: mark_of(places),
            desktop=desktop,
            voice=voice,
            alarm=alarm,
            presence=FilePresence(places.home / PRESENCE),
            clocks=clocks,
            start=start,
            show_screen=lambda: open_window([], os.environ),
            say=say,
            trouble=trouble,
            wake=wake,
        )
    )

    def closed() -> None:
        watch.close()
        desktop.close()

    return watch, closed


def mark_of(places: Places) -> Mark:
    """What a change to log, settings or inbox leaves; a few system calls. Never raises."""
    from coach.store.files import PATIENT_LOG
    from coach.store.inbox import BEGUN, INBOX, WAITING

    log = places.home / PATIENT_LOG
    files = (log, log.with_name(log.name + "-wal"), places.config_file)
    inbox = places.home / INBOX
    try:
        waiting = frozenset(name for name in os.listdir(inbox) if name.endswith((BEGUN, WAITING)))
    except OSError:
        waiting = frozenset()
    return Mark(tuple(_stat(file) for file in files), waiting, _stat(log.with_suffix(".pid")))


def _stat(file: Path) -> tuple[int, int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size, found.st_ino)
