"""A log damaged anywhere: it is found and left alone, or nothing of it was lost."""

import random
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from coach.clock import ManualClock
from coach.domain.errors import InputError, LogError, RefusedError, RefusedLogError
from coach.domain.events import Stamped
from coach.store.backup import backup
from coach.store.copies import damage_in
from coach.store.faults import DamagedLogError
from coach.store.problems import problems_in
from coach.store.restoring import restore
from tests.store.builders import a_log, a_note, a_score, recorded
from tests.store.test_restore import logged

PAGE = 4096
Damage = Callable[[bytearray, random.Random], None]


def _flip(content: bytearray, dice: random.Random) -> None:
    content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)


def _zero_a_page(content: bytearray, dice: random.Random) -> None:
    start = dice.randrange(len(content) // PAGE) * PAGE
    content[start : start + PAGE] = bytes(PAGE)


def _swap_pages(content: bytearray, dice: random.Random) -> None:
    one, other = (number * PAGE for number in dice.sample(range(len(content) // PAGE), 2))
    first, second = content[one : one + PAGE], content[other : other + PAGE]
    content[one : one + PAGE], content[other : other + PAGE] = second, first


def _cut_short(content: bytearray, dice: random.Random) -> None:
    del content[dice.randrange(len(content)) :]


def _noise(content: bytearray, dice: random.Random) -> None:
    start = dice.randrange(len(content) - 64)
    content[start : start + 64] = dice.randbytes(64)


def _flip_many(content: bytearray, dice: random.Random) -> None:
    for _ in range(dice.choice([5, 50, 500, 5000])):
        _flip(content, dice)


_DEFINED = re.compile(rb"CREATE (TABLE|TRIGGER|VIEW|INDEX)[^\0]{20}")


def _spoil_definitions(content: bytearray, dice: random.Random) -> None:
    """Letters of the schema become others, or no letters at all."""
    places = [found.start() for found in _DEFINED.finditer(content)]
    for _ in range(dice.choice([1, 1, 1, 3])):
        at = dice.choice(places) + dice.randrange(60)
        content[at] = dice.choice([0xFF, 0x9B, 0x1B, ord("A"), content[at] ^ 1])


DAMAGES = (
    _flip,
    _flip_many,
    _zero_a_page,
    _swap_pages,
    _cut_short,
    _noise,
    _spoil_definitions,
)


@pytest.fixture(name="whole")
def _whole(tmp_path: Path) -> tuple[Path, list[Stamped]]:
    with a_log(tmp_path / "home") as log:
        for number in range(40):
            recorded(log, a_note(f"note {number} " + "x" * 300), a_score(number % 11))
        return tmp_path / "home" / "coach.db", log.everything()


def _still_believed(path: Path, facts: list[Stamped]) -> bool:
    """Whether the log opens with every fact as it was; False when the damage was told."""
    damaged, told = path.read_bytes(), ""
    try:
        with a_log(path.parent, read_only=True) as log:
            found = log.everything()
    except (DamagedLogError, RefusedLogError) as error:
        told = error.message
    if told:
        assert str(path) in told
        assert "\n" not in told
        assert path.read_bytes() == damaged, "nothing is repaired in place"
        return False
    # What opens may differ only where the deep check says so.
    if problems_in(path):
        return False
    assert found == facts
    return True


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_anywhere_is_told_or_harmless(
    whole: tuple[Path, list[Stamped]], damage: Damage
) -> None:
    path, facts = whole
    good, dice = path.read_bytes(), random.Random(20270301)
    told = 0
    for _ in range(60):
        content = bytearray(good)
        damage(content, dice)
        path.write_bytes(content)
        told += not _still_believed(path, facts)
    assert told > 0


@pytest.mark.parametrize("damage", DAMAGES)
def test_no_copy_that_is_damaged_takes_the_place_of_a_log(
    whole: tuple[Path, list[Stamped]], tmp_path: Path, clock: ManualClock, damage: Damage
) -> None:
    path, _ = whole
    good, dice, refused = path.read_bytes(), random.Random(20270302), 0
    for _ in range(40):
        content = bytearray(good)
        damage(content, dice)
        path.write_bytes(content)
        is_damaged = bool(damage_in(path))
        try:
            restore(path, tmp_path / "other", clock.now())
        except (InputError, RefusedError):
            refused += 1
            assert is_damaged
        else:
            assert not is_damaged
    assert refused > 0


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_whole_copy_takes_the_place_of_a_log_damaged_anyhow(
    whole: tuple[Path, list[Stamped]], tmp_path: Path, clock: ManualClock, damage: Damage
) -> None:
    path, facts = whole
    copy = backup(path, tmp_path / "copy.db")
    good, dice = path.read_bytes(), random.Random(20270303)
    for _ in range(20):
        content = bytearray(good)
        damage(content, dice)
        path.write_bytes(content)
        former = restore(copy, path.parent, clock.now()).former
        assert former is not None
        assert former.read_bytes() == content
        with a_log(path.parent) as log:
            assert logged(log) == facts


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"BETWEEN 0 AND 10", b"BETWEEN 0 AND 90"),
        (b"pain_score_no_delete BEFORE DELETE", b"pain_score_no_delete BEFORE UPDATE"),
        (b"WHERE device = NEW.device", b"WHERE device > NEW.device"),
    ],
    ids=["a limit", "a trigger's verb", "what a trigger compares"],
)
def test_a_definition_that_was_changed_is_found(
    whole: tuple[Path, list[Stamped]], before: bytes, after: bytes
) -> None:
    path, _ = whole
    content = path.read_bytes()
    assert before in content
    path.write_bytes(content.replace(before, after, 1))
    (problem,) = problems_in(path)
    assert "definition of the" in problem
    assert "was changed" in problem


def test_a_view_that_a_person_added_is_no_damage(whole: tuple[Path, list[Stamped]]) -> None:
    path, _ = whole
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE VIEW my_pain AS SELECT score FROM pain_score")
    assert problems_in(path) == []


def test_no_backup_is_taken_from_a_damaged_log(
    whole: tuple[Path, list[Stamped]], tmp_path: Path
) -> None:
    path, _ = whole
    out = backup(path, tmp_path / "copy.db")
    good = out.read_bytes()
    content = bytearray(path.read_bytes())
    content[content.index(b"note 17 ") + 20] ^= 1
    path.write_bytes(content)
    with pytest.raises(LogError):
        backup(path, out)
    assert out.read_bytes() == good


def test_a_damaged_schema_sends_no_escape_to_the_terminal(
    whole: tuple[Path, list[Stamped]],
) -> None:
    path, _ = whole
    content = path.read_bytes()
    broken = content.replace(b"CREATE TABLE note_written", b"CREATE T\x1b[2J\x9bnote_written", 1)
    assert broken != content
    path.write_bytes(broken)
    with pytest.raises(LogError) as caught:
        a_log(path.parent).__enter__()
    for told in (caught.value.message, *problems_in(path)):
        assert not set(told) & set("\n\x1b\x9b"), told
