"""Cold, heat, a rest or a belt by the clock, in line mode."""

from coach.cli.console import Console
from coach.cli.line_checkin import require_writable
from coach.domain.outcomes import TimerKind
from coach.domain.timers import PACKS
from coach.session.cues import Cue

OFF, HURT = "off", "hurt"
NOTED = "Nothing was begun."


def run_timer(console: Console) -> None:
    """Begin one, or say that it is off. Raises what beginning one raises, and LeftOffError.

    What runs can be ended under a lock too, where it can be noted.
    """
    timers = console.coach.timers
    running = timers.now()
    console.say(*(timer.line for timer in running))
    if not running or console.coach.log.refusal:
        console.coach.safety.require_free()
    require_writable(console)
    if running:
        words = [OFF, HURT, *(kind.value for kind in TimerKind)]
        chosen = console.choose("Off, off because it hurt, or another?", words)
    else:
        chosen = console.choose("What?", [kind.value for kind in TimerKind])
    if chosen in (OFF, HURT):
        _tell(console, timers.off(hurt=chosen == HURT))
        return
    kind = TimerKind(chosen)
    question = timers.choose(kind).question
    if kind in PACKS and not console.yes_or_no(question):
        _tell(console, timers.numb(kind))
        return
    _tell(console, timers.start(kind, skin_is_fine=kind in PACKS))


def _tell(console: Console, cues: list[Cue]) -> None:
    console.say(*(cue.text for cue in cues))
