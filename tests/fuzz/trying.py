"""Gives one input to a target and judges what came of it.

A fault is: an error that is not for people, more memory than the input's size allows, control
characters in what is shown, and what the target itself finds wrong.
"""

import json
import re
import sys
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from types import FrameType
from typing import Any

from coach.domain.errors import CoachError

CORPUS = Path(__file__).with_name("corpus")
BASE_MEMORY = 96 * 1024 * 1024
MEMORY_PER_BYTE = 2000
"""What one input may add to the highest memory of the process."""
MOST_SHOWN = 4
COUNTED_EVERY = 10
"""Counting makes an input take twice to three times as long."""
_VARYING = re.compile(r"'[^']*'|\"[^\"]*\"|/\S+|\d+")
_BAD = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What a terminal obeys instead of showing; line ends stay."""


@dataclass(frozen=True)
class Target:
    """Something that reads what others wrote."""

    name: str
    run: Callable[[bytes], str]
    """Reads one input; what came of it, in lines. CoachError is a good end too."""
    seeds: Callable[[], Iterable[bytes]]
    """Good inputs to begin with, besides the corpus."""
    most_bytes: int
    calls: int
    """Calls of functions that any input may cost."""
    calls_per_byte: int
    """And so many more for each byte of it."""
    share: float = 1.0
    """How many inputs it gets in a short run, for one of the quickest target."""


class FaultError(AssertionError):
    """What must not come of any input."""


@dataclass
class Tally:
    """What came of the inputs of one target."""

    inputs: int = 0
    outcomes: dict[str, bytes] = field(default_factory=dict)
    """Every different line that came of any input, with the first such input."""
    faults: dict[str, bytes] = field(default_factory=dict)
    """The shortest input that led to each."""

    def took(self, target: Target, data: bytes) -> bool:
        """Try one more; whether it led to something new. The work of every tenth is counted."""
        self.inputs += 1
        judged = counted if self.inputs % COUNTED_EVERY == 0 else outcome_of
        try:
            outcome = judged(target, data)
        except FaultError as fault:
            known = self.faults.get(str(fault))
            if known is None or len(data) < len(known):
                self.faults[str(fault)] = data
            return known is None
        new = outcome - self.outcomes.keys()
        self.outcomes |= dict.fromkeys(new, data)
        return bool(new)

    def as_json(self) -> str:
        return json.dumps(
            {"inputs": self.inputs, "outcomes": len(self.outcomes), "faults": sorted(self.faults)}
        )


def require_harmless(text: str) -> None:
    """FaultError for text that a terminal would obey."""
    found = _BAD.search(text)
    if found is not None:
        raise FaultError(f"{found[0]!r} is shown")


def outcome_of(target: Target, data: bytes) -> set[str]:
    """What came of an input, line by line and without what varies.

    FaultError says what went wrong, and where.
    """
    before = _most_memory()
    try:
        outcome = target.run(data)
    except FaultError:
        raise
    except CoachError as error:
        require_harmless(error.message)
        outcome = f"{type(error).__name__}: {error.message}"
    except Exception as error:
        raise FaultError(_placed(error)) from error
    if _most_memory() - before > BASE_MEMORY + MEMORY_PER_BYTE * len(data):
        raise FaultError("more memory than its size allows")
    return {_VARYING.sub("_", line)[:120] for line in outcome.splitlines()}


def _most_memory() -> int:
    """The most bytes that this process ever held; 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def _placed(error: Exception) -> str:
    """An error and the last places of ours it came through."""
    frames = [
        f"{Path(one.filename).name}:{one.name}"
        for one in traceback.extract_tb(error.__traceback__)
        if "/coach/" in one.filename
    ]
    return f"{type(error).__name__} in {' > '.join(frames[-MOST_SHOWN:])}"


def counted(target: Target, data: bytes) -> set[str]:
    """`outcome_of`, and FaultError too for more work than the input's size allows."""
    calls = 0
    most = target.calls + target.calls_per_byte * len(data)

    def count(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal calls
        calls += 1

    former = sys.getprofile()
    sys.setprofile(count)
    try:
        outcome = outcome_of(target, data)
    finally:
        sys.setprofile(former)
    if calls > most:
        raise FaultError(f"{calls:,} calls for {len(data):,} bytes; {most:,} are allowed")
    return outcome


def kept(target: Target) -> list[Path]:
    """The inputs of a target that are kept with the code."""
    folder = CORPUS / target.name
    return sorted(folder.iterdir()) if folder.is_dir() else []


def keep(target: Target, data: bytes, why: str) -> Path:
    """Keep an input with the code, so that every run of the tests tries it."""
    folder = CORPUS / target.name
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{why}-{sha256(data).hexdigest()[:12]}"
    path.write_bytes(data)
    return path


def inputs_of(target: Target) -> list[bytes]:
    """The corpus of a target and its good inputs."""
    return [*(path.read_bytes() for path in kept(target)), *target.seeds()]
