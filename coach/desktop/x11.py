"""X11's screen saver extension by ctypes: how long keyboard and mouse have rested.

Xlib ends the whole process when the display goes away, so this runs in the helper alone.
"""

import ctypes
import ctypes.util
from collections.abc import Callable
from typing import Any


class _Info(ctypes.Structure):
    _fields_ = (
        ("window", ctypes.c_ulong),
        ("state", ctypes.c_int),
        ("kind", ctypes.c_int),
        ("til_or_since", ctypes.c_ulong),
        ("idle", ctypes.c_ulong),
        ("event_mask", ctypes.c_ulong),
    )


def load(name: str) -> Any | None:
    """A system library by its short name; None when it is not there."""
    found = ctypes.util.find_library(name)
    try:
        return ctypes.CDLL(found) if found else None
    except OSError:
        return None


def idle_reader(
    display: str, find: Callable[[str], Any | None] = load
) -> Callable[[], float | None] | None:
    """A function that answers in seconds; None where X11 or its extension is missing."""
    xlib, saver = find("X11"), find("Xss")
    if xlib is None or saver is None:
        return None
    xlib.XOpenDisplay.restype = ctypes.c_void_p
    xlib.XOpenDisplay.argtypes = [ctypes.c_char_p]
    xlib.XDefaultRootWindow.restype = ctypes.c_ulong
    xlib.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
    saver.XScreenSaverQueryInfo.argtypes = [
        ctypes.c_void_p,
        ctypes.c_ulong,
        ctypes.POINTER(_Info),
    ]
    opened: list[int | None] = []

    def read() -> float | None:
        if not opened:
            opened.append(xlib.XOpenDisplay(display.encode()))
        connection = opened[0]
        if not connection:
            return None
        info = _Info()
        root = xlib.XDefaultRootWindow(connection)
        answered = saver.XScreenSaverQueryInfo(connection, root, ctypes.byref(info))
        return info.idle / 1000 if answered else None

    return read
