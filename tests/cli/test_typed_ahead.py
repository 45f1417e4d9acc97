"""At a terminal no safety question is answered by what was typed before it was shown."""

import os
import select
import subprocess
import sys
from collections.abc import Iterator

import pytest

from coach.cli.line_input import StandardInput
from coach.domain.events import RedFlagAnswered, SafetyHold
from tests.cli.conftest import TIMEOUT_SECONDS, Facts

if sys.platform == "win32":
    pytest.skip("a terminal cannot be made here", allow_module_level=True)

import pty

PATIENCE_SECONDS = 120.0
LONG_READ_SECONDS = 3.0
"""So long a question of these has to be read that a busy machine types sooner all the same."""
COMMAND = f"""
import sys
from coach.domain import red_flags
red_flags.READ_SECONDS = {LONG_READ_SECONDS}
from coach.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


class Typist:
    """A command at a terminal of its own, typed to as a person does."""

    def __init__(self, *words: str) -> None:
        self._ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-c", COMMAND, *words],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        self.shown = ""

    def types(self, *lines: str) -> None:
        """All of it in one go."""
        os.write(self._ours, "".join(f"{line}\n" for line in lines).encode())

    def sees(self, text: str) -> None:
        """Read on to `text`; what was read before is looked at no more."""
        while text not in self.shown:
            assert select.select([self._ours], [], [], PATIENCE_SECONDS)[0], self.shown
            self._takes_in()
        self.shown = self.shown.partition(text)[2]

    def reads(self) -> None:
        """Look on until nothing new came for longer than a safety question needs to be read."""
        while select.select([self._ours], [], [], 2 * LONG_READ_SECONDS)[0]:
            self._takes_in()

    def _takes_in(self) -> None:
        self.shown += os.read(self._ours, 4096).decode(errors="replace").replace("\r\n", " ")

    def ends(self) -> int:
        """Wait for the end; its code."""
        return self.process.wait(TIMEOUT_SECONDS)

    def close(self) -> None:
        """Whatever happened."""
        self.process.kill()
        self.process.wait(TIMEOUT_SECONDS)
        os.close(self._ours)


@pytest.fixture
def session(plan_of_today: None) -> Iterator[Typist]:
    """A session about to ask whether something is new."""
    typist = Typist("session", "belly-breath", "--line")
    yield typist
    typist.close()


def test_a_list_is_not_answered_by_what_was_typed_ahead(session: Typist, facts: Facts) -> None:
    before = len(facts(RedFlagAnswered))
    session.sees("(y for yes, n for no)")
    session.types("y", *["n"] * 32)
    session.sees("1 of 29.")
    session.types("n")  # Sooner than anybody reads.
    session.sees("Wait a moment")
    session.reads()
    session.types("n")
    session.sees("2 of 29.")
    session.types("q")
    session.ends()
    assert [one.answer for one in facts(RedFlagAnswered)[before:]] == [True, False]


def test_an_n_before_the_opening_question_starts_nothing(session: Typist, facts: Facts) -> None:
    before = len(facts(RedFlagAnswered))
    session.types("n")
    session.sees("(y for yes, n for no)")
    session.types("y")
    session.sees("1 of 29.")
    session.types("y")
    assert session.ends() == 3
    assert [one.answer for one in facts(RedFlagAnswered)[before:]] == [True, True]
    assert len(facts(SafetyHold)) == 1


def test_the_emergency_number_is_shown_however_early_it_was_asked_for(session: Typist) -> None:
    session.sees("(y for yes, n for no)")
    session.types("y", "n", "!", "n")
    session.sees("Emergency number: 112")


def test_a_terminal_that_goes_away_is_the_end_of_input(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdin", stream)
        with StandardInput() as lines:
            os.write(ours, b"n\n")
            assert lines.wait(PATIENCE_SECONDS, asking=True) == "n"
            os.close(ours)
            lines.drop_typed()
            assert lines.wait(PATIENCE_SECONDS, asking=True) is None
            assert lines.ended


def test_the_emergency_is_kept_that_the_terminal_still_holds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A question may come sooner than what was typed is read: nothing reads here yet."""
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdin", stream)
        lines = StandardInput()
        for typed in (b"n\n", b"!\n"):
            os.write(ours, typed)
            assert select.select([stream], [], [], PATIENCE_SECONDS)[0]
            lines.drop_typed()
        assert lines.wait(0, asking=True) == "!"
        assert lines.wait(0, asking=True) is None
        assert not select.select([stream], [], [], 0)[0]
        os.close(ours)


def test_in_a_pipe_every_line_is_for_its_question(monkeypatch: pytest.MonkeyPatch) -> None:
    readable, writable = os.pipe()
    os.write(writable, b"n\nn\n")
    os.close(writable)
    with os.fdopen(readable, encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdin", stream)
        with StandardInput() as lines:
            lines.drop_typed()
            assert lines.wait(PATIENCE_SECONDS, asking=True) == "n"
            lines.drop_typed()
            assert lines.wait(PATIENCE_SECONDS, asking=True) == "n"
