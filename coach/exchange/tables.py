"""Tables of a file: which keys they have; one list drives reading, mends and JSON Schema."""

from typing import Any

from msgspec import Struct

from coach.domain.findings import Finding, KeyPath, nearest, place
from coach.domain.text import clean_line
from coach.exchange.shapes import ListOf, Report, Schema, Shape, TooManyFindings, Values


class Key(Struct, frozen=True):
    """One key of a table."""

    name: str
    shape: Shape
    about: str
    """What it is for; becomes the description in the schema."""
    example: str = ""
    """The value as one would write it, for a person who left the key out."""
    required: bool = True
    default: Any = None
    """What a missing optional key means."""


class NeededWhen(Struct, frozen=True):
    """A table key that belongs to some values of another key, and to no others."""

    name: str
    key: str
    values: tuple[str, ...]


class Table(Struct, frozen=True):
    """A table with known keys; any other key is a mistake."""

    keys: tuple[Key, ...]
    needed_when: NeededWhen | None = None

    def read(self, value: object, path: KeyPath, report: Report) -> Values:
        """The values by key, stand-ins where they are broken, defaults where they are left out."""
        if not isinstance(value, dict):
            report.wrong_kind(path, value, f"a table, [{'.'.join(map(str, path))}]")
            return self.stand_in()
        missing = {key.name for key in self.keys if key.name not in value}
        missing -= self._report_unknown(value, path, report)
        values: Values = {}
        for key in self.keys:
            if key.name in value:
                values[key.name] = key.shape.read(value[key.name], (*path, key.name), report)
                continue
            values[key.name] = key.shape.stand_in() if key.required else key.default
            if key.required and key.name in missing:
                self._report_missing(key, path, report)
        self._check_needed(value, path, report)
        return values

    def _report_unknown(self, value: Values, path: KeyPath, report: Report) -> set[str]:
        """Report keys that nobody knows; answers with the known keys they probably stand for."""
        names = [key.name for key in self.keys]
        meant = set()
        for name in value:
            if name in names:
                continue
            free = [known for known in names if known not in value]
            near = nearest(name, free) or nearest(name, names)
            mend = f"did you mean {near}?" if near else f"write one of: {', '.join(names)}"
            shown = clean_line(name, limit=60)
            where = f" in {place(path)}" if path else ""
            report.note(Finding((*path, name), f"unknown key {shown}{where}", mend))
            meant.add(near)
        return meant

    def _report_missing(self, key: Key, path: KeyPath, report: Report) -> None:
        is_table = isinstance(key.shape, Table) or (
            isinstance(key.shape, ListOf) and isinstance(key.shape.item, Table)
        )
        mend = f"add {key.example}" if is_table else f"add {key.name} = {key.example}"
        report.add((*path, key.name), "is missing", mend)

    def _check_needed(self, value: Values, path: KeyPath, report: Report) -> None:
        rule = self.needed_when
        if rule is None:
            return
        needed = value.get(rule.key) in rule.values
        if needed and rule.name not in value:
            what = f"is missing for {rule.key} {value.get(rule.key)}"
            report.add((*path, rule.name), what, f"add the table [{rule.name}]")
        elif rule.name in value and not needed:
            what = f"belongs to {rule.key} {' or '.join(rule.values)} only"
            report.add((*path, rule.name), what, "take the table out")

    def stand_in(self) -> Values:
        return {
            key.name: key.shape.stand_in() if key.required else key.default for key in self.keys
        }

    def schema(self) -> Schema:
        properties = {
            key.name: {**key.shape.schema(), "description": key.about} for key in self.keys
        }
        schema: Schema = {
            "type": "object",
            "additionalProperties": False,
            "properties": properties,
            "required": [key.name for key in self.keys if key.required],
        }
        rule = self.needed_when
        if rule:
            when = {"properties": {rule.key: {"enum": list(rule.values)}}, "required": [rule.key]}
            schema |= {
                "if": when,
                "then": {"required": [rule.name]},
                "else": {"properties": {rule.name: False}},
            }
        return schema


def read_table(table: Table, data: Values) -> tuple[Values, list[Finding]]:
    """Everything in `data` by the rules of `table`, and all that is wrong with it."""
    report = Report()
    try:
        return table.read(data, (), report), report.findings
    except TooManyFindings:
        more = Finding((), "there may be more mistakes", "mend these and check again")
        return table.stand_in(), [more, *report.findings]
