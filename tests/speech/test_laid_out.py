"""A line that is not over when the next is due: as in a session, so in a file."""

from hypothesis import given
from hypothesis import strategies as st

from coach.session.cues import Cue, CueKind, Priority
from coach.session.script import ScriptLine
from coach.speech.laid_out import laid_out

NAME = Cue(CueKind.NAME, "Bridge.")
COUNT = Cue(CueKind.COUNT, "Three.", Priority.COUNT, 0.6)
TAKE_OFF = Cue(CueKind.TAKE_OFF, "Take it off.", Priority.WARNING)


def heard(*lines: tuple[float, Cue], seconds: float = 1.0) -> list[tuple[float, float, str]]:
    told = [ScriptLine(offset, cue) for offset, cue in lines]
    return [
        (one.offset_seconds, one.seconds, one.text) for one in laid_out(told, lambda _: seconds)
    ]


def test_lines_with_room_come_at_their_offsets() -> None:
    assert heard((0, NAME), (1, COUNT), (5.5, NAME)) == [
        (0, 1.0, "Bridge."),
        (1, 1.0, "Three."),
        (5.5, 1.0, "Bridge."),
    ]


def test_a_name_waits_until_the_line_before_is_over() -> None:
    position = Cue(CueKind.START_POSITION, "Lie on your back.")
    assert heard((0, NAME), (1, position), seconds=3)[1] == (3, 3, "Lie on your back.")


def test_a_count_that_would_come_too_late_is_left_out() -> None:
    assert heard((0, NAME), (1, COUNT), seconds=3) == [(0, 3, "Bridge.")]
    assert heard((0, NAME), (1, COUNT), seconds=1.5)[1] == (1.5, 1.5, "Three.")


def test_a_warning_cuts_off_what_matters_less_which_is_said_again() -> None:
    assert heard((0, NAME), (1, TAKE_OFF), seconds=3) == [
        (0, 1, "Bridge."),
        (1, 3, "Take it off."),
        (4, 3, "Bridge."),
    ]


cues = st.sampled_from([NAME, COUNT, TAKE_OFF, Cue(CueKind.HALF_WAY, "Half.", Priority.EXTRA, 1.5)])


@given(st.lists(st.tuples(st.floats(0, 60), cues), max_size=20), st.floats(0.1, 10))
def test_no_two_lines_are_ever_heard_at_once(
    lines: list[tuple[float, Cue]], seconds: float
) -> None:
    told = heard(*sorted(lines, key=lambda line: line[0]), seconds=seconds)
    ends = [offset + taken for offset, taken, _ in told]
    assert all(end <= offset + 1e-9 for end, (offset, _, _) in zip(ends, told[1:], strict=False))
