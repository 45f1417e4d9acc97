"""What the stage's criteria say at the log's end, and what was proposed in the window."""

from collections.abc import Sequence
from datetime import date, datetime

from coach.domain.events import FlareProposed, PlanReceived, StageChanged, StageProposed
from coach.domain.history import History
from coach.domain.program import Program, StageCode
from coach.review.follow_up import Proposed
from coach.review.follow_up_window import Known, Window, ends_early
from coach.review.gate_facts import flag_is_open, gate_facts, list_was_finished
from coach.review.outlook import Kind, Outlook, Proposal, outlook


def outlook_at_end(
    own: History,
    known: Known,
    first_day: date | None,
    window: Window,
    now: datetime,
    decided: date | None,
) -> Outlook | None:
    """Every criterion judged on the window's last day; None without a plan or its program.

    `decided` is the day of the last decision: what was worse before it was weighed then.
    """
    program, stage, began = known.program, own.stage(), _stage_began(own)
    if program is None or stage is None or began is None or first_day is None:
        return None
    if not any(one.code is stage for one in program.stages):
        return None
    flare = own.flare_until()
    facts = gate_facts(
        own,
        today=window.until,
        since=began,
        start=first_day,
        flag_open=flag_is_open(own, list(known.questions)),
        list_finished=list_was_finished(own, known.questions),
        flare=flare is not None and flare > now,
        decided=decided,
    )
    return outlook(program, stage, facts)


def _stage_began(own: History) -> datetime | None:
    began = own.among(StageChanged, PlanReceived)
    return began[-1].at if began else None


def standing_proposals(own: History, seen: Outlook | None, today: date) -> tuple[Proposal, ...]:
    """What the rules propose now, the most pressing first; nothing while a safety hold stands.

    A bad day has its plan on that day: where the log ended before yesterday, it is over.
    """
    if seen is None or own.hold() is not None:
        return ()
    over = ends_early(own.last_day, today)
    return tuple(one for one in seen.proposals if not (over and one.kind is Kind.FLARE))


def proposed_lines(
    own: History, window: Window, standing: Sequence[Proposal], program: Program | None
) -> tuple[Proposed, ...]:
    """Proposals that were logged in the window, and what stands now; oldest first."""
    logged = [
        (stamped.day, proposal)
        for stamped in own.among(FlareProposed, StageProposed)
        if window.holds(stamped.day) and (proposal := _as_proposal(stamped.fact, own)) is not None
    ]
    keys = {one.key for one in standing}
    newest = {proposal.key: n for n, (_, proposal) in enumerate(logged)}
    lines = [
        _line(day, proposal, program, proposal.key in keys and newest[proposal.key] == n)
        for n, (day, proposal) in enumerate(logged)
    ]
    lines += [_line(window.until, one, program, True) for one in standing if one.key not in newest]
    return tuple(lines)


def _as_proposal(fact: object, own: History) -> Proposal | None:
    if isinstance(fact, FlareProposed):
        stage = own.stage() or StageCode.CALM
        return Proposal(Kind.FLARE, stage, stage, fact.rule, fact.evidence)
    if isinstance(fact, StageProposed):
        order = list(StageCode)
        back = order.index(fact.to_stage) < order.index(fact.from_stage)
        kind = Kind.STEP_BACK if back else Kind.GO_ON
        return Proposal(kind, fact.from_stage, fact.to_stage, fact.rule, fact.evidence)
    return None


def _line(day: date, proposal: Proposal, program: Program | None, standing: bool) -> Proposed:
    return Proposed(day, proposal_words(proposal, program), proposal.evidence, standing)


def proposal_words(proposal: Proposal, program: Program | None) -> str:
    """`Go on to stage C, Build`, as a therapist reads it."""
    if proposal.kind is Kind.FLARE:
        return "Plan for a bad day"
    names = {one.code: one.name for one in program.stages} if program is not None else {}
    code = proposal.to_stage
    stage = f"stage {code.value}, {names[code]}" if code in names else f"stage {code.value}"
    return f"{'Step back' if proposal.kind is Kind.STEP_BACK else 'Go on'} to {stage}"
