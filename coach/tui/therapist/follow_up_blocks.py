"""A follow-up as blocks of lines, safety first: what the screen shows, made without a screen."""

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

from coach.domain.counts import counted
from coach.domain.text import clean_line
from coach.review.care_order import CareStep
from coach.review.follow_up import FollowUp, InstrumentLine, NoteLine
from coach.review.follow_up_answer import mean_words
from coach.review.outlook import Kind
from coach.review.outlook_words import sections
from coach.review.recovery import Recovery
from coach.review.review_point import rule_words
from coach.review.sitting_values import PassiveLine, SittingLine, SurfaceLine
from coach.tui.therapist.exercise_rows import exercise_lines
from coach.tui.widgets.timeline import mark_text
from coach.tui.widgets.week_plot import day_label
from coach.workflows.patients import short_id


class Tone(StrEnum):
    """How a block is framed."""

    USUAL = "usual"
    ALARM = "alarm"
    """Coaching is locked, or something happened that comes before everything else."""
    CALM = "calm"


class Block(Struct, frozen=True):
    """A heading with its lines."""

    id: str
    """Short and fixed: widgets and formulas are found by it."""
    heading: str
    lines: tuple[str, ...]
    tone: Tone = Tone.USUAL


NOT_RECORDED = "not recorded"
NO_SAFETY = "No safety event."
NOT_KNOWN = "Not known: nothing was received from this patient."


def safety_block(seen: FollowUp) -> Block:
    """Safety events, those that lock first; said as well when there is none."""
    lines = tuple(
        f"{'■ LOCKED since' if event.standing else '!'} {day_label(event.at.date())} "
        f"{event.at:%H:%M}  {clean_line(event.what)}"
        for event in sorted(seen.safety, key=lambda event: not event.standing)
    )
    notes = tuple(f"  In their words, {note_line(note)}" for note in seen.safety_notes)
    not_asked = (f"! {seen.not_asked}",) if seen.not_asked else ()
    nothing = NO_SAFETY if seen.last_fact_at is not None else NOT_KNOWN
    tone = Tone.ALARM if lines or not_asked else Tone.CALM
    return Block("safety", "Safety", (*lines, *notes, *not_asked) or (nothing,), tone)


def heading_line(name: str, seen: FollowUp) -> str:
    """Who it is about, the window, and how new what is known is."""
    newest = "nothing received yet"
    if seen.last_fact_at is not None:
        newest = f"newest fact {day_label(seen.last_fact_at.date())} {seen.last_fact_at:%H:%M}"
    stage = f"stage {seen.stage.value}" if seen.stage is not None else "no stage"
    window = f"{day_label(seen.since)} to {day_label(seen.until)} (since {seen.since_why})"
    if seen.since_why == "chosen":
        window = f"{day_label(seen.since)} to {day_label(seen.until)} (as chosen)"
    return (
        f"{clean_line(name)}   {short_id(seen.patient)}   {window}\n"
        f"{seen.plan_words or 'no plan'}, {stage}   {newest}"
    )


def blocks(seen: FollowUp, width: int, compared: Sequence[str] = ()) -> list[Block]:
    """Every block with something in it, in the order of the screen; safety is not among them.

    `compared` are the weeks before and after each change of the plan, a line each.
    """
    made = [
        Block("exercises", "Exercises", _exercise_lines(seen, width)),
        Block("proposals", "Proposed by the rules", proposal_lines(seen)),
        Block("notes", "In the patient's own words", tuple(map(note_line, seen.notes))),
        Block("sitting", "Sitting", sitting_lines(seen)),
        Block("passive", "Cold, heat and rest against their dose", passive_lines(seen.passive)),
        Block("instruments", "Questionnaires", instrument_lines(seen.instruments)),
        Block("sleep", "Sleep, mood, medicines", sleep_lines(seen)),
        Block("gates", "The stage's gates", gate_lines(seen)),
        Block("points", "To talk about", point_lines(seen)),
        Block("recovery", "Against their own start", recovery_lines(seen.recovery)),
        Block("body", "Body chart", (*seen.body, *((seen.roots,) if seen.roots else ()))),
        Block("plans", "Plans in this time", plan_lines(seen)),
        Block("before", "The week before and the first week of each", tuple(compared)),
        Block("care", "Order of care", care_lines(seen)),
    ]
    return [block for block in made if block.lines]


def _exercise_lines(seen: FollowUp, width: int) -> tuple[str, ...]:
    """What was done on the whole, with its days, then each exercise."""
    rows = exercise_lines(seen.exercises, width)
    put_off = (seen.put_off_words,) if seen.put_off else ()
    return (f"On the whole {mean_words(seen.days)}", *rows, *put_off) if rows else put_off


def note_line(note: NoteLine) -> str:
    """`3 Nov, Bridge: it pulled.`"""
    about = f", {clean_line(note.about)}" if note.about else ""
    return f"{day_label(note.day)}{about}: {clean_line(note.text)}"


def sitting_lines(seen: FollowUp) -> tuple[str, ...]:
    """The whole in one line, then each surface."""
    sat = seen.sitting
    if not sat.bouts or sat.longest_minutes is None:
        return (f"Sitting: {sat.short_words() or NOT_RECORDED}.",)
    hard = NOT_RECORDED if sat.hard_share is None else f"{sat.hard_share:.0f} percent"
    whole = (
        f"Longest {sat.longest_minutes:.0f} min, over the limit {sat.over_limit} of {sat.bouts} "
        f"times, on hard seats {hard} of the time, {counted(sat.warnings, 'warning')}."
    )
    answers = filter(None, [sat.answers_words()])
    fits = [f"Fitted {clean_line(one.words())}" for one in sat.fits]
    return (whole, *map(_surface_line, sat.surfaces), *_hard_lines(sat), *answers, *fits)


