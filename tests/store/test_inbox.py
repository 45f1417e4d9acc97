"""Requests of a program that was ended, or goes on: none is lost, and none is carried out twice."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coach.bootstrap import make_inbox
from coach.store.home_lock import HomeLock
from coach.store.inbox import INBOX
from coach.workflows.inbox import RED_FLAG, Request

YES = Request(RED_FLAG, datetime(2027, 3, 1, 9, tzinfo=UTC), item="saddle-numb")


def _begun(home: Path) -> Path:
    """What somebody leaves who was killed before the file had its name."""
    make_inbox(home).put(YES)
    (file,) = (home / INBOX).iterdir()
    return file.rename(file.with_suffix(".part"))


def test_a_whole_one_that_never_got_its_name_is_carried_out_once(tmp_path: Path) -> None:
    _begun(tmp_path)
    inbox, other = make_inbox(tmp_path), make_inbox(tmp_path)
    assert (list(inbox.take()), list(other.take())) == ([YES], [YES])
    assert inbox.unread() == ()
    assert inbox.waits(YES)
    assert (inbox.claim(YES), other.claim(YES)) == (True, False)
    inbox.done(YES)
    assert not list((tmp_path / INBOX).iterdir())


def test_it_can_be_taken_back(tmp_path: Path) -> None:
    _begun(tmp_path)
    assert make_inbox(tmp_path).take_back(YES)
    assert make_inbox(tmp_path).take() == []


@pytest.mark.parametrize("length", [0, 1, 40])
def test_one_that_was_cut_is_told_and_goes_out_of_the_way(tmp_path: Path, length: int) -> None:
    part = _begun(tmp_path)
    os.truncate(part, length)
    inbox = make_inbox(tmp_path)
    assert (inbox.take(), inbox.unread()) == ([], (part.name,))
    inbox.set_aside(part.name)
    assert [one.suffix for one in (tmp_path / INBOX).iterdir()] == [".unread"]


def test_one_that_is_written_just_now_is_nobodys_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[object] = []
    honest = json.dump

    def looked_at_halfway(*given: object) -> None:
        seen.append(make_inbox(tmp_path).unread())
        honest(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(json, "dump", looked_at_halfway)
    make_inbox(tmp_path).put(YES)
    assert seen == [()]
    assert make_inbox(tmp_path).take() == [YES]


def test_one_that_is_claimed_before_it_has_its_name_was_put_and_is_done_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / INBOX).mkdir()
    other, honest = make_inbox(tmp_path), os.fsync

    def claimed(handle: int) -> None:
        honest(handle)
        monkeypatch.setattr(os, "fsync", honest)
        assert other.take() == [YES]
        assert other.claim(YES)

    monkeypatch.setattr(os, "fsync", claimed)
    make_inbox(tmp_path).put(YES)
    other.done(YES)
    assert make_inbox(tmp_path).take() == []


def test_where_the_lock_cannot_be_had_it_is_put_all_the_same(tmp_path: Path) -> None:
    HomeLock(tmp_path, INBOX).file.mkdir()
    make_inbox(tmp_path).put(YES)
    assert make_inbox(tmp_path).take() == [YES]
