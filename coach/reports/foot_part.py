"""What a report ends with: how its figures come about, and what it rests on."""

from datetime import datetime

from msgspec import Struct

from coach.reports.page import Listing, Section, Sentences
from coach.reports.room import Room
from coach.reports.words import full_day, joined, moment_words, more, sentence, text
from coach.review.follow_up import FollowUp
from coach.review.follow_up_formulas import FORMULAS
from coach.review.recovery import REFERENCE_SOURCE

SHOWN_FORMULAS = ("percent", "leg", "recovery", "lights", "exercise", "sitting", "days", "reach")
"""Those there is room for, by how much else of the report rests on them."""
NO_JUDGEMENT = (
    "Everything here was computed from what the patient recorded. No clinician's judgement is in "
    "it, and it names no diagnosis."
)
NOT_RECORDED_IS = "What was not recorded is a gap: neither zero nor a hundred, and in no mean."


class Made(Struct, frozen=True):
    """When and by what a report is made, and for whom it is named."""

    at: datetime
    by: str
    """The program with its version."""
    name: str = ""
    """The patient's name; empty leaves the pseudonym alone."""
    therapist: str = ""
    """What the therapist calls themselves; may be empty."""


def formula_section(seen: FollowUp, room: Room) -> Section:
    """How the computed figures come about, the ones that are asked for most first."""
    shown = SHOWN_FORMULAS[: room.formulas]
    lines = [f"{name[0].upper()}{name[1:]}: {FORMULAS[name]}" for name in shown]
    others = len(FORMULAS) - len(shown)
    lines = [
        *lines,
        *_sources(seen),
        f"Published points of the leg: {REFERENCE_SOURCE}; pain was scored in another way there.",
        f"{NOT_RECORDED_IS} {more(others, 'formula')}",
    ]
    return Section("formulas", "How the figures come about", (Listing(tuple(lines)),))


def _sources(seen: FollowUp) -> list[str]:
    """Where the smallest important changes come from."""
    known = [
        f"{text(one.name, 40)}: {text(one.source, 60)}" for one in seen.instruments if one.source
    ]
    return [sentence(f"Smallest important change: {'; '.join(known)}", 260)] if known else []


def origin_section(seen: FollowUp, made: Made) -> Section:
    """Who made it, when, from which facts, and what it is not."""
    versions = joined(dict.fromkeys(plan.plan_version for plan in seen.plans)) or "none"
    last = "none yet" if seen.last_fact_at is None else moment_words(seen.last_fact_at)
    lines = (
        f"Made by {made.by} on {moment_words(made.at)}.",
        f"From the facts of {full_day(seen.since)} to {full_day(seen.until)}; plan versions "
        f"{versions}; the patient's newest fact known here: {last}.",
        NO_JUDGEMENT,
    )
    return Section("origin", "About this report", (Sentences(lines),))
