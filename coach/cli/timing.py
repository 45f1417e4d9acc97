"""What runs by the clock, and tasks that come, from the shell."""

from argparse import Namespace
from functools import partial
from typing import TYPE_CHECKING

from coach.cli import diagnostics, output
from coach.cli.diagnostics import ExitCode
from coach.cli.home import lines_of
from coach.cli.parsing import Commands, a_timer, minutes_ahead
from coach.cli.patient import tell_who_watches
from coach.cli.surroundings import Surroundings
from coach.domain.errors import InputError, LogError

if TYPE_CHECKING:
    from coach.cli.line_input import Lines
    from coach.workflows.coach import Coach

TICK_SECONDS = 1.0
SPEECH_SECONDS = 20.0
"""What is being said is said to its end, for no longer than this."""
STAYS = "Leave this open: it says when to look and when it is over. Type q when it is off."
IN_SESSION = "A session is being led in the open coach. Begin this when it is over."
LEFT = "Nobody watches the clock now: take it off in time. An open coach goes on counting."
LEFT_REST = "Nobody watches the clock now: get up in time. An open coach goes on counting."
WATCHED = "The clock runs on. The watch calls you when it is time."
NOT_ANSWERED = "Nothing was begun: the question about your skin needs a yes or a no."


def register(commands: Commands) -> None:
    """Timer and task."""
    timer_parser = commands.add(
        "timer",
        "Cold, heat, a rest or a belt by the clock; off ends it.",
        "coach timer cold --minutes 10",
        timer,
    )
    timer_parser.add_argument(
        "timer", metavar="WHAT", type=a_timer, help="cold, heat, rest, brace or off"
    )
    timer_parser.add_argument(
        "--minutes", metavar="N", type=minutes_ahead, help="how long; else as your plan asks"
    )
    timer_parser.add_argument(
        "--hurt", action="store_true", help="with off: the skin or the pain asked for it"
    )
    timer_parser.set_defaults(answer="")
    task_parser = commands.add(
        "task",
        "Say that a task comes: a drive, lifting, or one of your plan.",
        "coach task drive --in 30",
        task,
    )
    task_parser.add_argument(
        "task", metavar="TASK", nargs="?", default="", help="which one; none lists them"
    )
    task_parser.add_argument(
        "--off", action="store_true", help="it does not come after all; no task means all of them"
    )
    task_parser.add_argument(
        "--in",
        dest="minutes",
        metavar="MINUTES",
        type=minutes_ahead,
        default=0,
        help="in how many minutes it begins; else now",
    )


def timer(given: Namespace, around: Surroundings) -> int:
    """Begin one and stay until it is over; or hand it to the coach that is open."""
    from coach.domain.outcomes import TimerKind

    with around.coach(silent=False) as coach, lines_of(around) as lines:
        if given.timer == "off":
            _carry_out(coach, around, "timer_off", answer="hurt" if given.hurt else "")
            coach.speaker.wait_until_quiet(SPEECH_SECONDS)
            return ExitCode.DONE
        kind = TimerKind(given.timer)
        if coach.log.writable:
            for cue in coach.timers.tick():
                output.line(cue.text)
        elif coach.today.look().in_session:
            raise InputError("Not now", IN_SESSION)
        question = coach.timers.choose(kind, given.minutes).question
        # Kept, so that a command that has to wait for another one asks once.
        given.answer = answer = given.answer or (_ask_skin(question, lines) if question else "")
        _carry_out(coach, around, "timer", timer=kind.value, minutes=given.minutes, answer=answer)
        if coach.log.writable and answer != "no":
            if kind is TimerKind.BRACE:  # Its two hours are for whoever stays open.
                tell_who_watches(around)
            else:
                _watched(coach, lines, around)
    return ExitCode.DONE


