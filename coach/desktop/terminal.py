"""A window with `coach` in it, opened from a notice; where none can be opened, how to do it."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

LINUX_TERMINALS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("x-terminal-emulator", ("-e",)),
    ("gnome-terminal", ("--",)),
    ("kgx", ("--",)),
    ("konsole", ("-e",)),
    ("xfce4-terminal", ("-x",)),
    ("foot", ()),
    ("alacritty", ("-e",)),
    ("kitty", ()),
    ("xterm", ("-e",)),
)
"""Programs that open a window, with what stands before the command."""

CARRIED = ("COACH_HOME", "COACH_CONFIG", "COACH_SILENT")

Which = Callable[[str], str | None]


def coach_command(words: Sequence[str]) -> list[str]:
    """This very coach with these words, also where it is on no path."""
    return [sys.executable, "-P", "-m", "coach", *words]


def window_command(
    words: Sequence[str],
    environment: Mapping[str, str],
    platform: str = sys.platform,
    which: Which = shutil.which,
) -> list[str] | None:
    """What opens a window with these words of coach in it; None where nothing is known."""
    command = coach_command(words)
    if platform == "win32":
        return command  # A console of its own is given when it is started.
    if platform == "darwin":
        # The window's shell is not ours and knows nothing of our environment.
        carried = [f"{name}={environment[name]}" for name in CARRIED if environment.get(name)]
        line = shlex.join(["env", *carried, *command] if carried else command)
        script = f'tell application "Terminal" to do script {_apple_text(line)}'
        return ["osascript", "-e", script, "-e", 'tell application "Terminal" to activate']
    if not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
        return None
    own = environment.get("TERMINAL", "")
    before = dict(LINUX_TERMINALS).get(Path(own).name, ("-e",))
    known = ((own, before), *LINUX_TERMINALS) if own else LINUX_TERMINALS
    for program, words_before in known:
        found = which(program)
        if found is not None:
            return [found, *words_before, *command]
    return None


def open_window(words: Sequence[str], environment: Mapping[str, str]) -> str:
    """Open it; what to tell the person, empty when the window opens by itself."""
    by_hand = f"Start it in a terminal with: {shlex.join(['coach', *words])}"
    command = window_command(words, environment)
    if command is None:
        return by_hand
    from coach.processes.child import own_environment

    try:
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL if sys.platform != "win32" else None,
            stdout=subprocess.DEVNULL if sys.platform != "win32" else None,
            stderr=subprocess.DEVNULL if sys.platform != "win32" else None,
            env=own_environment() if environment is os.environ else dict(environment),
            start_new_session=sys.platform != "win32",
            creationflags=_own_console(),
        )
    except OSError:
        return by_hand
    return ""


def _own_console() -> int:
    if sys.platform == "win32":
        return subprocess.CREATE_NEW_CONSOLE
    return 0


def _apple_text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
