"""What was decided and signed, as the sentences of the paragraph for the record."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from coach.domain.counts import counted
from coach.domain.dose_words import listed
from coach.domain.outcomes import Decision
from coach.domain.text import clean_line
from coach.review.follow_up import FollowUp, Signed, Visit
from coach.review.follow_up_answer import DECIDED as DECIDED_TO
from coach.review.follow_up_answer import waiting_words
from coach.review.said import Said, cut

MOST_VISITS = 3
"""The newest that are told with a sentence each; those before them are counted in one, but for
those whose note is why more is asked for."""
MOST_CHANGES = 3
"""Of what a signed plan changed; the rest stands in the follow-up."""
MOST_NOTE_WORDS = 30
SHORT_NOTE_WORDS = 12
"""So much of a note of the therapist's stays whatever else goes: it may be a reason."""

DECIDED = {
    Decision.KEEP: "keep the plan as it is",
    Decision.EASE: "ease the plan",
    Decision.PROGRESS: "progress the plan",
}
UNCHANGED = {
    Decision.KEEP: "keep the plan as it is",
    Decision.EASE: "to ease the plan was weighed, nothing was changed",
    Decision.PROGRESS: "to progress the plan was weighed, nothing was changed",
}
"""What is said where nothing was signed, or a plan that is the same as the one before."""


def decided(seen: FollowUp) -> Iterator[Said]:
    """Every decision and every signed version of this visit, and the steps of care."""
    if not seen.visits:
        yield Said(0, "nothing decided yet.")
    former, last = seen.visits[:-MOST_VISITS], seen.visits[-MOST_VISITS:]
    more = {one.version for one in seen.waiting if one.asks_more}
    counted_only = [one for one in former if not _says_why(one, more)]
    if counted_only:
        words = _former_words(counted_only)
        yield Said(2, f"{words}{_noted(counted_only)}.", f"{words}.")
    for visit in (*(one for one in former if _says_why(one, more)), *last):
        yield from _visit_words(visit, is_newest=visit is last[-1])
    signed = seen.visits[-1].signed if seen.visits else None
    told = [signed.version] if signed is not None else []
    if seen.waiting and [one.version for one in seen.waiting] != told:
        yield Said(0, f"{waiting_words(seen.waiting)}.")
    for step in seen.care:
        if step.on_day is not None and step.on_day >= seen.since:
            note = f", {step.note}" if step.note else ""
            yield Said(3, f"{step.words}: {step.on_day.isoformat()}{note}.")


def _says_why(visit: Visit, more: Collection[int]) -> bool:
    """Whether its note is why more is asked for; `more` are versions that wait and do so."""
    if visit.signed is None or not visit.note:
        return False
    return visit.decision is Decision.PROGRESS or visit.signed.version in more


def _noted(visits: Sequence[Visit]) -> str:
    notes = [cut(one.note.rstrip("."), SHORT_NOTE_WORDS) for one in visits if one.note]
    return f"; noted: {'; '.join(notes)}" if notes else ""


def _former_words(visits: Sequence[Visit]) -> str:
    """`Before that, on 2027-03-14: versions 2 to 5 signed; decided to keep 2 times`."""
    first, last = visits[0].day.isoformat(), visits[-1].day.isoformat()
    when = f"on {first}" if first == last else f"from {first} to {last}"
    signed = [one.signed.version for one in visits if one.signed is not None]
    times = Counter(one.decision for one in visits if one.decision is not None)
    decided = ", ".join(
        f"to {DECIDED_TO[one]} {counted(many, 'time')}" for one, many in times.items()
    )
    told = [*([_versions(signed)] if signed else []), *([f"decided {decided}"] if decided else [])]
    return f"before that, {when}: {'; '.join(told)}"


def _versions(signed: Sequence[int]) -> str:
    """More than two that follow on each other by the first and the last of them."""
    if len(signed) == 1:
        return f"version {signed[0]} signed"
    if len(signed) > 2 and list(signed) == list(range(signed[0], signed[0] + len(signed))):
        return f"versions {signed[0]} to {signed[-1]} signed"
    return f"versions {listed([str(one) for one in signed])} signed"


def _visit_words(visit: Visit, *, is_newest: bool) -> Iterator[Said]:
    """That it was decided and signed stays always; what a former plan changed goes first."""
    least = 0 if is_newest else 2
    signed, day = visit.signed, visit.day.isoformat()
    if visit.decision is not None:
        words = DECIDED if signed is not None and signed.changed else UNCHANGED
        yield Said(0, f"{words[visit.decision]} ({day}).")
    if signed is not None:
        when = "" if visit.decision is not None else f" on {day}"
        lifts = ", lifting the lock" if signed.lifts else ""
        head = f"version {signed.version} signed{when}, stage {signed.stage.value}{lifts}"
        first, *more = _changes(signed) or [Said(0, "")]
        short = (
            "" if is_newest else f"{head}{'' if signed.changes else _against(signed)}".rstrip(".")
        )
        yield Said(least, f"{head}{_against(signed)} {first.text}".rstrip(), short and f"{short}.")
        yield from (Said(max(least, one.rank), one.text) for one in more)
    if visit.note:
        whole, short = (
            _sentence(cut(visit.note, most)) for most in (MOST_NOTE_WORDS, SHORT_NOTE_WORDS)
        )
        yield Said(max(least, 1), whole, short)


def _sentence(note: str) -> str:
    return note if note.endswith((".", "!", "?", "…")) else f"{note}."


def _against(signed: Signed) -> str:
    """What the plan is to the one before."""
    if signed.is_first:
        return ", their first plan."
    if not signed.changed:
        return ", the same for the patient as before."
    return "; the patient is told:" if signed.changes else "."


def _changes(signed: Signed) -> list[Said]:
    """The first of what is different, as the patient is told; without it they are told nothing."""
    told = [cut(clean_line(one), MOST_NOTE_WORDS) for one in signed.changes[:MOST_CHANGES]]
    said = [Said(nth and 1 + nth, one) for nth, one in enumerate(told)]
    if len(signed.changes) > len(told):
        said.append(Said(5, f"{len(signed.changes) - len(told)} more."))
    return said
