"""A process that permissions hold for, also where the tests run as root."""

import os
import shutil
import subprocess

import pytest

_ALL = "-dac_override,-dac_read_search"
_SETPRIV = ["setpriv", f"--bounding-set={_ALL}", f"--inh-caps={_ALL}"]


def held_to_permissions() -> list[str]:
    """What is put before a command so that a closed file is closed to it; skips without a way."""
    if os.name == "nt":
        pytest.skip("Windows has other permissions")
    if os.geteuid() != 0:
        return []
    if (
        shutil.which("setpriv") is None
        or subprocess.run([*_SETPRIV, "true"], check=False).returncode
    ):
        pytest.skip("root passes by every permission here: needs setpriv(1) to give that up")
    return _SETPRIV