def _carry_out(coach: "Coach", around: Surroundings, what: str, **fields: object) -> None:
    from coach.cli.requesting import carry_out
    from coach.workflows.inbox import Request

    request = Request(what, coach.records.now(), **fields)  # type: ignore[arg-type]
    for cue in carry_out(coach, around.places.home, request):
        output.line(cue.text)


def _ask_skin(question: str, lines: "Lines") -> str:
    """`yes` or `no`; InputError when nobody answers."""
    from coach.cli.console import read_yes_or_no

    diagnostics.tell(f"{question} (y for yes, n for no)")
    while True:
        text = lines.wait(TICK_SECONDS, asking=True)
        if text is None and lines.ended:
            raise InputError("Not answered", NOT_ANSWERED)
        if text is None:
            continue
        try:
            return "yes" if read_yes_or_no(text.strip()) else "no"
        except ValueError:
            diagnostics.tell("Please answer: y for yes, n for no.")


def _watched(coach: "Coach", lines: "Lines", around: Surroundings) -> None:
    """Stay; who breaks it off is told that the clock runs on."""
    from coach.cli.line_input import StoppedError

    try:
        _stay(coach, lines)
    except (KeyboardInterrupt, StoppedError):
        if coach.timers.now():
            diagnostics.tell(_left(coach, around))
        raise


def _left(coach: "Coach", around: Surroundings) -> str:
    """Who watches what still runs, and what to do oneself when nobody does."""
    from coach.cli.watch import running_watch
    from coach.domain.outcomes import TimerKind

    if running_watch(around) is not None:
        return WATCHED
    rests = all(one.kind is TimerKind.REST for one in coach.timers.now())
    return LEFT_REST if rests else LEFT


def _on_the_skin(coach: "Coach") -> bool:
    """Whether a pack lies on the skin that is not to be off yet."""
    from coach.domain.timers import PACKS

    packs = any(one.kind in PACKS for one in coach.timers.now())
    return packs and not coach.timers.overdue()


def _stay(coach: "Coach", lines: "Lines") -> None:
    """Watch the clock until nothing runs.

    Raises LogError where the log refuses it; while a pack lies on the skin it is only told, once.
    """
    from coach.workflows.watching import each_asked, ticked

    diagnostics.tell(STAYS)
    trouble = ""
    while coach.timers.now():
        text = lines.wait(TICK_SECONDS, asking=False)
        off = text is not None and text.strip().lower() in ("q", "off")
        said = coach.timers.off() if off else []
        try:
            each_asked(
                said,
                partial(ticked, coach.watchers),
                lambda said: said.extend(coach.reminders.poll()),
                coach.requests.poll_into,
            )
        except LogError as error:
            if not _on_the_skin(coach):
                raise
            if error.message != trouble:
                diagnostics.tell(error.message)
            trouble = error.message
        finally:
            for cue in said:
                output.line(cue.text)
        for line in coach.notices.take():
            diagnostics.tell(line)
    coach.speaker.wait_until_quiet(SPEECH_SECONDS)


def task(given: Namespace, around: Surroundings) -> int:
    """Its word now, or before it begins; without a name the tasks there are, and what comes."""
    from coach.workflows.requests import OFF

    with around.coach(silent=False) as coach:
        if given.off:
            item = coach.tasks.find(given.task).id if given.task else ""
            _carry_out(coach, around, "task", item=item, answer=OFF)
            return ExitCode.DONE
        if not given.task:
            for one in coach.tasks.known():
                output.line(f"{one.id}  {one.name}: {one.text}")
            for line in coach.tasks.coming():
                output.line(f"To come: {line}.")
            return ExitCode.DONE
        coach.safety.require_free()
        found = coach.tasks.find(given.task)
        _carry_out(coach, around, "task", item=found.id, minutes=given.minutes)
        coach.speaker.wait_until_quiet(SPEECH_SECONDS)
        if given.minutes and coach.log.writable and coach.tasks.coming():
            tell_who_watches(around)
    return ExitCode.DONE
