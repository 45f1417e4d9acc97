"""Commands on a disk that is full and on one that is read-only, in mounts of their own."""

from pathlib import Path

import pytest

from coach.domain.events import SafetyHold
from coach.domain.red_flags import Tier
from coach.store.backup import backup
from coach.store.encrypting import encrypt
from coach.store.encryption import unlock
from coach.workflows.coach import Coach
from tests.conftest import receive_yesterday
from tests.faults.mounts import in_a_mount_of_its_own
from tests.store.builders import a_log, recorded
from tests.store.test_chain import tamper

FULL = """
set -e
mount -t tmpfs -o size=1m tmpfs "$1"
printf 'name = "Sam"\\n' > "$1/config.toml"
dd if=/dev/zero of="$1/filler" bs=4096 2>/dev/null || true
cp "$1/config.toml" "$2/before"
set +e
"$3" -m coach settings volume_percent 50
code=$?
cmp "$1/config.toml" "$2/before" || exit 90
test "$(ls "$1" | wc -l)" = 2 || exit 91
exit $code
"""
FROZEN = """
set -e
mount --bind "$1" "$1"
mount -o remount,ro,bind "$1"
"$3" -m coach today
set +e
"$3" -m coach pain --back 3 --leg 4
"""
LITTLE_ROOM = """
set -e
size=$(stat -c %s "$2/coach.db")
mount -t tmpfs -o size=$((size * 5 / 2)) tmpfs "$1"
cp "$2/coach.db" "$1/coach.db"
set +e
"$3" -m coach restore "$2/copy.db"
code=$?
cmp "$1/coach.db" "$2/coach.db" || exit 90
test "$(ls "$1"/coach.db*)" = "$1/coach.db" || exit 91
exit $code
"""

FILLED = """
set -e
mount -t tmpfs -o size="$SIZE" tmpfs "$1"
cp -a "$2/home" "$1/home"
mkdir "$1/out"
export COACH_HOME="$1/home" COACH_CONFIG="$2/config.toml" TMPDIR="$1"
dd if=/dev/zero of="$1/filler" bs=4096 2>/dev/null || true
truncate -s "-$LEFT" "$1/filler"
find "$1/out" "$1/home" ! -name '*.lock' ! -path '*/cache*' | sort > "$2/before"
set +e
"$3" -m coach $COMMAND
code=$?
find "$1/out" "$1/home" ! -name '*.lock' ! -path '*/cache*' | sort > "$2/after"
diff "$2/before" "$2/after" || exit 90
exit $code
"""


def on_a_full_disk(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str, *, left: int = 0
) -> str:
    """What a command said that found so many bytes left on the disk and left nothing behind."""
    disk = tmp_path / "disk"
    disk.mkdir()
    for name, value in (("SIZE", "12m"), ("LEFT", str(left)), ("COMMAND", command)):
        monkeypatch.setenv(name, value.replace("{disk}", str(disk)))
    done = in_a_mount_of_its_own(FILLED, disk, tmp_path)
    assert done.returncode == 2, (done.returncode, done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    return done.stderr.replace(str(disk), "{disk}")


@pytest.mark.parametrize(
    ("command", "left"),
    [
        ("export --format json --out {disk}/out/facts", 0),
        ("export --format csv --out {disk}/out/facts", 0),
        ("export --format csv --out {disk}/out/facts", 60_000),
        ("export --format csv --out {disk}/out/facts.zip", 0),
        ("export --format fhir --out {disk}/out/facts", 0),
        ("export --format ics --out {disk}/out/facts", 0),
    ],
)
def test_an_export_on_a_full_disk_names_its_file_and_leaves_none_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, left: int
) -> None:
    receive_yesterday(tmp_path)
    told = on_a_full_disk(monkeypatch, tmp_path, command, left=left)
    assert told.count("\n") == 1
    assert "The disk is full, so {disk}/out/facts" in told
    assert "was not written. Free some space" in told


@pytest.mark.parametrize(
    "command",
    [
        "say Breathe --out {disk}/out/said.wav",
        "audio steady-back --stage B --out {disk}/out/session.wav",
    ],
)
def test_a_voice_on_a_full_disk_says_that_the_disk_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    receive_yesterday(tmp_path)
    told = on_a_full_disk(monkeypatch, tmp_path, command, left=8192)
    assert "full" in told
    assert "{disk}" in told
    assert "no voice" not in told
    assert "espeak-ng" not in told


@pytest.mark.parametrize(
    ("command", "is_encrypted", "left"),
    [
        ("backup", True, 0),
        ("backup", True, 100_000),
        ("encrypt", False, 0),
        ("encrypt", False, 100_000),
        ("encrypt --off", True, 0),
        ("encrypt --off", True, 100_000),
    ],
)
def test_an_encrypted_log_on_a_full_disk_is_told_so(
    tmp_path: Path,
    coach: Coach,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    is_encrypted: bool,
    left: int,
) -> None:
    coach.close()
    (tmp_path / "home" / "backups").mkdir(mode=0o700)
    monkeypatch.setenv("COACH_PASSPHRASE", "four quiet horses")
    if is_encrypted:
        encrypt(tmp_path / "home" / "coach.db", "four quiet horses")
        unlock(None)
    told = on_a_full_disk(monkeypatch, tmp_path, command, left=left)
    assert "The disk is full. Free some space on the disk of {disk}/home/" in told
    assert "cannot be used" not in told


def test_settings_on_a_full_disk_keep_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    monkeypatch.setenv("COACH_CONFIG", str(disk / "config.toml"))
    done = in_a_mount_of_its_own(FULL, disk, tmp_path)
    assert done.returncode == 2, (done.returncode, done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert str(disk / "config.toml") in done.stderr


def test_a_frozen_disk_shows_the_day_and_refuses_a_score_in_one_line(
    tmp_path: Path, coach: Coach
) -> None:
    coach.close()
    home = tmp_path / "home"
    done = in_a_mount_of_its_own(FROZEN, home, tmp_path)
    assert done.returncode == 2, (done.returncode, done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    assert str(home) in done.stderr.splitlines()[-1]


def test_no_copy_takes_the_place_of_a_log_that_there_was_no_room_to_read(
    tmp_path: Path, coach: Coach
) -> None:
    coach.close()
    log, copy = tmp_path / "home" / "coach.db", tmp_path / "copy.db"
    backup(log, copy)
    with a_log(log.parent) as later:
        recorded(later, SafetyHold(tier=Tier.EMERGENCY))
    tamper(log, "UPDATE safety_hold SET tier = 3")
    log.rename(tmp_path / "coach.db")
    done = in_a_mount_of_its_own(LITTLE_ROOM, log.parent, tmp_path)
    assert done.returncode == 2, (done.returncode, done.stdout, done.stderr)
    assert "full" in done.stderr
    assert "Traceback" not in done.stderr
