"""The chain of facts finds what SQLite's own check cannot."""

import hashlib
import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from coach.domain.fact_chain import FIRST, chain_hash
from coach.domain.fact_codec import encode
from coach.store.chain import verify_chain
from coach.store.problems import problems_in
from tests.store.builders import a_log, a_note, a_score, at, recorded


@pytest.fixture
def log_file(tmp_path: Path) -> Path:
    with a_log(tmp_path) as log:
        recorded(log, a_note("first"), a_score(9), a_note("third"))
        recorded(log.for_patient("other"), a_note("of another"))
    return tmp_path / "coach.db"


def tamper(path: Path, *statements: str) -> None:
    """Change a log as somebody would who knows SQLite and not the chain."""
    with closing(sqlite3.connect(path)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in names.fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_an_untouched_log_has_no_problems(log_file: Path) -> None:
    assert verify_chain(log_file) == []


def test_the_hash_is_what_the_description_says(tmp_path: Path) -> None:
    with a_log(tmp_path) as log:
        first, second = recorded(log, a_note("a"), a_score(3))
        start = chain_hash(FIRST, *encode(first))
        assert log.heads() == {log.device: (2, chain_hash(start, *encode(second)))}
    # Written out, so that another program can compute it.
    text = 'before{"id":"1","table":"note_written","text":"\\u00e9"}'
    expected = hashlib.sha256(text.encode("ascii")).hexdigest()
    row = {"id": "1", "text": "é", "about": None}
    assert chain_hash("before", "note_written", row) == expected


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE pain_score SET score = 2", "was changed"),
        ("UPDATE note_written SET at = '2027-03-05T09:00:00+01:00' WHERE seq = 3", "was changed"),
        ("DELETE FROM pain_score", "is missing"),
        ("DELETE FROM fact_chain WHERE kind = 'pain_score'", "is not in the chain"),
        ("DELETE FROM fact_chain WHERE kind = 'pain_score'", "has a gap before number 3"),
        ("UPDATE pain_score SET id = 'other'", "stands for another fact"),
        ("UPDATE fact_chain SET hash = replace(hash, 'a', 'b')", "was changed"),
        ("UPDATE note_written SET text = CAST(x'ff' AS TEXT) WHERE seq = 1", "was changed"),
    ],
)
def test_tampering_is_named(log_file: Path, statement: str, words: str) -> None:
    tamper(log_file, statement)
    problems = verify_chain(log_file)
    assert any(words in problem for problem in problems), problems


def test_a_fact_slipped_in_at_the_end_is_found(log_file: Path) -> None:
    tamper(
        log_file,
        "INSERT INTO fact_chain SELECT device, 4, 'new', kind, hash FROM fact_chain WHERE seq = 3",
        "INSERT INTO note_written SELECT 'new', patient, at, day, device, 4, plan_version, 'x', ''"
        " FROM note_written WHERE seq = 3",
    )
    (problem,) = verify_chain(log_file)
    assert problem.startswith("note_written new (device")


def test_the_last_facts_cut_off_are_found_by_the_head_alone(log_file: Path) -> None:
    with a_log(log_file.parent) as log:
        device, head = log.device, log.heads()[log.device]
    tamper(
        log_file,
        "DELETE FROM note_written WHERE seq = 3",
        "DELETE FROM fact_chain WHERE seq = 3",
    )
    # A chain cut at its end is a whole chain: whoever keeps the head notices.
    assert verify_chain(log_file) == []
    with a_log(log_file.parent) as log:
        assert log.heads()[device] != head


def test_a_file_that_is_no_log_is_one_problem(tmp_path: Path) -> None:
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"x" * 5000)
    (problem,) = verify_chain(broken)
    assert "cannot be read" in problem


def test_a_flipped_bit_in_a_fact_is_always_found(tmp_path: Path) -> None:
    with a_log(tmp_path) as log:
        notes = [a_note(f"note {number:03} " + "x" * 50) for number in range(100)]
        recorded(log, *notes, when=at())
    path = tmp_path / "coach.db"
    whole = path.read_bytes()
    dice = random.Random(20270301)
    places = [whole.index(f"note {number:03} ".encode()) for number in dice.sample(range(100), 40)]
    for place in places:
        flipped = bytearray(whole)
        flipped[place + dice.randrange(50)] ^= 1 << dice.randrange(8)
        path.write_bytes(flipped)
        assert problems_in(path), place
