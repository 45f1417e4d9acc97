"""Programs, exercises and whatever else stands in TOML on the shelf."""

import re
from collections.abc import Iterator
from pathlib import Path

from coach.domain.program import Program
from coach.exchange.program_writer import program_text
from coach.exchange.template import template
from coach.session.plan import ScriptSettings
from coach.session.script import script
from coach.workflows.rehearse import Rehearsal
from tests.conftest import SHIPPED
from tests.fuzz import commands
from tests.fuzz.trying import FaultError, Target, require_harmless
from tests.journeys.commanding import SHELF

FILES = (
    "forward-ease/program.toml",
    "exercises/bird-dog.toml",
    "exercises/cold-pack.toml",
    "instruments/phq-4.toml",
    "lessons/pacing.toml",
    "lessons/first-aid.toml",
)
_ID = re.compile(rb'^id = "([a-z0-9-]{1,60})"', re.MULTILINE)


def _file(data: bytes) -> Path:
    """Written under the name that it gives itself, as a check wants it."""
    named = _ID.search(data)
    path = commands.made() / f"{named[1].decode() if named else 'nameless'}.toml"
    path.write_bytes(data)
    return path


def read_program(data: bytes) -> str:
    """Check the file as `coach programs check` does; a program that loads is led through."""
    path = _file(data)
    try:
        problems = SHELF.check(path)
        for problem in problems:
            require_harmless(str(problem))
        if problems:
            return "\n".join(problem.what for problem in problems)
        return _led_through(SHELF.program_in(path)) if b"[[stage]]" in data else "a file"
    finally:
        path.unlink()


def _led_through(program: Program) -> str:
    """Every stage is laid out, and the file that is written of it reads back the same."""
    rehearsal = Rehearsal(SHELF, ScriptSettings())
    for stage in program.stages:
        for line in script(rehearsal.plan(program, stage.code)).lines:
            require_harmless(line.cue.text)
    again = _file(program_text(program).encode())
    if SHELF.program_in(again) != program:
        raise FaultError("what was written is another program")
    return "a program"


def _seeds() -> Iterator[bytes]:
    yield template("my-program").encode()
    for name in FILES:
        yield (SHIPPED / name).read_bytes()


PROGRAM = Target(
    "program", read_program, _seeds, most_bytes=60_000, calls=400_000, calls_per_byte=400
)
