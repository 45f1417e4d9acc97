"""What a patient asks for: the day, a session, pain, sitting; as screens or as plain lines."""

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from coach.cli import diagnostics, output
from coach.cli.diagnostics import ExitCode
from coach.cli.home import lines_of, screens
from coach.cli.parsing import Commands, a_pace, a_reach, a_score, a_sitting, a_surface, add_json
from coach.cli.surroundings import Surroundings
from coach.domain.outcomes import AwayAnswer

if TYPE_CHECKING:
    from coach.domain.agenda import AgendaItem
    from coach.workflows.safety import Hold
    from coach.workflows.today import Today

NOBODY_WATCHES = (
    "Nobody is watching the clock: open `coach` to be called, or let `coach watch` call you."
)
THE_WATCH_CALLS = "The watch calls you when it is time."


def register(commands: Commands) -> None:
    """Today, session, pain, sit and stand."""
    today_parser = commands.add(
        "today", "What is due today, and what was missed.", "coach today", today
    )
    add_json(today_parser)
    _add_session(commands)
    _add_pain(commands)
    sit_parser = commands.add("sit", "Say that you sit down now.", "coach sit hard", sit)
    sit_parser.add_argument(
        "surface", metavar="SURFACE", type=a_surface, help="soft, firm, hard, floor or car"
    )
    stand_parser = commands.add("stand", "Say that you are up.", "coach stand", stand)
    stand_parser.add_argument(
        "--minutes", metavar="N", type=a_sitting, help="how long you sat, when it was not till now"
    )


def _add_session(commands: Commands) -> None:
    parser = commands.add(
        "session",
        "Do what is due now, led step by step.",
        "coach session cat-camel --line",
        session,
    )
    parser.add_argument(
        "item", metavar="ITEM", nargs="*", help="exercises of today; none is all that is due"
    )
    parser.add_argument("--line", action="store_true", help="plain lines, no screen")
    parser.add_argument("--silent", action="store_true", help="no voice and no tones")
    parser.add_argument(
        "--pace",
        metavar="N",
        type=a_pace,
        default=1,
        help="so many times as fast, 1 to 60, in plain lines: a rehearsal, and logged as such",
    )


def _add_pain(commands: Commands) -> None:
    parser = commands.add(
        "pain",
        "Note how strong back and leg pain are now.",
        "coach pain --back 3 --leg 4 --reach calf",
        pain,
    )
    for site in ("back", "leg"):
        parser.add_argument(
            f"--{site}", metavar="N", type=a_score, required=True, help=f"{site} pain, 0 to 10"
        )
    parser.add_argument(
        "--reach",
        metavar="WHERE",
        type=a_reach,
        help="how far down: none, back, buttock, thigh, knee, calf or foot",
    )
    parser.add_argument("--note", metavar="TEXT", default="", help="a note to go with it")


def session(given: Namespace, around: Surroundings) -> int:
    """A session, on the screens; in plain lines where asked for or where there is no terminal."""
    if around.on_terminal and not given.line and given.pace == 1:
        return screens(around, silent=given.silent, start=given.item)
    return _session_in_lines(given, around)


def _session_in_lines(given: Namespace, around: Surroundings) -> int:
    from coach.cli.console import Console
    from coach.cli.line_flow import SessionFlow
    from coach.cli.paced import clock_for

    silent = given.silent or given.pace != 1
    clock = clock_for(around.clock, given.pace)
    made = around.coach(silent=silent, attended=True, clock=clock)
    with made as coach, lines_of(around) as lines:
        console = Console(coach, lines, reads_by=around.clock)
        SessionFlow(console, pace=given.pace).run(given.item)
    return ExitCode.DONE


def today(given: Namespace, around: Surroundings) -> int:
    """The agenda; under a hold it is shown and says so."""
    from coach.cli.agenda_lines import today_lines
    from coach.cli.requesting import tell_overdue
    from coach.cli.sitting_lines import clock_lines, sitting_lines, sitting_values
    from coach.workflows.day_lines import day_lines, shell_lines

    with around.coach() as coach:
        tell_overdue(coach)
        look = coach.today.look()
        if given.json:
            quiet = coach.reminders.quiet_until()
            output.document(
                "today",
                **today_values(look, around),
                sitting=sitting_values(coach.guard),
                quiet_until=quiet.astimezone(around.zone).isoformat() if quiet else None,
                ready=list(day_lines(coach)),
            )
        else:
            sat = (*sitting_lines(coach.guard), *clock_lines(coach))
            for line in (*today_lines(look, around.zone), *sat, *shell_lines(coach)):
                output.line(line)
    return ExitCode.DONE


