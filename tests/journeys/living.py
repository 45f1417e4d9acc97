"""Lives days with a coach: answers its questions and lets sessions run by the hand-moved clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from coach.clock import ManualClock
from coach.domain.agenda import AgendaItem
from coach.domain.pain import Moment, PainReport
from coach.session.commands import Command, Given
from coach.session.state import Phase
from coach.workflows.coach import Coach
from coach.workflows.run_session import SessionRunner
from tests.conftest import BERLIN

TICK = 0.5


@dataclass
class Patient:
    """One patient with one machine."""

    open_coach: Callable[..., Coach]
    clock: ManualClock
    coach: Coach
    leg: PainReport = PainReport()  # noqa: RUF009 - PainReport is frozen
    """What is answered when the leg is asked after an exercise; empty is "not now"."""

    def wake_up_on(self, day: date, at: time) -> None:
        """Switch the machine on at a later time; it was off until then."""
        self.coach.close()
        self.clock.set_wall(datetime.combine(day, at, tzinfo=BERLIN))
        self.clock.mono += 10
        self.coach = self.open_coach()

    def wait_until(self, at: time) -> None:
        """Leave the coach open until a later time of the same day."""
        now = self.clock.now()
        self.clock.advance((datetime.combine(now.date(), at, tzinfo=BERLIN) - now).total_seconds())

    def begin(self, before: PainReport, items: list[AgendaItem] | None = None) -> SessionRunner:
        """Answer the safety line with no, check in, start what is due."""
        look = self.coach.today.look()
        self.coach.safety.opening_answered(False)
        runner = self.coach.sessions.begin(items or look.agenda.due, before)
        self.coach.check_in.take(before, Moment.BEFORE, session=runner.state.session)
        runner.start()
        return runner

    def run(self, runner: SessionRunner, seconds: float = 7200) -> None:
        """Let it run to its end, or for some seconds; the skin is fine when asked."""
        passed = 0.0
        while not runner.state.phase.over and passed < seconds:
            self.clock.advance(TICK)
            passed += TICK
            runner.tick(TICK)
            if runner.state.phase is Phase.ASKING_SKIN:
                runner.give(Given(Command.YES))
            if runner.state.phase is Phase.ASKING_REACH:
                runner.give(Given(Command.SCORED, report=self.leg))

    def do_what_is_due(self, before: PainReport, after: PainReport) -> SessionRunner:
        """A whole session with both check-ins."""
        runner = self.begin(before)
        self.run(runner)
        assert runner.state.phase is Phase.ENDED
        self.coach.check_in.after_session(before, after, session=runner.state.session)
        return runner
