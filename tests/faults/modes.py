"""Programs that obey the modes of files, also where the tests are run by root."""

import os
import shutil
import subprocess

import pytest

PASSING = "-dac_override,-dac_read_search"
"""The rights by which root passes over modes."""
WITHOUT = ["setpriv", f"--bounding-set={PASSING}", f"--inh-caps={PASSING}"]


def obeying_modes() -> list[str]:
    """What a command begins with so that a mode binds it; skips where that cannot be had."""
    if not hasattr(os, "geteuid"):
        pytest.skip("needs POSIX modes")
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("needs setpriv(1) to give up root's rights over modes")
    tried = subprocess.run([*WITHOUT, "true"], check=False, capture_output=True)
    if tried.returncode != 0:
        pytest.skip("needs the right to give up rights (CAP_SETPCAP)")
    return WITHOUT
