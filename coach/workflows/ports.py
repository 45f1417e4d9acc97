"""What the workflows need of the world; adapters satisfy these by shape, nobody inherits."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from coach.domain.caseload import Enrolled, Head
    from coach.domain.documents import Card, LogDocument, PlanDocument, SignedPlan
    from coach.domain.events import Fact, Stamped
    from coach.domain.exercise import Exercise
    from coach.domain.exported import KeptPlan
    from coach.domain.instrument import Instrument
    from coach.domain.lesson import FirstAid, Lesson
    from coach.domain.program import Program
    from coach.domain.red_flags import RedFlagList
    from coach.session.cues import Cue
    from coach.session.heard import Heard
    from coach.session.voice_choice import InstalledVoice, VoiceChoice


class EventLog(Protocol):
    """The append-only log of facts."""

    @property
    def writable(self) -> bool:
        """False when another coach holds the home or the disk refuses; reading still works."""

    @property
    def refusal(self) -> str:
        """Why it cannot be written, in one sentence; empty when it can."""

    @property
    def open_elsewhere(self) -> bool:
        """Whether another coach held the home when this one was opened, and writes alone."""

    @property
    def patient(self) -> str:
        """The id of the patient whose log this is."""

    @property
    def device(self) -> str:
        """The id under which this log numbers its facts."""

    def is_own(self, stamped: "Stamped") -> bool:
        """Whether a fact was written in this home, and did not come in from another one."""

    def as_recorded(self, facts: "Iterable[Stamped]") -> "list[Stamped]":
        """In the order they were recorded here, whatever the clock said; of other homes first."""

    def append(
        self, facts: "Sequence[Fact]", *, at: datetime, plan_version: str
    ) -> "list[Stamped]":
        """Write all of `facts` in one transaction; on disk when this returns. LogError if not."""

    def together(self) -> AbstractContextManager[None]:
        """What is appended inside is one unit: on disk as a whole at the end, or not at all."""

    def read(
        self,
        *,
        since: date | None = None,
        until: date | None = None,
        kinds: Sequence[type] | None = None,
    ) -> "list[Stamped]":
        """Facts that stand (not retracted) with `since <= day <= until`, oldest first."""

    def last_at(self) -> datetime | None:
        """When the newest fact was recorded; None for an empty log."""

    def everything(self) -> "list[Stamped]":
        """Every fact of the patient, retracted ones too, by device and number. LogError if not."""

    def heads(self) -> dict[str, tuple[int, str]]:
        """For each device the number and the chain hash of its newest fact. LogError if not."""

    def adopt_patient(self, patient: str) -> None:
        """Make this the log of `patient`. RefusedError when it holds facts of another one."""

    def keep_document(self, content: str, seal: str) -> str:
        """Keep a signed plan word for word, with its seal; its SHA-256. LogError if not."""

    def document(self, name: str) -> str | None:
        """The plan kept under this SHA-256; None when there is none."""

    def kept_plan(self, name: str) -> "KeptPlan | None":
        """The plan kept under this SHA-256 with its seal; None when there is none."""


class Caseload(Protocol):
    """The therapist's database: patients, their logs, and how far each log has come."""

    @property
    def refusal(self) -> str:
        """Why nothing may be written here, in one sentence; empty when it may."""

    def patients(self) -> "list[Enrolled]":
        """Everyone, by name."""

    def enrol(self, enrolled: "Enrolled") -> None:
        """Add a patient; InputError for an id or a key that is here already."""

    def rename(self, patient: str, name: str) -> None:
        """Call a patient something else from now on."""

    def change_key(self, patient: str, key: str) -> None:
        """Let another key sign for a patient from now on. InputError for one that is taken."""

    def log(self, patient: str) -> EventLog:
        """The log of one patient, with the therapist's own facts about them."""

    def heads(self, patient: str) -> "dict[str, Head]":
        """For each of the patient's devices, the highest number that was ever signed."""

    def take_in(
        self,
        patient: str,
        facts: "Sequence[Stamped]",
        heads: "Sequence[Head]",
        *,
        restored: bool = False,
    ) -> int:
        """Merge facts and remember heads in one unit; how many facts were new.

        With `restored` heads may be lower than those that are remembered. RefusedError for a gap, a
        rewritten fact, facts of another patient or a device of somebody else, what takes back a
        fact of the therapist's, or a head that the facts do not lead to; nothing is written then.
        """

    def signs(self) -> Mapping[str, str]:
        """What was kept to show each patient's line without reading their log again."""

    def keep_signs(self, signs: Mapping[str, str]) -> None:
        """Keep what shows patients' lines; gone as soon as facts of theirs are taken in."""

    def drop_signs(self, patient: str) -> None:
        """Forget what shows a patient's line: something of theirs changed."""

    def forget(self, patient: str) -> dict[str, int]:
        """Remove everything about a patient; what was removed, by table."""


