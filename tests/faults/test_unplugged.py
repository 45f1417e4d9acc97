"""The disk that copies are kept on goes away in the middle of making one."""

from pathlib import Path

import pytest

from coach.cli.diagnostics import ExitCode
from coach.store.backup import backup, backup_into_folder
from coach.store.problems import problems_in
from coach.workflows.coach import Coach
from tests.faults.mounts import in_a_mount_of_its_own
from tests.store.builders import at

GOES_AWAY = """
set -e
mount --bind "$2/stick" "$1"
exec "$3" -c '
import os, subprocess, sys
from pathlib import Path
from coach.cli.main import main
from coach.store import backup

place, *words = sys.argv[1:]
how, step = os.environ["HOW"], os.environ["STEP"]
owner = Path if step == "replace" else backup
honest = getattr(owner, step)

def gone(*paths):
    if any(Path(path).parent == Path(place) for path in paths):
        setattr(owner, step, honest)
        subprocess.run([*how.split(), place], check=True)
    return honest(*paths)

setattr(owner, step, gone)
sys.exit(main(words))
' "$1" backup $WORDS
"""
PULLED_OUT, FROZEN = "umount -l", "mount -o remount,ro,bind"
STEPS = ("copy_pages", "problems_in", "flush", "replace")


@pytest.fixture(name="stick")
def _stick(tmp_path: Path, coach: Coach) -> Path:
    """What is on the disk, also when it is not connected; the home is that of a patient."""
    coach.close()
    stick = tmp_path / "stick"
    stick.mkdir()
    return stick


def backup_onto(
    place: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    how: str,
    step: str,
    words: str = "",
) -> str:
    """What `coach backup` says when the disk at `place`, where the stick is, goes away in a step of
    it; it ends as for what a person can mend."""
    for name, value in (("HOW", how), ("STEP", step), ("WORDS", words)):
        monkeypatch.setenv(name, value)
    done = in_a_mount_of_its_own(GOES_AWAY, place, place.parents[place.parent.name == "home"])
    assert done.returncode == ExitCode.INPUT, (done.returncode, done.stdout, done.stderr)
    assert done.stdout == ""
    (told,) = done.stderr.splitlines()
    assert "Errno" not in told
    assert ".part" not in told
    return told


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    ("how", "to_do"),
    [
        (PULLED_OUT, "Check that its disk is connected"),
        (FROZEN, "Give yourself permission to write it"),
    ],
)
def test_a_disk_that_goes_away_keeps_its_former_copy_and_one_line_says_what_to_do(
    stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str, to_do: str, step: str
) -> None:
    place = tmp_path / "place"
    place.mkdir()
    before = backup(tmp_path / "home" / "coach.db", stick / "copy.db").read_bytes()
    out = place / "copy.db"
    told = backup_onto(place, monkeypatch, how=how, step=step, words=f"--out {out}")
    assert str(out) in told
    assert to_do in told
    assert (stick / "copy.db").read_bytes() == before
    assert [file.name for file in stick.glob("[!.]*")] == ["copy.db"], "a half copy has a name"
    assert not list(place.iterdir()), "something was written where the disk had been"


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("how", [PULLED_OUT, FROZEN])
def test_the_days_copies_live_on_and_the_next_clears_away_what_was_half_made(
    stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str, step: str
) -> None:
    log, folder = tmp_path / "home" / "coach.db", tmp_path / "home" / "backups"
    made = backup_into_folder(log, at())
    former = made.rename(stick / made.name)
    before = former.read_bytes()
    told = backup_onto(folder, monkeypatch, how=how, step=step)
    assert str(folder) in told
    assert "disk" in told or "permission" in told
    assert former.read_bytes() == before
    assert problems_in(former) == []
    assert list(stick.glob("*.db")) == [former], "a half copy has a name"
    assert not list(folder.iterdir()), "something was written where the disk had been"
    folder.rmdir()
    stick.rename(folder)
    made = backup_into_folder(log, at(hour=10))
    assert problems_in(made) == []
    assert list(folder.iterdir()) == [made], "only the last of a day is kept"
