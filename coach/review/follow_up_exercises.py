"""Each exercise over the window: done of asked, left out and why, lights, the patient's words."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from msgspec import Struct

from coach.domain.agenda import DONE_SHARE, left_out
from coach.domain.dose import format_dose
from coach.domain.easing import asked_exercise, lights_by_exercise
from coach.domain.events import ExerciseDone, ItemAsked, ItemExcused
from coach.domain.history import History
from coach.domain.lights import Light
from coach.domain.outcomes import Reason
from coach.domain.program import Program, StageCode
from coach.domain.time_events import ReminderPutOff
from coach.review.adherence import amounts_by_item, percent_of, recorded_days, share_of
from coach.review.follow_up import ExerciseLine, NoteLine, PutOffLine
from coach.review.follow_up_window import Known, Window
from coach.review.numb_skin import NUMB_SKIN, numb_items


class CountedItem(Struct, frozen=True):
    """One item of the window that counts."""

    day: date
    exercise: str
    """The exercise the plan asks, also where its easier form was done."""
    share: float
    """Done over asked, 0 to 1."""
    left_out: Reason | None
    """Why it was left out or stopped; None when it was not."""
    excused: bool
    recorded: bool
    """Whether its day was recorded."""
    numb: bool = False
    """Whether it is a pack that was left out for numb skin."""


def counted_items(own: History, window: Window) -> list[CountedItem]:
    """Every item of the window; of its last day only what was begun, left out or excused.

    The last day may not have been over when the log was written, so that what nobody touched on it
    is not known to have been missed.
    """
    amounts, _ = amounts_by_item(own)
    reasons, recorded = _reasons(own, left_out), recorded_days(own)
    nothing_done = _reasons(own, _has_a_reason)
    excused, numb = {fact.item for _, fact in own.of(ItemExcused)}, numb_items(own)
    asked = {fact.item: fact for _, fact in own.of(ItemAsked) if window.holds(fact.for_day)}
    items = []
    for item, fact in asked.items():
        untouched = item not in amounts and item not in excused
        if untouched and fact.for_day == window.until and fact.for_day in recorded:
            continue
        share = share_of(fact, *amounts.get(item, (0.0, 0.0)))
        items.append(
            CountedItem(
                day=fact.for_day,
                exercise=asked_exercise(item) or fact.exercise,
                share=share,
                left_out=reasons.get(item, None if share > 0 else nothing_done.get(item)),
                excused=item in excused,
                recorded=fact.for_day in recorded,
                numb=item in numb and reasons.get(item) is Reason.OTHER,
            )
        )
    return items


def asked_today(own: History, window: Window) -> int:
    """Items asked on the last day of the window that nobody touched yet."""
    return sum(1 for _, fact in own.of(ItemAsked) if fact.for_day == window.until)


def _reasons(own: History, of: Callable[[ExerciseDone], bool]) -> dict[str, Reason]:
    """The reasons of these facts by item; pain before the others."""
    rehearsed = own.rehearsed_sessions()
    found: dict[str, Reason] = {}
    for _, fact in own.of(ExerciseDone):
        if fact.session not in rehearsed and of(fact) and found.get(fact.item) is not (Reason.PAIN):
            found[fact.item] = fact.reason
    return found


def _has_a_reason(fact: ExerciseDone) -> bool:
    return fact.reason is not Reason.NONE


@dataclass(slots=True)
class _Gathered:
    """What is known of one exercise while it is gathered."""

    items: list[CountedItem] = field(default_factory=list)
    lights: list[Light] = field(default_factory=list)


def exercise_lines(
    own: History,
    items: Iterable[CountedItem],
    window: Window,
    known: Known,
    stage: StageCode | None,
    notes: Iterable[NoteLine],
) -> tuple[ExerciseLine, ...]:
    """Every exercise asked or done in the window, those that hurt first.

    `items` are those of the window, as `counted_items` finds them.
    A green of the session is none of an exercise that was left out or stopped for pain that day.
    """
    found: dict[str, _Gathered] = defaultdict(_Gathered)
    hurt: set[tuple[date, str]] = set()
    for item in items:
        found[item.exercise].items.append(item)
        if item.left_out is Reason.PAIN:
            hurt.add((item.day, item.exercise))
    for day, exercise, light in lights_by_exercise(own):
        is_green = light is Light.GREEN and (day, exercise) not in hurt
        if window.holds(day) and (is_green or light is not Light.GREEN):
            found[exercise].lights.append(light)
    doses = _doses(known.program, stage)
    written = _written(notes)
    lines = [
        _line(exercise, gathered, known, doses, written) for exercise, gathered in found.items()
    ]
    # What was only ever excused tells nothing of how it went.
    telling = [line for line in lines if line.asked or line.skipped or line.lights]
    return tuple(sorted(telling, key=_order))


def _line(
    exercise: str,
    gathered: _Gathered,
    known: Known,
    doses: Mapping[str, str],
    written: Mapping[str, tuple[str, ...]],
) -> ExerciseLine:
    name = known.name(exercise)
    asked = [item for item in gathered.items if not item.excused]
    recorded = [item for item in asked if item.recorded]
    # A reason counts before how much was done, so that every item asked is counted once.
    reasons = Counter(why for item in recorded if (why := _why_not(item)) is not None)
    # What hurt, and numb skin, are told whatever excused the item, or the day after it.
    hurt = sum(1 for item in gathered.items if item.excused and item.left_out is Reason.PAIN)
    reasons.update({Reason.PAIN.value: hurt} if hurt else {})
    numb = sum(1 for item in gathered.items if item.excused and item.numb)
    reasons.update({NUMB_SKIN: numb} if numb else {})
    kept = [item for item in recorded if item.left_out is None]
    percent = None
    if recorded:
        percent = percent_of(sum(item.share for item in recorded), len(recorded))
    return ExerciseLine(
        exercise=exercise,
        name=name,
        dose=doses.get(exercise, ""),
        asked=len(asked),
        done=sum(1 for item in kept if item.share >= DONE_SHARE),
        partial=sum(1 for item in kept if 0 < item.share < DONE_SHARE),
        skipped=dict(reasons),
        excused=len(gathered.items) - len(asked),
        not_recorded=len(asked) - len(recorded),
        percent=percent,
        lights=dict(Counter(gathered.lights)),
        last_light=gathered.lights[-1] if gathered.lights else None,
        notes=written.get(name, ()),
    )


def _why_not(item: CountedItem) -> str | None:
    """Why an item was left out or stopped; no reason for what nobody touched."""
    if item.numb:
        return NUMB_SKIN
    if item.left_out is not None:
        return item.left_out.value
    return Reason.NONE.value if item.share <= 0 else None


def _doses(program: Program | None, stage: StageCode | None) -> dict[str, str]:
    """What the stage asks now, by exercise."""
    if program is None:
        return {}
    return {
        one.exercise: format_dose(one.dose)
        for here in program.stages
        if here.code is stage
        for one in here.prescriptions
    }


def put_off_lines(own: History, window: Window, known: Known) -> tuple[PutOffLine, ...]:
    """Exercises whose reminders were put off in the window, the most often first."""
    times = Counter(
        exercise
        for stamped, fact in own.of(ReminderPutOff)
        if window.holds(stamped.day) and (exercise := asked_exercise(fact.item)) is not None
    )
    lines = [PutOffLine(one, known.name(one), count) for one, count in times.items()]
    return tuple(sorted(lines, key=lambda line: (-line.times, line.name)))


def _written(notes: Iterable[NoteLine]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for note in notes:
        found[note.about] += (f"{note.day.isoformat()}: {note.text}",)
    return found


def _order(line: ExerciseLine) -> tuple[int, int, float, str]:
    """Most often left out or stopped for pain, most red, least done; then by name."""
    hurt = line.skipped.get(Reason.PAIN.value, 0)
    percent = line.percent if line.percent is not None else 101.0
    return -hurt, -line.lights.get(Light.RED, 0), percent, line.name
