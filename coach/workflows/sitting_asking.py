"""`Still sitting?`: asked after rest of the hands, long silence and sleep; bouts that end so."""

from collections.abc import Callable
from datetime import datetime

from msgspec.structs import replace

from coach.domain import still
from coach.domain.events import SittingBout
from coach.domain.outcomes import StillWhy
from coach.domain.sitting import Bout
from coach.domain.sitting_state import SittingState
from coach.domain.time_events import StillAnswered, StillAsked
from coach.session.cues import Cue, CueKind, Priority
from coach.workflows import sitting_words as words
from coach.workflows.desktop import Desktop
from coach.workflows.ports import Speaker
from coach.workflows.quiet import Quiet
from coach.workflows.records import Records
from coach.workflows.sitting_view import SittingView
from coach.workflows.sitting_words import minutes_text
from coach.workflows.spacing import Spacing
from coach.workflows.steady import Instant, ProcessClocks


class SittingAsking(SittingView):
    """Writes down what is asked and what is not known; the words of the guard come on top."""

    def __init__(
        self,
        records: Records,
        speaker: Speaker,
        new_id: Callable[[], str],
        desktop: Desktop,
        seen_at: datetime | None = None,
        quiet: Quiet | None = None,
        clocks: ProcessClocks | None = None,
        spacing: Spacing | None = None,
    ) -> None:
        """`seen_at` is when a coach was last there, as far as anybody marked it; `clocks` what the
        one before this in the process saw of the clocks."""
        self._quiet = quiet or Quiet(records, desktop)
        super().__init__(records, self._quiet, desktop, seen_at, clocks)
        self._speaker = speaker
        self._new_id = new_id
        self._spacing = spacing or Spacing(records)
        self._unwatched: datetime | None = None
        """Since when no coach had looked, until it was judged whether to ask first."""

    # --- asked

    def _ask(self, state: SittingState, now: datetime) -> list[Cue]:
        idle = self._desktop.idle_seconds()
        ask = still.still_due(state, now, idle, self._fit.break_minutes())
        return self._say(*self._asked(state, ask)) if ask is not None else []

    def _ask_first(self, state: SittingState, since: datetime | None) -> list[Cue]:
        """Before a warning that fell due since `since`, while no coach looked; None for never."""
        if since is None:
            return []
        ask = still.unwatched_due(state, self._book.now(), since, self._fit.break_minutes())
        return self._say(*self._asked(state, ask)) if ask is not None else []

    def _asked(self, state: SittingState, ask: still.Ask) -> list[Cue]:
        bout = state.bout
        if bout is None:
            return []
        since = self._book.at(ask.since).wall
        self._book.record(StillAsked(bout=bout.id, why=ask.why, since=since))
        question = self._book.state().question
        if question is None:
            return []
        text = self._words_of(question).text
        return [self._quietly(Cue(CueKind.SITTING, text, Priority.WARNING))]

    def _answered_yes(self, bout: Bout, when: Instant) -> None:
        self._book.record(StillAnswered(bout=bout.id, sitting=True), at=when)

    def _goes_on(self, now: datetime) -> Cue:
        bout = self._bout(now)
        sat = bout.minutes_at_a_stretch(now) if bout is not None else 0.0
        text = f"Good, the clock goes on: {minutes_text(sat)} so far."
        return Cue(CueKind.SITTING, text, spoken=False)

    # --- a machine that slept or was off

    def _look_for_gap(self) -> list[Cue]:
        """Ask once about a sleep in the middle of a bout, or about a time the machine was off.

        A bout that has become too long to be believed is ended where the gap began instead.
        """
        state = self._book.state()
        since = self._book.gap_since(state)
        cues: list[Cue] = []
        if since is not None:
            self._book.meet_gap()
            cues = self._about_gap(state, since)
        self._book.gap_seen(since)
        return cues

    def _about_gap(self, state: SittingState, since: datetime) -> list[Cue]:
        now = self._book.now()
        if state.bout is None:
            return []
        if state.bout.forgotten(now):
            return self._close_at(state, since)
        if still.is_away(state):
            again = self._are_hands_back(now)
            return self._asked(state, still.Ask(StillWhy.AWAY, since)) if again else []
        return self._asked(state, still.Ask(StillWhy.AWAY, still.known_until(state, since)))

    def _close_at(self, state: SittingState, since: datetime) -> list[Cue]:
        """The minutes until a gap count: until then nobody is known to have got up."""
        bout, since = state.bout, still.known_until(state, since)
        if bout is None or bout.forgotten(since) or bout.minutes(since) <= 0:
            return []
        return [self._counted_up_to(bout, since)]

    def _close_slept(self, state: SittingState) -> list[Cue]:
        if state.bout is None or state.question is None:
            return []
        return self._say(self._counted_up_to(state.bout, state.question.since))

    def _counted_up_to(self, bout: Bout, since: datetime) -> Cue:
        self._end(bout, self._book.at(since))
        text = words.counted(bout.minutes(since), off=self._book.was_off)
        return Cue(CueKind.SITTING_COUNTED, text, spoken=False)

    def _close_forgotten(self, state: SittingState, now: datetime) -> None:
        """A bout that nobody ended for hours counts as far as somebody vouched for it."""
        known = state.known_minutes()
        if state.bout is not None and state.bout.forgotten(now) and known > 0:
            self._end(state.bout, self._book.at(state.bout.reaches_alone(known)))

    # --- the parts

    def _end(self, bout: Bout, end: Instant) -> None:
        began = self._book.state().began
        started = began.at if began is not None else self._book.at(bout.started_at).wall
        fact = SittingBout(
            bout=bout.id,
            surface=bout.surface,
            started_at=started,
            minutes=round(bout.minutes(end.steady), 2),
            limit_minutes=bout.limit_minutes,
            warnings=bout.warnings,
            overdue_minutes=round(bout.overdue_minutes(end.steady), 2),
        )
        self._book.record(fact, at=end)

    def _quietly(self, cue: Cue) -> Cue:
        """Shown and not spoken by night, and while the patient, or the desktop, wants quiet."""
        if not cue.spoken:
            return cue
        return replace(cue, spoken=False) if self._quiet.holds() else cue

    def _say(self, *cues: Cue) -> list[Cue]:
        for cue in cues:
            self._speaker.say(cue)
        return list(cues)
