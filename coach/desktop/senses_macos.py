"""macOS, by ctypes: the last input. No call tells whether a focus is on, so nobody is asked."""

import ctypes
from typing import Any

from coach.desktop.senses import Disturb, Idle

SERVICES = "/System/Library/Frameworks/ApplicationServices.framework/ApplicationServices"
HID_STATE = 1
"""kCGEventSourceStateHIDSystemState: keyboard and mouse themselves, not what programs send."""
ANY_INPUT = 0xFFFFFFFF
"""kCGAnyInputEventType."""
LONGEST_SECONDS = 10 * 365 * 86_400.0
"""Beyond this an answer is none."""


class MacSenses:
    """Asks the event source of the session; tests hand in their own library."""

    def __init__(self, services: Any = None) -> None:
        self._services: Any = services or _load()

    async def idle(self) -> Idle:
        """By CGEventSourceSecondsSinceLastEventType."""
        try:
            ask = self._services.CGEventSourceSecondsSinceLastEventType
            ask.restype = ctypes.c_double
            ask.argtypes = [ctypes.c_int32, ctypes.c_uint32]
            seconds = float(ask(HID_STATE, ANY_INPUT))
        except (AttributeError, OSError, TypeError, ValueError):
            return Idle()
        return Idle(seconds, "macOS") if 0 <= seconds < LONGEST_SECONDS else Idle()

    async def disturb(self) -> Disturb:
        """macOS holds notices back by itself and tells no program."""
        return Disturb()

    def close(self) -> None:
        """Nothing is held."""


def _load() -> Any | None:
    try:
        return ctypes.CDLL(SERVICES)
    except OSError:
        return None
