"""Run on its own: encrypts a log, or makes it plain again, killed at moments of it; see the test.

Prints one line for each kill: `plain` or `encrypted`, as the log was found after it.
"""

import os
import random
import shutil
import signal
import sys
from contextlib import closing
from pathlib import Path
from types import FrameType
from typing import Any

import sqlcipher3.dbapi2

from coach.store import encrypting
from coach.store.encrypting import decrypt, encrypt
from coach.store.encryption import looks_encrypted, needs_passphrase, unlock
from coach.store.files import encryption_mark
from coach.store.problems import problems_in
from tests.store.builders import a_log, a_note, a_score, recorded

WORDS = "four quiet o'clock horses"


def _make_keys_quickly() -> None:
    """Each opening makes its key anew, slowly so that nobody guesses; here there are hundreds."""
    with closing(sqlcipher3.dbapi2.connect(":memory:")) as connection:
        connection.execute("PRAGMA cipher_default_kdf_iter=1000")


def turn(path: Path, *, off: bool) -> None:
    """What `coach encrypt` does, or `coach encrypt --off`."""
    if off:
        unlock(WORDS)
        decrypt(path)
    else:
        encrypt(path, WORDS)


def killed_at(path: Path, line: int, *, off: bool) -> bool:
    """Turn the log in a process that kills itself before a line of it; False if it came through."""
    child = os.fork()
    if child == 0:
        left = line

        def count(frame: FrameType, event: str, _: Any) -> Any:
            nonlocal left
            if frame.f_code.co_filename != encrypting.__file__:
                return None
            left -= event == "line"
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return count

        sys.settrace(count)
        turn(path, off=off)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def lines_of(template: Path, home: Path, *, off: bool) -> int:
    """How many lines a whole turn goes through."""
    seen = 0

    def count(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal seen
        if frame.f_code.co_filename != encrypting.__file__:
            return None
        seen += event == "line"
        return count

    shutil.copytree(template, home)
    former = sys.gettrace()
    sys.settrace(count)
    try:
        turn(home / "coach.db", off=off)
    finally:
        sys.settrace(former)
    shutil.rmtree(home)
    return seen


def main(folder: Path, which: str, kills: int) -> None:
    """So many kills at random lines, the last ones, where the file changes kind, always."""
    off = which == "off"
    _make_keys_quickly()
    template, home = folder / "former", folder / "home"
    path = home / "coach.db"
    with a_log(template) as log:
        recorded(log, a_note(), a_score())
        facts = log.everything()
    if off:
        encrypt(template / "coach.db", WORDS)
    count = lines_of(template, home, off=off)
    chosen = {*random.Random(20270301).sample(range(1, count + 1), kills), *range(count - 8, count)}
    for line in sorted(chosen):
        unlock(None)
        shutil.copytree(template, home)
        assert killed_at(path, line, off=off), f"nothing was killed at line {line} of {count}"
        is_encrypted = looks_encrypted(path)
        assert encryption_mark(path).exists() >= is_encrypted, f"no mark after line {line}"
        assert needs_passphrase(path) == is_encrypted, f"the passphrase is not asked after {line}"
        unlock(WORDS if is_encrypted else None)
        with a_log(home) as log:
            assert log.everything() == facts
        assert problems_in(path) == []
        if is_encrypted == off:
            turn(path, off=off)  # Asked for again, it goes through.
        assert looks_encrypted(path) != off
        with a_log(home) as log:
            assert log.everything() == facts
        shutil.rmtree(home)
        print("encrypted" if is_encrypted else "plain", flush=True)  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
