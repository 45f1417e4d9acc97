"""The shelf: programs, exercises and safety questions; shipped ones and a person's own."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from coach.domain.errors import CoachError, InputError
from coach.domain.exercise import Exercise
from coach.domain.findings import nearest
from coach.domain.program import Program
from coach.domain.red_flags import RedFlagList
from coach.domain.text import clean_line
from coach.exchange.catalogue import EXERCISES_FOLDER, Catalogue, list_folder
from coach.exchange.problems import Loaded, Problem, in_one_line
from coach.exchange.program_files import PROGRAM_FILE, load_program
from coach.exchange.safety_files import load_red_flags

# What a patient's first picture does without is loaded by who asks for it.
if TYPE_CHECKING:
    from coach.domain.instrument import Instrument
    from coach.domain.lesson import FirstAid, Lesson
    from coach.exchange.entries import Entries
    from coach.exchange.plan_program import PlanProgram

T = TypeVar("T")

RED_FLAGS_FILE = Path("safety", "red-flags.toml")
NOT_READ_HERE = "no program is read here: each one has a folder of its own"


def shipped_folder() -> Path:
    """Where the shipped programs are: beside the code when installed, else in the source tree."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "shipped"
    return installed if installed.is_dir() else package.parent / "programs"


class FolderShelf:
    """Reads only what is asked for, and each file once until `refresh`.

    Safety questions come from the shipped folder alone: nobody's own file weakens them.
    """

    def __init__(self, shipped: Path, own: Path | None = None) -> None:
        self._shipped = shipped
        self._own = own
        self._folders = [own, shipped] if own else [shipped]
        self.refresh()

    def refresh(self) -> None:
        """Forget everything read so far."""
        self._exercises: Catalogue | None = None
        self._instruments: Entries[Instrument] | None = None
        self._lessons: Entries[Lesson | FirstAid] | None = None
        self._paths: dict[str, Path] | None = None
        self._programs: dict[str, Loaded[Program]] = {}
        self._plans: dict[str, Loaded[PlanProgram]] = {}
        self._of_plan: Mapping[str, Exercise] = {}
        self._red_flags: RedFlagList | None = None
        self._folder_problems: list[Problem] = []

    def programs(self) -> list[Program]:
        """Every program that loads without a problem, by title."""
        loaded = [self._load(program_id).value for program_id in self._program_paths()]
        programs = [program for program in loaded if program]
        return sorted(programs, key=lambda program: (program.title.casefold(), program.id))

    def program(self, program_id: str) -> Program:
        """InputError when there is none with this id, or its file has problems."""
        paths = self._program_paths()
        if program_id not in paths:
            raise _unknown("program", program_id, paths)
        return _value_of(self._load(program_id), "Program")

    def program_in(self, path: Path) -> Program:
        """The program in a file that is not on the shelf. InputError when it has problems.

        Exercises beside the file win over those of the shelf from then on, as in a check.
        """
        from coach.exchange.check import folder_around

        self._exercises = catalogue = Catalogue([*folder_around(path), *self._folders])
        return _value_of(load_program(path, catalogue.find, catalogue.ids), "Program")

    def plan_program(self, content: str) -> Program:
        """The program of a signed plan from its kept text, which is read once.

        Raises LogError when the text is no plan, InputError when its program has problems.
        """
        return self._plan(content).program

    def plan_exercises(self, content: str) -> Mapping[str, Exercise]:
        """The exercises that came with a signed plan, by id; raises as `plan_program` does."""
        return self._plan(content).exercises

    def follow_plan(self, content: str) -> Program:
        """`plan_program`; the exercises that came with it win over all until another is followed.

        A therapist's word counts for more than a file of the patient's own.
        """
        found = self._plan(content)
        self._of_plan = found.exercises
        return found.program

    def exercise(self, exercise_id: str) -> Exercise:
        """InputError when there is none with this id, or its file has problems."""
        if exercise_id in self._of_plan:
            return self._of_plan[exercise_id]
        catalogue = self._catalogue()
        if exercise_id not in catalogue.ids:
            raise _unknown("exercise", exercise_id, catalogue.ids)
        return _value_of(catalogue.load(exercise_id), "Exercise")

    def exercises(self) -> list[Exercise]:
        """Every exercise that loads without a problem, by code."""
        catalogue = self._catalogue()
        others = [one for one in catalogue.ids if one not in self._of_plan]
        found = [*self._of_plan.values(), *map(catalogue.find, others)]
        return sorted((one for one in found if one), key=lambda one: (one.code, one.id))

    def search(self, words: str) -> list[Exercise]:
        """Exercises in which all `words` occur, best first; all of them for no words."""
        from coach.exchange.search import search

        return search(self.exercises(), words)

    def red_flags(self) -> RedFlagList:
        """The shipped safety questions; CoachError when that file is broken."""
        if self._red_flags is None:
            loaded = load_red_flags(self._shipped / RED_FLAGS_FILE)
            if loaded.value is None:
                raise CoachError("Safety questions", in_one_line(loaded.problems))
            self._red_flags = loaded.value
        return self._red_flags

    def instruments(self) -> "list[Instrument]":
        """Every instrument that loads without a problem, by id."""
        return self._instrument_files().values()

    def instrument(self, instrument_id: str) -> "Instrument":
        """InputError when there is none with this id, or its file has problems."""
        files = self._instrument_files()
        if instrument_id not in files.ids:
            raise _unknown("questionnaire", instrument_id, files.ids)
        return _value_of(files.load(instrument_id), "Questionnaire")

    def lessons(self) -> "list[Lesson]":
        """Every lesson that loads without a problem, by number; first aid is not among them."""
        from coach.domain.lesson import Lesson

        found = [one for one in self._lesson_files().values() if isinstance(one, Lesson)]
        return sorted(found, key=lambda lesson: (lesson.number, lesson.id))

    def first_aid(self) -> "FirstAid":
        """The person's own first aid, else the shipped one; CoachError when both are broken.

        A broken file of their own falls back here alone: on a bad day there is always one.
        """
        from coach.domain.lesson import FirstAid
        from coach.exchange.lesson_files import FIRST_AID_ID, LESSONS_FOLDER, load_lesson_file

        files = self._lesson_files()
        own = files.load(FIRST_AID_ID).value if FIRST_AID_ID in files.ids else None
        if isinstance(own, FirstAid):
            return own
        loaded = load_lesson_file(self._shipped / LESSONS_FOLDER / f"{FIRST_AID_ID}.toml")
        if not isinstance(loaded.value, FirstAid):
            raise CoachError("First aid", in_one_line(loaded.problems))
        return loaded.value

    def problems(self) -> list[Problem]:
        """Everything wrong with files on the shelf; such files are left out."""
        catalogue = self._catalogue()
        loaded = [self._load(program_id).problems for program_id in self._program_paths()]
        loaded += [catalogue.load(exercise_id).problems for exercise_id in catalogue.ids]
        loaded.append(tuple(self._instrument_files().problems()))
        loaded.append(tuple(self._lesson_files().problems()))
        unread = [*self._folder_problems, *self._misplaced(), *catalogue.problems]
        return unread + [problem for problems in loaded for problem in problems]

    def check(self, path: Path) -> list[Problem]:
        """Everything wrong with a program, exercise or safety file, or a folder of them."""
        from coach.exchange.check import check_path

        is_own = self._own is not None and path.resolve() == self._own.resolve()
        return check_path(path, self._folders) + (self._misplaced() if is_own else [])

    def _plan(self, content: str) -> "PlanProgram":
        from coach.exchange.plan_program import read_plan_program
        from coach.exchange.plan_text import kept_plan

        if content not in self._plans:
            self._plans[content] = read_plan_program(kept_plan(content), self._catalogue())
        return _value_of(self._plans[content], "Plan")

    def _catalogue(self) -> Catalogue:
        if self._exercises is None:
            self._exercises = Catalogue(self._folders)
        return self._exercises

    def _instrument_files(self) -> "Entries[Instrument]":
        from coach.exchange.entries import Entries
        from coach.exchange.instrument_files import INSTRUMENTS_FOLDER, load_instrument

        if self._instruments is None:
            self._instruments = Entries(self._folders, INSTRUMENTS_FOLDER, load_instrument)
        return self._instruments

    def _lesson_files(self) -> "Entries[Lesson | FirstAid]":
        from coach.exchange.entries import Entries
        from coach.exchange.lesson_files import LESSONS_FOLDER, load_lesson_file

        if self._lessons is None:
            self._lessons = Entries(self._folders, LESSONS_FOLDER, load_lesson_file)
        return self._lessons

    def _program_paths(self) -> dict[str, Path]:
        if self._paths is None:
            self._paths = {}
            for folder in reversed(self._folders):
                self._paths |= self._programs_in(folder)
        return self._paths

    def _programs_in(self, folder: Path) -> dict[str, Path]:
        found, problem = list_folder(folder)
        if problem:
            self._folder_problems.append(problem)
        files = (path / PROGRAM_FILE for path in found if path.name != EXERCISES_FOLDER)
        return {path.parent.name: path for path in files if path.is_file()}

    def _misplaced(self) -> list[Problem]:
        """Files beside the folders of a person's own programs, where nothing reads them."""
        found = list_folder(self._own)[0] if self._own is not None else []
        flat = [path for path in found if path.suffix == ".toml" and path.is_file()]
        return [
            Problem(
                str(path), 0, NOT_READ_HERE, f"move it to {path.with_suffix('') / PROGRAM_FILE}"
            )
            for path in flat
        ]

    def _load(self, program_id: str) -> Loaded[Program]:
        if program_id not in self._programs:
            catalogue = self._catalogue()
            path = self._program_paths()[program_id]
            self._programs[program_id] = load_program(path, catalogue.find, catalogue.ids)
        return self._programs[program_id]


def _value_of(loaded: Loaded[T], title: str) -> T:
    if loaded.value is None:
        raise InputError(title, in_one_line(loaded.problems))
    return loaded.value


def _unknown(what: str, given: str, known: Collection[str]) -> InputError:
    near = nearest(given, known)
    mend = f"did you mean {near}?" if near else f"choose one of: {', '.join(sorted(known)[:12])}"
    shown = clean_line(given, limit=60)
    return InputError(what.capitalize(), f"there is no {what} '{shown}'; {mend}")
