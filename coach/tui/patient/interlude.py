"""The ground that the screens of one flow stand on."""

from coach.tui.patient.base import CoachScreen


class Interlude(CoachScreen[None]):
    """The calm ground that the screens of a session stand on, so that nothing flashes between.

    While it is open nothing else is said: no reminder, no sitting warning.
    """

    quiet = True
    in_session = True