def _hard_lines(sat: SittingLine) -> tuple[str, ...]:
    """Sitting on past the limit on a hard seat or the floor, where it happened."""
    if not sat.hard_over_limit:
        return ()
    return (f"Past the limit on hard seats {counted(sat.hard_over_limit, 'time')}.",)


def _surface_line(line: SurfaceLine) -> str:
    limit = "none" if line.limit_minutes is None else f"{line.limit_minutes} min"
    if line.fitted_minutes is not None:
        limit += f", fitted {line.fitted_minutes}"
    return (
        f"{line.surface.value:<6} limit {limit:<7} longest {line.longest_minutes:.0f} min, "
        f"over it {line.over_limit} of {line.bouts}"
    )


def passive_lines(lines: Sequence[PassiveLine]) -> tuple[str, ...]:
    """Minutes done of minutes asked."""
    return tuple(
        f"{line.name} ({line.kind}): {line.done_minutes:.0f} of {line.asked_minutes:.0f} min, "
        f"{counted(line.times, 'time')}"
        for line in lines
    )


def instrument_lines(lines: Sequence[InstrumentLine]) -> tuple[str, ...]:
    """Start, now, change, and whether that is an important one."""
    made = []
    for line in lines:
        days = [day_label(day) for day in (line.start_day, line.now_day) if day is not None]
        when = f" ({', '.join(dict.fromkeys(days))})" if days else ""
        made.append(f"{line.name}: {clean_line(line.words)}{when}")
    return tuple(made)


def sleep_lines(seen: FollowUp) -> tuple[str, ...]:
    """How one slept first and last, the mood, and what was taken; nothing of it is judged."""
    noted = [(day.day, day.sleep) for day in seen.days if day.sleep is not None]
    sleep = f"Sleep: {NOT_RECORDED}."
    if noted:
        (first, then), (last, now) = noted[0], noted[-1]
        sleep = (
            f"Sleep, 0 to 10: {then} on {day_label(first)}, {now} on {day_label(last)}; noted on "
            f"{len(noted)} of {len(seen.days)} days."
        )
    mood = clean_line(seen.mood_words(day_label)) or f"Mood: {NOT_RECORDED}."
    medicines = [f"Medicines, {note_line(note)}" for note in seen.medication]
    return (sleep, mood, *medicines)


def proposal_lines(seen: FollowUp) -> tuple[str, ...]:
    """What stands, then what was logged before, each with its evidence."""
    ordered = sorted(seen.proposed, key=lambda one: not one.standing)
    standing = () if any(one.standing for one in ordered) else _standing_lines(seen)
    return standing + tuple(
        f"{'▶' if one.standing else ' '} {day_label(one.day)}  "
        f"{_with_evidence(one.what, one.evidence)}"
        for one in ordered
    )


def _with_evidence(what: str, evidence: str) -> str:
    ended = what.endswith((".", "!", "?"))
    return clean_line(f"{what}{'' if ended or not evidence else ':'} {evidence}")


def _standing_lines(seen: FollowUp) -> tuple[str, ...]:
    """What the rules propose now and no log has yet."""
    if seen.standing is None:
        return ()
    one = seen.standing
    what = f"Stage {one.from_stage.value} to stage {one.to_stage.value}."
    if one.kind is Kind.FLARE:
        what = "The plan for a bad day."
    return (f"▶ now  {what} {clean_line(one.evidence)}",)


def gate_lines(seen: FollowUp) -> tuple[str, ...]:
    """Every criterion with its sign and figures."""
    if seen.outlook is None:
        return ()
    lines: list[str] = []
    for section in sections(seen.outlook):
        lines.append(section.heading)
        lines.extend(f"{line.head} {line.evidence}" for line in section.lines)
    return tuple(lines)


def point_lines(seen: FollowUp) -> tuple[str, ...]:
    """Reasons to talk, and what could not be looked at."""
    missing = [f"Not looked at: {rule_words(one.rule)}: {one.missing}" for one in seen.not_judged]
    return (*(one.for_therapist for one in seen.points), *missing)


def recovery_lines(found: Recovery | None) -> tuple[str, ...]:
    """Where the leg is against its own start; what is not known is said so."""
    if found is None:
        return ()
    if found.start is None or found.drop is None or found.now is None:
        return (
            f"Start or now {NOT_RECORDED} often enough: {found.start_days} days noted at the "
            f"start, {found.now_days} of the last seven.",
        )
    share = f", {found.percent:.0f} percent of it" if found.percent is not None else ""
    return (
        f"Leg {found.start:g} at the start (first {found.start_days} noted days of the plan), "
        f"{found.now:g} now (last 7 days){share}; week {found.weeks}.",
    )


def plan_lines(seen: FollowUp) -> tuple[str, ...]:
    """Each version with the day it began and what was different."""
    lines: list[str] = []
    for mark in seen.plans:
        lines.append(f"▼{mark_text(mark)} {mark.plan_version} from {day_label(mark.from_day)}")
        lines.extend(f"  {clean_line(change)}" for change in mark.changes)
    return tuple(lines)


def care_lines(seen: FollowUp) -> tuple[str, ...]:
    """The dated checklist; nothing is proposed by it."""
    return tuple(care_step_line(nth, step) for nth, step in enumerate(seen.care, start=1))


def care_step_line(nth: int, step: CareStep) -> str:
    """One step with its number, its day and its note."""
    when = day_label(step.on_day) if step.on_day is not None else "not noted"
    note = f": {clean_line(step.note)}" if step.note else ""
    return f"{'✓' if step.on_day else '·'} {nth} {step.words}, {when}{note}"
