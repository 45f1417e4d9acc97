"""Variables of the environment that other tools, or a hostile hand, have set."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

POISON = {
    "for developers": {
        "TEXTUAL": "debug",
        "TEXTUAL_PRESS": "q",
        "TEXTUAL_LOG": "/dev/full",
        "TEXTUAL_SCREENSHOT": "1",
        "TEXTUAL_FPS": "nonsense",
        "PYTHONFAULTHANDLER": "1",
        "PYTHONASYNCIODEBUG": "1",
    },
    "odd python": {"PYTHONOPTIMIZE": "2", "PYTHONHASHSEED": "0", "PYTHONUNBUFFERED": "1"},
    "no language": {"LC_ALL": "tlh_QO.none", "LANG": "\x1b[31m", "LANGUAGE": "::"},
    "no size": {"COLUMNS": "-1", "LINES": "seven"},
    "no such zone": {"TZ": "Nowhere/Land"},
    "hostile terminal": {"TERM": "../../etc/passwd", "COLORTERM": "\x1b]0;x\x07"},
    "odd numbers of ours": {"COACH_SILENT": "maybe", "NO_COLOR": "0"},
    "many": {f"COACH_UNKNOWN_{number}": "x" * 1000 for number in range(100)},
}


HANGS_SECONDS = 120
"""A command that is not over by then never ends."""
MOST_MEMORY = 2 * 1024**3
"""Bytes a command may take; one that reads without end is stopped here, not by the machine."""


def _run(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "coach", *words],
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=HANGS_SECONDS,
        preexec_fn=_bounded if os.name == "posix" else None,
    )


def _bounded() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


@pytest.mark.parametrize("what", sorted(POISON))
def test_a_poisoned_environment_changes_nothing(what: str, tmp_path: Path) -> None:
    told = _run("pain", "--back", "3", "--leg", "4", **POISON[what])
    assert told.returncode == 0, told.stderr
    shown = _run("programs", "list", **POISON[what])
    assert shown.returncode == 0, shown.stderr
    assert b"steady-back" in shown.stdout
    for stream in (told.stdout, told.stderr, shown.stdout, shown.stderr):
        assert b"\x1b" not in stream
        assert b"Traceback" not in stream


@pytest.mark.parametrize(
    "home", ["/dev/null", "/proc/self/mem", "/dev/full/x", "/dev/null/\x1b[2J\x07", "a" * 5000]
)
def test_a_home_that_cannot_be_one_is_a_line_and_no_traceback(home: str) -> None:
    if os.name == "nt":
        pytest.skip("these are paths of POSIX")
    told = _run("pain", "--back", "3", "--leg", "4", COACH_HOME=home)
    assert told.returncode in (1, 2)
    assert b"Traceback" not in told.stderr
    assert b"\x1b" not in told.stderr
    assert len(told.stderr.splitlines()) == 1


@pytest.fixture
def endless(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """What a person, or a hostile hand, named as the settings file: it never comes to an end."""
    if sys.platform == "win32":
        pytest.skip("these are files of POSIX")
    place = tmp_path / "settings.toml"
    if request.param == "a pipe":
        os.mkfifo(place)
    elif request.param == "a link to a device":
        place.symlink_to("/dev/zero")
    else:
        place = Path("/dev/zero")
    return place


@pytest.mark.parametrize("endless", ["a pipe", "a device", "a link to a device"], indirect=True)
def test_a_settings_file_without_an_end_is_a_line_with_its_name(endless: Path) -> None:
    told = _run("today", COACH_CONFIG=str(endless))
    assert told.returncode == 2
    line = told.stderr.decode()
    assert line.startswith(f"coach: {endless} cannot be read: it is no file; name one")
    assert line.endswith(" In an emergency call 112 or your local number.\n")
    assert len(line.splitlines()) == 1


def test_no_settings_at_all_may_be_asked_for() -> None:
    assert _run("pain", "--back", "3", "--leg", "4", COACH_CONFIG=os.devnull).returncode == 0
