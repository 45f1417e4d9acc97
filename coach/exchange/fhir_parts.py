"""The parts every exported FHIR resource is made of: plain dictionaries, no library."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid5

from coach.domain.text import clean
from coach.exchange.fhir_codes import OWN, Code

Resource = dict[str, Any]

_NAMESPACE = UUID("b8d6a1f4-55a0-5f0e-9a37-0c1d2e3f4a5b")
"""What derived ids are made in."""


def derived_id(*parts: str) -> str:
    """The id of what is no single fact; the same parts always give the same id."""
    return str(uuid5(_NAMESPACE, "\n".join(parts)))


def system_of(kind: str) -> str:
    """The identifier system of one type of resource."""
    return f"{OWN}/identifier/{kind}"


def identifier(kind: str, value: str) -> Resource:
    """What a resource is found by when it is sent again."""
    return {"system": system_of(kind), "value": _writable(value)}


def urn(kind: str, value: str) -> str:
    """Where a resource stands inside the bundle."""
    return f"urn:uuid:{derived_id(kind, _writable(value))}"


def _writable(value: str) -> str:
    """An id that FHIR can carry; an empty one, or one with control characters, gets another."""
    cleaned = plain(value)
    return value if value and value == cleaned else derived_id(value)


def reference(kind: str, value: str) -> Resource:
    """A pointer to a resource of the same bundle."""
    return {"reference": urn(kind, value), "type": kind}


def resource(kind: str, value: str, /, **fields: Any) -> Resource:
    """A resource with its identifier; fields that are None, empty or `""` are left out."""
    # A response to a questionnaire has one identifier, everything else a list.
    own = identifier(kind, value)
    found: Resource = {
        "resourceType": kind,
        "identifier": own if kind == "QuestionnaireResponse" else [own],
    }
    found |= {name: given for name, given in fields.items() if given not in (None, "", [], {})}
    return found


def entry(content: Resource) -> Resource:
    """A resource in a transaction: made when it is not there, brought up to date when it is."""
    own = content["identifier"]
    own = own if isinstance(own, dict) else own[0]
    kind = content["resourceType"]
    query = f"identifier={own['system']}|{quote(own['value'], safe='-._~')}"
    return {
        "fullUrl": urn(kind, own["value"]),
        "resource": content,
        "request": {"method": "PUT", "url": f"{kind}?{query}"},
    }


def coding(code: Code) -> Resource:
    """One code with its system and words."""
    return {"system": code.system, "code": code.code, "display": code.display}


def concept(*codes: Code, text: str = "") -> Resource:
    """Codes and what they are called; `text` is cleaned."""
    found: Resource = {"coding": [coding(code) for code in codes]} if codes else {}
    return found | ({"text": plain(text)} if plain(text) else {})


def own_value(words: str, text: str = "") -> Resource:
    """A value in our own words, such as `calf`; there is no code behind it."""
    return {"text": plain(text or words)}


def quantity(value: float, unit: Code) -> Resource:
    """A number with its unit."""
    number = int(value) if float(value).is_integer() else value
    return {"value": number, "unit": unit.display, "system": unit.system, "code": unit.code}


def component(code: Code, **value: Any) -> Resource:
    """A part of an observation."""
    return {"code": concept(code), **value}


def counted(code: Code, value: float, unit: Code) -> Resource:
    """A part of an observation that is a number."""
    return component(code, valueQuantity=quantity(value, unit))


def moment(at: datetime) -> str:
    """A time as FHIR has it: to the second, with its offset."""
    return at.isoformat(timespec="seconds")


def period(start: datetime | date, end: datetime | date | None) -> Resource:
    """From when to when; an end before the start (a clock was set) is left out."""
    found = {"start": _written(start)}
    if end is not None and end >= start:
        found["end"] = _written(end)
    return found


def _written(at: datetime | date) -> str:
    return moment(at) if isinstance(at, datetime) else at.isoformat()


def plain(text: str) -> str:
    """Text that came from outside, made harmless; FHIR has no empty texts, so leave those out."""
    return clean(text).strip()


def unique(entries: Iterable[Resource]) -> list[Resource]:
    """Each entry once, in order: what several parts point to is made by each of them."""
    return list({one["fullUrl"]: one for one in entries}.values())
