"""Small libraries that stand between a process and the system; each is built where it is needed."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def built(name: str, folder: Path) -> Path:
    """The library of `name`.c, for LD_PRELOAD; a skip where none can be built."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if not sys.platform.startswith("linux") or compiler is None:
        pytest.skip("needs Linux and a C compiler (cc) to stand between a process and the system")
    library, source = folder / f"{name}.so", HERE / f"{name}.c"
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-w", "-o", str(library), str(source), "-ldl"], check=True
    )
    return library
