"""(g) Cue to first sound and stop to silence; `bench.speech` measures, this shows it here."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.rows import Part, Row, Wishes

NEEDED = ("pulseaudio", "parec", "aplay")


def measure(wishes: Wishes) -> Part:
    """Ratios are to the coach's own figure of the same kind."""
    part = Part("g", "the voice, heard through a null sink")
    missing = [program for program in NEEDED if shutil.which(program) is None]
    if missing:
        part.notes.append(f"not measured: {', '.join(missing)} not installed")
        return part
    with tempfile.TemporaryDirectory(prefix="coach-bench-") as name:
        found = Path(name) / "speech.json"
        size = ["--seconds", str(wishes.of(600, 20)), "--others-seconds", str(wishes.of(60, 10))]
        runs = ["--runs", str(wishes.of(30, 5)), "--json", str(found)]
        command = [sys.executable, "-m", "bench.speech", *size, *runs]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        if ran.returncode:
            last = ran.stderr.strip().splitlines()[-1:] or ["no reason given"]
            part.notes.append(f"could not be measured: {last[0]}")
            return part
        figures = json.loads(found.read_text(encoding="utf-8"))["figures"]
    own = {one["what"]: one["median_ms"] for one in figures if one["way"] == "coach"}
    for one in sorted(figures, key=lambda figure: str(figure["what"])):
        what, middle, last = one["what"], one["median_ms"], one["p99_ms"]
        heard = one["runs"] - one["missed"]
        ratio = middle / own[what] if own.get(what) else None
        part.rows.append(Row(what, one["way"], "ms", heard, middle, last, ratio))
        if one["missed"]:
            part.notes.append(f"{one['way']}, {what}: {one['missed']} not heard")
    return part
