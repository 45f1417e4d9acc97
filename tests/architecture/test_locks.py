"""What is tested is what is installed, and whatever that needs is locked with it."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, requires
from itertools import product
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
OWN = PROJECT["project"]["dependencies"]


def group(name: str) -> list[str]:
    """What a group of pyproject.toml asks for, with the groups it includes."""
    parts = PROJECT["dependency-groups"][name]
    texts = [[one] if isinstance(one, str) else group(one["include-group"]) for one in parts]
    return [text for found in texts for text in found]


WANTED = {
    "requirements.lock": OWN,
    "requirements-dev.lock": [*OWN, *group("dev")],
    "requirements-build.lock": group("build"),
    "requirements-bench.lock": group("bench"),
}
"""What each lock is made for."""
SYSTEMS = (("linux", "Linux", "posix"), ("darwin", "Darwin", "posix"), ("win32", "Windows", "nt"))
PYTHONS = ("3.11", "3.14")
Environment = Mapping[str, str]


Lock = dict[str, list[Requirement]]
"""Package to its versions: more than one where a new Python gets a newer one."""


def locked(name: str) -> Lock:
    """Every package of a lock file, with its versions and where each is installed."""
    text = (ROOT / name).read_text("utf-8")
    found: Lock = defaultdict(list)
    for line in re.findall(r"^([a-z0-9][^\\\n]*?) *\\?$", text, re.MULTILINE):
        one = Requirement(line)
        found[canonicalize_name(one.name)].append(one)
    return dict(found)


def pins(lock: Lock) -> dict[str, list[str]]:
    return {name: [str(one.specifier) for one in found] for name, found in lock.items()}


def environments() -> Iterator[Environment]:
    """What markers ask about, on each system with the oldest Python and a new one."""
    for (platform, system, name), python in product(SYSTEMS, PYTHONS):
        yield {
            **{key: str(value) for key, value in default_environment().items()},
            "sys_platform": platform,
            "platform_system": system,
            "os_name": name,
            "python_version": python,
            "python_full_version": f"{python}.1",
        }


def applies(needed: Requirement, environment: Environment, extras: set[str]) -> bool:
    marker = needed.marker
    return marker is None or any(
        marker.evaluate({**environment, "extra": extra}) for extra in ("", *extras)
    )


def gaps(lock: Lock, wanted: list[str], environment: Environment) -> set[str]:
    """What is needed there, by whatever is needed there, and is not locked so that it fits.

    A package that is only installed on another system tells nothing here of what it needs.
    """
    found, seen = set(), set[tuple[str, str, frozenset[str]]]()
    waiting = [("coach", Requirement(one), set[str]()) for one in wanted]
    while waiting:
        by, needed, extras = waiting.pop()
        asked = (by, str(needed), frozenset(extras))
        if asked in seen or not applies(needed, environment, extras):
            continue
        seen.add(asked)
        name = canonicalize_name(needed.name)
        here = (one for one in lock.get(name, ()) if applies(one, environment, set()))
        pinned = next(here, None)
        if pinned is None:
            found.add(f"{by} needs {needed} on {environment['sys_platform']}")
            continue
        version = str(pinned.specifier).removeprefix("==")
        if not needed.specifier.contains(version, prereleases=True):
            found.add(f"{by} needs {needed}; {version} is locked")
        waiting += [(name, Requirement(one), needed.extras) for one in needs_of(name)]
    return found


def needs_of(name: str) -> list[str]:
    try:
        return requires(name) or []
    except PackageNotFoundError:
        return []


def test_people_get_the_versions_that_the_tests_ran_with() -> None:
    installed, tested = locked("requirements.lock"), locked("requirements-dev.lock")
    assert len(installed) > 20
    assert {name: pin for name, pin in pins(tested).items() if name in installed} == pins(installed)


@pytest.mark.parametrize("name", WANTED)
def test_whatever_a_locked_package_needs_is_locked_too(name: str) -> None:
    lock = locked(name)
    assert [gaps(lock, WANTED[name], one) for one in environments()] == [set()] * 6


def test_the_check_itself_finds_what_was_lost() -> None:
    lock = locked("requirements.lock")
    del lock["six"]
    assert [gaps(lock, OWN, one) for one in environments()] == [
        {f"python-dateutil needs six>=1.5 on {one['sys_platform']}"} for one in environments()
    ]
