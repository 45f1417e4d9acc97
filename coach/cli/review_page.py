"""A follow-up as one page of text for the therapist: whose, the answer, then what it rests on."""

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from coach.cli.review_days import LEGEND, LIGHTS, day_rows, plan_letters
from coach.domain.counts import counted
from coach.domain.lights import Light
from coach.domain.text import clean_line
from coach.review.change_before import ChangeBefore, week_words
from coach.review.follow_up import ExerciseLine, FollowUp, InstrumentLine, NoteLine
from coach.review.follow_up_answer import mean_words
from coach.review.follow_up_formulas import formulas_of
from coach.review.review_point import rule_words
from coach.review.sitting_values import SittingLine, SurfaceLine
from coach.review.verdicts import State, shown

WIDTH = 80
MOST_NOTES = 6
"""The newest notes that are shown; all of them are in the JSON."""
NAME = 20
NOT_RECORDED = "not recorded"
_INDENT = "  "


def page(seen: FollowUp, name: str, changes: Sequence[ChangeBefore] = ()) -> list[str]:
    """Every line of the page; `name` is shown to the therapist and is in no file that leaves."""
    whose = f"{clean_line(name)} ({seen.patient[:13]})"
    lines = [
        *_wrapped(whose),
        *_wrapped(seen.answer),
        *_wrapped(_heading(seen)),
        *_safety(seen),
        "",
    ]
    if seen.last_fact_at is None:
        return [*lines, *_part("Order of care", _care(seen))]
    lines += [*day_rows(seen), *LEGEND, *_plans(seen, changes)]
    for heading, part in (
        ("Exercises (* no longer asked): done of asked, why not, lights", _exercises(seen)),
        ("In the patient's words", _notes(seen.notes)),
        ("Sitting", _sitting(seen.sitting)),
        ("Cold, heat and rest, minutes of those asked", _passive(seen)),
        ("Sleep, mood, medicine", _night_and_mood(seen)),
        ("Questionnaires", map(_instrument, seen.instruments)),
        ("What the rules say", _rules(seen)),
        ("To talk about", _points(seen)),
        ("Against the own start", _recovery(seen)),
        ("Order of care", _care(seen)),
    ):
        lines += _part(heading, part)
    return lines


def formula_lines(seen: FollowUp) -> list[str]:
    """How each figure comes about, and where it is known from what change matters."""
    return [
        line for name, text in formulas_of(seen).items() for line in _wrapped(f"{name}: {text}")
    ]


def _part(heading: str, sentences: Iterable[str]) -> list[str]:
    """A heading with its lines, wrapped; nothing where there is none."""
    lines = [line for sentence in sentences for line in _wrapped(sentence, _INDENT)]
    return [heading, *lines] if lines else []


def _wrapped(text: str, indent: str = "") -> list[str]:
    if len(indent) + len(text) <= WIDTH:
        return [f"{indent}{text}".rstrip()]
    further = f"{indent}{_INDENT}"
    return wrap(text, WIDTH, initial_indent=indent, subsequent_indent=further)


def _heading(seen: FollowUp) -> str:
    plan = seen.plan_words or "No plan opened yet"
    stage = f", stage {seen.stage.value}" if seen.stage is not None else ""
    newest = "Nothing received yet."
    if seen.last_fact_at is not None:
        newest = f"Newest fact {seen.last_fact_at:%Y-%m-%d %H:%M}."
    return (
        f"{seen.since.isoformat()} to {seen.until.isoformat()}, since {seen.since_why}. "
        f"{plan}{stage}. {newest}"
    )


def _safety(seen: FollowUp) -> list[str]:
    if not seen.safety:
        if seen.not_asked:
            return _wrapped(f"SAFETY: {seen.not_asked}")
        nothing = seen.last_fact_at is None
        return [f"Safety: {'not known' if nothing else 'no warning sign was named'}."]
    sentences = [
        f"{'LOCKED ' if event.standing else ''}{event.at:%Y-%m-%d %H:%M} {clean_line(event.what)}"
        for event in seen.safety
    ]
    words = (f"In their words, {_note(note)}" for note in seen.safety_notes[-MOST_NOTES:])
    return _part("SAFETY, newest first", [*sentences, *words, *filter(None, [seen.not_asked])])


