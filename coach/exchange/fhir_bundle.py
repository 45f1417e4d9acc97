"""A course of care as one FHIR R4 transaction that may be sent as often as one likes.

Every entry is a conditional PUT by identifier (`interop.md` 1): a second sending brings the same
resources up to date and makes none twice. References point inside the bundle, nothing is
contained, and the patient is a pseudonym. Left out: notes in own words, sitting, reminders, and
answers of no to safety questions; whoever needs those exports CSV or JSON.
"""

import json
from collections.abc import Iterator

from coach.exchange.fhir_answers import answer_entries, safety_entries
from coach.exchange.fhir_parts import Resource, derived_id, identifier, unique
from coach.exchange.fhir_plan import patient_entry, plan_entries
from coach.exchange.fhir_sessions import adherence_entries, pain_entries, session_entries
from coach.review.care_course import CareCourse


def mark_of(patient: str) -> bytes:
    """How every such file of one patient begins."""
    return json.dumps(_head(patient), ensure_ascii=False)[:-1].encode()


def fhir_bundle(course: CareCourse) -> Resource:
    """The transaction; the same facts always give the same bundle."""
    entries = unique(
        (
            patient_entry(course.patient),
            *plan_entries(course),
            *session_entries(course),
            *pain_entries(course),
            *adherence_entries(course),
            *answer_entries(course),
            *safety_entries(course),
        )
    )
    return _head(course.patient) | {"entry": entries}


def _head(patient: str) -> Resource:
    return {
        "resourceType": "Bundle",
        "identifier": identifier("Bundle", derived_id(patient, "course")),
        "type": "transaction",
    }


def write_fhir(bundle: Resource) -> Iterator[bytes]:
    """The bundle as JSON, an entry a line."""
    head = {name: value for name, value in bundle.items() if name != "entry"}
    yield json.dumps(head, ensure_ascii=False)[:-1].encode() + b', "entry": ['
    for number, one in enumerate(bundle["entry"]):
        line = json.dumps(one, ensure_ascii=False)
        yield (f",\n{line}" if number else f"\n{line}").encode()
    yield b"\n]}\n"
