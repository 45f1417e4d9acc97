"""Real commands in homes made for one input, with all that they show looked at."""

import contextlib
import io
import shutil
from collections import deque
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from coach.cli.main import main
from coach.cli.surroundings import Surroundings
from coach.clock import ManualClock
from coach.domain.documents import Card
from coach.domain.program import StageCode
from coach.exchange.papers import SealedPapers
from coach.workflows.set_up import SetUpAnswers
from tests.cli.conftest import After, Answers
from tests.conftest import BERLIN, answer_list
from tests.exchange.documents import PATIENT
from tests.fuzz.trying import FaultError, require_harmless
from tests.journeys.commanding import IN_MEMORY

NOON = datetime(2027, 3, 2, 12, 0, tzinfo=BERLIN)
GOOD_ENDS = (0, 2, 3, 4, 130)
"""What a person may be told (contract section 2); 1 is a fault of ours."""
MOST_WAITED_SECONDS = 60.0
LINES_EACH = 400
MOST_LINES = 40_000
"""Five years of a follow-up as a JSON document have 22,000."""


class Typed(Answers):
    """Answers questions; types on too where none is asked for long."""

    def wait(self, seconds: float, *, asking: bool) -> str | None:
        """The next line when it is time for it."""
        return super().wait(seconds, asking=asking or self._waited >= MOST_WAITED_SECONDS)


class Home:
    """One home, and commands run in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = ManualClock(NOON)
        self.shown = ""

    def around(self, answers: Iterable[str | After] = ()) -> Surroundings:
        """What a command finds; `answers` are given one by one."""
        environment = {
            "COACH_HOME": str(self.folder),
            "COACH_CONFIG": str(self.folder / "config.toml"),
            "COACH_SILENT": "1",
        }
        return Surroundings(environment, self.clock, BERLIN, Typed(self.clock, deque(answers)))

    def run(self, *words: str, answers: Iterable[str | After] = ()) -> int:
        """One command; FaultError for a fault of ours, and for what a terminal would obey."""
        out, err = io.StringIO(), io.StringIO()
        typed = list(answers)
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(words, self.around(typed))
        self.shown = out.getvalue() + err.getvalue()
        require_harmless(self.shown)
        if code not in GOOD_ENDS:
            raise FaultError(f"{' '.join(words[:1])} ends with {code}: {self._last_place()}")
        if self.shown.count("\n") > MOST_LINES + LINES_EACH * len(typed):
            raise FaultError("it shows more lines than was typed")
        return int(code)

    def _last_place(self) -> str:
        log = self.folder / "fault.log"
        if not log.is_file():
            return self.shown.strip().splitlines()[-1][:100]
        lines = log.read_text("utf-8").strip().splitlines()
        place = [line for line in lines if "/coach/" in line][-1]
        named = place.rpartition("/")[2].replace('"', "")
        return f"{lines[-1][:60]} at {named}"


@contextlib.contextmanager
def patient_home() -> Iterator[Home]:
    """A patient who was set up yesterday and paired with the therapist of these tests."""
    with _copied(_patient()) as home:
        yield home


@contextlib.contextmanager
def new_home() -> Iterator[Home]:
    """Nobody yet."""
    with _copied(None) as home:
        yield home


@contextlib.contextmanager
def desk_home() -> Iterator[Home]:
    """A therapist's desk with one patient, Sam."""
    with _copied(_desk()) as home:
        yield home


def patient_papers() -> SealedPapers:
    """The keys of the patient whose documents are made here."""
    return SealedPapers(keys() / "patient")


def therapist_papers() -> SealedPapers:
    """The keys of the therapist whose documents are made here."""
    return SealedPapers(keys() / "therapist")


@contextlib.contextmanager
def _copied(template: Path | None) -> Iterator[Home]:
    folder = Path(mkdtemp(prefix="coach-fuzz-", dir=IN_MEMORY))
    try:
        if template is not None:
            shutil.copytree(template, folder / "home")
        yield Home(folder / "home")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@cache
def made() -> Path:
    """A folder in memory for what serves many inputs, until `drop_made`."""
    return Path(mkdtemp(prefix="coach-fuzz-made-", dir=IN_MEMORY))


def keys() -> Path:
    """Where the keys of both are."""
    return made() / "keys"


@cache
def _patient() -> Path:
    home = Home(made() / "patient-home")
    home.clock.set_wall(NOON.replace(day=1))
    with home.around().coach() as coach:
        coach.log.adopt_patient(PATIENT)
        coach.set_up.finish(SetUpAnswers(program="steady-back", name="Sam", stage=StageCode.MOVE))
        answer_list(coach)
    (home.folder / "keys").mkdir(exist_ok=True)
    patient_papers().key  # noqa: B018 - made at the first look
    shutil.copy(keys() / "patient", home.folder / "keys" / "patient")
    theirs = therapist_papers()
    card = home.folder / "therapist.coachcard"
    card.write_bytes(theirs.write_card(Card("therapist", theirs.key, "", "Ada Berg")))
    words = theirs.fingerprint(theirs.key)
    home.run("pair", "--with", str(card), "--fingerprint", words)
    return home.folder


@cache
def _desk() -> Path:
    home = Home(made() / "desk-home")
    home.run("patient", "list")  # A key without a caseload is what is left of a lost one.
    (home.folder / "keys").mkdir(parents=True)
    therapist_papers().key  # noqa: B018 - made at the first look
    shutil.copy(keys() / "therapist", home.folder / "keys" / "therapist")
    card = home.folder / "sam.coachcard"
    theirs = patient_papers()
    card.write_bytes(theirs.write_card(Card("patient", theirs.key, PATIENT, "")))
    home.run("patient", "add", "Sam", "--card", str(card))
    return home.folder


def drop_made() -> None:
    """Remove what was made for all inputs; it is made anew when it is asked for again."""
    shutil.rmtree(made(), ignore_errors=True)
    for one in (made, _patient, _desk):
        one.cache_clear()