def _plans(seen: FollowUp, changes: Sequence[ChangeBefore]) -> Iterator[str]:
    weeks = {one.mark: one for one in changes}
    for mark, letter in plan_letters(seen.plans).items():
        what = f" {' '.join(mark.changes)}" if mark.changes else ""
        head = f"{letter} {mark.from_day.isoformat()} {mark.plan_version}, stage {mark.stage.value}"
        yield from _wrapped(clean_line(f"{head}.{what}", limit=1000))
        one = weeks.get(mark)
        if one is not None and (one.before.leg_days or one.before.percent_days):
            yield from _wrapped(f"week before: {week_words(one.before)}", _INDENT)
            yield from _wrapped(f"first week:  {week_words(one.after)}", _INDENT)


# --- what was done


def _exercises(seen: FollowUp) -> Iterator[str]:
    """Cold, heat and rest have a part of their own, unless they hurt."""
    passive = {line.exercise for line in seen.passive}
    if seen.exercises:
        yield f"On the whole {mean_words(seen.days)}"
    for line in seen.exercises:
        if line.exercise in passive and not _told_off(line):
            continue
        unknown = "excused" if line.excused and not line.asked else NOT_RECORDED
        percent = unknown if line.percent is None else f"{line.percent:g} %"
        name = f"{clean_line(line.name)[:NAME]}{'' if line.dose else '*'}"
        more = ", ".join([*_left_out(line), *_lights(line)])
        done = f"{line.done} of {line.asked}"
        yield f"{name:<{NAME + 1}} {done:>8} {percent:>6}  {more}".rstrip()
    yield from filter(None, [seen.put_off_words])


def _told_off(line: ExerciseLine) -> bool:
    named = any(reason != "none" for reason in line.skipped)
    return named or any(light is not Light.GREEN for light in line.lights)


def _left_out(line: ExerciseLine) -> list[str]:
    """Why what was asked was not done: with what was done it adds up."""
    words = [f"{reason} {count}" for reason, count in line.skipped.items() if reason != "none"]
    if line.partial:
        words.append(f"partly {line.partial}")
    if without := line.skipped.get("none"):
        words.append(f"no reason given {without}")
    if line.not_recorded:
        words.append(f"{NOT_RECORDED} {line.not_recorded}")
    return words


def _lights(line: ExerciseLine) -> list[str]:
    named = [f"{LIGHTS[one]}{line.lights[one]}" for one in Light if line.lights.get(one)]
    return [" ".join(named)] if named else []


def _notes(notes: Sequence[NoteLine]) -> Iterator[str]:
    if len(notes) > MOST_NOTES:
        yield f"{len(notes) - MOST_NOTES} earlier ones are in --json."
    yield from map(_note, notes[-MOST_NOTES:])


def _note(note: NoteLine) -> str:
    about = f" ({clean_line(note.about)})" if note.about else ""
    return f"{note.day.isoformat()}{about} {clean_line(note.text)}"


def _sitting(sat: SittingLine) -> Iterator[str]:
    if sat.longest_minutes is None:
        yield f"{sat.short_words() or NOT_RECORDED}."
        return
    hard = NOT_RECORDED if sat.hard_share is None else f"{sat.hard_share:.0f} %"
    yield (
        f"Longest {sat.longest_minutes:.0f} min, {sat.over_limit} of {sat.bouts} over the limit, "
        f"hard seats {hard}, {counted(sat.warnings, 'warning')}{_past_limit(sat)}."
    )
    yield from filter(None, [sat.answers_words()])
    if sat.fits:
        yield "Fitted: " + "; ".join(clean_line(one.words()) for one in sat.fits)
    yield "; ".join(
        f"{one.surface.value} {one.longest_minutes:.0f} of {_limit_words(one)} min, "
        f"{one.over_limit} of {one.bouts} over"
        for one in sat.surfaces
    )


