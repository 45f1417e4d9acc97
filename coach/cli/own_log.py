"""The patient's own log, for commands that read it without a coach: what waits goes in first."""

from coach.cli.surroundings import Surroundings


def settle_own_log(around: Surroundings, *, exercises: bool = False) -> None:
    """A yes that waits beside the log is in it before it is read; nothing where there is no log.

    With `exercises`, for what leads through them or tells when they come: as for a session, the
    lock and the safety list come first. Raises SafetyHoldError, ListFirstError, and LogError for
    a log that cannot be read.
    """
    from coach.store.files import PATIENT_LOG

    if not (around.places.home / PATIENT_LOG).exists():
        return
    with around.coach() as coach:
        if exercises:
            coach.safety.require_free()
            coach.safety.require_list()
