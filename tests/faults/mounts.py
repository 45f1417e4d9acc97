"""Mounts of a test's own: nothing of the machine is touched."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


def may_mount() -> bool:
    """Whether a process can be started among mounts of its own."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or shutil.which("unshare") is None:
        return False
    tried = subprocess.run(["unshare", "-m", "true"], check=False, capture_output=True)
    return tried.returncode == 0


def require_own_mounts() -> None:
    """Skip where no mount namespace can be made, and say which right is missing."""
    if not may_mount():
        pytest.skip("needs root, unshare(1) and the right to a mount of its own (CAP_SYS_ADMIN)")


def in_a_mount_of_its_own(script: str, disk: Path, other: Path) -> subprocess.CompletedProcess[str]:
    """Run a shell script with `disk`, `other` and Python as $1, $2, $3; skips without the right."""
    require_own_mounts()
    words = ["unshare", "-m", "sh", "-c", script, "sh", str(disk), str(other), sys.executable]
    return subprocess.run(words, check=False, capture_output=True, text=True)
