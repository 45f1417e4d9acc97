"""The head of a report: safety, pain and what was done on one time line, the plan versions."""

from collections.abc import Callable, Sequence

from coach.domain.counts import counted
from coach.reports.page import Chart, Listing, Section, Sentences, Table
from coach.reports.room import Room
from coach.reports.timeline import HEIGHT, WIDTH, timeline, version_words
from coach.reports.words import (
    day_words,
    first_of,
    full_day,
    moment_words,
    number,
    percent,
    sentence,
)
from coach.review.change_before import ChangeBefore, week_words
from coach.review.follow_up import FollowUp, FollowUpDay, NoteLine, PlanMark, SafetyEvent
from coach.review.verdicts import NOT_RECORDED

MOST_STANDING = 6
NO_EVENT = "No safety question was answered with yes, and no hold was set in these days."
NOT_KNOWN = "Not known: nothing was received from this patient."
STANDS = "Stands now: coaching is locked. "


def safety_section(seen: FollowUp, room: Room) -> Section:
    """Safety events, the standing ones first; said in words when there are none."""
    if not seen.safety:
        said = seen.not_asked or (NO_EVENT if seen.last_fact_at is not None else NOT_KNOWN)
        return Section("safety", "Safety", (Sentences((said,)),))
    standing = [STANDS + _event(event, room) for event in seen.safety if event.standing]
    others = [_event(event, room) for event in seen.safety if not event.standing]
    lines = (
        *first_of(standing, MOST_STANDING, "standing event"),
        *first_of(others, max(1, room.listed - len(standing)), "safety event"),
        *(_in_their_words(note, room) for note in seen.safety_notes[-room.listed :]),
        *filter(None, [seen.not_asked]),
    )
    return Section("safety", "Safety", (Listing(lines),))


def _in_their_words(note: NoteLine, room: Room) -> str:
    return f"In their words, {full_day(note.day)}: {sentence(note.text, room.characters)}"


def _event(event: SafetyEvent, room: Room) -> str:
    return f"{moment_words(event.at)}: {sentence(event.what, room.characters)}"


def course_section(seen: FollowUp, changes: Sequence[ChangeBefore], room: Room) -> Section:
    """The time line with its figures; what each plan version changed, and the weeks beside it."""
    weeks = {one.mark: one for one in changes}
    title = "Pain, reach, lights and what was done, day by day"
    told = timeline_words(seen)
    chart = Chart(
        name="timeline",
        title=title,
        description=told,
        svg=timeline("timeline", title, told, seen.days, seen.plans),
        ratio=HEIGHT / WIDTH,
        figures=_day_table(seen.days),
    )
    plans = first_of(
        [_plan(plan, weeks.get(plan), room) for plan in seen.plans], room.listed, "plan version"
    )
    blocks = (chart, Listing(plans)) if plans else (chart,)
    return Section("course", "Pain and what was done", blocks)


def _plan(plan: PlanMark, weeks: ChangeBefore | None, room: Room) -> str:
    told = [sentence(one, room.characters) for one in plan.changes]
    changes = first_of(told, room.changes, "change")
    head = f"{full_day(plan.from_day)}: {plan.plan_version}, stage {plan.stage.value}."
    if weeks is not None:
        before, after = week_words(weeks.before), week_words(weeks.after)
        changes += (f"Week before: {before}; first week: {after}.",)
    return " ".join((head, *changes))


def timeline_words(seen: FollowUp) -> str:
    """What the time line shows, with how much of it was not recorded."""
    days = seen.days
    reaches = [day.reach.word for day in days if day.reach is not None]
    reach = f"from {reaches[0]} to {reaches[-1]}" if reaches else NOT_RECORDED
    asleep = sum(1 for day in days if day.not_recorded)
    marks = "; ".join(
        f"{version_words(one.plan_version)} from {full_day(one.from_day)}" for one in seen.plans
    )
    parts = [
        f"{counted(len(days), 'day')} from {full_day(seen.since)} to {full_day(seen.until)}.",
        _site("Worst leg pain", [day.leg for day in days]),
        _site("Worst back pain", [day.back for day in days]),
        f"Reach {reach}.",
        f"Exercises were asked but nothing was recorded on {counted(asleep, 'day')}.",
        f"Plan: {marks}." if marks else "",
    ]
    return " ".join(part for part in parts if part)


def _site(what: str, scores: Sequence[int | None]) -> str:
    known = [score for score in scores if score is not None]
    if not known:
        return f"{what} {NOT_RECORDED}."
    return (
        f"{what} recorded on {len(known)} of {counted(len(scores), 'day')}: first {known[0]}, "
        f"last {known[-1]}, highest {max(known)}."
    )


def _day_table(days: Sequence[FollowUpDay]) -> Table:
    columns: tuple[tuple[str, Callable[[FollowUpDay], str]], ...] = (
        ("Day", lambda day: day_words(day.day)),
        ("Worst leg", lambda day: number(day.leg)),
        ("Worst back", lambda day: number(day.back)),
        ("Reach", lambda day: day.reach.word if day.reach is not None else NOT_RECORDED),
        ("Light", lambda day: day.light.value if day.light is not None else NOT_RECORDED),
        ("Done", _done),
        ("Sleep, 0 to 10", lambda day: number(day.sleep)),
    )
    return Table(
        "Every day of the time line",
        tuple(head for head, _ in columns),
        tuple(tuple(cell(day) for _, cell in columns) for day in days),
    )


def _done(day: FollowUpDay) -> str:
    if day.percent is None and not day.not_recorded:
        return "nothing asked"
    return percent(day.percent) + (", plan for a bad day" if day.flare else "")
