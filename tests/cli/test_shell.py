"""Real processes: piped answers, the end of input, signals, a kill, and terminals that are odd."""

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import (
    TIMEOUT_SECONDS,
    Facts,
    Patient,
    Shell,
    read_until,
    type_lines,
)

QUESTIONS = 29
"""Of the whole safety list."""
SLOW = "10"
"""A pace at which seconds are left for what a test does to a session that goes on."""
BEFORE = "n\n3\n4\ncalf\n"
AFTER = "2\n3\nknee\n\n"

Child = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def rows(tmp_path: Path) -> Callable[[str], list[tuple[Any, ...]]]:
    """Reads the log with sqlite3 alone."""

    def _rows(sql: str) -> list[tuple[Any, ...]]:
        database = sqlite3.connect(f"file:{tmp_path / 'home' / 'coach.db'}?mode=ro", uri=True)
        try:
            return database.execute(sql).fetchall()
        finally:
            database.close()

    return _rows


Rows = Callable[[str], list[tuple[Any, ...]]]


@pytest.mark.usefixtures("plan_of_today")
def test_a_whole_session_with_piped_answers(shell: Shell, rows: Rows) -> None:
    words = ("session", "belly-breath", "--line", "--pace", "60")
    done = shell(*words, typed=BEFORE + AFTER)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"That is all for now." in done.stdout
    assert rows("SELECT outcome FROM session_ended") == [("completed",)]
    assert rows("SELECT pace FROM session_started") == [(60.0,)]
    assert rows("SELECT moment, count(*) FROM pain_score GROUP BY 1 ORDER BY 1") == [
        ("after", 2),
        ("before", 2),
    ]


@pytest.mark.usefixtures("plan_of_today")
def test_the_end_of_input_in_the_middle_keeps_what_was_said(shell: Shell, rows: Rows) -> None:
    done = shell("session", "belly-breath", "--line", typed=BEFORE)
    assert (done.returncode, done.stderr) == (0, b"")
    assert rows("SELECT outcome FROM session_ended") == [("ended_early",)]
    assert rows("SELECT count(*) FROM pain_score") == [(2,)]


@pytest.mark.usefixtures("plan_of_today")
def test_no_input_at_all_starts_nothing(shell: Shell, rows: Rows) -> None:
    done = shell("session", "belly-breath", "--line")
    assert done.returncode == 2
    assert b"Nothing was started. The answers ended before the last question." in done.stderr
    assert rows("SELECT count(*) FROM session_started") == [(0,)]


@pytest.mark.usefixtures("plan_of_today")
def test_a_red_flag_locks_until_a_dated_statement(shell: Shell, rows: Rows) -> None:
    assert shell("session", "belly-breath", "--line", typed="y\ny\n").returncode == 3
    assert shell("session", "belly-breath", "--line").returncode == 3
    assert shell("today").returncode == 0
    ((day,),) = rows("SELECT day FROM safety_hold")
    words = ("session", "belly-breath", "--line", "--pace", "60")
    whole_list = "n\n" * QUESTIONS  # In the place of the one question of every start.
    before = BEFORE.removeprefix("n\n")
    assert shell(*words, typed=f"{day}\ny\n{whole_list}{before}{AFTER}").returncode == 0
    assert rows("SELECT by FROM safety_cleared") == [("self_attested",)]
    assert rows("SELECT outcome FROM session_ended") == [("completed",)]


def into_the_exercise(child: Child) -> "subprocess.Popen[str]":
    """A rehearsal of three minutes' breathing, just begun."""
    session = child("session", "belly-breath", "--line", "--pace", SLOW)
    type_lines(session, "n", "3", "4", "calf")
    read_until(session, "Have ready")
    type_lines(session, "d")
    read_until(session, "GET READY: Belly breathing")
    type_lines(session, "d")
    read_until(session, "Breathe in slowly.")
    return session


@pytest.mark.usefixtures("plan_of_today")
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["ctrl-c", "terminate"]
)
def test_a_stop_ends_the_session_in_order(
    child: Child, rows: Rows, number: signal.Signals, code: int
) -> None:
    session = into_the_exercise(child)
    read_until(session, "Half way.")
    session.send_signal(number)
    read_until(session, "We end here. In a rehearsal no exercise counts.")
    assert session.wait(TIMEOUT_SECONDS) == code
    assert rows("SELECT outcome FROM session_ended") == [("ended_early",)]
    assert rows("SELECT outcome FROM exercise_done") == [("partial",)]


