"""Sitting over the window, and cold, heat and rest against their dose."""

from coach.domain.easing import asked_exercise
from coach.domain.events import (
    ExerciseDone,
    ItemAsked,
    ItemExcused,
    PlanReceived,
    SittingBout,
    StageChanged,
    Stamped,
)
from coach.domain.exercise import Kind
from coach.domain.history import History
from coach.domain.program import Program, SittingLimits, StageCode, Surface
from coach.domain.sitting_limits import fitted_minutes
from coach.domain.sitting_spells import HARD_SEATS
from coach.domain.sitting_state import is_of_sitting
from coach.domain.time_events import ReminderPutOff, SittingLimitSet, StillAnswered, StillAsked
from coach.review.adherence import recorded_days
from coach.review.follow_up_window import Known, Window
from coach.review.sitting_values import LimitFit, PassiveLine, SittingLine, SurfaceLine

SHORTEST_MINUTES = 1
_LIMITS = (PlanReceived, StageChanged, SittingLimitSet)
PASSIVE = (Kind.COLD, Kind.HEAT, Kind.REST)


def sitting_line(
    own: History,
    near: History,
    window: Window,
    program: Program | None,
    stage: StageCode | None,
) -> SittingLine:
    """Every spell that ended in the window, from the facts `near` it; `own` has the limits."""
    bouts = [fact for stamped, fact in near.of(SittingBout) if window.holds(stamped.day)]
    answers = [fact for stamped, fact in near.of(StillAnswered) if window.holds(stamped.day)]
    sets = own.among(*_LIMITS)
    by_surface = {one: [bout for bout in bouts if bout.surface is one] for one in Surface}
    minutes = sum(bout.minutes for bout in bouts)
    hard = sum(bout.minutes for bout in bouts if bout.surface in HARD_SEATS)
    return SittingLine(
        surfaces=tuple(
            _surface(one, there, _limits(program, stage), sets)
            for one, there in by_surface.items()
            if not all(_passing(bout) for bout in there)
        ),
        longest_minutes=max((bout.minutes for bout in bouts if not _passing(bout)), default=None),
        over_limit=sum(1 for bout in bouts if _over(bout)),
        bouts=len(bouts),
        hard_share=round(100 * hard / minutes, 1) if minutes else None,
        warnings=sum(bout.warnings for bout in bouts),
        hard_over_limit=sum(1 for bout in bouts if bout.surface in HARD_SEATS and _over(bout)),
        overdue_minutes=round(sum(bout.overdue_minutes for bout in bouts), 1),
        fits=tuple(
            LimitFit(stamped.day, fact.surface, fact.minutes, fact.rule, fact.evidence)
            for stamped, fact in near.of(SittingLimitSet)
            if window.holds(stamped.day)
        ),
        put_off=sum(
            1
            for stamped, fact in near.of(ReminderPutOff)
            if window.holds(stamped.day) and is_of_sitting(fact.item)
        ),
        still_asked=sum(1 for stamped, _ in near.of(StillAsked) if window.holds(stamped.day)),
        still_yes=sum(1 for one in answers if one.sitting),
        still_no=sum(1 for one in answers if not one.sitting),
    )


def _limits(program: Program | None, stage: StageCode | None) -> SittingLimits | None:
    found = [one.sitting for one in program.stages if one.code is stage] if program else []
    return found[0] if found else None


def _surface(
    surface: Surface, bouts: list[SittingBout], limits: SittingLimits | None, sets: list[Stamped]
) -> SurfaceLine:
    fitted = fitted_minutes(limits, surface, sets) if limits is not None else None
    return SurfaceLine(
        surface=surface,
        limit_minutes=limits.minutes(surface) if limits else bouts[-1].limit_minutes,
        bouts=len(bouts),
        minutes=round(sum(bout.minutes for bout in bouts), 1),
        longest_minutes=max(bout.minutes for bout in bouts),
        over_limit=sum(1 for bout in bouts if _over(bout)),
        fitted_minutes=fitted if limits and fitted != limits.minutes(surface) else None,
    )


def _passing(bout: SittingBout) -> bool:
    """Under a minute: sat down and up again, no spell to measure (source: DESIGN)."""
    return bout.minutes < SHORTEST_MINUTES


def _over(bout: SittingBout) -> bool:
    """By the limit that held then, which a bad day makes shorter and a short break carries on."""
    return bout.overdue_minutes > 0 or bout.minutes > bout.limit_minutes


def passive_lines(own: History, window: Window, known: Known) -> tuple[PassiveLine, ...]:
    """Minutes done against minutes asked on recorded days, for cold, heat and rest."""
    recorded = recorded_days(own)
    excused = {fact.item for _, fact in own.of(ItemExcused)}
    asked_items = {fact.item: fact for _, fact in own.of(ItemAsked)}
    asked: dict[str, float] = {}
    for item, fact in asked_items.items():
        if window.holds(fact.for_day) and fact.for_day in recorded and item not in excused:
            exercise = _exercise(item, fact.exercise)
            asked[exercise] = asked.get(exercise, 0.0) + fact.planned_seconds / 60
    done, times = _done(own, window, excused)
    lines = []
    for exercise in dict.fromkeys([*asked, *done]):
        kind = known.kinds.get(exercise)
        if kind in PASSIVE:
            lines.append(
                PassiveLine(
                    exercise=exercise,
                    name=known.name(exercise),
                    kind=kind.value,
                    asked_minutes=round(asked.get(exercise, 0.0), 1),
                    done_minutes=round(done.get(exercise, 0.0), 1),
                    times=len(times.get(exercise, ())),
                )
            )
    return tuple(sorted(lines, key=lambda line: (PASSIVE.index(Kind(line.kind)), line.name)))


def _done(
    own: History, window: Window, excused: set[str]
) -> tuple[dict[str, float], dict[str, set[str]]]:
    """Minutes and items by exercise; an excused item leaves both sides, as in adherence."""
    rehearsed = own.rehearsed_sessions()
    done: dict[str, float] = {}
    times: dict[str, set[str]] = {}
    for stamped, fact in own.of(ExerciseDone):
        counts = window.holds(stamped.day) and fact.session not in rehearsed
        if counts and fact.seconds > 0 and fact.item not in excused:
            exercise = _exercise(fact.item, fact.exercise)
            done[exercise] = done.get(exercise, 0.0) + fact.seconds / 60
            times.setdefault(exercise, set()).add(fact.item)
    return done, times


def _exercise(item: str, named: str) -> str:
    return asked_exercise(item) or named
