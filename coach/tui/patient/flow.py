"""A session from the opening question to the summary: which screen comes after which."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from coach.domain.agenda import AgendaItem
from coach.domain.errors import LogError
from coach.domain.pain import Moment, PainReport
from coach.review.light_words import stopped_red
from coach.tui.patient.asking import MessageScreen
from coach.tui.patient.base import CoachScreen
from coach.tui.patient.check_in import CheckInScreen
from coach.tui.patient.hold import HoldScreen
from coach.tui.patient.interlude import Interlude
from coach.tui.patient.red_flags import RedFlagScreen, talk_first
from coach.tui.patient.safety_list import SafetyQuestion, ask_after_score, go_through
from coach.tui.patient.session import SessionScreen
from coach.tui.patient.session_asides import Ending
from coach.tui.patient.settled import ask_settled
from coach.tui.patient.summary import SummaryScreen
from coach.workflows.coach import Coach
from coach.workflows.kept_answers import KEPT as KEPT_ANSWERS
from coach.workflows.run_session import SessionRunner
from coach.workflows.safety import HAVE_TALKED, TALK_FIRST

KEPT = "What you did is kept."
"""What the day says of a session whose summary was not wanted."""


class SessionFlow:
    """Leads through a session; every step that writes comes before the screen that shows it."""

    def __init__(self, screen: CoachScreen[Any], coach: Coach) -> None:
        self._screen = screen
        self._coach = coach

    async def lead(self, items: Sequence[AgendaItem], resume: str = "") -> None:
        """Do `items`, or go on with the session `resume` that was cut off."""
        ground = Interlude(self._coach)
        await self._screen.app.push_screen(ground)
        try:
            await self._lead(items, resume)
        finally:
            self._coach.hands_free.end()
            ground.dismiss(None)

    async def _lead(self, items: Sequence[AgendaItem], resume: str) -> None:
        with self._screen.guarded():
            self._coach.safety.require_free()
            if not resume:
                self._coach.sessions.require_something(items)
            if not await self._nothing_new():
                return
            if not resume:
                if not await ask_settled(self._screen, self._coach):
                    return
                # What the answer makes easier is easier at once.
                day = self._coach.today.look().agenda
                items = self._coach.sessions.as_they_stand(day, items)
            before = await self._push(CheckInScreen(self._coach, "Before we start"))
            if before is None:
                return
            runner = self._runner(items, resume, before)
            self._coach.check_in.take(before, Moment.BEFORE, session=runner.state.session)
            if await self._nothing_new_in_it():
                await self._run(runner)

    async def _push(self, screen: CoachScreen[Any]) -> Any:
        return await self._screen.app.push_screen_wait(screen)

    async def _nothing_new(self) -> bool:
        """The opening question of every session, or the whole list when it is due.

        Only a no to everything goes on.
        """
        due = self._coach.safety.list_due()
        if due is not None:
            clear = await go_through(self._screen, self._coach, due)
            return clear and await self._has_talked()
        if not await self._has_talked():
            return False
        heading = "First, a safety question."
        opening = self._coach.safety.flags.opening
        answer = await self._push(SafetyQuestion(self._coach, heading, opening))
        if answer is None:
            return False
        self._coach.safety.opening_answered(answer)
        if answer:
            await self._ask_all()
        return not answer

    async def _has_talked(self) -> bool:
        """Whether what was new is settled: nothing starts before the patient talked to someone."""
        safety = self._coach.safety
        if safety.talk_first() is None:
            return True
        answer = await self._push(SafetyQuestion(self._coach, TALK_FIRST, HAVE_TALKED))
        if answer:
            safety.has_talked()
        elif answer is not None:
            await self._push(talk_first(self._coach))
        return bool(answer)

    async def _nothing_new_in_it(self) -> bool:
        """A jump in pain, or further down the leg: the list is asked before anything starts."""
        due = self._coach.safety.list_due()
        return due is None or await go_through(self._screen, self._coach, due)

    async def _ask_all(self) -> None:
        """The full list after a yes; whatever comes of it, nothing is started."""
        locked = await self._push(RedFlagScreen(self._coach))
        if locked:
            await self._push(HoldScreen(self._coach))
        else:
            await self._push(talk_first(self._coach))

    def _runner(
        self, items: Sequence[AgendaItem], resume: str, before: PainReport
    ) -> SessionRunner:
        if not resume:
            return self._coach.sessions.begin(items, before)
        day = self._coach.today.look().agenda
        return self._coach.sessions.resume(day, resume, before)

    async def _run(self, runner: SessionRunner) -> None:
        self._coach.guard.into_session()
        bending = [block.exercise.id for block in runner.state.plan.blocks]
        runner.first = [
            *self._coach.timers.into_session(),
            *runner.first,
            *self._coach.tasks.before_exercises(bending),
        ]
        ending = await self._push(SessionScreen(self._coach, runner))
        if ending is Ending.RED_FLAG:
            await self._push(HoldScreen(self._coach, runner.way_up))
            return
        report, closed = await self._scored_after(runner)
        self._coach.hands_free.end()
        session, pace, before = runner.state.session, runner.state.pace, runner.state.rest
        safety = self._coach.safety
        was_due = self._asks_list()  # In the session, and left there.
        worked = not runner.summary().nothing_done
        after = self._coach.check_in.after_session(
            runner.state.held_against, report, session=session, pace=pace, worked=worked
        )
        try:
            if not was_due and after.saved:
                await ask_after_score(self._screen, self._coach)
                if safety.hold() is not None:
                    return
            if closed and not stopped_red(self._coach.records.recent(), session):
                self._screen.toast(KEPT)
                return
            summary = SummaryScreen(self._coach, runner, before, report, after)
        except LogError:
            if after.saved:
                raise
            await self._push(MessageScreen(self._coach, KEPT_ANSWERS))
            return
        await self._push(summary)

    async def _scored_after(self, runner: SessionRunner) -> tuple[PainReport, bool]:
        """How it is after the session, and whether the question of that was closed."""
        if runner.scored_last is not None:
            return runner.scored_last, False
        asked = f"{runner.way_up} And how is it now?".strip()
        check_in = CheckInScreen(self._coach, asked)
        after = await self._push(check_in)
        return after if after is not None else check_in.so_far, check_in.closed

    def _asks_list(self) -> bool:
        """Whether a score asks for the list already; what cannot be read asks nothing."""
        with suppress(LogError):
            return self._coach.safety.due_for_pain() is not None
        return False