@pytest.mark.usefixtures("plan_of_today")
def test_a_stop_at_a_question_starts_nothing(child: Child, rows: Rows) -> None:
    session = child("session", "belly-breath", "--line")
    read_until(session, "Anything new")
    session.send_signal(signal.SIGINT)
    assert session.wait(TIMEOUT_SECONDS) == 130
    assert rows("SELECT count(*) FROM session_started") == [(0,)]


@pytest.mark.usefixtures("plan_of_today")
def test_after_a_kill_the_next_start_offers_to_go_on(
    child: Child, shell: Shell, rows: Rows
) -> None:
    session = into_the_exercise(child)
    session.kill()
    session.wait(TIMEOUT_SECONDS)
    assert rows("SELECT count(*) FROM session_ended") == [(0,)]
    assert b"A session of today was cut off: what was done is kept" in shell("doctor").stdout
    again = shell("session", "--line", "--pace", "60", typed=f"y\n{BEFORE}{AFTER}")
    assert again.returncode == 0, again.stderr
    assert b"A session was cut off." in again.stdout
    (killed, _), (_, resumed_from) = rows(
        "SELECT session, resumed_from FROM session_started ORDER BY seq"
    )
    assert resumed_from == killed
    outcomes = [row[0] for row in rows("SELECT outcome FROM session_ended ORDER BY seq")]
    assert outcomes == ["interrupted", "completed"]


@pytest.mark.usefixtures("plan_of_today")
def test_a_reader_that_goes_away_ends_the_session_in_order(child: Child, rows: Rows) -> None:
    session = child("session", "belly-breath", "--line", "--pace", SLOW)
    type_lines(session, "n", "3", "4", "calf")
    read_until(session, "Get down now, ")
    assert session.stdout is not None
    assert session.stderr is not None
    session.stdout.close()
    assert session.wait(TIMEOUT_SECONDS) == 0
    assert session.stderr.read() == ""
    assert rows("SELECT outcome FROM session_ended") == [("ended_early",)]
    session.stdout = None


def test_a_reader_of_a_list_that_goes_away_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "coach", "exercises"],
        stdout=writing,
        stderr=subprocess.PIPE,
        timeout=TIMEOUT_SECONDS,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.usefixtures("plan_of_today")
def test_a_terminal_without_unicode_still_shows_the_day(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('name = "Zoë"', "utf-8")
    done = shell(typed="q\n", PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Hello Zo?." in done.stdout


@pytest.mark.usefixtures("plan_of_today")
def test_bytes_that_are_no_text_are_an_answer_like_any_other(shell: Shell) -> None:
    done = shell(typed=b"\xff\xfe\x00\n\xe9\nq\n")
    assert done.returncode == 0
    assert done.stdout.count(b"Please answer:") == 2


def test_a_full_standard_output_is_one_line() -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    with full.open("wb") as out:
        done = subprocess.run(
            [sys.executable, "-m", "coach", "exercises"],
            stdout=out,
            stderr=subprocess.PIPE,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.startswith(b"coach: ")
    assert b"Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_closed_streams_are_no_error() -> None:
    command = f"{sys.executable} -m coach exercises bird <&- >&- 2>&-"
    assert subprocess.run(command, shell=True, timeout=TIMEOUT_SECONDS, check=False).returncode == 0


def test_the_first_start_in_a_pipe_makes_a_plan(shell: Shell, facts: Facts) -> None:
    from coach.domain.events import PlanReceived

    done = shell(typed="Ada\n\n\nleft\nq\n")
    assert (done.returncode, done.stderr) == (0, b"")
    assert [plan.program for plan in facts(PlanReceived)] == ["steady-back"]


def test_a_dumb_terminal_gets_the_menu(set_up: Patient) -> None:
    pty = pytest.importorskip("pty")
    set_up()
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "coach"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "dumb"},
    )
    os.close(theirs)
    # Reading what a child that hangs never writes would wait for ever.
    deadline = threading.Timer(TIMEOUT_SECONDS, process.kill)
    deadline.start()
    try:
        os.write(ours, b"q\n")
        shown = b""
        while b"Closed." not in shown:
            shown += os.read(ours, 4096)
        assert process.wait(TIMEOUT_SECONDS) == 0
    finally:
        deadline.cancel()
        os.close(ours)
    assert b"What now?" in shown
    assert b"\x1b" not in shown


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
def test_whatever_it_writes_is_for_its_owner_alone(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "my-program.toml"
    assert shell("programs", "new", "--out", str(file)).returncode == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
