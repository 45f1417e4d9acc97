"""Contracts hold for every front end, so their tests borrow the hands of all of them."""

from tests.cli.conftest import facts as facts
from tests.cli.conftest import run as run
from tests.cli.conftest import set_up as set_up
from tests.cli.conftest import shell as shell
from tests.tui.conftest import running as running
