"""When a key counts as answered, and whose memory a process answers for."""

import os
import re
import subprocess
import sys

import pytest

if sys.platform != "linux":
    pytest.skip("terminals and /proc of Linux", allow_module_level=True)

from bench.processes import WAITS, family, resident_mib
from bench.terminal import Terminal

WORD = re.compile(rb"word (\w+)")
TICKS_AND_THEN_A_WORD = """
import sys, tty
tty.setraw(0)
print("word before", flush=True)
sys.stdin.read(1)
print("tick, word before " * 20_000)
print("word after", flush=True)
sys.stdin.read()
"""
A_PARENT = f"""
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", {WAITS!r}], stdin=subprocess.PIPE)
sys.stdin.read()
child.kill()
"""


def test_pictures_that_do_not_show_what_the_key_changed_are_no_answer() -> None:
    terminal = Terminal([sys.executable, "-c", TICKS_AND_THEN_A_WORD], os.environ)
    try:
        terminal.until(b"word before\n")
        terminal.key(b"k", WORD)
        assert b"word after" in terminal.seen
    finally:
        terminal.close()


def test_what_a_process_has_started_counts_as_its_own() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", A_PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"ready\n"  # Said by the child.
        both = family(parent.pid)
        assert len(both) == 2
        assert resident_mib(both) > resident_mib([parent.pid]) > 0
        parent.communicate()
