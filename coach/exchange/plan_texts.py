"""The texts a plan carries: its program, and the therapist's own exercises that it asks for."""

from collections.abc import Collection, Mapping
from pathlib import Path

from coach.domain.errors import LogError
from coach.domain.program import Program
from coach.exchange.catalogue import EXERCISES_FOLDER
from coach.exchange.program_writer import program_text
from coach.exchange.toml_comments import without_comments


class OwnTexts:
    """Reads from a therapist's own folder, COACH_HOME/programs."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / EXERCISES_FOLDER

    def program_text(self, program: Program) -> str:
        """The program, whole, as TOML."""
        return program_text(program)

    def own_exercises(self, ids: Collection[str]) -> Mapping[str, str]:
        """The TOML of those that have a file of their own here, by id, without its comments.

        Raises LogError.
        """
        found = {}
        for exercise_id in sorted(ids):
            file = self._folder / f"{exercise_id}.toml"
            try:
                found[exercise_id] = without_comments(file.read_text(encoding="utf-8-sig"))
            except FileNotFoundError:
                continue
            except (OSError, UnicodeDecodeError) as error:
                raise LogError(
                    "An exercise cannot be read", f"{file} cannot be read: {error}."
                ) from error
        return found
