"""What a stranger's file may cost: a few times its own size, and no more, before it is refused."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from coach.cli.diagnostics import ExitCode
from coach.exchange.json_log import MOST_BYTES
from coach.exchange.wger import MOST_BYTES as MOST_WGER_BYTES

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")

MIB = 2**20
SIZE = 24 * MIB
TIMES = 4
"""The bytes themselves, and three times as much for what is made of them."""
SPARE_BYTES = 16 * MIB
_GOOD = b'{"schema": "coach/export/1", "patient": "p", "heads": [], "documents": [], "facts": ['
_IMPORTING = """
import re, sys
from pathlib import Path
from coach.cli.main import main
import coach.bootstrap.out_and_in, coach.exchange.json_log, coach.exchange.wger

def most():
    # What getrusage tells begins with the memory of whoever started this process.
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) * 1024

before = most()
code = main(["import", sys.argv[1]])
print(code, most() - before)
"""


def _cost(file: Path, home: Path) -> tuple[int, int, str]:
    """Exit code of importing it, the bytes that took at the most, and what was said."""
    around = {"COACH_HOME": str(home), "COACH_CONFIG": str(home / "config.toml")}
    done = subprocess.run(
        [sys.executable, "-c", _IMPORTING, str(file)],
        env={**os.environ, **around},
        capture_output=True,
        text=True,
        check=True,
    )
    code, most = done.stdout.split()[-2:]
    return int(code), int(most), done.stderr


def _filled(before: bytes, unit: bytes, after: bytes, size: int = SIZE) -> bytes:
    return before + unit * ((size - len(before) - len(after)) // len(unit)) + after


@pytest.mark.parametrize(
    "data",
    [
        _filled(b"[", b"[],", b"[]]"),
        _filled(b"", b"[", b""),
        _filled(_GOOD, b"{},", b"{}]}"),
        _filled(_GOOD, b"1,", b"1]}"),
        _filled(_GOOD + b"{", b'"a":1,', b'"a":1}]}'),
        _filled(_GOOD, b'{"' + b"b" * 40 + b'":1},', b"{}]}"),
        _filled(b'{"translations": ', b"[", b""),
        _filled(b'{"results": [', b"{},", b"{}]}"),
        _filled(b'{"results": [', b'{"id":1,"translations":[]},', b"{}]}"),
        _filled(b'{"id": 1, "translations": [{"language": {"a": [', b"[],", b"[]]}}]}"),
    ],
    ids=[
        "lists",
        "deep",
        "empty facts",
        "numbers for facts",
        "one fact of many columns",
        "facts of no table",
        "wger, deep",
        "wger, empty",
        "wger, many",
        "wger, odd language",
    ],
)
def test_a_hostile_import_costs_a_few_times_its_size(data: bytes, tmp_path: Path) -> None:
    assert len(data) <= MOST_WGER_BYTES
    file = tmp_path / "hostile.json"
    file.write_bytes(data)
    code, most, said = _cost(file, tmp_path / "home")
    assert most <= TIMES * SIZE + SPARE_BYTES, f"{most / SIZE:.1f} times"
    if b'"language"' in data:  # All of it is an exercise; what nobody asked for is passed over.
        assert code == ExitCode.DONE
        return
    assert code == ExitCode.INPUT
    assert said.count("\n") == 1
    assert str(file) in said
    assert not (tmp_path / "home" / "coach.db").exists()


def test_what_is_larger_than_any_export_is_not_even_read(tmp_path: Path) -> None:
    file = tmp_path / "huge.json"
    with file.open("wb") as out:
        out.truncate(4 * MOST_BYTES)
    code, most, said = _cost(file, tmp_path / "home")
    assert (code, said.count("\n")) == (ExitCode.INPUT, 1)
    assert f"larger than {MOST_BYTES // MIB} MiB" in said
    assert most <= SPARE_BYTES
