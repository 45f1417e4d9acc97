"""The window that a notice's button opens."""

import sys

import pytest

from coach.desktop.terminal import open_window, window_command

COACH = [sys.executable, "-P", "-m", "coach", "session", "cat-camel"]
WORDS = ["session", "cat-camel"]


def found(*names: str):  # type: ignore[no-untyped-def]
    return lambda name: f"/usr/bin/{name}" if name in names else None


@pytest.mark.parametrize(
    ("environment", "there", "before"),
    [
        (
            {"DISPLAY": ":0"},
            ("x-terminal-emulator", "xterm"),
            ["/usr/bin/x-terminal-emulator", "-e"],
        ),
        ({"WAYLAND_DISPLAY": "w"}, ("foot",), ["/usr/bin/foot"]),
        ({"DISPLAY": ":0"}, ("gnome-terminal",), ["/usr/bin/gnome-terminal", "--"]),
        ({"DISPLAY": ":0", "TERMINAL": "kitty"}, ("xterm", "kitty"), ["/usr/bin/kitty"]),
        ({"DISPLAY": ":0", "TERMINAL": "mine"}, ("mine",), ["/usr/bin/mine", "-e"]),
        ({"DISPLAY": ":0", "TERMINAL": "gone"}, ("xterm",), ["/usr/bin/xterm", "-e"]),
    ],
)
def test_a_terminal_of_linux(
    environment: dict[str, str], there: tuple[str, ...], before: list[str]
) -> None:
    assert window_command(WORDS, environment, "linux", found(*there)) == [*before, *COACH]


def test_without_a_display_or_a_terminal_it_says_how() -> None:
    assert window_command(WORDS, {}, "linux", found("xterm")) is None
    assert window_command(WORDS, {"DISPLAY": ":0"}, "linux", found()) is None
    assert open_window(WORDS, {}) == "Start it in a terminal with: coach session cat-camel"


def test_the_terminal_of_macos_knows_the_home() -> None:
    command = window_command(WORDS, {"COACH_HOME": '/Users/sam/my "home"'}, "darwin", found())
    assert command is not None
    assert command[0] == "osascript"
    assert "env 'COACH_HOME=/Users/sam/my \\\"home\\\"'" in command[2]


def test_windows_gives_a_console_of_its_own() -> None:
    assert window_command(WORDS, {}, "win32", found()) == COACH
