"""JSON Schemas of the TOML files, for editors that complete and check while one types.

`python -m coach.exchange.program_schema [FOLDER]` writes them; they come from the same tables
that read the files.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from coach.exchange.exercise_files import EXERCISE
from coach.exchange.instrument_files import INSTRUMENT
from coach.exchange.lesson_files import FIRST_AID, LESSON
from coach.exchange.program_tables import PROGRAM
from coach.exchange.safety_files import RED_FLAGS
from coach.exchange.shapes import Schema
from coach.exchange.shelf import shipped_folder
from coach.exchange.tables import Table

_TITLES: dict[str, tuple[str, Table]] = {
    "exercise-v1.schema.json": ("An exercise of the catalogue", EXERCISE),
    "first-aid-v1.schema.json": ("First aid for a bad day", FIRST_AID),
    "instrument-v1.schema.json": ("A questionnaire, or a score that is typed in", INSTRUMENT),
    "lesson-v1.schema.json": ("A short lesson with one question", LESSON),
    "program-v1.schema.json": ("A therapist's program", PROGRAM),
    "red-flags-v1.schema.json": ("Safety questions and what to do after a yes", RED_FLAGS),
}


def schemas() -> dict[str, Schema]:
    """Each schema by its file name."""
    return {
        name: {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": title,
            **table.schema(),
        }
        for name, (title, table) in _TITLES.items()
    }


def schema_text(schema: Schema) -> str:
    """`schema` as it stands on disk."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def write_schemas(folder: Path) -> None:
    """Write every schema into `folder`."""
    for name, schema in schemas().items():
        (folder / name).write_text(schema_text(schema), encoding="utf-8", newline="\n")


def main(arguments: Sequence[str]) -> None:
    """Write into the folder that is named, else into the one with the shipped programs."""
    write_schemas(Path(arguments[0]) if arguments else shipped_folder())


if __name__ == "__main__":
    main(sys.argv[1:])
