"""A follow-up as a report: every label and every rounding is made here, once, for HTML and PDF."""

from collections.abc import Sequence

from coach.domain.counts import counted
from coach.reports.course_part import course_section, safety_section
from coach.reports.doing_part import (
    exercise_section,
    notes_section,
    passive_section,
    sitting_section,
)
from coach.reports.foot_part import Made, formula_section, origin_section
from coach.reports.judged_part import (
    body_section,
    care_section,
    instrument_section,
    points_section,
    proposal_section,
    recovery_section,
)
from coach.reports.page import Report
from coach.reports.room import ROOMS, Room, fits
from coach.reports.words import full_day, text
from coach.review.change_before import ChangeBefore
from coach.review.follow_up import FollowUp
from coach.review.follow_up_answer import decided_words
from coach.review.follow_up_facts import CHOSEN


def report_of(seen: FollowUp, made: Made, changes: Sequence[ChangeBefore] = ()) -> Report:
    """The whole report, with as much of each list as two printed pages hold.

    `changes` are the plan versions with the weeks before and after each.
    """
    reports = (_within(seen, made, changes, room) for room in ROOMS)
    report = next(reports)
    while not fits(report):
        shorter = next(reports, None)
        if shorter is None:
            break
        report = shorter
    return report


def _within(seen: FollowUp, made: Made, changes: Sequence[ChangeBefore], room: Room) -> Report:
    """The answer first, then safety, then the rest in reading order."""
    patient = text(seen.patient, 60)
    named = f"{text(made.name, 60)} ({patient})" if made.name else patient
    return Report(
        title=f"Follow-up of {named}",
        patient=patient,
        facts=_facts(seen, made),
        answer=text(seen.answer, 320),
        sections=(
            safety_section(seen, room),
            course_section(seen, changes, room),
            exercise_section(seen, room),
            notes_section(seen, room),
            sitting_section(seen),
            recovery_section(seen),
            passive_section(seen, room),
            body_section(seen, room),
            instrument_section(seen, room),
            proposal_section(seen, room),
            points_section(seen, room),
            care_section(seen, room),
        ),
        foot=(formula_section(seen, room), origin_section(seen, made)),
    )


def _facts(seen: FollowUp, made: Made) -> tuple[str, ...]:
    decided = decided_words(seen.visits, seen.waiting)
    days = counted((seen.until - seen.since).days + 1, "day")
    stage = f"stage {seen.stage.value}" if seen.stage is not None else "no stage"
    why = "as chosen" if seen.since_why == CHOSEN else f"since {text(seen.since_why, 40)}"
    return (
        f"{full_day(seen.since)} to {full_day(seen.until)} ({days}), {why}",
        f"Plan {text(seen.plan_words, 100) or 'none'}, {stage}",
        *((f"Therapist: {text(made.therapist, 60)}",) if made.therapist else ()),
        *((f"{decided[:1].upper()}{decided[1:]}",) if decided else ()),
    )
