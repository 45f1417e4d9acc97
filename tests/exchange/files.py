"""Files as a therapist would write them; tests change one thing in them."""

from pathlib import Path

from coach.exchange.shelf import FolderShelf
from coach.exchange.template import template

EXERCISE = """\
id = "{id}"
code = "C05"
name = "Bird-dog"
also_called = ["Pointer"]
kind = "movement"
stages = ["C", "D"]
bias = "neutral"
patterns = ["P1_PEP", "P1_PEN", "P2", "P3", "P4_FA", "P4_FR", "UNSET"]
equipment = ["mat"]
position = "hands-and-knees"
start = "Get on your hands and knees."
steps = ["Brace lightly.", "Slide one leg back."]
short = "Leg back, arm forward."
go = "Lift."
release = "Lower."
breath = "Keep breathing."
mistake = "The back arches."
feel = "The buttock works."
stop = "Stop if the leg gets worse."
source = ["GK"]

[dose]
sets = 3
reps = 6
hold_seconds = 8
tempo_seconds = 5
rest_seconds = 30
side = "each"
times_a_day = 1
days_a_week = 7

[easier]
text = "Leg only."

[harder]
text = ""
"""

PACK = """
[pack]
question = "Can you feel a light touch there?"
layer = "Use a damp cloth."
check_after_seconds = 300
check = "Light pink is fine."
longest_seconds = 1200
gap_minutes = 60
take_off = "Take it off now."
"""

NAMED_IN_TEMPLATE = ("side-lie", "walk-little-often", "pelvic-tilt", "cat-camel")


def an_exercise(exercise_id: str = "bird-dog", **changes: str) -> str:
    """An exercise file; `changes` replace whole lines by key, as `bias='"flexion"'`."""
    text = EXERCISE.format(id=exercise_id)
    for key, value in changes.items():
        text = with_line(text, key, f"{key} = {value}")
    return text


def a_cold_pack(**changes: str) -> str:
    """A cold pack's file."""
    text = an_exercise("cold-pack", kind='"cold"', hold_seconds="600", reps="1", sets="1")
    text = with_line(text, "side", 'side = "none"') + PACK
    for key, value in changes.items():
        text = with_line(text, key, f"{key} = {value}")
    return text


def with_line(text: str, key: str, line: str) -> str:
    """`text` with the first line that sets `key` replaced; it must be there."""
    lines = text.split("\n")
    number = line_of(text, f"{key} = ") - 1
    lines[number] = line
    return "\n".join(lines)


def line_of(text: str, words: str) -> int:
    """The number of the first line in which `words` stand."""
    return next(n for n, line in enumerate(text.split("\n"), start=1) if words in line)


class Home:
    """A shipped folder and a person's own, in a temporary place."""

    def __init__(self, root: Path) -> None:
        self.shipped = root / "shipped"
        self.own = root / "own"
        for exercise_id in NAMED_IN_TEMPLATE:
            self.add_exercise(exercise_id)

    @property
    def shelf(self) -> FolderShelf:
        """A shelf that has read nothing yet."""
        return FolderShelf(self.shipped, self.own)

    def add_exercise(self, exercise_id: str, text: str = "", *, own: bool = False) -> Path:
        """File an exercise under its id."""
        folder = (self.own if own else self.shipped) / "exercises"
        return self._write(folder / f"{exercise_id}.toml", text or an_exercise(exercise_id))

    def add_program(self, program_id: str, text: str = "", *, own: bool = False) -> Path:
        """File a program under its id."""
        folder = (self.own if own else self.shipped) / program_id
        return self._write(folder / "program.toml", text or template(program_id))

    def check(self, text: str, program_id: str = "my-program") -> list[str]:
        """What `coach programs check` says about a program, without the folder's name."""
        path = self.add_program(program_id, text, own=True)
        return [str(one).removeprefix(f"{path}:") for one in self.shelf.check(path)]

    def check_exercise(self, text: str, exercise_id: str = "bird-dog") -> list[str]:
        """The same for an exercise."""
        path = self.add_exercise(exercise_id, text, own=True)
        return [str(one).removeprefix(f"{path}:") for one in self.shelf.check(path)]

    def _write(self, path: Path, text: str) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
        return path
