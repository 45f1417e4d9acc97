"""Checks of exported FHIR that share no code with what writes it.

Structure by fhirkit (R4 4.0.1), invariants of R4 by FHIRPath, and the rules of our own that no
checker knows. HL7's own JSON schema cannot be had without the network and is not among them.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import unquote

import fhirkit
from fhirpathpy import evaluate
from fhirpathpy.models import models

from coach.exchange.fhir_codes import CODES, OWN

Resource = dict[str, Any]

INVARIANTS = {
    "Bundle": [
        "type = 'transaction' and entry.all(request.exists())",
        "entry.select(fullUrl).isDistinct()",
        "entry.all(resource.exists() and fullUrl.startsWith('urn:uuid:'))",
    ],
    "Observation": [
        # obs-6 and obs-7 of R4.
        "dataAbsentReason.empty() or value.empty()",
        "value.empty() or component.code.where(coding.intersect(%resource.code.coding)"
        ".exists()).empty()",
        "effective.exists() and subject.exists() and category.exists()",
        "value.exists() or dataAbsentReason.exists() or component.exists() or hasMember.exists()",
    ],
    "QuestionnaireResponse": [
        "item.all((answer.exists() and item.exists()).not())",
        "questionnaire.exists() and authored.exists()",
        "item.linkId.isDistinct()",
    ],
    "ActivityDefinition": ["name.matches('^[A-Z]([A-Za-z0-9_]){0,254}$')", "url.exists()"],
    "ServiceRequest": [
        "intent = 'plan' and category.exists() and authoredOn.exists()",
        # tim-2, tim-4 and what R4 says of timeOfDay.
        "occurrence.repeat.all(period.empty() or periodUnit.exists())",
        "occurrence.repeat.all(frequency.empty() or timeOfDay.empty())",
        "reasonCode.exists() or reasonReference.exists()",
    ],
    "CarePlan": ["intent = 'plan' and category.count() = 2 and period.exists()"],
    "Flag": ["category.exists() and period.exists()"],
    "Patient": ["name.empty() and telecom.empty() and address.empty() and birthDate.empty()"],
    "Practitioner": ["name.empty() and telecom.empty()"],
}
"""What each type of resource must keep to, as FHIRPath."""
EVERY = ["contained.empty()", "identifier.exists()", "text.empty()"]
_STATUSES = {
    "ActivityDefinition": "draft active retired unknown",
    "CarePlan": "draft active on-hold revoked completed entered-in-error unknown",
    "Flag": "active inactive entered-in-error",
    "Observation": "registered preliminary final amended corrected cancelled entered-in-error "
    "unknown",
    "QuestionnaireResponse": "in-progress completed amended entered-in-error stopped",
    "ServiceRequest": "draft active on-hold revoked completed entered-in-error unknown",
}
"""The required value sets of R4, which fhirkit does not look at."""
_DATE_TIMES = ("effectiveDateTime", "authoredOn", "authored", "created", "start", "end")


def problems(bundle: Resource) -> list[str]:
    """Everything that speaks against a bundle; empty when nothing does."""
    return [
        *(str(issue) for issue in fhirkit.validate(json.dumps(bundle))),
        *_broken_invariants(bundle),
        *_broken_rules(bundle),
    ]


def resources(bundle: Resource, kind: str = "") -> list[Resource]:
    """The resources of a bundle, of one type when it is named."""
    found = [entry["resource"] for entry in bundle["entry"]]
    return [one for one in found if not kind or one["resourceType"] == kind]


def _broken_invariants(bundle: Resource) -> Iterator[str]:
    for resource in (bundle, *resources(bundle)):
        kind = resource["resourceType"]
        rules = INVARIANTS[kind] + ([] if kind == "Bundle" else EVERY)
        for rule in rules:
            if evaluate(resource, rule, {"resource": resource}, models["r4"]) != [True]:
                yield f"{kind} {json.dumps(resource)[:200]}: {rule}"


def _broken_rules(bundle: Resource) -> Iterator[str]:
    yield from _broken_entries(bundle)
    yield from _broken_references(bundle)
    yield from _broken_codes(bundle)
    for resource in resources(bundle):
        yield from _broken_values(resource)


def _broken_entries(bundle: Resource) -> Iterator[str]:
    """Every entry is a conditional PUT by the identifier that its resource carries."""
    urls = Counter(entry["request"]["url"] for entry in bundle["entry"])
    yield from (f"twice: {url}" for url, count in urls.items() if count > 1)
    for entry in bundle["entry"]:
        resource, request = entry["resource"], entry["request"]
        own = resource["identifier"]
        own = own if isinstance(own, dict) else own[0]
        wanted = f"{resource['resourceType']}?identifier={own['system']}|{own['value']}"
        if request["method"] != "PUT" or unquote(request["url"]) != wanted:
            yield f"no conditional PUT: {request}"
        if not own["system"].startswith(OWN):
            yield f"not our identifier: {own}"


def _broken_references(bundle: Resource) -> Iterator[str]:
    """Every reference leads to a resource of the bundle, of the type it says."""
    here = {entry["fullUrl"]: entry["resource"]["resourceType"] for entry in bundle["entry"]}
    for path, value in _walk(bundle):
        if path[-1:] == ("reference",) and isinstance(value, dict) and "reference" in value:
            continue
        if isinstance(value, dict) and isinstance(value.get("reference"), str):
            found = here.get(value["reference"])
            if found is None or found != value.get("type"):
                yield f"{'.'.join(path)} leads nowhere: {value}"


def _broken_codes(bundle: Resource) -> Iterator[str]:
    """Every code stands in the frozen table, word for word."""
    table = {(one.system, one.code, one.display) for one in CODES}
    units = {(one.system, one.code) for one in CODES}
    for path, value in _walk(bundle):
        if isinstance(value, dict) and "system" in value and "code" in value:
            if "value" in value:
                if (value["system"], value["code"]) not in units:
                    yield f"{'.'.join(path)} has a unit of its own: {value}"
            elif (value["system"], value["code"], value["display"]) not in table:
                yield f"{'.'.join(path)} has a code of its own: {value}"


def _broken_values(resource: Resource) -> Iterator[str]:
    kind = resource["resourceType"]
    if kind in _STATUSES and resource.get("status") not in _STATUSES[kind].split():
        yield f"{kind} has no status of R4: {resource.get('status')}"
    codes = {one["code"] for one in resource.get("code", {}).get("coding", ())}
    if "72514-3" in codes and resource.get("valueInteger") not in range(11):
        yield f"pain from 0 to 10: {resource}"
    if (
        "adherence" in codes
        and not 0 <= resource.get("valueQuantity", {"value": 0})["value"] <= 100
    ):
        yield f"adherence from 0 to 100: {resource}"
    for path, value in _walk(resource):
        if path and path[-1] in _DATE_TIMES and _lacks_offset(value):
            yield f"{'.'.join(path)} lacks its offset: {value}"
        if isinstance(value, str) and (
            not value.strip() or re.search(r"[\x00-\x08\x0b\x0c]", value)
        ):
            yield f"{'.'.join(path)} is no text: {value!r}"


def _lacks_offset(value: Any) -> bool:
    is_time = isinstance(value, str) and "T" in value
    return is_time and datetime.fromisoformat(value).utcoffset() is None


def _walk(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield path, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _walk(inner, (*path, key))
    elif isinstance(value, list):
        for inner in value:
            yield from _walk(inner, path)
