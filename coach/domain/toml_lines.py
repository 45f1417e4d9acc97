"""On which line each key and each list element of a TOML text stands.

`tomllib` checks the text and gives no positions; this walks the same text a second time, only
when something has to be reported. What it cannot read ends the walk: lines found so far stay.
"""

import re
import tomllib
from bisect import bisect_right

from coach.domain.findings import KeyPath

_DEEPEST = 64
_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:\\.|[^"\\\n])*"|'[^'\n]*'""")
_DOT = re.compile(r"[ \t]*\.[ \t]*")
_EQUALS = re.compile(r"[ \t]*=[ \t]*")
_PLAIN = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|[^,\]}\n#\"'\[{][^,\]}\n#]*",
    re.DOTALL,
)
_LONG_NUMBER = re.compile(r"[0-9_]{500}")
_WHERE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


def syntax_fault(text: str, message: str) -> tuple[int, str]:
    """The line of `text` that `tomllib` means by `message`, and the message without it."""
    found = _WHERE.search(message)
    line = int(found[1]) if found and found[1] else text.rstrip("\n").count("\n") + 1
    what = _WHERE.sub("", message)
    return line, f"this is not TOML: {what[:1].lower()}{what[1:]}"


def long_number_line(text: str) -> int:
    """The line of the first number of so many digits that Python reads none; 1 without any."""
    found = _LONG_NUMBER.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else 1


class _EndOfWalk(Exception):
    """The text ends, or goes on in a way that is not TOML."""


class TomlLines:
    """Line numbers by key path, such as `("stage", 1, "prescription", 0, "dose")`."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self._elements: dict[KeyPath, int] = {}
        self.lines: dict[KeyPath, int] = {}
        self.too_deep_at: int | None = None
        """The line on which values are nested deeper than any file of ours; None when none is."""
        try:
            self._walk()
        except _EndOfWalk:
            self._text = ""

    def line(self, path: KeyPath) -> int:
        """The line of `path`, or of the nearest table around it; 1 for the whole file."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def _walk(self) -> None:
        table: KeyPath = ()
        while True:
            self._take(_BLANK)
            if self._starts_with("["):
                table = self._header()
            else:
                self._key_and_value(table, 0)

    def _header(self) -> KeyPath:
        line = self._line_here()
        many = self._starts_with("[[")
        self._at += 2 if many else 1
        self._take(_BLANK)
        *outer, last = self._key()
        self._take(_BLANK)
        self._expect("]]" if many else "]")
        path: KeyPath = ()
        for part in outer:
            path = self._newest((*path, part), line)
        path = (*path, last)
        if many:
            self._elements[path] = self._elements.get(path, 0) + 1
        return self._newest(path, line)

    def _newest(self, path: KeyPath, line: int) -> KeyPath:
        """`path`, or its last element so far when it is a list of tables."""
        self.lines.setdefault(path, line)
        if path in self._elements:
            path = (*path, self._elements[path] - 1)
            self.lines.setdefault(path, line)
        return path

    def _key_and_value(self, table: KeyPath, depth: int) -> None:
        line = self._line_here()
        path = table
        for part in self._key():
            path = (*path, part)
            self.lines.setdefault(path, line)
        if not self._take(_EQUALS):
            raise _EndOfWalk
        self._value(path, depth)

    def _key(self) -> list[str]:
        parts = []
        while True:
            raw = self._take(_KEY)
            if not raw:
                raise _EndOfWalk
            parts.append(_unquoted(raw))
            if not self._take(_DOT):
                return parts

    def _value(self, path: KeyPath, depth: int) -> None:
        if depth > _DEEPEST:
            self.too_deep_at = self._line_here()
            raise _EndOfWalk
        self.lines.setdefault(path, self._line_here())
        if self._starts_with("["):
            self._list(path, depth)
        elif self._starts_with("{"):
            self._inline_table(path, depth)
        elif not self._take(_PLAIN):
            raise _EndOfWalk

    def _list(self, path: KeyPath, depth: int) -> None:
        self._at += 1
        index = 0
        self._take(_BLANK)
        while not self._starts_with("]"):
            self._value((*path, index), depth + 1)
            index += 1
            self._after_element("]")
        self._at += 1

    def _inline_table(self, path: KeyPath, depth: int) -> None:
        self._at += 1
        self._take(_BLANK)
        while not self._starts_with("}"):
            self._key_and_value(path, depth + 1)
            self._after_element("}")
        self._at += 1

    def _after_element(self, closing: str) -> None:
        self._take(_BLANK)
        if not self._starts_with(closing):
            self._expect(",")
            self._take(_BLANK)

    def _take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._text, self._at)
        if not found:
            return ""
        self._at = found.end()
        return found[0]

    def _expect(self, mark: str) -> None:
        if not self._starts_with(mark):
            raise _EndOfWalk
        self._at += len(mark)

    def _starts_with(self, mark: str) -> bool:
        return self._text.startswith(mark, self._at)

    def _line_here(self) -> int:
        return bisect_right(self._starts, self._at)


def _unquoted(raw: str) -> str:
    if raw[0] not in "\"'":
        return raw
    if "\\" not in raw:
        return raw[1:-1]
    try:
        return str(tomllib.loads(f"key = {raw}")["key"])
    except tomllib.TOMLDecodeError:
        raise _EndOfWalk from None
