"""What a file may hold, as values that read it, collect what is wrong, and give a JSON Schema.

A shape never stops at the first mistake: it reports a finding and answers with a stand-in, so
that everything else in the file is still looked at.
"""

import re
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Protocol

from msgspec import Struct

from coach.domain.dose import Dose, parse_dose_line
from coach.domain.errors import InputError
from coach.domain.findings import Finding, KeyPath, place
from coach.domain.text import clean, clean_line

Schema = dict[str, Any]
Values = dict[str, Any]

DOSE_EXAMPLE = "bird-dog 3x6 hold 8s rest 30s side each 2/day mon,wed,fri"
MOST_DOSE_LINE = 200

MOST_FINDINGS = 100
"""Enough for any honest file; a hostile one is not read to its end."""

_NAMES = {bool: "true or false", int: "a number", float: "a number", str: "text"}


class TooManyFindings(Exception):
    """The file has more mistakes than anybody reads."""


@dataclass(slots=True)
class Report:
    """Collects findings while a file is read."""

    findings: list[Finding] = field(default_factory=list)

    def add(self, path: KeyPath, what: str, mend: str) -> None:
        """Note one mistake at `path`; `what` goes on from its name."""
        self.note(Finding(path, f"{place(path)} {what}", mend))

    def note(self, finding: Finding) -> None:
        """Keep `finding`; TooManyFindings when that is more than anybody reads."""
        self.findings.append(finding)
        if len(self.findings) >= MOST_FINDINGS:
            raise TooManyFindings

    def wrong_kind(self, path: KeyPath, value: object, wanted: str) -> None:
        """Note that `value` is of another kind than `wanted`."""
        self.add(path, f"is {_kind(value)}", f"write {wanted}")


class Shape(Protocol):
    """One kind of value."""

    def read(self, value: object, path: KeyPath, report: Report) -> Any:
        """The value made harmless, or a stand-in after a finding."""

    def stand_in(self) -> Any:
        """What is used in place of a broken or missing value."""

    def schema(self) -> Schema:
        """The same rules as JSON Schema."""


class Text(Struct, frozen=True):
    """Words for a person."""

    most: int = 400
    lines: bool = False
    """Whether it may have more than one line."""
    may_be_empty: bool = False

    def read(self, value: object, path: KeyPath, report: Report) -> str:
        if not isinstance(value, str):
            report.wrong_kind(path, value, "text in quotes")
        elif len(value) > self.most:
            what = f"has {len(value):,} characters"
            report.add(path, what, f"write at most {self.most:,}")
        elif not self.may_be_empty and not value.strip():
            report.add(path, "is empty", "write some words")
        else:
            made_harmless = clean if self.lines else clean_line
            return made_harmless(value, limit=self.most).strip()
        return self.stand_in()

    def stand_in(self) -> str:
        return ""

    def schema(self) -> Schema:
        least: Schema = {} if self.may_be_empty else {"minLength": 1, "pattern": r"\S"}
        return {"type": "string", "maxLength": self.most, **least}


class Word(Struct, frozen=True):
    """Text of one fixed form, such as an id or a time of day."""

    pattern: str
    wanted: str
    """The form in words, with an example."""
    most: int = 64
    may_be_empty: bool = False

    def read(self, value: object, path: KeyPath, report: Report) -> str:
        if not isinstance(value, str):
            report.wrong_kind(path, value, self.wanted)
        elif len(value) <= self.most and re.fullmatch(self.pattern, value):
            return value
        elif not value and self.may_be_empty:
            return ""
        else:
            report.add(path, f"is {_shown(value)}", f"write {self.wanted}")
        return self.stand_in()

    def stand_in(self) -> str:
        return ""

    def schema(self) -> Schema:
        pattern = f"^({self.pattern})?$" if self.may_be_empty else f"^({self.pattern})$"
        return {"type": "string", "maxLength": self.most, "pattern": pattern}


class AskedDose(Struct, frozen=True):
    """A dose line as read."""

    exercise: str
    dose: Dose
    names_tempo: bool
    """False when the tempo is the exercise's own."""


