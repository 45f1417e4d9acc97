"""The disks of the soak really refuse, and really take it again."""

import subprocess
import sys
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("limits and mounts of Linux", allow_module_level=True)

from tests.faults.mounts import in_a_mount_of_its_own, require_own_mounts

ROOT = Path(__file__).parents[2]
FULL = """
cd "$2"
"$3" -c '
import errno, sys
from pathlib import Path
from tests.soak.disk import FullDisk

home = Path(sys.argv[1]) / "home"
disk = FullDisk(home)
(home / "before").write_bytes(bytes(200_000))
disk.refuse()
for freed in (False, True):
    if freed:
        (home / "before").unlink()
        disk.refuse()
    try:
        (home / "after").write_bytes(bytes(300_000))
    except OSError as error:
        print(errno.errorcode[error.errno])
disk.mend()
print((home / "after").write_bytes(bytes(300_000)))
' "$1"
"""


def test_a_full_disk_has_no_room_until_it_is_mended(tmp_path: Path) -> None:
    done = in_a_mount_of_its_own(FULL, tmp_path, ROOT)
    assert done.stdout.split() == ["ENOSPC", "ENOSPC", "300000"], done.stderr


def test_a_soak_with_the_right_to_mount_lives_on_a_disk_that_is_really_full() -> None:
    require_own_mounts()
    command = [sys.executable, "-m", "tests.soak", "--days", "1", "--seed", "5"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "(tmpfs, ENOSPC)" in done.stdout
    assert "1 disk refused" in done.stdout
