"""Whether words of the clock wait: by night, in the quiet asked for, and under do-not-disturb.

One rule for every watcher. What it holds is said once afterwards, as far as it still helps. Cold
and heat on the skin ask nobody: they always break through (source: contract section 6, rule 7).
"""

from datetime import datetime, timedelta

from msgspec.structs import replace

from coach.domain.reminding import NO_QUIET_HOURS, QuietHours, quiet_until
from coach.session.cues import Cue
from coach.workflows.absence import reminder_history
from coach.workflows.desktop import Desktop
from coach.workflows.records import Records

LOOK_AGAIN = timedelta(minutes=1)
"""When to ask a desktop again that wants quiet: it does not tell until when (source: DESIGN).
Nor does a session tell when it is over."""


class Quiet:
    """Asks the quiet hours, the log and the desktop; only when something is due."""

    def __init__(
        self, records: Records, desktop: Desktop, hours: QuietHours = NO_QUIET_HOURS
    ) -> None:
        self._records = records
        self._desktop = desktop
        self._hours = hours

    def holds(self) -> bool:
        """Whether what is due now waits. Raises LogError."""
        return self._known_end() is not None or not self._desktop.may_disturb()

    def look_at(self) -> datetime | None:
        """When to look again whether it still holds; None when it does not. Raises LogError."""
        known = self._known_end()
        if known is not None:
            return known
        return None if self._desktop.may_disturb() else self._records.now() + LOOK_AGAIN

    def said_at(self, due: datetime) -> datetime:
        """When what is due at `due` can be said, as far as is known now. Raises LogError."""
        if due > self._records.now():
            return due
        return self.look_at() or due

    def answer(self, cue: Cue, *, elsewhere: bool) -> Cue:
        """An answer as it is given: what was asked in a shell is not said aloud into a quiet.

        LogError.
        """
        return replace(cue, spoken=False) if elsewhere and self.holds() else cue

    def will_hold(self, at: datetime) -> bool:
        """Whether it will be quiet at a later time, as far as hours and words tell. LogError."""
        now = self._records.now()
        asked = self._asked_until(now)
        local = at.astimezone(now.tzinfo)
        return (asked is not None and at < asked) or self._hours.hold(local.time())

    def _asked_until(self, now: datetime) -> datetime | None:
        return quiet_until(reminder_history(self._records, now), now)

    def _known_end(self) -> datetime | None:
        """The later end of quiet hours and of the quiet asked for; None for neither."""
        now = self._records.now()
        ends = (self._asked_until(now), self._hours.over_at(now, self._records.zone))
        return max((end for end in ends if end is not None), default=None)