class Papers(Protocol):
    """Documents that leave the home: signed inside with the home's own key, encrypted outside."""

    @property
    def key(self) -> str:
        """The home's own public key in hexadecimal; made when it is asked for first."""

    @property
    def key_to_hand_over(self) -> str:
        """The same for a card: where the key was lost, another one is made."""

    def renew(self) -> None:
        """Another key in the place of a lost one. InputError while one is there, LogError."""

    def fingerprint(self, key: str) -> str:
        """Six words that stand for a key, to be read aloud and compared."""

    def card_words(self, card: "Card") -> str:
        """A card as words to be read aloud and typed."""

    def read_card_words(self, text: str) -> "Card":
        """InputError names the word that is none, or says that the words do not fit together."""

    def write_card(self, card: "Card") -> bytes:
        """A card as a short text file."""

    def read_card(self, data: bytes) -> "Card":
        """InputError for what is no card."""

    def seal_plan(self, plan: "PlanDocument") -> "tuple[bytes, SignedPlan]":
        """The file for the patient, and what was signed."""

    def sealed_mark(self, reader: str) -> bytes:
        """How every sealed file for this reader's key begins: only such a one is replaced."""

    def seal_plan_again(self, content: str, seal: str) -> bytes:
        """The file of a plan that was kept. RefusedError when its signature does not fit."""

    def verify_plan(self, content: str, seal: str) -> "SignedPlan":
        """A plan that was kept with its seal. RefusedError when its signature does not fit."""

    def open_plan(self, data: bytes) -> "SignedPlan":
        """RefusedError: unsigned, changed, or for someone else; InputError: no plan at all."""

    def read_plan(self, content: str) -> "PlanDocument":
        """A plan from the text that was kept; LogError when that is none."""

    def seal_log(self, log: "LogDocument", reader: str) -> bytes:
        """The file for the therapist whose key is `reader`; `sender` must be the own key."""

    def open_log(self, data: bytes) -> "LogDocument":
        """RefusedError: unsigned, changed, cut short, or for someone else; InputError: no log."""


class PaperFiles(Protocol):
    """Files that go from hand to hand."""

    def read(self, path: Path) -> bytes:
        """What is in a file. InputError when it cannot be read or is too long for any document."""

    def write(self, path: Path, data: bytes) -> None:
        """Write a file whole, for its owner's eyes alone. InputError when that fails.

        Only a former file of the same kind, and for the same reader, is replaced.
        """


class ProgramShelf(Protocol):
    """Programs, exercises and safety texts: shipped ones, and the person's own that win by id."""

    def refresh(self) -> None:
        """Forget what was read so far: a file of it was written anew."""

    def programs(self) -> "list[Program]":
        """Every program that loads without a problem, by title."""

    def program(self, program_id: str) -> "Program":
        """InputError when there is none with this id."""

    def plan_program(self, content: str) -> "Program":
        """The program of a signed plan from the text that was kept of it.

        LogError when the text is no plan, InputError when its program cannot be used.
        """

    def plan_exercises(self, content: str) -> "Mapping[str, Exercise]":
        """The exercises that came with a signed plan, by id; raises as `plan_program` does."""

    def follow_plan(self, content: str) -> "Program":
        """`plan_program`; from then on the exercises that came with the plan win by id."""

    def exercise(self, exercise_id: str) -> "Exercise":
        """InputError when there is none with this id."""

    def exercises(self) -> "list[Exercise]":
        """The whole catalogue, by code."""

    def red_flags(self) -> "RedFlagList":
        """The safety questions and what to do after a yes."""

    def instruments(self) -> "list[Instrument]":
        """Every questionnaire that loads without a problem, by id."""

    def instrument(self, instrument_id: str) -> "Instrument":
        """InputError when there is none with this id."""

    def lessons(self) -> "list[Lesson]":
        """Every lesson, by number; without first aid."""

    def first_aid(self) -> "FirstAid":
        """What to do first on a bad day; CoachError when no file of it can be read."""


