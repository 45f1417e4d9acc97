"""A yes that the log refused: kept beside it at once, tried again, and written once."""

import pytest

from coach.clock import ManualClock
from coach.config import Places
from coach.domain.errors import LogError
from coach.domain.events import RedFlagAnswered, SafetyHold
from coach.domain.red_flags import RedFlag, Tier
from coach.domain.safety_rhythm import UNFINISHED
from coach.store.files import spare_file
from coach.store.spare import Spare
from coach.tui.patient.day_watch import DayWatch
from coach.workflows.coach import Coach
from coach.workflows.inbox import RED_FLAG, Request
from coach.workflows.safety import NOT_SAVED_YET
from tests.workflows.conftest import Disk, Opener, Voice, answered_since, facts_of

NEUTRAL = "Please stop and read the screen now."


def locking(coach: Coach) -> list[RedFlag]:
    return [item for item in coach.safety.flags.items if item.tier.locks]


def unsaved(coach: Coach) -> bool:
    return coach.safety.has_unwritten


def refused_yes(coach: Coach, disk: Disk, tier: Tier = Tier.EMERGENCY) -> RedFlag:
    """A yes while the disk is full."""
    flag = next(item for item in locking(coach) if item.tier is tier)
    disk.full = True
    coach.safety.answered(flag, True)
    return flag


def test_it_outlives_a_kill_right_after(
    overheard: Coach, disk: Disk, open_coach: Opener, clock: ManualClock
) -> None:
    began = clock.now()
    refused_yes(overheard, disk)
    disk.close()  # Nothing is closed in order: the program is gone.
    clock.advance(600)
    later = open_coach()
    later.requests.poll(safety_only=True)
    hold = later.safety.hold()
    assert hold is not None
    assert hold.since == began
    assert len(facts_of(later, SafetyHold)) == 1


@pytest.mark.parametrize("in_session", [False, True])
@pytest.mark.parametrize("led", [False, True])
def test_the_next_look_after_the_log_is_free_writes_it_once(
    overheard: Coach, disk: Disk, voice: Voice, in_session: bool, led: bool
) -> None:
    watch = DayWatch(overheard)
    flag = refused_yes(overheard, disk)
    for _ in range(3):
        watch.second(in_session=in_session, led=led)
    assert answered_since(overheard) == []
    assert unsaved(overheard)
    disk.full = False
    for _ in range(3):
        watch.second(in_session=in_session, led=led)
    assert [fact.item for fact in answered_since(overheard)] == [flag.id]
    assert len(facts_of(overheard, SafetyHold)) == 1
    assert not unsaved(overheard)
    assert overheard.inbox.take() == []
    assert [cue.text for cue in voice.said] == [NEUTRAL]


def test_two_of_them_are_both_written_once(overheard: Coach, disk: Disk) -> None:
    flags = [refused_yes(overheard, disk, tier) for tier in (Tier.SAME_DAY, Tier.EMERGENCY)]
    overheard.requests.poll()
    disk.full = False
    overheard.requests.poll()
    overheard.safety.save_waiting()
    assert [fact.item for fact in answered_since(overheard)] == [flag.id for flag in flags]
    assert overheard.inbox.take() == []


def test_what_is_in_the_log_already_is_not_written_again(
    overheard: Coach, disk: Disk, voice: Voice
) -> None:
    """Who wrote it died before the file was gone, and the hold was cleared since."""
    refused_yes(overheard, disk)
    (kept,) = overheard.inbox.take()
    disk.full = False
    overheard.safety.save_waiting()
    overheard.safety.attest("2027-03-01")
    voice.said.clear()
    overheard.inbox.put(kept)
    overheard.requests.poll()
    assert overheard.safety.hold() is None
    assert len(facts_of(overheard, SafetyHold)) == 1
    assert overheard.inbox.take() == []
    assert not voice.said


def test_one_given_elsewhere_stays_on_disk_until_the_log_has_it(
    overheard: Coach, disk: Disk, clock: ManualClock, voice: Voice
) -> None:
    given = Request(RED_FLAG, clock.now(), item="saddle-numb")
    overheard.inbox.put(given)
    disk.full = True
    for _ in range(3):
        overheard.requests.poll()
    assert list(overheard.inbox.take()) == [given]
    assert overheard.safety.hold() is not None
    assert [cue.text for cue in voice.said] == [NEUTRAL]
    disk.full = False
    overheard.requests.poll()
    assert [fact.item for fact in answered_since(overheard)] == ["saddle-numb"]
    assert overheard.inbox.take() == []


def test_two_given_elsewhere_lock_with_the_more_urgent_though_neither_is_written(
    overheard: Coach, disk: Disk, clock: ManualClock
) -> None:
    for tier in (Tier.SAME_DAY, Tier.EMERGENCY):
        flag = next(item for item in locking(overheard) if item.tier is tier)
        overheard.inbox.put(Request(RED_FLAG, clock.now(), item=flag.id))
    disk.full = True
    overheard.requests.poll()
    hold = overheard.safety.hold()
    assert hold is not None
    assert hold.tier is Tier.EMERGENCY


