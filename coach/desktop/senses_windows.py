"""Windows, by ctypes: the last input, and whether notices are wanted.

Focus assist is not told by any documented call; full screen, presentations and the quiet time
after an upgrade are.
"""

import ctypes
from typing import Any

from coach.desktop.senses import Disturb, Idle

UNWANTED = {
    2: "a full-screen program",
    3: "a full-screen game",
    4: "a presentation",
    6: "quiet time",
}
"""Answers of SHQueryUserNotificationState in which notices disturb; 1 is a locked screen."""
WANTED = (1, 5, 7)
TICKS = 1 << 32
"""GetTickCount starts anew at this many milliseconds, after 49.7 days."""


class _LastInput(ctypes.Structure):
    _fields_ = (("size", ctypes.c_uint), ("at", ctypes.c_uint32))


class WindowsSenses:
    """Asks user32, kernel32 and shell32; tests hand in their own."""

    def __init__(self, libraries: Any = None) -> None:
        self._libraries: Any = libraries or getattr(ctypes, "windll", None)

    async def idle(self) -> Idle:
        """By GetLastInputInfo."""
        try:
            info = _LastInput(ctypes.sizeof(_LastInput), 0)
            if not self._libraries.user32.GetLastInputInfo(ctypes.byref(info)):
                return Idle()
            now = self._libraries.kernel32.GetTickCount()
        except (AttributeError, OSError):
            return Idle()
        return Idle(((now - info.at) % TICKS) / 1000, "Windows")

    async def disturb(self) -> Disturb:
        """By SHQueryUserNotificationState."""
        state = ctypes.c_int(0)
        try:
            failed = self._libraries.shell32.SHQueryUserNotificationState(ctypes.byref(state))
        except (AttributeError, OSError):
            return Disturb()
        if failed:
            return Disturb()
        if state.value in UNWANTED:
            return Disturb(False, f"Windows ({UNWANTED[state.value]})")
        return Disturb(True, "Windows") if state.value in WANTED else Disturb()

    def close(self) -> None:
        """Nothing is held."""
