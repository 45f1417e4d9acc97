"""Many bytes of a log are flipped: every command says that it is damaged, and what to do."""

import random
from pathlib import Path

import pytest

from coach.cli.diagnostics import ExitCode
from tests.cli.conftest import Patient, Run

SEEDS = range(12)


def spoil(file: Path, flips: int, seed: int) -> None:
    """Flip so many bits of the first pages, where the definitions of the tables are."""
    content, dice = bytearray(file.read_bytes()), random.Random(seed)
    for _ in range(flips):
        content[dice.randrange(100, len(content) // 8)] ^= 1 << dice.randrange(8)
    file.write_bytes(content)


@pytest.mark.parametrize("seed", SEEDS)
def test_flipped_bytes_are_damage_to_every_command_and_a_copy_puts_it_right(
    run: Run, set_up: Patient, tmp_path: Path, seed: int
) -> None:
    set_up()
    log, copy = tmp_path / "home" / "coach.db", tmp_path / "copy.db"
    assert run("backup", "--out", str(copy)).code == 0
    spoil(log, flips=200 * (1 + seed % 3), seed=seed)
    doctor = run("doctor")
    assert doctor.code == ExitCode.INPUT, doctor
    assert "database: NOT OK" in doctor.out
    for words in (["today"], ["session"], ["sit", "soft"], ["backup"]):
        told = run(*words)
        assert told.code == ExitCode.INPUT, told
        assert str(log) in told.err
        assert len(told.err.splitlines()) == 1
    assert not (tmp_path / "home" / "fault.log").exists()
    assert run("restore", str(copy)).code == 0
    assert run("today").code == 0
