"""Rehearsing: what will be heard, without log or clock."""

from itertools import pairwise

import pytest

from coach.domain.errors import InputError
from coach.domain.program import StageCode
from coach.session.between import session_seconds
from coach.workflows.coach import Coach


def test_the_whole_script_comes_at_once_in_order(new_coach: Coach) -> None:
    program, stage, script = new_coach.rehearsal.script("steady-back")
    assert (program.id, stage) == ("steady-back", StageCode.CALM)
    offsets = [line.offset_seconds for line in script.lines]
    assert all(later >= earlier for earlier, later in pairwise(offsets))
    assert script.lines
    assert new_coach.log.read() == []


@pytest.mark.parametrize("word", ["C", "c", " C "])
def test_a_stage_is_named_by_its_letter(new_coach: Coach, word: str) -> None:
    assert new_coach.rehearsal.script("steady-back", word)[1] is StageCode.BUILD


def test_a_stage_that_is_not_there_is_answered_with_those_that_are(new_coach: Coach) -> None:
    with pytest.raises(InputError, match="A, B, C, D"):
        new_coach.rehearsal.script("steady-back", "Z")


def test_an_unknown_program_is_refused(new_coach: Coach) -> None:
    with pytest.raises(InputError, match="no program"):
        new_coach.rehearsal.script("nothing")


@pytest.mark.parametrize("stage", ["A", "B", "C", "D"])
def test_every_stage_of_the_shipped_program_can_be_rehearsed(new_coach: Coach, stage: str) -> None:
    program, code, script = new_coach.rehearsal.script("steady-back", stage)
    assert session_seconds(new_coach.rehearsal.plan(program, code)) > 0
    assert script.lines[0].offset_seconds == 0
