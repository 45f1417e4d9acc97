"""Requests that shell commands leave for the coach that holds the home."""

import errno
import json
import os
import stat
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from coach.bootstrap import make_inbox
from coach.clock import ManualClock
from coach.config import Places
from coach.domain.errors import LogError
from coach.domain.events import NoteWritten, PainScore, SessionEnded, SittingBout
from coach.domain.outcomes import SessionOutcome
from coach.domain.pain import Moment, Reach, Site
from coach.domain.program import StageCode, Surface
from coach.domain.red_flags import Tier
from coach.domain.safety_rhythm import UNREADABLE
from coach.workflows.coach import Coach
from coach.workflows.inbox import RED_FLAG, Inbox, Request
from coach.workflows.requests import Requests
from tests.builders import NINE
from tests.workflows.conftest import Disk, Opener, facts_of

GOOD: dict[str, Any] = {
    "what": "pain",
    "at": "2027-03-01T09:00:00+01:00",
    "surface": "",
    "back": 2,
    "leg": 5,
    "reach": "calf",
    "note": "",
}


@pytest.fixture
def folder(places: Places) -> Path:
    """Where requests lie."""
    return places.home / "inbox"


@pytest.fixture
def inbox(places: Places) -> Inbox:
    """The inbox as another program sees it."""
    return make_inbox(places.home)


def sit(at: datetime) -> Request:
    return Request("sit", at, surface="firm")


def test_an_inbox_that_does_not_exist_is_empty(inbox: Inbox) -> None:
    assert inbox.take() == []


def test_requests_come_in_the_order_they_were_made(inbox: Inbox) -> None:
    made = [sit(NINE), Request("stand", NINE + timedelta(minutes=5)), sit(NINE)]
    for request in made:
        inbox.put(request)
    assert list(inbox.take()) == made


def test_a_request_is_kept_until_it_is_done(inbox: Inbox) -> None:
    inbox.put(sit(NINE))
    (request,) = inbox.take()
    assert list(inbox.take()) == [request]
    inbox.done(request)
    assert inbox.take() == []


def test_it_outlives_both_programs(inbox: Inbox, places: Places) -> None:
    inbox.put(sit(NINE))
    assert list(make_inbox(places.home).take()) == [sit(NINE)]


def test_nobody_takes_back_what_is_being_carried_out(inbox: Inbox, places: Places) -> None:
    """The rename is one step: it is either carried out or taken back, never both."""
    inbox.put(sit(NINE))
    (request,) = inbox.take()
    other = make_inbox(places.home)
    assert other.waits(sit(NINE))
    assert inbox.claim(request)
    assert not other.waits(sit(NINE))
    assert not other.take_back(sit(NINE))
    inbox.done(request)
    assert inbox.take() == []


def test_what_was_taken_back_in_time_is_not_carried_out(coach: Coach, places: Places) -> None:
    coach.inbox.put(sit(NINE))
    seen = coach.inbox.take()
    assert make_inbox(places.home).take_back(sit(NINE))
    assert not coach.inbox.claim(seen[0])
    assert coach.requests.poll() == []
    assert coach.guard.now() is None


def test_what_a_coach_claimed_that_died_is_carried_out_by_the_next(
    coach: Coach, places: Places, clock: ManualClock
) -> None:
    coach.inbox.put(Request("pain", clock.now(), back=1, leg=2))
    dead = make_inbox(places.home)
    assert dead.claim(dead.take()[0])
    assert len(coach.requests.poll()) == 1
    assert coach.inbox.take() == []


def test_what_is_half_written_is_not_read(inbox: Inbox, folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "0.part").write_text('{"what": "si')
    assert inbox.take() == []


def test_a_disk_that_refuses_a_request_has_nothing_left_over_of_it(
    inbox: Inbox, folder: Path, monkeypatch: pytest.MonkeyPatch, clock: ManualClock
) -> None:
    def refuses(_: int) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(os, "fsync", refuses)
    with pytest.raises(OSError, match="no space left"):
        inbox.put(Request("stand", clock.now()))
    assert list(folder.iterdir()) == []


