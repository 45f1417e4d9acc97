"""What was done and left out: exercises, notes, sitting, cold, heat and rest."""

from coach.domain.counts import counted
from coach.reports import charts
from coach.reports.page import Block, Chart, Listing, Section, Sentences, Table
from coach.reports.room import Room
from coach.reports.words import day_words, first_of, joined, minutes, more, percent, tally, text
from coach.review.follow_up import ExerciseLine, FollowUp, NoteLine
from coach.review.sitting_values import SittingLine, SurfaceLine

MOST_MEDICINE = 2
NAME_CHARACTERS, DOSE_CHARACTERS = 48, 60
NOTHING = "none"


def exercise_section(seen: FollowUp, room: Room) -> Section:
    """One row an exercise; those that hurt first, as they come."""
    shown = seen.exercises[: room.exercises]
    if not shown:
        return Section("exercises", "Exercises", (Sentences(("No exercise was asked.",)),))
    head = ("Exercise and dose", "Done", "Percent", "Left out or stopped", "Lights", "Not counted")
    rows = tuple(_exercise(line) for line in shown)
    blocks: tuple[Block, ...] = (Table("Exercises, those that hurt first", head, rows),)
    hidden = len(seen.exercises) - len(shown)
    put_off = text(seen.put_off_words, room.characters)
    below = (more(hidden, "exercise") if hidden else "", put_off)
    if any(below):
        blocks += (Sentences(tuple(filter(None, below))),)
    return Section("exercises", "Exercises", blocks)


def _exercise(line: ExerciseLine) -> tuple[str, ...]:
    dose = text(line.dose, DOSE_CHARACTERS) or "no longer asked"
    return (
        f"{text(line.name, NAME_CHARACTERS)}, {dose}",
        joined((f"{line.done} of {line.asked}", f"{line.partial} partly" if line.partial else "")),
        percent(line.percent),
        tally({_reason(reason): count for reason, count in line.skipped.items()}) or NOTHING,
        _lights(line),
        joined(
            (
                f"not recorded {line.not_recorded}" if line.not_recorded else "",
                f"excused {line.excused}" if line.excused else "",
            )
        )
        or NOTHING,
    )


def _reason(reason: str) -> str:
    return "no reason given" if reason == "none" else reason


def _lights(line: ExerciseLine) -> str:
    counts = tally({light.value: count for light, count in line.lights.items()})
    last = f"last {line.last_light.value}" if line.last_light is not None else ""
    return joined((counts, last), "; ") or "not recorded"


def notes_section(seen: FollowUp, room: Room) -> Section:
    """The patient's own words, the newest first when there is no room for all; medicine beside."""
    notes = [_note(note, room) for note in reversed(seen.notes)]
    taken = [_note(note, room) for note in reversed(seen.medication)]
    blocks: list[Block] = []
    if notes:
        blocks.append(Listing(first_of(notes, room.notes, "note")))
    else:
        blocks.append(Sentences(("Nothing was written.",)))
    if taken:
        blocks.append(Sentences(("Medicine, as noted; never judged here:",)))
        blocks.append(Listing(first_of(taken, min(MOST_MEDICINE, room.listed), "medicine note")))
    return Section("notes", "In the patient's own words, newest first", tuple(blocks))


def _note(note: NoteLine, room: Room) -> str:
    about = f", {text(note.about, NAME_CHARACTERS)}" if note.about else ""
    return f"{day_words(note.day)}{about}: {text(note.text, room.characters)}"


def sitting_section(seen: FollowUp) -> Section:
    """Longest spells, what was over the limit, and the share of hard seats."""
    found = seen.sitting
    if not found.surfaces:
        short = found.short_words()
        said = f"Sitting {short}." if short else "No sitting was recorded."
        return Section("sitting", "Sitting", (Sentences((said,)),), half=True)
    told = _sitting_words(found)
    title = "The longest spell on each surface, and its limit"
    chart = Chart(
        name="sitting",
        title=title,
        description=told,
        svg=charts.sitting("sitting", title, told, found.surfaces),
        ratio=charts.sitting_height(found.surfaces) / charts.WIDTH,
        figures=_surfaces(found.surfaces),
    )
    return Section("sitting", "Sitting", (Sentences((told,)), chart), half=True)


def _sitting_words(found: SittingLine) -> str:
    hard = f" Hard seats: {percent(found.hard_share)} of the minutes."
    return (
        f"Longest spell {minutes(found.longest_minutes)}; {found.over_limit} of "
        f"{counted(found.bouts, 'spell')} over the limit; {counted(found.warnings, 'warning')}."
        f"{hard if found.hard_share is not None else ''}{_fits(found)} {found.answers_words()}"
    ).rstrip()


def _fits(found: SittingLine) -> str:
    past = found.hard_over_limit
    text = f" Past the limit on hard seats: {counted(past, 'time')}." if past else ""
    if found.fits:
        text += f" Limits fitted: {'; '.join(one.words() for one in found.fits)}."
    return text


def _surfaces(lines: tuple[SurfaceLine, ...]) -> Table:
    head = ("Surface", "Limit", "Spells", "All minutes", "Longest", "Over the limit")
    rows = tuple(
        (
            line.surface.value,
            "none" if line.limit_minutes is None else f"{line.limit_minutes} min",
            str(line.bouts),
            minutes(line.minutes),
            minutes(line.longest_minutes),
            str(line.over_limit),
        )
        for line in lines
    )
    return Table("Sitting by surface", head, rows)


def passive_section(seen: FollowUp, room: Room) -> Section:
    """Cold, heat and positions of rest against their dose."""
    heading = "Cold, heat and rest"
    if not seen.passive:
        words = "No cold, heat or position of rest was asked or recorded."
        return Section("passive", heading, (Sentences((words,)),), half=True)
    lines = [
        f"{text(line.name, NAME_CHARACTERS)} ({line.kind}): {minutes(line.done_minutes)} of "
        f"{minutes(line.asked_minutes)} asked, {counted(line.times, 'time')}"
        for line in seen.passive
    ]
    shown = first_of(lines, room.listed, "line")
    return Section("passive", heading, (Listing(shown),), half=True)
