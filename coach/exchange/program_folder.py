"""A therapist's own programs, a folder each; no version that was kept is ever overwritten."""

import os
import re
from pathlib import Path

from coach.domain.errors import InputError, LogError
from coach.domain.program import Program
from coach.domain.text import clean_line
from coach.exchange.catalogue import EXERCISES_FOLDER, Catalogue
from coach.exchange.exercise_files import ID
from coach.exchange.problems import Problem, in_one_line
from coach.exchange.program_files import PROGRAM_FILE, decode_program, earlier_file
from coach.exchange.program_writer import program_text
from coach.exchange.toml_source import parse_toml, read_toml

_HEADER = """\
Kept by coach. Edit it here or with: coach programs edit {id}
Check it with: coach programs check FILE"""
_RESERVED = (EXERCISES_FOLDER, "instruments", "lessons", "safety")
"""Folders with something else in them."""


class ProgramFolder:
    """Reads and writes COACH_HOME/programs."""

    def __init__(self, folder: Path, shipped: Path) -> None:
        """`folder` is made when something is kept first; `shipped` has the other exercises."""
        self._folder = folder
        self._shipped = shipped

    def newest_version(self, program_id: str) -> int:
        """The version that is kept; 0 when there is none.

        Raises InputError for what cannot be an id, and for a file that cannot be read.
        """
        path = self._path(program_id)
        if not path.exists():
            return 0
        source = read_toml(path)
        if isinstance(source, Problem):
            raise InputError("Program", str(source))
        version = source.data.get("version")
        if not isinstance(version, int) or isinstance(version, bool):
            raise InputError("Program", f"{path}: its version is no number; write version = 1")
        return version

    def save(self, program: Program) -> str:
        """Keep it under its id; where it is. An earlier version stays as `program-v<N>.toml`.

        Raises InputError when a version as high is there, or when its text does not read back
        the same; LogError when the disk refuses.
        """
        path, newest = self._path(program.id), self.newest_version(program.id)
        if newest >= program.version:
            mend = f"keep this one as version {newest + 1}"
            raise InputError("Program", f"{path} is version {newest} already; {mend}")
        text = program_text(program, header=_HEADER.format(id=program.id))
        self._check_reads_back(path, program, text)
        try:
            _make_folders(self._folder, path.parent)
            if newest:
                _keep(path, path.with_name(earlier_file(newest)))
            _write_whole(path, text)
        except OSError as error:
            raise LogError(
                "The program cannot be kept",
                f"{path} cannot be written ({error.strerror}). Look at the disk and the folder.",
            ) from error
        return str(path)

    def _path(self, program_id: str) -> Path:
        is_id = len(program_id) <= ID.most and re.fullmatch(ID.pattern, program_id)
        if not is_id or program_id in _RESERVED:
            shown = clean_line(program_id, limit=60)
            mend = f"write {ID.wanted}"
            raise InputError("Program", f"'{shown}' cannot be a program's id; {mend}")
        return self._folder / program_id / PROGRAM_FILE

    def _check_reads_back(self, path: Path, program: Program, text: str) -> None:
        """What is kept must be what was asked for: no file is better than another program."""
        source = parse_toml(str(path), text)
        if isinstance(source, Problem):
            raise InputError("Program", str(source))
        catalogue = Catalogue([self._folder, self._shipped])
        loaded = decode_program(source, program.id, catalogue.find, catalogue.ids)
        if loaded.problems:
            raise InputError("Program", in_one_line(loaded.problems))
        if loaded.value != program:
            raise InputError(
                "Program", f"{path} would not read back the same; take odd characters out of it"
            )


def _make_folders(*folders: Path) -> None:
    for folder in folders:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _keep(path: Path, beside: Path) -> None:
    """A second copy of the former version, on disk before the new one takes its name."""
    _write_whole(beside, path.read_text(encoding="utf-8"))


def _write_whole(path: Path, text: str) -> None:
    """The file appears whole or not at all, for its owner's eyes alone."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
