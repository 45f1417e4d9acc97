"""Reads a TOML file that may be broken or hostile: a value or one problem, quickly, either way."""

import math
import re
import stat
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from coach.domain.findings import Finding, KeyPath
from coach.domain.toml_lines import TomlLines, long_number_line, syntax_fault
from coach.exchange.problems import Problem

MOST_BYTES = 1024 * 1024
"""A program is a few kilobytes; more is no program."""
MOST_MARKS = 20_000
"""Line ends, equals signs, commas and brackets; the longest shipped program has a thousand."""
MOST_LINE = 10_000
"""Characters on one line."""
MOST_KEY_PARTS = 8
"""Parts of one dotted key; `tomllib` needs ten seconds for 20,000 of them."""

_PART = r"""(?:[A-Za-z0-9_-]++|"(?:\\.|[^"\\\n])*+"|'[^'\n]*+')[ \t]*+"""
_MANY_PARTS = re.compile(rf"(?:^|[\[{{,])[ \t]*+(?:{_PART}\.[ \t]*+){{{MOST_KEY_PARTS}}}")


class TomlSource(Struct, frozen=True):
    """A file's content, and the text to find lines in."""

    file: str
    text: str
    data: dict[str, Any]

    def problems(self, findings: Iterable[Finding]) -> tuple[Problem, ...]:
        """`findings` with the lines they are on, from the top of the file down."""
        listed = list(findings)
        if not listed:
            return ()
        lines = TomlLines(self.text)
        placed = [Problem(self.file, lines.line(one.path), one.what, one.mend) for one in listed]
        return tuple(sorted(placed, key=lambda problem: problem.line))


def read_toml(path: Path) -> TomlSource | Problem:
    """The file at `path`, or why it cannot be read."""
    raw = _read_bytes(path)
    if isinstance(raw, Problem):
        return raw
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return Problem(str(path), line, "this is not UTF-8 text", "save the file as UTF-8")
    return parse_toml(str(path), text)


def _read_bytes(path: Path) -> bytes | Problem:
    file = str(path)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return Problem(file, 0, "this is no file", "name a .toml file")
        with path.open("rb") as stream:
            raw = stream.read(MOST_BYTES + 1)
    except OSError as error:
        why = error.strerror or "unknown reason"
        return Problem(file, 0, f"it cannot be read ({why})", "check its name and who may read it")
    except ValueError:
        return Problem(file, 0, "this is no file name", "name a .toml file")
    if len(raw) > MOST_BYTES:
        return Problem(file, 0, "it is larger than 1 MiB", "keep a program or exercise below that")
    return raw


def parse_toml(file: str, text: str) -> TomlSource | Problem:
    """`text` as TOML; `file` is the name to show."""
    refused = _refusal(file, text)
    if refused:
        return refused
    seen_endless: list[str] = []

    def finite(digits: str) -> float:
        number = float(digits)
        if not math.isfinite(number):
            seen_endless.append(digits)
        return number

    try:
        data = tomllib.loads(text, parse_float=finite)
    except tomllib.TOMLDecodeError as error:
        return _syntax_problem(file, text, str(error))
    except ValueError:
        line = long_number_line(text)
        return Problem(file, line, "a number is too long", "write a number with a few digits")
    except RecursionError:
        line = TomlLines(text).too_deep_at or 1
        return Problem(file, line, "values are nested too deep", "take out the extra brackets")
    if seen_endless:
        line = TomlLines(text).line(_first_endless(data))
        return Problem(file, line, "nan, inf or a number too large", "write an ordinary number")
    return TomlSource(file, text, data)


def _refusal(file: str, text: str) -> Problem | None:
    """What no honest file has, and what would take long to read."""
    if sum(map(text.count, "\n=,[")) > MOST_MARKS:
        what = "it holds more lines and values than any program"
        return Problem(file, 0, what, "keep one program or exercise in a file")
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > MOST_LINE:
            what = f"the line has {len(line):,} characters"
            return Problem(file, number, what, f"keep lines below {MOST_LINE:,} characters")
        if has_many_parts(line):
            what = f"a key has more than {MOST_KEY_PARTS} parts"
            return Problem(file, number, what, "write keys as this format names them")
    return None


def has_many_parts(line: str) -> bool:
    """Whether something on the line looks like a key of more parts than any honest one has."""
    return line.count(".") >= MOST_KEY_PARTS and _MANY_PARTS.search(line) is not None


def _syntax_problem(file: str, text: str, message: str) -> Problem:
    line, what = syntax_fault(text, message)
    return Problem(file, line, what, 'write key = "text" or key = number, one on a line')


def _first_endless(data: dict[str, Any]) -> KeyPath:
    return next(path for path, value in _leaves(data) if _is_endless(value))


def _is_endless(value: object) -> bool:
    return isinstance(value, float) and not math.isfinite(value)


def _leaves(data: object) -> Iterator[tuple[KeyPath, object]]:
    waiting: list[tuple[KeyPath, object]] = [((), data)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend(((*path, key), inner) for key, inner in value.items())
        elif isinstance(value, list):
            waiting.extend(((*path, index), inner) for index, inner in enumerate(value))
        else:
            yield path, value
