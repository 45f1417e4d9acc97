"""One trial: a copy of the project in which mutmut changes a module, and what it found."""

import ast
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.mutation.modules import ROOT

COPIED = ("coach", "programs", "tests")
SURVIVED, NO_TESTS = 0, 33
"""Exit codes that mutmut gives to a mutant that no test saw; every other one was seen."""
NOT_WANTED = ("randomly", "xdist", "cov", "cacheprovider")
PYTEST = [
    *(word for name in NOT_WANTED for word in ("-p", f"no:{name}")),
    "--hypothesis-profile=few",
]
"""In a fixed order and with few examples: each test runs thousands of times."""

ZONE = "Pacific/Auckland"
"""The machine's own zone meanwhile: in UTC nobody sees a time that is read in the wrong zone."""


@dataclass(frozen=True)
class Survivor:
    """A change that no test saw."""

    name: str
    was: str
    became: str


@dataclass(frozen=True)
class Found:
    """What became of the mutants of one module."""

    module: str
    mutants: int
    survivors: tuple[Survivor, ...]
    minutes: float
    """Of the processor, for its trial."""


def run_trial(folder: Path, module: str, tests: Sequence[str]) -> Found:
    """Change `module` in a copy made in `folder` and run `tests` against each change.

    Raises RuntimeError with the end of what mutmut said when it could not run.
    """
    before_seconds = _seconds_of_children()
    _lay(folder, module, tests)
    done = subprocess.run(
        [sys.executable, "-m", "mutmut", "run", "--max-children", "1"],
        cwd=folder,
        env={**os.environ, "TZ": ZONE},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise RuntimeError("\n".join(done.stdout.splitlines()[-30:]))
    return _found(folder, module, (_seconds_of_children() - before_seconds) / 60)


def _seconds_of_children() -> float:
    """What processes that ended have had of the processor: other work at the time adds nothing."""
    spent = os.times()
    return spent.children_user + spent.children_system


def _lay(folder: Path, module: str, tests: Sequence[str]) -> None:
    for name in COPIED:
        shutil.copytree(
            ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.pyc")
        )
    laid = folder / module
    laid.write_text(with_properties_by_hand(laid.read_text("utf-8")), "utf-8")
    wishes = {
        "source_paths": ["coach"],
        "only_mutate": [module],
        "also_copy": ["programs"],
        "pytest_add_cli_args": PYTEST,
        "pytest_add_cli_args_test_selection": list(tests),
        "track_dependencies": False,
        "use_git_change_detection": False,
    }
    rows = "\n".join(f"{name} = {json.dumps(value)}" for name, value in wishes.items())
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    (folder / "pyproject.toml").write_text(f"{project}\n[tool.mutmut]\n{rows}\n", "utf-8")


def with_properties_by_hand(source: str) -> str:
    """The same with `name = property(name)` for `@property`: mutmut changes nothing decorated."""
    lines = source.splitlines()
    found = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    for node in sorted(found, key=lambda node: node.lineno, reverse=True):
        if [ast.unparse(one) for one in node.decorator_list] == ["property"]:
            by_hand = f"{' ' * node.col_offset}{node.name} = property({node.name})"
            lines.insert(node.end_lineno or node.lineno, by_hand)
            del lines[node.decorator_list[0].lineno - 1]
    return "\n".join([*lines, ""])


def _found(folder: Path, module: str, minutes: float) -> Found:
    kept = json.loads((folder / "mutants" / f"{module}.meta").read_text("utf-8"))
    codes: dict[str, int | None] = kept["exit_code_by_key"]
    unseen = [name for name, code in codes.items() if code in (SURVIVED, NO_TESTS)]
    return Found(module, len(codes), tuple(_survivor(folder, name) for name in unseen), minutes)


def _survivor(folder: Path, name: str) -> Survivor:
    shown = subprocess.run(
        [sys.executable, "-m", "mutmut", "show", name],
        cwd=folder,
        capture_output=True,
        text=True,
        errors="replace",
        check=True,
    ).stdout.splitlines()
    return Survivor(_plain(name), _lines(shown, "-"), _lines(shown, "+"))


def _lines(diff: Sequence[str], sign: str) -> str:
    """The lines of one side of a diff, in one."""
    return " ".join(_side(diff, sign))


def _side(diff: Sequence[str], sign: str) -> Iterator[str]:
    for line in diff:
        if line.startswith(sign) and not line.startswith(sign * 3):
            yield line[1:].strip()


def _plain(name: str) -> str:
    """The function: `pain.xǁReachǁfrom_word__mutmut_2` is a change of `pain.Reach.from_word`."""
    module, _, function = name.rpartition("__mutmut_")[0].rpartition(".")
    inner = function.removeprefix("x_").removeprefix("xǁ").replace("ǁ", ".")
    return f"{module}.{inner}"
