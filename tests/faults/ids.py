"""Whether a test that is named somewhere exists."""

import ast
from functools import cache
from pathlib import Path
from typing import TypeGuard

ROOT = Path(__file__).parents[2]


@cache
def _names(file: Path) -> frozenset[str]:
    found = set()
    for node in ast.parse(file.read_text("utf-8")).body:
        if _is_function(node) or isinstance(node, ast.ClassDef):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}::{part.name}" for part in node.body if _is_function(part)}
        elif isinstance(node, ast.Assign):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return frozenset(found)


def _is_function(node: ast.stmt) -> TypeGuard[ast.FunctionDef | ast.AsyncFunctionDef]:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)


def missing(ids: list[str]) -> list[str]:
    """Those of `ids` (`tests/x/test_y.py::test_z`) that are no test."""
    gone = []
    for test in ids:
        file, _, name = test.partition("::")
        path = ROOT / file
        is_test = name.startswith(("test_", "Test"))
        if not (is_test and path.is_file() and name in _names(path)):
            gone.append(test)
    return gone
