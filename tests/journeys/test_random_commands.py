"""Everything a person, a second program, the clock and the disk can do, in any order.

What must hold whatever comes: under a hold nothing starts and nothing is done; a hold ends by the
patient's or the therapist's word alone; and every set stands in the log once.
`make nightly` goes on thousands of such journeys.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from msgspec.structs import replace

from coach.domain.agenda import Agenda, AgendaItem, item_id
from coach.domain.errors import IllegalCommandError, InputError, LogError
from coach.domain.errors import SafetyHoldError as Held
from coach.domain.outcomes import Reason
from coach.domain.pain import Moment, PainReport, Reach
from coach.domain.program import StageCode, Surface
from coach.session.commands import Command, Given
from coach.session.state import Phase
from coach.workflows.coach import Coach
from coach.workflows.inbox import RED_FLAG, Request
from coach.workflows.run_session import SessionRunner
from tests.journeys.commanding import SHELF, Home, Led, begun_under_a_hold, drop_templates

RUNS = int(os.environ.get("COACH_FUZZ_RUNS", "25"))
STEPS = 30
QUESTIONS = SHELF.red_flags().items
ANY_REPORT = st.builds(
    PainReport,
    back=st.none() | st.integers(0, 10),
    leg=st.none() | st.integers(0, 10),
    reach=st.none() | st.sampled_from(Reach),
)
SELDOM = st.integers(0, 4).map(lambda drawn: drawn == 4)
"""Yes once in five: most journeys go on for a while."""
KEYS = [one for one in Command if one not in (Command.START, Command.TICK, Command.GAP)]
HABIT = "am-nobend"


@pytest.fixture(scope="module", autouse=True)
def _templates() -> Iterator[None]:
    yield
    drop_templates()


class AnyJourney(RuleBasedStateMachine):
    """One patient, one home, everything in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.led: Led | None = None
        self.locked = False
        """What the hold should be: made by a yes that locks, ended by a statement alone."""

    @initialize(
        stage=st.sampled_from([StageCode.CALM, StageCode.MOVE, StageCode.BUILD]),
        seconds=st.integers(0, 400),
    )
    def set_up(self, stage: StageCode, seconds: int) -> None:
        """Half of the journeys begin in the middle of a session."""
        self.home = Home(stage)
        self.day = self.coach.today.look().agenda
        if seconds >= 200:
            self.a_session_begins(list(range(seconds % 3 + 1)), PainReport())
        if self.led is not None:
            self.a_session_runs(seconds - 200)

    def teardown(self) -> None:
        if hasattr(self, "home"):
            self.home.close()

    @property
    def coach(self) -> Coach:
        return self.home.coach

    @property
    def live(self) -> SessionRunner | None:
        return self.led.runner if self.led is not None else None

    @contextmanager
    def _refused_only_as_it_should(self) -> Iterator[None]:
        """A hold refuses only while it stands, the log only when the disk does."""
        try:
            yield
        except Held:
            assert self.locked
        except LogError:
            assert self.home.disk.full
        except (InputError, IllegalCommandError):
            pass

    # --- the day

    @rule()
    def the_day_is_looked_at(self) -> None:
        with self._refused_only_as_it_should():
            self.day = self.coach.today.look().agenda
            self.coach.reminders.poll()
            assert (self.coach.safety.list_due() is None) or self.day is not None

    @rule(hours=st.integers(1, 40))
    def time_passes(self, hours: int) -> None:
        if self.live is not None:
            self.home.clock.sleep_machine(hours * 3600)
        else:
            self.home.clock.advance(hours * 3600)

    @rule(report=ANY_REPORT, note=st.sampled_from(["", "The leg was bad."]))
    def pain_is_noted(self, report: PainReport, note: str) -> None:
        with self._refused_only_as_it_should():
            self.coach.check_in.take(report, Moment.NOW, note=note)

    @rule(surface=st.sampled_from(Surface), minutes=st.integers(1, 60))
    def one_sits_and_is_warned(self, surface: Surface, minutes: int) -> None:
        with self._refused_only_as_it_should():
            self.coach.guard.sit(surface)
        self.home.clock.advance(minutes * 60)
        with self._refused_only_as_it_should():
            self.coach.guard.tick()
            self.coach.guard.snooze()

    @rule()
    def one_stands(self) -> None:
        with self._refused_only_as_it_should():
            self.coach.guard.stand()

    @rule(nth=st.integers(0, 12), reason=st.sampled_from(Reason))
    def an_item_is_left_out(self, nth: int, reason: Reason) -> None:
        with self._refused_only_as_it_should():
            self.coach.today.decline(self._item(nth), reason)

    @rule()
    def a_habit_is_kept(self) -> None:
        with self._refused_only_as_it_should():
            self.coach.today.tick(self._habit())
            assert not self.locked

    @rule()
    def it_is_a_bad_day(self) -> None:
        with self._refused_only_as_it_should():
            self.coach.today.begin_bad_day()
            assert not self.locked

    # --- sessions

    @precondition(lambda self: self.led is None)
    @rule(chosen=st.lists(st.integers(0, 12), max_size=4), report=ANY_REPORT)
    def a_session_begins(self, chosen: list[int], report: PainReport) -> None:
        self._the_screen_looks()
        with self._refused_only_as_it_should():
            items = [self._item(nth) for nth in chosen] or list(self.day.due)
            self._lead(self.coach.sessions.begin(items, report))

    @precondition(lambda self: self.led is None)
    @rule(report=ANY_REPORT, go_on=st.booleans())
    def one_that_was_cut_off_is_gone_on_with(self, report: PainReport, go_on: bool) -> None:
        self._the_screen_looks()
        with self._refused_only_as_it_should():
            look = self.coach.today.look()
            if look.unfinished_session is None:
                return
            if go_on:
                self._lead(self.coach.sessions.resume(look.agenda, look.unfinished_session, report))
            else:
                self.coach.sessions.close_broken(look.unfinished_session)

    def _lead(self, runner: SessionRunner) -> None:
        """Start as the screens do: the check-in is in the log before it."""
        assert not self.locked
        self.coach.check_in.take(PainReport(2, 3), Moment.BEFORE, session=runner.state.session)
        self.led = Led(runner)
        self.led.took(runner.start())

    @precondition(lambda self: self.led is not None)
    @rule(seconds=st.integers(1, 240))
    def a_session_runs(self, seconds: int) -> None:
        assert self.led is not None
        for _ in range(seconds):
            if self.led.runner.state.phase.over:
                break
            self.home.clock.advance(1.0)
            self.led.took(self.led.runner.tick(1.0))

    @precondition(lambda self: self.led is not None)
    @rule(command=st.sampled_from(KEYS), reason=st.sampled_from(Reason), report=ANY_REPORT)
    def something_is_pressed(self, command: Command, reason: Reason, report: PainReport) -> None:
        if command is Command.RED_FLAG:
            return  # Comes with a yes alone.
        self._press(Given(command, reason, report))

    @precondition(lambda self: self.led is not None)
    @rule(report=ANY_REPORT)
    def the_question_is_answered(self, report: PainReport) -> None:
        assert self.led is not None
        phase = self.led.runner.state.phase
        if phase is Phase.ASKING_SKIN:
            self._press(Given(Command.YES))
        elif phase.asks_pain:
            self._press(Given(Command.SCORED, report=report))
        elif phase in (Phase.PAUSED, Phase.INTERRUPTED):
            self._press(Given(Command.RESUME))

    def _press(self, given: Given) -> None:
        assert self.led is not None
        with self._refused_only_as_it_should():
            self.led.took(self.led.runner.give(given))

    @precondition(lambda self: self.led is not None and self.led.runner.state.phase.over)
    @rule(report=ANY_REPORT)
    def a_session_is_over(self, report: PainReport) -> None:
        assert self.led is not None
        with self._refused_only_as_it_should():
            session = self.led.runner.state.session
            self.coach.check_in.take(report, Moment.AFTER, session=session)
        if not self.led.runner.trouble:
            self.led = None

    # --- safety

    @rule(question=st.sampled_from(QUESTIONS), yes=SELDOM)
    def a_safety_question_is_answered(self, question: Any, yes: bool) -> None:
        hold = self.coach.safety.answered(question, yes)
        if yes and question.tier.locks:
            assert hold is not None
            self.locked = True
            self._the_screen_looks()

    @rule(yes=st.booleans())
    def the_opening_line_is_answered(self, yes: bool) -> None:
        with self._refused_only_as_it_should():
            self.coach.safety.opening_answered(yes)

    @rule()
    def the_whole_list_is_answered_no(self) -> None:
        for question in QUESTIONS:
            self.coach.safety.answered(question, False)
        if not self.home.disk.full:
            assert self.coach.safety.list_due() is None

    @rule(days=st.sampled_from([0, 0, 0, -3, 1]), nonsense=SELDOM)
    def one_states_to_have_been_seen(self, days: int, nonsense: bool) -> None:
        day = (self.coach.records.today() + timedelta(days=days)).isoformat()
        # Nobody states it at the very instant of a yes: each is known by its question and its time.
        self.home.clock.advance(1.0)
        with self._refused_only_as_it_should():
            self.coach.safety.attest("soon" if nonsense else day)
            assert self.locked
            assert not nonsense
            assert days <= 0
            self.locked = False

    @rule(question=st.sampled_from([one for one in QUESTIONS if one.tier.locks]), yes=SELDOM)
    def a_second_coach_is_answered(self, question: Any, yes: bool) -> None:
        if not yes:
            return
        second = self.home.second()
        try:
            assert second.log.refusal
            assert second.safety.answered(question, True) is not None
            with pytest.raises(Held):
                second.sessions.begin(self.day.items, PainReport())
        finally:
            second.close()
        self.locked = True
        self._the_screen_looks()

    @rule(
        what=st.sampled_from(["sit", "stand", "pain"]),
        surface=st.sampled_from(Surface),
        score=st.integers(0, 10),
    )
    def a_command_leaves_a_request(self, what: str, surface: Surface, score: int) -> None:
        now = self.coach.records.now()
        pain = {"back": score, "leg": score} if what == "pain" else {}
        sat = {"surface": surface.value} if what == "sit" else {}
        self.coach.inbox.put(Request(what, now, **pain, **sat))  # type: ignore[arg-type]
        if self.led is None:
            with self._refused_only_as_it_should():
                self.coach.requests.poll()

    @rule(question=st.sampled_from([one for one in QUESTIONS if one.tier.locks]), yes=SELDOM)
    def a_yes_lies_in_the_inbox(self, question: Any, yes: bool) -> None:
        if yes:
            self.coach.inbox.put(Request(RED_FLAG, self.coach.records.now(), item=question.id))
            self.locked = True
            self._the_screen_looks()

    def _the_screen_looks(self) -> None:
        """What every front end does each second: a yes given elsewhere, and a hold, stop it."""
        with suppress(LogError):
            self.coach.requests.poll(safety_only=True)
        live = self.led is not None and not self.led.runner.state.phase.over
        if live and self.coach.safety.hold() is not None:
            self._press(Given(Command.RED_FLAG))

    # --- the machine

    @rule(seconds=st.integers(3, 90_000))
    def the_machine_sleeps(self, seconds: int) -> None:
        self.home.clock.sleep_machine(seconds)

    @rule(go_on=st.booleans())
    def the_program_is_killed_and_started_again(self, go_on: bool) -> None:
        self.home.restart()
        self.led = None
        # A yes that could not be written lies in the inbox, where the disk took that.
        self.locked = self.home.held_by_the_log()
        self.locked |= any(request.what == RED_FLAG for request in self.coach.inbox.take())
        self._the_screen_looks()
        self.day = self.coach.today.look().agenda
        self.one_that_was_cut_off_is_gone_on_with(PainReport(), go_on)

    @rule(full=SELDOM)
    def the_disk_fills_up_or_has_room_again(self, full: bool) -> None:
        self.home.disk.full = full

    # --- what always holds

    def _item(self, nth: int) -> AgendaItem:
        return self.day.items[nth % len(self.day.items)]

    def _habit(self) -> AgendaItem:
        return replace(self.day.items[0], id=item_id(self.day.day, HABIT, 1), exercise=HABIT)

    @invariant()
    def a_hold_stands_from_the_yes_to_the_statement(self) -> None:
        if hasattr(self, "home"):
            assert (self.coach.safety.hold() is not None) is self.locked

    @invariant()
    def nothing_is_begun_or_done_under_a_hold(self) -> None:
        if hasattr(self, "home"):
            facts = self.home.facts()
            assert begun_under_a_hold(facts) == []
            if self.led is not None:
                written = self.led.written(facts)
                assert written == self.led.said[: len(written)]
                assert self.led.runner.trouble or written == self.led.said

    @invariant()
    def under_a_hold_every_door_is_shut(self) -> None:
        if not hasattr(self, "home") or not self.locked:
            return
        if self.led is not None:
            assert self.led.runner.state.phase.over
        agenda: Agenda = self.day
        for door in (
            lambda: self.coach.sessions.begin(agenda.items, PainReport()),
            lambda: self.coach.sessions.resume(agenda, "any", PainReport()),
            lambda: self.coach.today.tick(self._habit()),
            self.coach.today.begin_bad_day,
        ):
            with pytest.raises(Held):
                door()
        assert self.coach.reminders.poll() == []


class _FirstHalf(AnyJourney):
    pass


class _SecondHalf(AnyJourney):
    pass


for _half, _runs in ((_FirstHalf, RUNS - RUNS // 2), (_SecondHalf, RUNS // 2)):
    _half.TestCase.settings = settings(
        max_examples=max(1, _runs),
        stateful_step_count=STEPS,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )

TestAnyJourney = _FirstHalf.TestCase
TestAnyOtherJourney = _SecondHalf.TestCase
"""Two of them, so that two cores share the nights."""
