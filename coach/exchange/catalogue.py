"""Exercise files of several folders, read one by one when asked for."""

from collections.abc import Sequence
from pathlib import Path

from coach.domain.exercise import Exercise
from coach.exchange.exercise_files import load_exercise
from coach.exchange.problems import Loaded, Problem

EXERCISES_FOLDER = "exercises"


class Catalogue:
    """Finds exercises by id; the first of `folders` that has a file wins, broken or not.

    A broken file never falls back to a shipped one with the same id: that would ask a person to
    do something else than their therapist wrote.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self.problems: list[Problem] = []
        """Folders that cannot be read."""
        self._paths: dict[str, Path] = {}
        self._loaded: dict[str, Loaded[Exercise]] = {}
        for folder in reversed(folders):
            self._paths |= {path.stem: path for path in self._files(folder / EXERCISES_FOLDER)}

    @property
    def ids(self) -> list[str]:
        """Every id that has a file."""
        return sorted(self._paths)

    def path(self, exercise_id: str) -> Path:
        """The file of an id that is one of `ids`."""
        return self._paths[exercise_id]

    def load(self, exercise_id: str) -> Loaded[Exercise]:
        """The exercise or its problems; nothing at all for an unknown id."""
        if exercise_id not in self._paths:
            return Loaded(None)
        if exercise_id not in self._loaded:
            path = self._paths[exercise_id]
            self._loaded[exercise_id] = load_exercise(path, self._paths)
        return self._loaded[exercise_id]

    def find(self, exercise_id: str) -> Exercise | None:
        """The exercise; None when it is unknown or broken."""
        return self.load(exercise_id).value

    def _files(self, folder: Path) -> list[Path]:
        found, problem = list_folder(folder)
        if problem:
            self.problems.append(problem)
        return [path for path in found if path.suffix == ".toml"]


def list_folder(folder: Path) -> tuple[list[Path], Problem | None]:
    """What is in `folder`, hidden files left out; nothing when there is no such folder."""
    try:
        found = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except FileNotFoundError:
        return [], None
    except OSError as error:
        why = error.strerror or "unknown reason"
        mend = "check its name and who may read it"
        return [], Problem(str(folder), 0, f"the folder cannot be read ({why})", mend)
    return found, None