class DoseText(Struct, frozen=True):
    """A dose line."""

    def read(self, value: object, path: KeyPath, report: Report) -> AskedDose:
        if not isinstance(value, str):
            report.wrong_kind(path, value, f'a dose line, like "{DOSE_EXAMPLE}"')
            return self.stand_in()
        if len(value) > MOST_DOSE_LINE:
            report.add(path, f"has {len(value):,} characters", f"write at most {MOST_DOSE_LINE}")
            return self.stand_in()
        try:
            line = parse_dose_line(clean_line(value))
        except InputError as error:
            what, _, mend = error.message.partition("; ")
            mend = mend or f"write it like: {DOSE_EXAMPLE}"
            report.note(Finding(path, f"{place(path)}: {what}", mend))
            return self.stand_in()
        return AskedDose(line.exercise, line.dose, "tempo" in value.split())

    def stand_in(self) -> AskedDose:
        return AskedDose("", Dose(), names_tempo=False)

    def schema(self) -> Schema:
        return {
            "type": "string",
            "minLength": 3,
            "maxLength": MOST_DOSE_LINE,
            "examples": [DOSE_EXAMPLE],
        }


class Choice(Struct, frozen=True):
    """One word of a list."""

    of: type[Enum]

    def read(self, value: object, path: KeyPath, report: Report) -> Enum:
        if isinstance(value, str) and value in self.of._value2member_map_:
            return self.of(value)
        words = ", ".join(str(member.value) for member in self.of)
        report.add(path, f"is {_shown(value)}", f"write one of: {words}")
        return self.stand_in()

    def stand_in(self) -> Enum:
        return next(iter(self.of))

    def schema(self) -> Schema:
        return {"enum": [member.value for member in self.of]}


class Number(Struct, frozen=True):
    """A number in a range; whole unless it says otherwise."""

    least: float
    most: float
    whole: bool = True

    def read(self, value: object, path: KeyPath, report: Report) -> Any:
        kinds = int if self.whole else (int, float)
        if isinstance(value, bool) or not isinstance(value, kinds):
            report.wrong_kind(path, value, self._wanted())
        elif not self.least <= value <= self.most:
            report.add(path, f"is {_shown(value)}", f"write {self._wanted()}")
        else:
            return value if self.whole else float(value)
        return self.stand_in()

    def _wanted(self) -> str:
        return f"a {'whole ' if self.whole else ''}number from {self.least} to {self.most}"

    def stand_in(self) -> Any:
        return self.least

    def schema(self) -> Schema:
        kind = "integer" if self.whole else "number"
        return {"type": kind, "minimum": self.least, "maximum": self.most}


class YesNo(Struct, frozen=True):
    """true or false."""

    def read(self, value: object, path: KeyPath, report: Report) -> bool:
        if isinstance(value, bool):
            return value
        report.wrong_kind(path, value, "true or false")
        return False

    def stand_in(self) -> bool:
        return False

    def schema(self) -> Schema:
        return {"type": "boolean"}


class ListOf(Struct, frozen=True):
    """A list of values of one shape."""

    item: Shape
    least: int = 0
    most: int = 50
    or_one: bool = False
    """Whether a single value may stand for a list of one."""

    def read(self, value: object, path: KeyPath, report: Report) -> tuple[Any, ...]:
        if not isinstance(value, list):
            if self.or_one:
                return (self.item.read(value, path, report),)
            report.wrong_kind(path, value, "a list in square brackets")
        elif not self.least <= len(value) <= self.most:
            what = f"has {len(value):,} entries"
            report.add(path, what, f"write {self.least} to {self.most} of them")
        else:
            return tuple(
                self.item.read(one, (*path, number), report) for number, one in enumerate(value)
            )
        return self.stand_in()

    def stand_in(self) -> tuple[Any, ...]:
        return ()

    def schema(self) -> Schema:
        item = self.item.schema()
        listed: Schema = {"type": "array", "items": item, "maxItems": self.most}
        if self.least:
            listed["minItems"] = self.least
        return {"anyOf": [item, listed]} if self.or_one else listed


def _kind(value: object) -> str:
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "a table"
    return _NAMES.get(type(value), "a date or time")


def _shown(value: object) -> str:
    if isinstance(value, int) and abs(value) >= 10**18:
        return "a number of more than 18 digits"
    if isinstance(value, str):
        return f'"{clean_line(value, limit=60)}"'
    if isinstance(value, int | float):
        return str(value)
    return _kind(value)
