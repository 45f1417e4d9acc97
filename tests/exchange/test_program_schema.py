"""The JSON Schemas say what the reader of the files does."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from coach.exchange.program_schema import main, schema_text, schemas
from coach.exchange.shelf import shipped_folder
from coach.exchange.template import template
from tests.exchange.files import a_cold_pack, an_exercise

SHIPPED = shipped_folder()
FILES = {
    "exercise-v1.schema.json": "exercises/*.toml",
    "first-aid-v1.schema.json": "lessons/first-aid.toml",
    "instrument-v1.schema.json": "instruments/*.toml",
    "lesson-v1.schema.json": "lessons/*.toml",
    "program-v1.schema.json": "*/program.toml",
    "red-flags-v1.schema.json": "safety/*.toml",
}
PAIRS = [
    (name, path)
    for name, found in FILES.items()
    for path in sorted(SHIPPED.glob(found))
    if (path.stem == "first-aid") == (name == "first-aid-v1.schema.json")
]


def says(name: str, data: dict[str, Any]) -> list[str]:
    validator = Draft202012Validator(schemas()[name])
    return [error.message for error in validator.iter_errors(data)]


@pytest.mark.parametrize("name", FILES)
def test_the_schema_on_disk_is_fresh(name: str) -> None:
    on_disk = (SHIPPED / name).read_text(encoding="utf-8")
    assert on_disk == schema_text(schemas()[name]), "run python -m coach.exchange.program_schema"


@pytest.mark.parametrize("name", FILES)
def test_the_schema_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(schemas()[name])


@pytest.mark.parametrize(("name", "path"), PAIRS, ids=[path.parent.name for _, path in PAIRS])
def test_every_shipped_file_validates(name: str, path: Path) -> None:
    assert says(name, tomllib.loads(path.read_text(encoding="utf-8"))) == []


def test_the_template_validates() -> None:
    assert says("program-v1.schema.json", tomllib.loads(template())) == []


@pytest.mark.parametrize(
    "wrong",
    [
        an_exercise(kind='"jump"'),
        an_exercise(reps="0"),
        an_exercise(id='"Bird Dog"'),
        an_exercise(steps="[]"),
        an_exercise(name='" "'),
        an_exercise() + "extra = 1\n",
        an_exercise(kind='"cold"'),
        a_cold_pack(kind='"rest"'),
        an_exercise().replace('[harder]\ntext = ""\n', ""),
    ],
)
def test_what_the_reader_refuses_the_schema_refuses(wrong: str) -> None:
    assert says("exercise-v1.schema.json", tomllib.loads(wrong))


def test_the_module_writes_all_schemas(tmp_path: Path) -> None:
    main([str(tmp_path)])
    written = {path.name: json.loads(path.read_text("utf-8")) for path in tmp_path.iterdir()}
    assert written == schemas()
