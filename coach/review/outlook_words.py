"""The stage in words: one wording for screens and lines."""

from msgspec import Struct

from coach.domain.program import Confirms
from coach.review.outlook import Kind, Outlook, Proposal
from coach.review.verdicts import State, Verdict

FORWARD_SIGNS = {State.MET: "✓", State.NOT_MET: "✗", State.NO_DATA: "·"}
BACK_SIGNS = {State.MET: "!", State.NOT_MET: "–", State.NO_DATA: "·"}
LEGEND = "✓ met   ✗ not met   ! come up   – not come up   · not enough noted yet"
NOTHING_AFTER = "This is the last stage. Nothing comes after it; you keep it going."
LOCKED = "Coaching is locked. Nothing is proposed until a clinician has looked at you."


class Line(Struct, frozen=True):
    """One criterion as it is shown."""

    head: str
    """Sign and text."""
    evidence: str


class Section(Struct, frozen=True):
    """A heading with its criteria."""

    heading: str
    lines: tuple[Line, ...]


def sections(seen: Outlook) -> tuple[Section, ...]:
    """What going on needs, and what sends back."""
    made = []
    if seen.following is not None:
        heading = f"To go on to stage {seen.following.code.value}, {seen.following.name}: all of"
        made.append(Section(heading, tuple(_line(one, FORWARD_SIGNS) for one in seen.forward)))
    heading = "The plan for a bad day is proposed after any one of"
    if seen.earlier is not None:
        heading = f"A step back to stage {seen.earlier.code.value} is proposed after any one of"
    made.append(Section(heading, tuple(_line(one, BACK_SIGNS) for one in seen.back)))
    return tuple(made)


def _line(verdict: Verdict, signs: dict[State, str]) -> Line:
    return Line(f"{signs[verdict.state]} {verdict.criterion.text}", verdict.evidence)


def who_confirms(going_on: Confirms, step_back: Confirms) -> str:
    """Who says yes to what is proposed."""
    if going_on is step_back:
        who = "Your therapist confirms" if going_on is Confirms.THERAPIST else "You confirm"
        return f"{who} each change."
    if going_on is Confirms.THERAPIST:
        return "Your therapist confirms going on. A step back you confirm yourself."
    return "You confirm going on. A step back your therapist confirms."


def proposal_text(proposal: Proposal, to_name: str) -> str:
    """What is proposed, in one sentence."""
    if proposal.kind is Kind.FLARE:
        return "The plan for a bad day is proposed for today."
    if proposal.kind is Kind.STEP_BACK:
        return f"A step back to stage {proposal.to_stage.value}, {to_name}, is proposed."
    return f"Your answers fit stage {proposal.to_stage.value}, {to_name}."


def proposal_line(proposal: Proposal, to_name: str, key: str) -> str:
    """The same with the key that shows more."""
    return f"{proposal_text(proposal, to_name)} Press {key} to see why."


def proposal_question(proposal: Proposal, confirms: Confirms) -> str:
    """The yes or no that settles it."""
    stage = f"stage {proposal.to_stage.value}"
    if proposal.kind is Kind.FLARE:
        return "Switch to the plan for a bad day now?"
    if confirms is Confirms.THERAPIST:
        return f"Has your therapist agreed to {stage}?"
    if proposal.kind is Kind.STEP_BACK:
        return f"Step back to {stage} now?"
    return f"Go on to {stage} now?"
