"""A real watch by a clock that shows another time of day: `python -m tests.desktop.watch_at`."""

import os
import sys
from datetime import datetime, timedelta

from coach.cli.main import main
from coach.cli.surroundings import Surroundings
from coach.clock import SystemClock
from tests.conftest import BERLIN


class Shifted(SystemClock):
    """The machine's clocks; the one on the wall is so many seconds ahead."""

    def now(self) -> datetime:
        return super().now().astimezone(BERLIN) + timedelta(seconds=float(os.environ["AHEAD"]))


if __name__ == "__main__":
    sys.exit(main(["watch"], Surroundings(clock=Shifted(), zone=BERLIN)))
