"""Commands on a disk that is full and on one that is read-only, in mounts of their own."""

from pathlib import Path

import pytest

from coach.domain.events import SafetyHold
from coach.domain.red_flags import Tier
from coach.store.backup import backup
from coach.workflows.coach import Coach
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


def test_settings_on_a_full_disk_keep_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    monkeypatch.setenv("COACH_CONFIG", str(disk / "config.toml"))
    done = in_a_mount_of_its_own(FULL, disk, tmp_path)
    assert done.returncode in (1, 2), (done.returncode, done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert str(disk / "config.toml") in done.stderr


def test_a_frozen_disk_shows_the_day_and_refuses_a_score_in_one_line(
    tmp_path: Path, coach: Coach
) -> None:
    coach.close()
    home = tmp_path / "home"
    done = in_a_mount_of_its_own(FROZEN, home, tmp_path)
    assert done.returncode in (1, 2), (done.returncode, done.stdout, done.stderr)
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