def test_a_coach_that_only_reads_learns_that_the_other_wrote_it(
    coach: Coach, open_coach: Opener
) -> None:
    reader = open_coach()
    reader.safety.answered(locking(reader)[0], True)
    reader.safety.save_waiting()
    assert unsaved(reader)
    coach.requests.poll()
    reader.safety.save_waiting()
    assert not unsaved(reader)
    coach.safety.attest("2027-03-01")
    assert reader.safety.hold() is None
    reader.close()
    assert coach.inbox.take() == []
    assert [fact.answer for fact in facts_of(coach, RedFlagAnswered)].count(True) == 1


def test_a_list_that_was_left_while_the_log_refused_is_due_in_the_next_coach(
    overheard: Coach, disk: Disk, open_coach: Opener
) -> None:
    disk.full = True
    overheard.safety.list_left()
    overheard.close()
    disk.close()
    later = open_coach()
    assert later.safety.list_due() is None
    later.requests.poll()
    due = later.safety.list_due()
    assert due is not None
    assert due.why == UNFINISHED
    assert later.inbox.take() == []


def test_an_opening_yes_that_was_never_written_asks_in_the_next_coach(
    overheard: Coach, disk: Disk, open_coach: Opener
) -> None:
    disk.full = True
    overheard.safety.opening_answered(True)
    overheard.close()
    disk.close()
    later = open_coach()
    later.requests.poll()
    assert later.safety.list_due() is not None


def test_what_asks_for_the_list_is_written_by_the_next_look_too(
    overheard: Coach, disk: Disk
) -> None:
    watch = DayWatch(overheard)
    disk.full = True
    overheard.safety.opening_answered(True)
    disk.full = False
    watch.second(in_session=True)
    assert [fact.item for fact in answered_since(overheard)] == ["opening"]


@pytest.fixture
def spare(overheard: Coach, disk: Disk, places: Places) -> Spare:
    """The last room of a disk that takes no fact and no file any more."""
    (places.home / "inbox").write_text("in the way")
    disk.full = True
    return Spare(spare_file(places.home / "coach.db"))


def test_where_no_file_is_taken_it_outlives_a_kill_and_is_written_once(
    overheard: Coach, disk: Disk, spare: Spare, open_coach: Opener, clock: ManualClock
) -> None:
    began = clock.now()
    flag = refused_yes(overheard, disk)
    assert len(spare.read()) == 1
    disk.close()
    clock.advance(600)
    for _ in range(2):
        later = open_coach()
        later.requests.poll(safety_only=True)
        hold = later.safety.hold()
        assert hold is not None
        assert hold.since == began
        assert [fact.item for fact in answered_since(later)] == [flag.id]
        assert spare.read() == {}
        later.close()


def test_where_no_file_is_taken_it_is_written_by_the_coach_that_is_open(
    overheard: Coach, disk: Disk, spare: Spare
) -> None:
    """Found there by its own look as well, it is one yes all the same."""
    flags = [refused_yes(overheard, disk, tier) for tier in (Tier.SAME_DAY, Tier.EMERGENCY)]
    assert overheard.safety.not_saved == NOT_SAVED_YET
    overheard.requests.poll(safety_only=True)
    assert len(spare.read()) == 2
    disk.full = False
    overheard.requests.poll(safety_only=True)
    assert [fact.item for fact in answered_since(overheard)] == [flag.id for flag in flags]
    assert spare.read() == {}
    assert overheard.safety.not_saved == ""


def test_where_no_file_is_taken_a_list_that_was_left_is_due_in_the_next_coach(
    overheard: Coach, disk: Disk, spare: Spare, open_coach: Opener, places: Places
) -> None:
    overheard.safety.list_left()
    overheard.close()
    disk.close()
    (places.home / "inbox").unlink()
    later = open_coach()
    assert later.safety.list_due() is None
    later.requests.poll()
    due = later.safety.list_due()
    assert due is not None
    assert due.why == UNFINISHED
    assert spare.read() == {}


def test_what_lies_in_the_last_room_waits_until_it_is_taken_back(
    overheard: Coach, spare: Spare, clock: ManualClock
) -> None:
    request = Request(RED_FLAG, clock.now(), item="saddle-numb")
    assert not overheard.inbox.take_back(request)
    overheard.inbox.put_anyhow(request)
    assert overheard.inbox.waits(request)
    assert overheard.inbox.claim(request)
    overheard.inbox.leave(request)
    assert overheard.inbox.take_back(request)
    assert not overheard.inbox.waits(request)
    assert not overheard.inbox.claim(request)
    assert spare.read() == {}


def test_a_list_that_cannot_be_marked_as_due_waits_on(overheard: Coach, disk: Disk) -> None:
    overheard.inbox.put(Request("list", overheard.records.now()))
    disk.full = True
    with pytest.raises(LogError):
        overheard.requests.poll()
    disk.full = False
    overheard.requests.poll()
    assert overheard.safety.list_due() is not None