def _past_limit(sat: SittingLine) -> str:
    past = f", {sat.overdue_minutes:.0f} min past limits" if sat.overdue_minutes else ""
    return past + (
        f", {counted(sat.hard_over_limit, 'time')} on hard" if sat.hard_over_limit else ""
    )


def _limit_words(one: SurfaceLine) -> str:
    limit = f"{one.limit_minutes or '?'}"
    return limit if one.fitted_minutes is None else f"{limit} (fitted {one.fitted_minutes})"


def _passive(seen: FollowUp) -> Iterator[str]:
    if seen.passive:
        yield "; ".join(
            f"{clean_line(one.name)} {one.done_minutes:.0f} of {one.asked_minutes:.0f}"
            for one in seen.passive
        )


# --- how it is


def _night_and_mood(seen: FollowUp) -> Iterator[str]:
    noted = [day.sleep for day in seen.days if day.sleep is not None]
    if noted:
        bad = f"worst {min(noted)}, best {max(noted)} of 10"
        yield f"Sleep noted for {counted(len(noted), 'night')}, {bad}, last {noted[-1]}."
    else:
        yield f"Sleep {NOT_RECORDED}."
    yield clean_line(seen.mood_words()) or f"Mood {NOT_RECORDED}."
    taken = [f"{note.day.isoformat()} {clean_line(note.text)}" for note in seen.medication]
    if taken:
        yield f"Noted as taken: {'; '.join(taken[-MOST_NOTES:])}."


def _instrument(line: InstrumentLine) -> str:
    when = f", {line.now_day.isoformat()}" if line.now_day is not None else ""
    return f"{line.name}: {line.words}{when}"


def _recovery(seen: FollowUp) -> Iterator[str]:
    """The figures; a patient reads them in other words."""
    found = seen.recovery
    if found is not None:
        percent = f", {found.percent:.0f} percent of it" if found.percent is not None else ""
        yield (
            f"Leg {shown(found.start)} at the start ({counted(found.start_days, 'day')}), "
            f"{shown(found.now)} now ({counted(found.now_days, 'day')}){percent}; "
            f"{counted(found.weeks, 'full week')}."
        )
    if seen.body:
        yield f"Body chart: {'; '.join(seen.body)}."
    if seen.roots:
        yield f"Roots: {seen.roots}; patterns overlap, no finding."


# --- what the rules say


def _rules(seen: FollowUp) -> Iterator[str]:
    for one in seen.proposed:
        head = "PROPOSED NOW" if one.standing else one.day.isoformat()
        yield f"{head}: {one.what}. {one.evidence}"
    if seen.outlook is None:
        yield "The stage's criteria could not be judged: no plan that can be read here."
        return
    forward, back = seen.outlook.forward, seen.outlook.back
    if forward:
        met = sum(1 for one in forward if one.met)
        yield f"To go on {met} of {len(forward)} criteria are met; not met or no data:"
    for verdict in forward:
        if not verdict.met:
            known = "" if verdict.state is State.NOT_MET else "(no data) "
            yield f"- {known}{verdict.criterion.text} {verdict.evidence}"
    come_up = [verdict for verdict in back if verdict.met]
    yield from (f"- sends back: {one.criterion.text} {one.evidence}" for one in come_up)
    if not come_up and not seen.worse:
        yield "Nothing that sends back has come up."
    elif not come_up:
        yield f"No rule of the stage sends back now, but it got worse. {' '.join(seen.worse)}"


def _points(seen: FollowUp) -> Iterator[str]:
    yield from (one.for_therapist for one in seen.points)
    if seen.not_judged:
        missing = (f"{rule_words(one.rule)} ({one.missing})" for one in seen.not_judged)
        yield f"Not judged: {'; '.join(missing)}."


def _care(seen: FollowUp) -> Iterator[str]:
    for step in seen.care:
        mark = f"[x] {step.on_day.isoformat()}" if step.on_day is not None else "[ ]"
        note = f": {clean_line(step.note)}" if step.note else ""
        yield f"{mark} {step.words}{note}"
