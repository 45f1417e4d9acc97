"""One button of a remote, a pedal or a headset is enough for a session."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.clock import ManualClock
from coach.session.commands import Command
from coach.session.engine import TRANSITIONS
from coach.session.state import Phase
from coach.workflows.presses import BUTTONS, STOP_KEY, TWICE_SECONDS, KeyTable, Press, Presses
from coach.workflows.registry import Place, entries

USUAL = [key for entry in entries(Place.SESSION) for key in (entry.key, *entry.more_keys)]


@pytest.fixture
def presses(clock: ManualClock) -> Presses:
    return Presses(KeyTable(), clock.monotonic)


def command(press: Press) -> Command | None:
    return press.given.command if press.given is not None else None


def with_own(clock: ManualClock, **own: Command | None) -> Presses:
    table: Mapping[str, Command | None] = own
    return Presses(KeyTable(table), clock.monotonic)


@pytest.mark.parametrize(
    "key", ["pagedown", "media_play_pause", "v", "7", "down", "escape", "enter"]
)
def test_any_key_pauses_and_the_next_press_goes_on(
    presses: Presses, clock: ManualClock, key: str
) -> None:
    assert command(presses.press(key, Phase.RUNNING)) is Command.PAUSE
    clock.advance(5)
    assert command(presses.press(key, Phase.PAUSED)) is Command.RESUME


def test_ctrl_c_pauses_also_where_other_keys_are_not_to(clock: ManualClock) -> None:
    """Elsewhere it stops a program: whoever presses it wants all to stand still."""
    presses = Presses(KeyTable(any_key_pauses=False), clock.monotonic)
    assert command(presses.press(STOP_KEY, Phase.RUNNING)) is Command.PAUSE
    clock.advance(5)
    assert command(presses.press(STOP_KEY, Phase.PAUSED)) is Command.RESUME
    clock.advance(5)
    assert not presses.press(STOP_KEY, Phase.ASKING_PAIN).taken


@pytest.mark.parametrize("key", [key for key in USUAL if key not in BUTTONS])
def test_a_key_with_a_meaning_keeps_it(presses: Presses, key: str) -> None:
    assert not presses.press(key, Phase.RUNNING).taken


def test_twice_quickly_says_that_it_hurts_and_the_first_press_has_paused(
    presses: Presses, clock: ManualClock
) -> None:
    assert command(presses.press("pagedown", Phase.RUNNING)) is Command.PAUSE
    clock.advance(0.4)
    assert command(presses.press("pagedown", Phase.PAUSED)) is Command.HURTS


def test_two_presses_of_different_keys_are_no_double_press(
    presses: Presses, clock: ManualClock
) -> None:
    presses.press("pagedown", Phase.RUNNING)
    clock.advance(0.3)
    assert command(presses.press("pageup", Phase.PAUSED)) is Command.RESUME


def test_a_key_held_down_says_it_once(presses: Presses, clock: ManualClock) -> None:
    """A keyboard waits half a second, then sends the key thirty times a second."""
    said = [command(presses.press("space", Phase.RUNNING))]
    clock.advance(0.5)
    said.append(command(presses.press("space", Phase.PAUSED)))
    for _ in range(60):
        clock.advance(0.033)
        said.append(command(presses.press("space", Phase.ASKING_PAIN)))
    assert said[:2] == [Command.PAUSE, Command.HURTS]
    assert set(said[2:]) == {None}
    clock.advance(2)
    assert command(presses.press("space", Phase.ASKING_PAIN)) is Command.SCORED


def test_one_button_leads_out_of_that_hurts_without_another_key(presses: Presses) -> None:
    assert presses.press("space", Phase.ASKING_PAIN).given is not None
    for phase in (Phase.OFFERING_EASIER, Phase.OFFERING_STOP):
        assert command(presses.press("space", phase)) is Command.SKIP
    assert command(presses.press("space", Phase.ASKING_REACH)) is Command.DONE


def test_no_button_says_yes_to_the_skin_question_it_leaves_the_pack_out(
    clock: ManualClock,
) -> None:
    for key in BUTTONS:
        press = Presses(KeyTable(), clock.monotonic).press(key, Phase.ASKING_SKIN)
        assert command(press) is Command.SKIP
    assert command(Presses(KeyTable(), clock.monotonic).press("v", Phase.ASKING_SKIN)) is None


@pytest.mark.parametrize("phase", [Phase.ASKING_PAIN, Phase.ASKING_REACH, Phase.OFFERING_EASIER])
def test_a_slip_on_the_keyboard_answers_no_question(presses: Presses, phase: Phase) -> None:
    assert presses.press("v", phase) == Press(taken=False)


def test_a_pedal_that_sends_arrows_can_be_told_what_it_does(clock: ManualClock) -> None:
    presses = with_own(clock, right=Command.PAUSE, left=Command.HURTS, f8=None)
    assert command(presses.press("right", Phase.RUNNING)) is Command.PAUSE
    clock.advance(5)
    assert command(presses.press("left", Phase.PAUSED)) is Command.HURTS
    assert presses.press("f8", Phase.RUNNING) == Press()


def test_what_is_switched_off_does_nothing(clock: ManualClock) -> None:
    presses = Presses(KeyTable(any_key_pauses=False, twice_hurts=False), clock.monotonic)
    assert not presses.press("v", Phase.RUNNING).taken
    assert command(presses.press("space", Phase.RUNNING)) is Command.PAUSE
    clock.advance(1)
    assert command(presses.press("space", Phase.PAUSED)) is Command.RESUME


@given(
    presses_made=st.lists(
        st.tuples(
            st.sampled_from([*BUTTONS, "v", "right", "h", "ctrl+p"]),
            st.sampled_from(Phase),
            st.floats(0, 2),
        )
    )
)
def test_a_press_only_asks_what_the_session_can_do(
    presses_made: list[tuple[str, Phase, float]],
) -> None:
    """But "that hurts", which an asking session has heard already, nothing asks in vain."""
    now = 0.0
    presses = Presses(KeyTable({"right": Command.PAUSE}), lambda: now)
    for key, phase, seconds in presses_made:
        now += seconds
        asked = command(presses.press(key, phase))
        if asked is not None and asked is not Command.HURTS:
            assert asked in TRANSITIONS[phase]


def test_a_double_press_is_quicker_than_anybody_presses_twice_on_purpose(
    presses: Presses, clock: ManualClock
) -> None:
    presses.press("space", Phase.RUNNING)
    clock.advance(TWICE_SECONDS + 0.01)
    assert command(presses.press("space", Phase.PAUSED)) is Command.RESUME


def test_with_twice_switched_off_a_key_held_down_is_one_press(clock: ManualClock) -> None:
    presses = Presses(KeyTable(twice_hurts=False), clock.monotonic)
    said = [command(presses.press("space", Phase.RUNNING))]
    for _ in range(30):
        clock.advance(0.05)
        said.append(command(presses.press("space", Phase.PAUSED)))
    assert said == [Command.PAUSE, *[None] * 30]
