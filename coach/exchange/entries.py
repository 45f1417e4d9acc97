"""Files of one kind in several folders, one entry a file, read one by one when asked for."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Generic, TypeVar

from coach.exchange.catalogue import list_folder
from coach.exchange.problems import Loaded, Problem

T = TypeVar("T")


class Entries(Generic[T]):
    """Finds entries by id; the first of `folders` that has a file wins, broken or not."""

    def __init__(
        self, folders: Sequence[Path], name: str, load: Callable[[Path], Loaded[T]]
    ) -> None:
        """`name` is the folder's name inside each of `folders`; `load` reads one file."""
        self._load = load
        self._paths: dict[str, Path] = {}
        self._loaded: dict[str, Loaded[T]] = {}
        self._unread: list[Problem] = []
        for folder in reversed(folders):
            found, problem = list_folder(folder / name)
            self._paths |= {path.stem: path for path in found if path.suffix == ".toml"}
            self._unread += [problem] if problem else []

    @property
    def ids(self) -> list[str]:
        """Every id that has a file."""
        return sorted(self._paths)

    def load(self, entry_id: str) -> Loaded[T]:
        """The entry or its problems; `entry_id` is one of `ids`."""
        if entry_id not in self._loaded:
            self._loaded[entry_id] = self._load(self._paths[entry_id])
        return self._loaded[entry_id]

    def values(self) -> list[T]:
        """Every entry that loads without a problem, by id."""
        found = [self.load(entry_id).value for entry_id in self.ids]
        return [value for value in found if value is not None]

    def problems(self) -> list[Problem]:
        """Everything wrong with the files, and folders that cannot be read."""
        loaded = [self.load(entry_id).problems for entry_id in self.ids]
        return self._unread + [problem for problems in loaded for problem in problems]