class OwnPrograms(Protocol):
    """A therapist's own programs on disk; nothing in it is ever overwritten."""

    def newest_version(self, program_id: str) -> int:
        """The version that is kept; 0 when there is none. InputError when it cannot be read."""

    def save(self, program: "Program") -> str:
        """Keep it under its id, an earlier version beside it; where it is.

        InputError when a version as high is there, or when its text does not read back the same.
        """


class SpeechHealth(Protocol):
    """How the voice is doing, in words for a person."""

    @property
    def voice(self) -> str:
        """`ok`, `starting`, `failed` or `off`."""

    @property
    def sound(self) -> str:
        """`ok`, `none` or `unknown`."""

    @property
    def mode(self) -> str:
        """`voice`, `tones`, `text` or `off`."""

    @property
    def engine(self) -> str:
        """Which engine speaks."""

    @property
    def detail(self) -> str:
        """What to do, empty when all is well."""


class Speaker(Protocol):
    """The one owner of the sound device."""

    def prepare(self, texts: Sequence[str]) -> None:
        """Get these lines ready ahead of need; returns at once."""

    def say(self, cue: "Cue") -> None:
        """Queue one cue; returns at once, never raises."""

    def wake(self) -> None:
        """A cue comes in a moment: wake the sound device, so that it begins on time."""

    def speak_at(self, words_per_minute: int) -> None:
        """Say and prepare from now on at this rate; the settings' own rate comes back with it."""

    def change(self, choice: "VoiceChoice") -> None:
        """Sound like this from now on; what is being said is said to its end as it began."""

    def voices(self, timeout_seconds: float) -> "Sequence[InstalledVoice]":
        """Installed voices that speak the language, by name; none when the time is up.

        Blocks, so it is asked on a thread.
        """

    def stop(self) -> None:
        """Silence now, and drop what is queued."""

    def is_quiet(self) -> bool:
        """Nothing playing, nothing waiting."""

    def wait_until_quiet(self, timeout_seconds: float) -> bool:
        """Block until quiet or until the time is up; whether it is quiet."""

    def health(self) -> SpeechHealth:
        """How voice and sound are doing."""

    def close(self) -> None:
        """End every process and remove every temporary file."""


class ListenHealth(Protocol):
    """How listening is doing, in words for a person."""

    @property
    def state(self) -> str:
        """`off`, `starting`, `ok`, `none` (no microphone) or `failed`."""

    @property
    def phrases(self) -> bool:
        """Whether phrases are made out besides claps."""

    @property
    def detail(self) -> str:
        """What to do, empty when all is well."""


class Listener(Protocol):
    """The one owner of the microphone; nothing here waits, nothing raises."""

    def begin(self) -> None:
        """A session begins: open the microphone in the background."""

    def attend(self) -> None:
        """Listen from now on; holds for a moment, so it is asked at every look at the clock."""

    def ignore(self) -> None:
        """Throw away what is recorded from now on."""

    def take(self) -> "Sequence[Heard]":
        """What was heard since the last call, oldest first."""

    def is_hearing(self) -> bool:
        """Whether somebody speaks just now, or what was said is being thought about."""

    def health(self) -> ListenHealth:
        """How listening is doing."""

    def end(self) -> None:
        """The session is over: the microphone is closed."""

    def close(self) -> None:
        """End every process."""


class Alarm(Protocol):
    """Wakes a running coach at a time; never the record of what is due."""

    def set(self, due: Sequence[datetime], wake: Callable[[], None]) -> None:
        """Forget earlier times and wake at each of these; `wake` may run on another thread."""

    def poke(self) -> None:
        """Look at the clock again: after a sleep that was not noticed."""

    def close(self) -> None:
        """Stop waking."""
