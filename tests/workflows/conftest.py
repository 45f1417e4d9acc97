"""A coach whose disk can refuse and whose voice is overheard, in one diary."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime

import pytest

from coach.bootstrap import Wishes, build
from coach.clock import ManualClock
from coach.config import Places, Settings
from coach.domain.errors import LogError
from coach.domain.events import Fact, RedFlagAnswered, Stamped
from coach.domain.exported import KeptPlan
from coach.domain.history import F, history_of
from coach.session.cues import Cue
from coach.speech.silent import SilentSpeaker
from coach.store.event_log import SqliteEventLog
from coach.store.opening import open_log
from coach.workflows import watching
from coach.workflows.coach import Coach
from coach.workflows.set_up import SetUpAnswers
from tests.conftest import BERLIN, answer_list


class Disk:
    """A real log whose disk refuses while it is full; every fact on it stands in the diary."""

    def __init__(self, log: SqliteEventLog, diary: list[str]) -> None:
        self._log = log
        self._diary = diary
        self.full = False

    @property
    def writable(self) -> bool:
        return not self.full

    @property
    def refusal(self) -> str:
        return self._log.refusal

    @property
    def open_elsewhere(self) -> bool:
        return self._log.open_elsewhere

    @property
    def patient(self) -> str:
        return self._log.patient

    @property
    def device(self) -> str:
        return self._log.device

    def append(self, facts: Sequence[Fact], *, at: datetime, plan_version: str) -> list[Stamped]:
        if self.full:
            raise LogError("The disk is full", "No space is left. Make room.")
        stamped = self._log.append(facts, at=at, plan_version=plan_version)
        self._diary.extend(f"disk: {type(fact).__name__}" for fact in facts)
        return stamped

    def together(self) -> AbstractContextManager[None]:
        return self._log.together()

    def read(
        self,
        *,
        since: date | None = None,
        until: date | None = None,
        kinds: Sequence[type] | None = None,
    ) -> list[Stamped]:
        return self._log.read(since=since, until=until, kinds=kinds)

    def last_at(self) -> datetime | None:
        return self._log.last_at()

    def everything(self) -> list[Stamped]:
        return self._log.everything()

    def heads(self) -> dict[str, tuple[int, str]]:
        return self._log.heads()

    def adopt_patient(self, patient: str) -> None:
        self._log.adopt_patient(patient)

    def keep_document(self, content: str, seal: str) -> str:
        if self.full:
            raise LogError("The disk is full", "No space is left. Make room.")
        return self._log.keep_document(content, seal)

    def document(self, name: str) -> str | None:
        return self._log.document(name)

    def is_own(self, stamped: Stamped) -> bool:
        return self._log.is_own(stamped)

    def as_recorded(self, facts: Iterable[Stamped]) -> list[Stamped]:
        return self._log.as_recorded(facts)

    def kept_plan(self, name: str) -> KeptPlan | None:
        return self._log.kept_plan(name)

    def close(self) -> None:
        self._log.close()


class Voice(SilentSpeaker):
    """Everything said aloud stands in the diary."""

    def __init__(self, diary: list[str]) -> None:
        super().__init__()
        self._diary = diary

    def say(self, cue: Cue) -> None:
        super().say(cue)
        if cue.spoken:
            self._diary.append(f"said: {cue.text}")


def effects_of(disk: Disk, voice: Voice, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """From now on, in order: when the voice was silenced, and when something was to be written."""
    effects: list[str] = []
    stop, append = voice.stop, disk.append

    def silenced() -> None:
        effects.append("silence")
        stop()

    def tried(facts: Sequence[Fact], *, at: datetime, plan_version: str) -> list[Stamped]:
        effects.append("a try to write")
        return append(facts, at=at, plan_version=plan_version)

    monkeypatch.setattr(voice, "stop", silenced)
    monkeypatch.setattr(disk, "append", tried)
    return effects


@pytest.fixture
def diary() -> list[str]:
    """What reached the disk and what was said, in order."""
    return []


@pytest.fixture
def disk(places: Places, diary: list[str]) -> Iterator[Disk]:
    """The disk of the coach called `overheard`."""
    made = Disk(open_log(places.home), diary)
    yield made
    made.close()


@pytest.fixture
def overheard(places: Places, clock: ManualClock, disk: Disk, diary: list[str]) -> Coach:
    """A coach set up today, on a disk that can refuse, overheard."""
    coach = build(
        places,
        Settings(name="Sam"),
        Wishes(),
        clock=clock,
        zone=BERLIN,
        speaker=Voice(diary),
        log=disk,
    )
    coach.set_up.finish(SetUpAnswers(program="steady-back", name="Sam"))
    answer_list(coach)
    diary.clear()
    assert isinstance(coach.speaker, Voice)
    coach.speaker.said.clear()
    return coach


@pytest.fixture
def voice(overheard: Coach) -> Voice:
    """The voice of the coach called `overheard`."""
    assert isinstance(overheard.speaker, Voice)
    return overheard.speaker


def facts_of(coach: Coach, kind: type[F]) -> list[F]:
    """Every standing fact of one kind."""
    return [fact for _, fact in history_of(coach.log.read(kinds=[kind])).of(kind)]


def answered_since(coach: Coach) -> list[RedFlagAnswered]:
    """Every answer to a safety question but those of the whole list at set-up."""
    return facts_of(coach, RedFlagAnswered)[len(coach.safety.flags.items) :]


def ticked(coach: Coach) -> list[Cue]:
    """What all that is watched says now."""
    heard: list[Cue] = []
    watching.ticked(coach.watchers, heard)
    return heard


def said(coach: Coach) -> list[str]:
    """What a silent coach would have said aloud."""
    assert isinstance(coach.speaker, SilentSpeaker)
    return [cue.text for cue in coach.speaker.said]


Opener = Callable[..., Coach]
