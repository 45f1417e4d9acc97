"""Plan versions and stages as they began at the patient, each with what was different."""

from collections.abc import Callable, Collection, Iterator
from datetime import date
from typing import NamedTuple

from msgspec.structs import replace

from coach.domain.events import PlanIssued, PlanReceived, ReviewDecided, StageChanged, Stamped
from coach.domain.history import History
from coach.review.follow_up import PlanMark, Signed, Visit
from coach.review.follow_up_window import Window

Told = Callable[[PlanIssued], tuple[str, ...] | None]
"""What a signed plan changed, asked where it does not tell it itself; None: not known."""


def course_marks(history: History) -> tuple[PlanMark, ...]:
    """Every plan and every stage that began, oldest first. `history` has the therapist's facts."""
    return tuple(_marks(history))


def _marks(history: History) -> Iterator[PlanMark]:
    issued = {fact.document: tuple(fact.changes.splitlines()) for _, fact in history.of(PlanIssued)}
    version = ""
    for stamped in history.among(PlanReceived, StageChanged):
        fact = stamped.fact
        if isinstance(fact, PlanReceived):
            former, version = version, f"{fact.program}@{fact.version}"
            changes = issued.get(fact.document or "") or _instead(former, version, fact)
            yield PlanMark(max(fact.from_day, stamped.day), version, fact.stage, changes)
        elif isinstance(fact, StageChanged):
            words = f"Stage {fact.to_stage.value} began; it was stage {fact.from_stage.value}."
            yield PlanMark(stamped.day, version, fact.to_stage, (words,))


def _instead(former: str, version: str, plan: PlanReceived) -> tuple[str, ...]:
    """What can be said where no signed plan says it; nothing of the very first one."""
    if not former:
        return ()
    if former == version:
        return (f"Begun again in stage {plan.stage.value}.",)
    return (f"{version} in the place of {former}.",)


def window_marks(marks: tuple[PlanMark, ...], window: Window) -> tuple[PlanMark, ...]:
    """What held when the window opened, and what began in it."""
    within = tuple(mark for mark in marks if window.holds(mark.from_day))
    before = [mark for mark in marks if mark.from_day < window.since]
    if before and not any(mark.from_day == window.since for mark in within):
        return (before[-1], *within)
    return within


def last_decided(history: History, before: date) -> date | None:
    """The last day before `before` on which the therapist decided or signed a plan."""
    visits = history.among(ReviewDecided, PlanIssued)
    return max((stamped.day for stamped in visits if stamped.day < before), default=None)


def visits_of(
    history: History,
    log_until: date,
    today: date,
    told: Told | None = None,
    lifting: Collection[str] = (),
) -> tuple[Visit, ...]:
    """What was decided and signed today or since the log's last day, in order.

    `told` is what a plan changed that does not say it by itself, `lifting` are the documents of
    those that lift a lock. A decision and the plan that was
    signed with it are written in one unit, at one moment.
    """
    papers = _Papers(history, told, lifting)
    visits: list[tuple[object, Visit]] = []
    for stamped in history.among(ReviewDecided, PlanIssued):
        if stamped.day < log_until and stamped.day != today:
            continue
        unit, begun = (stamped.device, stamped.at), Visit(stamped.day, None)
        former = visits.pop() if visits and visits[-1][0] == unit else (unit, begun)
        visit = _joined(papers, former[1], stamped)
        # Of two of one kind at one moment each is a visit of its own.
        alone = (unit, _alone(papers, stamped))
        visits += [(unit, visit)] if visit else [former, alone]
    return tuple(visit for _, visit in visits)


class _Papers(NamedTuple):
    """What tells of a signed plan what its fact does not."""

    history: History
    told: Told | None
    lifting: Collection[str]


def _alone(papers: _Papers, stamped: Stamped) -> Visit:
    return _joined(papers, Visit(stamped.day, None), stamped) or Visit(stamped.day, None)


def _joined(papers: _Papers, visit: Visit, stamped: Stamped) -> Visit | None:
    """The visit with a decision or a plan more; None where it has one already."""
    fact = stamped.fact
    if isinstance(fact, ReviewDecided) and visit.decision is None:
        return replace(visit, decision=fact.decision, note=fact.note)
    if isinstance(fact, PlanIssued) and visit.signed is None:
        return replace(visit, signed=_signed(papers, stamped, fact))
    return None


def _signed(papers: _Papers, stamped: Stamped, plan: PlanIssued) -> Signed:
    changes: tuple[str, ...] | None = tuple(plan.changes.splitlines())
    if not plan.changes.strip():
        changes = papers.told(plan) if papers.told is not None else ()
    is_first = _is_first(papers.history, stamped)
    changed = changes is None or bool(changes) or is_first
    lifts = plan.document in papers.lifting
    return Signed(plan.version, plan.stage, changed, changes or (), is_first, lifts)


def _is_first(history: History, issued: Stamped) -> bool:
    """Whether no plan was given before this one."""
    return history.among(PlanReceived, PlanIssued)[:1] == [issued]
