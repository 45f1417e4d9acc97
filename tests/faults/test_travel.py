"""The machine's own zone changes under a process that runs: a real file, really put in place.

The process has the clock that a coach has, and asks it as a coach does; no screen is open.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.mounts import require_own_mounts

ZONES = Path("/usr/share/zoneinfo")
RUNS = """
import os, sys, time
import coach.clock
from coach.clock import SystemClock

coach.clock.ZONE_SECONDS = 0.0  # It looks at each question, not only after seconds.
clock = SystemClock()
print(clock.now().utcoffset())
os.remove("/etc/localtime")
os.symlink("/usr/share/zoneinfo/Asia/Tokyo", "/etc/localtime")
print(clock.now().utcoffset())
"""
IN_AN_ETC_OF_ITS_OWN = """
cp -a /etc/. "$1" 2>/dev/null
mount --bind "$1" /etc && rm -f /etc/localtime \
&& ln -s /usr/share/zoneinfo/Europe/Berlin /etc/localtime && exec "$2" -c "$3"
"""


@pytest.mark.skipif(sys.platform != "linux", reason="needs a mount namespace of Linux")
@pytest.mark.parametrize("tz", ["", ":/etc/localtime"], ids=["unset", "named"])
def test_the_clock_of_a_running_process_goes_with_the_zone_of_the_machine(
    tmp_path: Path, tz: str
) -> None:
    require_own_mounts()
    if not (ZONES / "Asia/Tokyo").exists() or not (ZONES / "Europe/Berlin").exists():
        pytest.skip("needs the zones of the system (tzdata)")
    environment = {name: value for name, value in os.environ.items() if name != "TZ"}
    if tz:
        environment["TZ"] = tz
    script = ["unshare", "-m", "sh", "-c", IN_AN_ETC_OF_ITS_OWN, "sh"]
    done = subprocess.run(
        [*script, str(tmp_path), sys.executable, RUNS],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    berlin, tokyo = done.stdout.split()
    assert berlin in ("1:00:00", "2:00:00")
    assert tokyo == "9:00:00"