def test_only_the_person_can_read_it(inbox: Inbox, folder: Path) -> None:
    inbox.put(sit(NINE))
    (file,) = folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "null",
        "3",
        '"sit"',
        "{}",
        "[" * 5000,
        "\udcff",
        json.dumps({**GOOD, "what": "begin"}),
        json.dumps({**GOOD, "what": "sit", "surface": "throne"}),
        json.dumps({**GOOD, "what": "sit", "surface": None}),
        json.dumps({**GOOD, "at": "yesterday"}),
        json.dumps({**GOOD, "at": 3}),
        json.dumps({**GOOD, "at": "2027-03-01T09:00:00"}),
        json.dumps({**GOOD, "back": 11}),
        json.dumps({**GOOD, "leg": -1}),
        json.dumps({**GOOD, "leg": 2.5}),
        json.dumps({**GOOD, "leg": "3"}),
        json.dumps({**GOOD, "leg": True}),
        json.dumps({**GOOD, "reach": "moon"}),
        json.dumps({**GOOD, "reach": 3}),
        json.dumps({**GOOD, "note": None}),
        json.dumps({**GOOD, "extra": 1}),
        json.dumps({**GOOD, "note": "x" * 20000}),
    ],
)
def test_what_is_no_request_is_set_aside_and_the_others_are_carried_out(
    inbox: Inbox, folder: Path, content: str
) -> None:
    folder.mkdir(parents=True)
    (folder / "0.json").write_text(content, encoding="utf-8", errors="surrogateescape")
    inbox.put(sit(NINE))
    assert list(inbox.take()) == [sit(NINE)]
    assert list(inbox.unread()) == ["0.json"]
    inbox.set_aside("0.json")
    assert list(inbox.unread()) == []
    assert list(inbox.take()) == [sit(NINE)]
    assert (folder / "0.unread").exists()
    assert not (folder / "0.json").exists()


def test_a_note_is_made_harmless(inbox: Inbox, folder: Path) -> None:
    folder.mkdir(parents=True)
    row = {**GOOD, "note": "slept\x1b[31m badly\n\ton my side"}
    (folder / "0.json").write_text(json.dumps(row))
    (request,) = inbox.take()
    assert request.note == "slept\ufffd[31m badly on my side"


def test_a_file_that_cannot_be_read_just_now_is_looked_at_again(inbox: Inbox, folder: Path) -> None:
    (folder / "0.json").mkdir(parents=True)
    inbox.put(sit(NINE))
    assert list(inbox.take()) == [sit(NINE)]
    assert list(inbox.unread()) == ["0.json"]
    inbox.set_aside("0.json")
    assert list(inbox.unread()) == ["0.json"]


# --- carried out by the open coach


def test_pain_from_the_shell_is_one_fact_for_each_site(coach: Coach, clock: ManualClock) -> None:
    asked_at = clock.now()
    coach.inbox.put(Request("pain", asked_at, back=0, leg=6, reach="calf", note="After a walk."))
    clock.advance(60)
    (cue,) = coach.requests.poll()
    assert cue.text == "Pain noted."
    scores = {fact.site: fact for fact in facts_of(coach, PainScore)}
    assert (scores[Site.BACK].score, scores[Site.LEG].score) == (0, 6)
    assert scores[Site.LEG].reach is Reach.CALF
    assert scores[Site.LEG].moment is Moment.NOW
    assert [fact.text for fact in facts_of(coach, NoteWritten)] == ["After a walk."]
    assert {stamped.at for stamped in coach.log.read(kinds=[PainScore])} == {asked_at}


def test_sitting_from_the_shell_counts_from_when_it_was_said(
    coach: Coach, clock: ManualClock
) -> None:
    coach.inbox.put(Request("sit", clock.now(), surface="hard"))
    clock.advance(180)
    coach.requests.poll()
    now = coach.guard.now()
    assert now is not None
    assert (now.surface, now.minutes) == (Surface.HARD, 3)
    coach.inbox.put(Request("stand", clock.now()))
    coach.requests.poll()
    assert [bout.minutes for bout in facts_of(coach, SittingBout)] == [3.0]


def test_what_was_carried_out_is_not_carried_out_again(coach: Coach, clock: ManualClock) -> None:
    coach.inbox.put(Request("pain", clock.now(), back=1, leg=2))
    coach.requests.poll()
    assert coach.requests.poll() == []
    assert len(facts_of(coach, PainScore)) == 2


def test_with_a_full_disk_a_request_waits(overheard: Coach, disk: Disk, clock: ManualClock) -> None:
    overheard.inbox.put(Request("pain", clock.now(), back=1, leg=2))
    disk.full = True
    with pytest.raises(LogError):
        overheard.requests.poll()
    (request,) = overheard.inbox.take()
    assert overheard.inbox.waits(request)
    disk.full = False
    overheard.requests.poll()
    assert len(facts_of(overheard, PainScore)) == 2


