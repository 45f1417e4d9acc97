"""The stage in line mode: what going on needs, what sends back, and what is proposed."""

from coach.cli.console import Console
from coach.cli.line_checkin import require_writable
from coach.cli.line_form import ask_form
from coach.domain.program import Confirms
from coach.review.outlook import Kind
from coach.review.outlook_words import (
    LEGEND,
    LOCKED,
    NOTHING_AFTER,
    proposal_question,
    proposal_text,
    sections,
    who_confirms,
)
from coach.workflows.progress import AGREEMENT, ProgressView, Standing


def show_stage(console: Console) -> None:
    """Show the stage; ask when something is proposed.

    Raises LeftOffError when a question is left, InputError for an agreement that cannot be.
    """
    view = console.coach.progress.look()
    console.say(*stage_lines(view))
    if view.standing is not None:
        _ask(console, view.standing)


def stage_lines(view: ProgressView) -> list[str]:
    """Every criterion with its figures."""
    seen = view.outlook
    lines = [f"Stage {seen.stage.code.value}, {seen.stage.name}: {seen.stage.aim}"]
    if view.locked:
        lines.append(LOCKED)
    if seen.following is None:
        lines.append(NOTHING_AFTER)
    for section in sections(seen):
        lines.append(f"{section.heading}:")
        for line in section.lines:
            lines += [f"  {line.head}", f"      {line.evidence}"]
    lines.append(who_confirms(view.confirms_going_on, view.confirms_step_back))
    lines.append(LEGEND)
    return lines


def _ask(console: Console, standing: Standing) -> None:
    coach, proposal = console.coach, standing.proposal
    going_on = proposal.kind is Kind.GO_ON  # Its figures stand above, line by line.
    evidence = "" if going_on else proposal.evidence
    console.say(proposal_text(proposal, standing.to_name), evidence)
    if proposal.kind is Kind.FLARE:
        console.say(coach.records.require_plan().program.flare.text)
    require_writable(console)
    if not console.yes_or_no(proposal_question(proposal, standing.confirms)):
        coach.progress.put_off(proposal)
        console.say("Not today. Nothing was changed.")
        return
    if proposal.kind is Kind.FLARE:
        until = coach.today.begin_bad_day()
        console.say(f"The plan for a bad day holds until {until:%A %H:%M}.")
        return
    answers: dict[str, str] = {}
    if standing.confirms is Confirms.THERAPIST:
        answers = ask_form(console, AGREEMENT).answers
    stage = coach.progress.confirm(
        proposal, therapist=answers.get("who", ""), agreed_on=answers.get("day", "")
    )
    console.say(f"Stage {stage.code.value}, {stage.name}, begins.")
