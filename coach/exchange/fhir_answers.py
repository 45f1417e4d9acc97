"""Questionnaires and safety as FHIR: responses, totals, answers to safety questions, flags."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from urllib.parse import quote

from coach.domain.events import AnswerGiven, RedFlagAnswered, SafetyHold, Stamped
from coach.domain.instrument import ACTIVITY, TOTAL, Instrument
from coach.exchange.fhir_codes import (
    HOLD,
    LOINC_TOTALS,
    OWN,
    RED_FLAG,
    SAFETY,
    SCORE,
    SURVEY,
)
from coach.exchange.fhir_codes import TOTAL as TOTAL_CODE
from coach.exchange.fhir_parts import (
    Resource,
    concept,
    derived_id,
    entry,
    moment,
    period,
    plain,
    quantity,
    reference,
    resource,
)
from coach.review.care_course import CareCourse

DETAIL = "http://hl7.org/fhir/StructureDefinition/flag-detail"
"""HL7's own extension: what a flag rests on."""


def answer_entries(course: CareCourse) -> Iterator[Resource]:
    """Every questionnaire as it was answered, and its total as an observation derived from it."""
    forms: dict[tuple[str, datetime], list[Stamped]] = defaultdict(list)
    for one, fact in course.history.of(AnswerGiven):
        forms[fact.instrument, one.at].append(one)
    for (instrument, at), answers in forms.items():
        yield from _response(course, instrument, at, answers)


def _response(
    course: CareCourse, name: str, at: datetime, answers: Sequence[Stamped]
) -> Iterator[Resource]:
    instrument = course.instruments.get(name)
    own = derived_id(course.patient, "response", name, at.isoformat())
    patient = reference("Patient", course.patient)
    given = {
        plain(one.fact.item) or "answer": one.fact
        for one in answers
        if isinstance(one.fact, AnswerGiven)
    }
    items = [_item(instrument, link, fact) for link, fact in given.items()]
    version = f"|{instrument.version}" if instrument else ""
    yield entry(
        resource(
            "QuestionnaireResponse",
            own,
            questionnaire=f"{OWN}/Questionnaire/{quote(name, safe='')}{version}",
            status="completed",
            subject=patient,
            authored=moment(at),
            author=patient,
            source=patient,
            item=items,
        )
    )
    for one in answers:
        if isinstance(one.fact, AnswerGiven) and one.fact.total is not None:
            yield entry(_total(course, instrument, one, one.fact, own))


def _item(instrument: Instrument | None, link: str, fact: AnswerGiven) -> Resource:
    found: Resource = {"linkId": link}
    text = _question(instrument, fact.item)
    if text:
        found["text"] = plain(text)
    whole = fact.value.isascii() and fact.value.isdigit() and len(fact.value) < 10
    if plain(fact.value):
        value = {"valueInteger": int(fact.value)} if whole else {"valueString": plain(fact.value)}
        found["answer"] = [value]
    return found


def _question(instrument: Instrument | None, item: str) -> str:
    """The words of a question that may be shown; empty for what is only scored."""
    if instrument is None or not instrument.embed:
        return ""
    if item.startswith(ACTIVITY):
        return "Own activity"
    return next((one.text for one in instrument.items if one.id == item), "")


def _total(
    course: CareCourse, instrument: Instrument | None, one: Stamped, fact: AnswerGiven, form: str
) -> Resource:
    patient = reference("Patient", course.patient)
    known = LOINC_TOTALS.get(instrument.code) if instrument else None
    name = instrument.title if instrument else fact.instrument
    if fact.item != TOTAL:
        name = f"{name}, {fact.item}"
    return resource(
        "Observation",
        one.id,
        status="final",
        category=[concept(SURVEY)],
        code=concept(known if known and fact.item == TOTAL else TOTAL_CODE, text=name),
        subject=patient,
        performer=[patient],
        effectiveDateTime=moment(one.at),
        valueQuantity=quantity(fact.total or 0, SCORE),
        derivedFrom=[reference("QuestionnaireResponse", form)],
    )


def safety_entries(course: CareCourse) -> Iterator[Resource]:
    """Each yes to a safety question with its flag, and each time coaching was locked."""
    ended = {one.id: until for one, until in course.history.locks()}
    for one, fact in course.history.of(RedFlagAnswered):
        if fact.answer:
            yield entry(_yes(course, one, fact))
            yield entry(_flag_of_answer(course, one, fact, ended.get(one.id)))
    for one, hold in course.history.of(SafetyHold):
        yield entry(_flag_of_hold(course, one, hold, ended[one.id]))


def _yes(course: CareCourse, one: Stamped, fact: RedFlagAnswered) -> Resource:
    patient = reference("Patient", course.patient)
    return resource(
        "Observation",
        one.id,
        status="final",
        category=[concept(SURVEY)],
        code=concept(RED_FLAG, text=course.questions.get(fact.item, fact.item)),
        subject=patient,
        performer=[patient],
        effectiveDateTime=moment(one.at),
        valueBoolean=True,
    )


def _flag_of_answer(
    course: CareCourse, one: Stamped, fact: RedFlagAnswered, until: datetime | None
) -> Resource:
    """Over when it was cleared; a yes that locks nothing stays for a person."""
    patient = reference("Patient", course.patient)
    return resource(
        "Flag",
        one.id,
        extension=[{"url": DETAIL, "valueReference": reference("Observation", one.id)}],
        status="inactive" if until else "active",
        category=[concept(SAFETY)],
        code=concept(RED_FLAG, text=course.questions.get(fact.item, fact.item)),
        subject=patient,
        period=period(one.at, until),
        author=patient,
    )


def _flag_of_hold(
    course: CareCourse,
    one: Stamped,
    hold: SafetyHold,
    until: datetime | None,
) -> Resource:
    return resource(
        "Flag",
        one.id,
        status="inactive" if until else "active",
        category=[concept(SAFETY)],
        code=concept(HOLD, text=f"Coaching locked, tier {hold.tier.value} of 3"),
        subject=reference("Patient", course.patient),
        period=period(one.at, until),
    )