def today_values(look: "Today", around: Surroundings) -> dict[str, Any]:
    """The day for other programs."""
    away = look.away
    return {
        "day": look.agenda.day.isoformat(),
        "stage": look.agenda.stage.value,
        "items": [_item_values(item, look, around) for item in look.agenda.items],
        "missed_while_away": [item.id for item in away.missed_today] if away else [],
        "days_not_recorded": [day.isoformat() for day in away.days_not_recorded] if away else [],
        "away_question": _question_values(look),
        "safety_list_due": look.safety_due is not None,
        "proposal": look.proposal.line if look.proposal is not None else None,
        "hold": _hold_values(look.hold),
    }


def _question_values(look: "Today") -> dict[str, Any] | None:
    """What fell due while the machine was asleep or off and waits for one answer."""
    if look.question is None:
        return None
    return {
        "since": look.question.since.isoformat(),
        "items": [item.id for item in look.question.about(look.agenda.due)],
        "answers": [answer.value for answer in AwayAnswer],
    }


def _item_values(item: "AgendaItem", look: "Today", around: Surroundings) -> dict[str, Any]:
    from coach.cli.agenda_lines import state_word
    from coach.domain.dose import format_dose

    return {
        "item": item.id,
        "exercise": item.exercise,
        "name": look.name(item),
        "dose": format_dose(item.dose),
        "due_at": item.due_at.astimezone(around.zone).isoformat(),
        "state": state_word(item, locked=look.hold is not None),
        "share": round(item.share, 3),
        "declined": item.declined.value if item.declined is not None else None,
        "excused": item.excused.value if item.excused is not None else None,
        "eased": item.eased.how.value if item.eased is not None else None,
    }


def _hold_values(hold: "Hold | None") -> dict[str, Any] | None:
    if hold is None:
        return None
    return {
        "since": hold.since.isoformat(),
        "tier": int(hold.tier),
        "first": hold.text.advice.first,
        "number": hold.text.number,
    }


def pain(given: Namespace, around: Surroundings) -> int:
    """One pain fact for each site."""
    from coach.cli.requesting import carry_out
    from coach.workflows.inbox import Request

    with around.coach() as coach:
        request = Request(
            "pain",
            coach.records.now(),
            back=given.back,
            leg=given.leg,
            reach=given.reach or "",
            note=given.note,
        )
        for cue in carry_out(coach, around.places.home, request):
            output.line(cue.text)
        for words in coach.safety.after_score():
            output.line(words)
    return ExitCode.DONE


def sit(given: Namespace, around: Surroundings) -> int:
    """A bout begins; without an open coach nobody calls when it is over."""
    return _sitting(around, "sit", given.surface)


def stand(given: Namespace, around: Surroundings) -> int:
    """The bout ends."""
    return _sitting(around, "stand", "", given.minutes)


def _sitting(around: Surroundings, what: str, surface: str, minutes: int | None = None) -> int:
    from coach.cli.requesting import carry_out
    from coach.workflows.inbox import Request

    with around.coach() as coach:
        request = Request(what, coach.records.now(), surface=surface, minutes=minutes)
        for cue in carry_out(coach, around.places.home, request):
            output.line(cue.text)
        if what == "sit" and coach.log.writable:
            for cue in coach.tasks.tick():  # The word before a drive: nobody else is there for it.
                output.line(cue.text)
            tell_who_watches(around)
    return ExitCode.DONE


def tell_who_watches(around: Surroundings) -> None:
    """Who calls the patient when it is time: the watch when one is on in this home, or nobody."""
    from coach.cli.watch import running_watch

    watched = running_watch(around) is not None
    diagnostics.tell(THE_WATCH_CALLS if watched else NOBODY_WATCHES)