@pytest.mark.parametrize("safety_only", [False, True])
def test_a_yes_given_elsewhere_locks_though_the_disk_is_full_and_the_machine_slept(
    overheard: Coach, disk: Disk, clock: ManualClock, safety_only: bool
) -> None:
    overheard.today.look()
    clock.sleep_machine(3600)
    disk.full = True
    overheard.inbox.put(Request(RED_FLAG, clock.now(), item="saddle-numb"))
    with suppress(LogError):
        overheard.requests.poll(safety_only=safety_only)
    assert overheard.safety.hold() is not None


def test_a_yes_to_a_question_that_nobody_knows_any_more_locks_as_the_most_urgent(
    coach: Coach, clock: ManualClock
) -> None:
    coach.inbox.put(Request(RED_FLAG, clock.now(), item="of-an-older-list"))
    coach.requests.poll()
    hold = coach.safety.hold()
    assert hold is not None
    assert hold.tier is Tier.EMERGENCY
    assert coach.requests.poll() == []


ENDED = {
    "table": "session_ended",
    "session": "s1",
    "stage": "B",
    "outcome": "ended_early",
    "minutes": 4.5,
}
SCORE = {
    "table": "pain_score",
    "site": "leg",
    "score": 3,
    "moment": "during",
    "reach": None,
    "session": "s1",
}
LEFT = {"what": "session", "at": GOOD["at"], "facts": [ENDED, SCORE]}


def left(inbox: Inbox, folder: Path, **changed: Any) -> list[Request]:
    """What is read of a session's facts that wait in a file."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "0.json").write_text(json.dumps({**LEFT, **changed}))
    return list(inbox.take())


def test_facts_of_a_session_wait_in_a_file_exactly_as_they_are(inbox: Inbox, folder: Path) -> None:
    (request,) = left(inbox, folder)
    assert request.facts == (
        SessionEnded(
            session="s1", stage=StageCode.MOVE, outcome=SessionOutcome.ENDED_EARLY, minutes=4.5
        ),
        PainScore(site=Site.LEG, score=3, moment=Moment.DURING, session="s1"),
    )
    inbox.done(request)
    inbox.put(request)
    assert list(inbox.take()) == [request]


@pytest.mark.parametrize(
    "facts",
    [
        [],
        [{"table": "safety_cleared", "by": "self_attested", "note": "", "clears": None}],
        [{"table": "answer_given", "instrument": "talked", "item": "therapist", "value": "yes"}],
        [{**SCORE, "score": 11}],
        [{**SCORE, "score": "3"}],
        [{**ENDED, "outcome": "won"}],
        [{**ENDED, "minutes": -1}],
        [{**ENDED, "more": 1}],
        [["session_ended"]],
        "session_ended",
    ],
)
def test_what_no_session_wrote_bars_nothing_else_and_asks_for_the_whole_list(
    facts: Any, inbox: Inbox, folder: Path, coach: Coach, clock: ManualClock
) -> None:
    assert left(inbox, folder, facts=facts) == []
    coach.inbox.put(Request("pain", clock.now(), back=1, leg=2))
    assert [cue.text for cue in coach.requests.poll()] == ["Pain noted."]
    due = coach.safety.list_due()
    assert due is not None
    assert due.why == UNREADABLE


def test_only_what_a_session_left_has_facts(inbox: Inbox, folder: Path) -> None:
    assert left(inbox, folder, what="stand") == []


def test_a_coach_that_only_reads_leaves_requests_to_the_one_that_writes(
    coach: Coach, open_coach: Opener, clock: ManualClock
) -> None:
    second = open_coach()
    second.inbox.put(Request("pain", clock.now(), back=1, leg=2))
    assert second.requests.poll() == []
    assert len(coach.requests.poll()) == 1


def test_a_command_may_carry_its_own_request_out(coach: Coach, clock: ManualClock) -> None:
    requests = Requests(
        coach.inbox,
        coach.guard,
        coach.check_in,
        coach.safety,
        coach.answers,
        coach.timers,
        coach.tasks,
        coach.reminders.arrive,
    )
    (cue,) = requests.carry_out(Request("stand", clock.now()))
    assert "not sitting" in cue.text
