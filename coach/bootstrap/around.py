"""The desktop around the coach, as a person set it."""

import os
from collections.abc import Callable

from coach.bootstrap.wishes import Wishes
from coach.clock import Clock
from coach.config import Places, Settings
from coach.workflows.desktop import Desktop


def make_desktop(
    places: Places,
    settings: Settings,
    wishes: Wishes,
    clock: Clock,
    on_press: Callable[[], None] = lambda: None,
) -> Desktop:
    """The desktop for who stays open; one that shows and tells nothing for everybody else.

    Nothing is started before the first notice or question.
    """
    from coach.desktop.senses import has_desktop
    from coach.desktop.silent import NoDesktop

    if not wishes.alarms or wishes.demo or not has_desktop(os.environ):
        return NoDesktop()
    from coach.desktop.session import HelperDesktop

    return HelperDesktop(
        clock.monotonic,
        notices=settings.notices,
        log_file=places.cache / "desktop.log",
        on_press=on_press,
    )
