"""What the shell can answer to a reminder: later, not today and why, quiet, after an absence."""

from argparse import Namespace

from coach.cli import output
from coach.cli.diagnostics import ExitCode
from coach.cli.parsing import Commands, a_later, a_quiet, a_reason, an_away_answer
from coach.cli.surroundings import Surroundings
from coach.domain.reminding import LATER_MINUTES, LONGEST_LATER_MINUTES, LONGEST_QUIET_MINUTES

START = "Start it with: coach session"


def register(commands: Commands) -> None:
    """Later, leave-out, quiet and away."""
    later_parser = commands.add(
        "later", "Be reminded again later of what is due.", "coach later --minutes 45", later
    )
    later_parser.add_argument(
        "--minutes",
        metavar="N",
        type=a_later,
        default=LATER_MINUTES,
        help=f"1 to {LONGEST_LATER_MINUTES}; {LATER_MINUTES} when it is not said",
    )
    out_parser = commands.add(
        "leave-out",
        "Leave something out today, and say why.",
        "coach leave-out cat-camel --reason time",
        leave_out,
    )
    out_parser.add_argument(
        "item", metavar="ITEM", nargs="*", help="exercises of today; none is all that is due"
    )
    out_parser.add_argument(
        "--reason",
        metavar="WHY",
        type=a_reason,
        required=True,
        help="pain, fatigue, time or other",
    )
    quiet_parser = commands.add(
        "quiet",
        "Nothing is said for a while, as in a call; it ends by itself.",
        "coach quiet 45",
        quiet,
    )
    quiet_parser.add_argument(
        "minutes",
        metavar="MINUTES",
        type=a_quiet,
        help=f"1 to {LONGEST_QUIET_MINUTES}; off ends it now",
    )
    away_parser = commands.add(
        "away",
        "Answer what fell due while the computer was asleep or off.",
        "coach away later",
        away,
    )
    away_parser.add_argument(
        "answer", metavar="ANSWER", type=an_away_answer, help="now, later or skip"
    )


def later(given: Namespace, around: Surroundings) -> int:
    """Everything that is due now is put off."""
    return _asked(around, what="later", minutes=given.minutes)


def leave_out(given: Namespace, around: Surroundings) -> int:
    """Items are left out with the reason; asked no more today."""
    return _asked(around, what="leave_out", answer=given.reason, items=tuple(given.item))


def quiet(given: Namespace, around: Surroundings) -> int:
    """Quiet for so many minutes, or no longer."""
    return _asked(around, what="quiet", minutes=given.minutes)


def away(given: Namespace, around: Surroundings) -> int:
    """The one question about an absence is answered."""
    return _asked(around, what="away", answer=given.answer)


def _asked(
    around: Surroundings,
    *,
    what: str,
    minutes: int | None = None,
    answer: str = "",
    items: tuple[str, ...] = (),
) -> int:
    from coach.cli.requesting import carry_out
    from coach.workflows.inbox import Request

    with around.coach() as coach:
        coach.records.require_plan()
        request = Request(what, coach.records.now(), minutes=minutes, answer=answer, items=items)
        cues = carry_out(coach, around.places.home, request)
        for cue in cues:
            output.line(cue.text)
    if (what, answer) == ("away", "now") and not cues:
        output.line(START)
    return ExitCode.DONE
