"""A yes to a safety question while the disk takes nothing: kept in the last room, or told."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from coach.cli.diagnostics import ExitCode
from coach.cli.line_home import GOODBYE
from coach.workflows.safety import NOT_KEPT, NOT_SAVED_YET, STAYS_LOCKED
from tests.conftest import receive_yesterday
from tests.faults.mounts import in_a_mount_of_its_own, require_own_mounts

pytestmark = pytest.mark.usefixtures("by_day")
LOCKED = "COACHING IS LOCKED"
FULL = """
set -e
mount -t tmpfs -o size=4m tmpfs "$1"
cp -a "$2/kept/." "$1/"
"$3" -m coach session --line < /dev/null > "$2/before" 2>&1 || test $? = 2
rm -f "$1/coach.ballast" {first}
dd if=/dev/zero of="$1/filler" bs=4096 2>/dev/null || true
set +e
printf '{typed}' | "$3" -m coach session --line > "$2/locked" 2> "$2/told"
echo $? > "$2/code"
rm "$1/filler"
for start in 1 2; do
  "$3" -m coach session --line --pace 60 < /dev/null > "$2/later" 2>&1
  code=$?
done
cp -a "$1/." "$2/after/"
exit $code
"""
FROZEN = """
set -e
mount --bind "$1" "$1"
mount -o remount,ro,bind "$1"
printf 'r\\ny\\n\\nq\\n' | "$3" -m coach
"""
YES_TWICE = r"y\ny\n\nq\n"
YES_THEN_LEFT = r"y\nq\n"


@pytest.fixture(name="home")
def _home(tmp_path: Path) -> Path:
    """An empty place; the home of a patient who may train lies beside it, to be copied there."""
    require_own_mounts()
    receive_yesterday(tmp_path)
    home = tmp_path / "home"
    home.rename(tmp_path / "kept")
    home.mkdir()
    (tmp_path / "after").mkdir()
    return home


def holds(home: Path) -> int:
    with closing(sqlite3.connect(home / "coach.db")) as log:
        (count,) = log.execute("SELECT count(*) FROM safety_hold").fetchone()
    return int(count)


def on_a_full_disk(home: Path, tmp_path: Path, typed: str, first: str = "") -> int:
    """The code of the second start after there is room again; what was told is in files."""
    done = in_a_mount_of_its_own(FULL.format(typed=typed, first=first), home, tmp_path)
    assert done.stderr == ""
    return done.returncode


def test_a_yes_on_a_full_disk_locks_the_next_start_and_is_written_once(
    home: Path, tmp_path: Path
) -> None:
    code = on_a_full_disk(home, tmp_path, YES_TWICE)
    told = (tmp_path / "locked").read_text("utf-8")
    assert LOCKED in told
    assert NOT_SAVED_YET in told
    assert STAYS_LOCKED in (tmp_path / "told").read_text("utf-8")
    assert (tmp_path / "code").read_text().strip() == str(int(ExitCode.HELD))
    assert code == ExitCode.HELD
    assert LOCKED in (tmp_path / "later").read_text("utf-8")
    assert holds(tmp_path / "after") == 1


def test_an_opening_yes_on_a_full_disk_asks_the_whole_list_at_the_next_start(
    home: Path, tmp_path: Path
) -> None:
    on_a_full_disk(home, tmp_path, YES_THEN_LEFT)
    assert "so we go through" in (tmp_path / "later").read_text("utf-8")
    assert holds(tmp_path / "after") == 0


def test_a_yes_that_no_room_was_kept_for_is_said_to_be_lost(home: Path, tmp_path: Path) -> None:
    on_a_full_disk(home, tmp_path, YES_TWICE, first='"$1/coach.spare"')
    shown, told = ((tmp_path / name).read_text("utf-8") for name in ("locked", "told"))
    assert NOT_KEPT in shown
    assert NOT_SAVED_YET not in shown
    assert NOT_KEPT in told
    assert "Number: 112." in told
    assert STAYS_LOCKED not in told
    assert holds(tmp_path / "after") == 0


def test_a_yes_on_a_frozen_disk_is_said_to_be_lost_to_the_end(tmp_path: Path) -> None:
    require_own_mounts()
    receive_yesterday(tmp_path)
    done = in_a_mount_of_its_own(FROZEN, tmp_path / "home", tmp_path)
    assert LOCKED in done.stdout
    assert NOT_KEPT in done.stdout
    assert NOT_SAVED_YET not in done.stdout
    assert GOODBYE not in done.stdout
    assert NOT_KEPT in done.stderr
