"""What the rules and questionnaires say: change, recovery, proposals, reasons to talk, care."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from coach.domain.counts import counted
from coach.reports import charts
from coach.reports.doing_part import NAME_CHARACTERS
from coach.reports.page import Block, Chart, Listing, Section, Sentences, Table
from coach.reports.room import Room
from coach.reports.words import day_words, first_of, full_day, more, number, percent, sentence, text
from coach.review.follow_up import FollowUp, InstrumentLine
from coach.review.outlook import Kind, Outlook, Proposal
from coach.review.recovery import REFERENCE, REFERENCE_LABEL, REFERENCE_SOURCE, Recovery
from coach.review.review_point import rule_words
from coach.review.verdicts import NOT_RECORDED, State, Verdict

FLARE = "The plan for a bad day"
_FORWARD = {State.MET: "Met", State.NOT_MET: "Not met", State.NO_DATA: "Not enough noted"}
_BACK = {State.MET: "Come up", State.NOT_MET: "Not come up", State.NO_DATA: "Not enough noted"}
_KINDS = {Kind.GO_ON: "go on to stage", Kind.STEP_BACK: "step back to stage"}


def instrument_section(seen: FollowUp, room: Room) -> Section:
    """Start, now, change, and whether that is an important change; mood in one sentence."""
    shown = seen.instruments[: room.instruments]
    words = seen.mood_words(day_words)
    mood = (_sleep(seen), *((sentence(words, room.characters),) if words else ()))
    blocks: list[Block] = []
    if shown:
        head = ("Questionnaire", "Start", "Now", "Change", "What it means")
        rows = tuple(_instrument(line) for line in shown)
        blocks.append(Table("Questionnaires, start against now", head, rows))
    hidden = len(seen.instruments) - len(shown)
    lines = (*((more(hidden, "questionnaire"),) if hidden else ()), *mood)
    unanswered = () if shown else ("No questionnaire was answered.",)
    blocks.append(Sentences((*unanswered, *lines)))
    return Section("instruments", "Questionnaires, sleep and mood", tuple(blocks))


def _sleep(seen: FollowUp) -> str:
    """How one slept first and last, of the nights that were noted."""
    noted = [(day.day, day.sleep) for day in seen.days if day.sleep is not None]
    if not noted:
        return f"Sleep: {NOT_RECORDED}."
    (first, then), (last, now) = noted[0], noted[-1]
    scores = [score for _, score in noted]
    return (
        f"Sleep, 0 to 10: {then} on {day_words(first)}, {now} on {day_words(last)}, worst "
        f"{min(scores)}, best {max(scores)}; noted on {len(noted)} of "
        f"{counted(len(seen.days), 'day')}."
    )


def _instrument(line: InstrumentLine) -> tuple[str, ...]:
    important = {True: "important", False: "not important", None: "not known"}[line.important]
    return (
        text(line.name, NAME_CHARACTERS),
        _dated(line.start, line.start_day),
        _dated(line.now, line.now_day),
        NOT_RECORDED if line.change is None else f"{line.change:+g}",
        text(line.words, 90) or important,
    )


def _dated(value: float | None, day: date | None) -> str:
    return number(value) + (f" ({day_words(day)})" if day is not None else "")


def recovery_section(seen: FollowUp) -> Section:
    """Where the leg is against its own start; the published points beside it are not a target."""
    heading = "Leg pain against its own start"
    found = seen.recovery
    if found is None or found.start is None:
        words = "The own start is not known: too few days of leg pain were noted."
        return Section("recovery", heading, (Sentences((words,)),), half=True)
    told = _recovery_words(found)
    chart = Chart(
        name="recovery",
        title=heading,
        description=told,
        svg=charts.course("recovery", heading, told, found),
        ratio=charts.COURSE_HEIGHT / charts.WIDTH,
        figures=_recovery_table(found),
    )
    return Section("recovery", heading, (Sentences((told,)), chart), half=True)


def _recovery_words(found: Recovery) -> str:
    now = NOT_RECORDED if found.now is None else number(found.now)
    own = f"Start {number(found.start)}, now {now}, after {counted(found.weeks, 'week')}"
    if found.percent is None:
        return f"{own}."
    return f"{own}: {percent(found.percent)} of the own start."


def _recovery_table(found: Recovery) -> Table:
    in_percent = found.percent is not None
    rows = [
        ("own", str(week), percent(value) if in_percent else number(value))
        for week, value in charts.own_points(found)
    ]
    if in_percent:
        rows += [
            (f"published: {REFERENCE_LABEL}", str(one.week), percent(one.percent))
            for one in REFERENCE
        ]
    return Table(
        f"Points of the picture ({REFERENCE_SOURCE})", ("Whose", "Week", "Leg"), tuple(rows)
    )


def body_section(seen: FollowUp, room: Room) -> Section:
    """Zones of the body that changed, and which roots they overlap."""
    lines = first_of([text(line, 60) for line in seen.body], room.listed, "zone")
    blocks: list[Block] = []
    if lines:
        blocks.append(Listing(lines))
    else:
        blocks.append(Sentences(("No zone changed between two body charts.",)))
    if seen.roots:
        roots = seen.roots[0].upper() + seen.roots[1:]
        blocks.append(
            Sentences((f"{sentence(roots, room.characters)} An overlap, not a finding.",))
        )
    return Section("body", "Body chart, first against last", tuple(blocks), half=True)


def proposal_section(seen: FollowUp, room: Room) -> Section:
    """What the rules propose and why; what each gate rests on."""
    proposed = [
        f"{day_words(one.day)}{', stands' if one.standing else ''}: "
        f"{sentence(one.what, room.characters)} {sentence(one.evidence, room.characters)}"
        for one in sorted(seen.proposed, key=lambda one: not one.standing)
    ]
    if seen.standing is not None and not any(one.standing for one in seen.proposed):
        proposed.insert(0, _standing(seen.standing, room))
    blocks: list[Block] = []
    if proposed:
        blocks.append(Listing(first_of(proposed, room.listed, "proposal")))
    else:
        blocks.append(Sentences(("The rules propose nothing.",)))
    if seen.outlook is not None:
        blocks += _gates(seen.outlook, room)
    return Section("proposals", "What the rules propose, with the evidence", tuple(blocks))


def _gates(seen: Outlook, room: Room) -> Iterator[Block]:
    """What going on needs and what sends back, each with the figures it rests on."""
    if seen.following is not None:
        yield Sentences((f"To go on to stage {seen.following.code.value}, all of:",))
        yield Listing(_verdicts(seen.forward, _FORWARD, room))
    if seen.back:
        back = f"A step back to stage {seen.earlier.code.value}" if seen.earlier else FLARE
        yield Sentences((f"{back} is proposed after any one of:",))
        yield Listing(_verdicts(seen.back, _BACK, room))


def _verdicts(
    verdicts: Sequence[Verdict], states: Mapping[State, str], room: Room
) -> tuple[str, ...]:
    lines = [
        f"{states[one.state]}: {sentence(one.criterion.text, room.characters)} "
        f"{sentence(one.evidence, room.characters)}"
        for one in verdicts
    ]
    return first_of(lines, room.gates, "condition")


def _standing(proposal: Proposal, room: Room) -> str:
    kind = _KINDS.get(proposal.kind)
    what = f"{kind} {proposal.to_stage.value}" if kind else FLARE.lower()
    return f"Stands now: {what}. {sentence(proposal.evidence, room.characters)}"


def points_section(seen: FollowUp, room: Room) -> Section:
    """Reasons to talk, and rules that could not be looked at."""
    points = [sentence(one.for_therapist, room.characters) for one in seen.points]
    blocks: list[Block] = []
    if points:
        blocks.append(Listing(first_of(points, room.listed, "point")))
    else:
        blocks.append(Sentences(("No rule of the review gives a reason to talk.",)))
    if seen.not_judged:
        missing = "; ".join(f"{rule_words(one.rule)}: {one.missing}" for one in seen.not_judged)
        blocks.append(Sentences((f"Not judged: {sentence(missing, room.characters)}",)))
    return Section("points", "Reasons to talk", tuple(blocks), half=True)


def care_section(seen: FollowUp, room: Room) -> Section:
    """The therapist's dated checklist of the order of care."""
    lines = tuple(
        f"{step.words}: {full_day(step.on_day) if step.on_day else 'nothing noted'}"
        f"{f', {text(step.note, room.characters)}' if step.note else ''}"
        for step in seen.care
    )
    block: Block = Listing(lines) if lines else Sentences(("Nothing was noted.",))
    return Section("care", "Order of care", (block,), half=True)
