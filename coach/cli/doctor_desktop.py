"""The checks of `coach doctor` that ask the desktop, and whether a watch is on."""

from typing import Any

from coach.cli.checks import Check
from coach.cli.surroundings import Surroundings
from coach.cli.watch import running_watch
from coach.config import Settings

NO_DESKTOP = "There is no desktop session here; voice and screen do without."
NOT_TOLD = "This desktop does not tell."
ASKED_BY_THE_CLOCK = "You are asked by the clock instead; there is nothing to do."
INSTALL_WATCH = "To be called without an open screen: coach watch --install"


def check_desktop(around: Surroundings, settings: Settings) -> list[Check]:
    """Notices, do-not-disturb and idle time, in this order; a notice is shown for a moment."""
    from coach.desktop.senses import has_desktop

    names = ("notices", "do not disturb", "idle time")
    if not has_desktop(around.environment):
        return [Check(name, True, NO_DESKTOP, needed=False) for name in names]
    from coach.desktop.session import HelperDesktop

    desktop = HelperDesktop(around.clock.monotonic, notices=settings.notices)
    try:
        told = desktop.told()
        return [_notices(desktop, settings, told), _disturb(told), _idle(told)]
    finally:
        desktop.close()


def _notices(desktop: Any, settings: Settings, told: Any) -> Check:
    from coach.domain.notices import Notice

    if not settings.notices:
        return Check("notices", True, "Switched off by the setting notices = false.", needed=False)
    quiet = told is not None and told.disturb is False
    if quiet:
        detail = "Not tried: the desktop asks not to be disturbed."
        return Check("notices", True, detail, needed=False)
    if desktop.show(Notice("doctor", "Coach", "This is a test of the notices.")):
        return Check("notices", True, "A test notice was shown.", needed=False)
    mend = "Start the notification service of your desktop, or set notices = false."
    return Check("notices", False, "The desktop took no notice.", mend, needed=False)


def _disturb(told: Any) -> Check:
    if told is None or told.disturb is None:
        mend = "Use quiet hours, or quiet for a while: coach settings quiet_from 22:00"
        return Check("do not disturb", True, f"{NOT_TOLD} {mend}", needed=False)
    on = "off" if told.disturb else "on: reminders wait until it is over"
    return Check("do not disturb", True, f"It is {on} ({told.disturb_by}).", needed=False)


def _idle(told: Any) -> Check:
    if told is None or told.idle_seconds is None:
        return Check("idle time", True, f"{NOT_TOLD} {ASKED_BY_THE_CLOCK}", needed=False)
    detail = f"Keyboard and mouse rest for {told.idle_seconds:.0f} seconds ({told.idle_by})."
    return Check("idle time", True, detail, needed=False)


def check_watch(around: Surroundings) -> Check:
    """Whether one runs in this home, and whether it starts by itself."""
    from coach.desktop.service import describe, starter_of

    pid = running_watch(around)
    home, config = around.places.home.absolute(), around.places.config_file.absolute()
    starter = starter_of(around.environment, home, config)
    outcome = describe(starter)
    if pid is not None:
        process = f" (process {pid})" if pid else ""
        by_itself = f"{starter.name} starts it." if outcome.ok else "It was started by hand."
        return Check("watch", True, f"It is on{process}. {by_itself}", needed=False)
    if not starter.kept():
        return Check("watch", True, f"None is on. {INSTALL_WATCH}", needed=False)
    return Check("watch", False, "It is installed and not on.", outcome.lines[-1], needed=False)
