"""Cards: who someone is to the other side, as words to type or as a short file.

The words are those of BIP 39, 11 bits each: a role, the patient's id, the public key, and in what
is left of the last word a checksum. Six words stand for a key when they are read aloud.
"""

import hashlib
import json
import re
from functools import cache
from typing import Any
from uuid import UUID

from coach.domain.documents import Card
from coach.domain.errors import InputError
from coach.domain.findings import nearest
from coach.domain.text import clean_line
from coach.exchange.identity import is_key, recipient

SCHEMA = "coach/card/1"
PATIENT, THERAPIST = "patient", "therapist"
MOST_CARD_BYTES = 4096
MOST_WORDS_TEXT = 4000
NAME_CHARACTERS = 60
FINGERPRINT_WORDS = 6
"""66 bits: no second key with the same words is found in a lifetime."""

_BITS = 11
_LEAST_CHECK_BITS = 8
_KEY_BYTES, _ID_BYTES = 32, 16
_ROLES = {1: PATIENT, 2: THERAPIST}
_LENGTHS = {PATIENT: 1 + _ID_BYTES + _KEY_BYTES, THERAPIST: 1 + _KEY_BYTES}
_PREFIX_LETTERS = 4
"""So many letters tell every word of the list from every other."""
_TYPED = re.compile(r"[^\W\d_]+")
_TITLE = "Card"


def fingerprint(key: str) -> str:
    """Six words that stand for a public key."""
    digest = hashlib.sha256(b"coach-fingerprint/1 " + bytes.fromhex(key)).digest()
    return " ".join(_as_words(digest, FINGERPRINT_WORDS))


def same_words(typed: str, words: str) -> bool:
    """Whether somebody typed these words, in any case and with anything between them."""
    return _TYPED.findall(typed.lower()) == words.split()


def card_words(card: Card) -> str:
    """A card as words. InputError for a patient whose id is no UUID: they hand over a file."""
    payload = _payload(card)
    return " ".join(_as_words(payload + _checksum(payload), _words_for(len(payload))))


def read_card_words(text: str) -> Card:
    """The card in words as somebody typed them: any case, numbered, or four letters of each.

    InputError names the word that is none, or says that the words do not fit together.
    """
    typed = _TYPED.findall(text[:MOST_WORDS_TEXT].lower())
    counts = {_words_for(length): length for length in _LENGTHS.values()}
    numbers = [_number_of(word, place) for place, word in enumerate(typed, start=1)]
    if len(numbers) not in counts:
        wanted = " or ".join(str(count) for count in sorted(counts))
        raise InputError(_TITLE, f"A card has {wanted} words, these are {len(numbers)}.")
    value = 0
    for number in numbers:
        value = value << _BITS | number
    length = counts[len(numbers)]
    spare = len(numbers) * _BITS - length * 8
    payload = (value >> spare).to_bytes(length, "big")
    if value & ((1 << spare) - 1) != int.from_bytes(_checksum(payload), "big") >> (32 - spare):
        raise InputError(_TITLE, "The words do not fit together; compare them one by one.")
    return _from_payload(payload)


def write_card(card: Card) -> bytes:
    """A card as a short text file."""
    content = {
        "schema": SCHEMA,
        "role": card.role,
        "key": card.key,
        "patient": card.patient,
        "name": clean_line(card.name, limit=NAME_CHARACTERS),
        "fingerprint": fingerprint(card.key),
    }
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def read_card(data: bytes) -> Card:
    """The card in a file. InputError for what is no card, or one that was changed."""
    try:
        if len(data) > MOST_CARD_BYTES:
            raise ValueError("too long")
        content = json.loads(data)
        card = _from_values(content)
        same = content["fingerprint"] == fingerprint(card.key)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise InputError(_TITLE, "This file is no card of a coach; ask for it again.") from error
    if not same:
        raise InputError(_TITLE, "This card was changed on its way; ask for it again.")
    return _checked(card)


def _from_values(content: Any) -> Card:
    if content["schema"] != SCHEMA or content["role"] not in _LENGTHS:
        raise ValueError("another kind of file")
    words = [content[name] for name in ("role", "key", "patient", "name")]
    if not all(isinstance(word, str) for word in words) or not is_key(content["key"]):
        raise ValueError("no key")
    return Card(*words)


def _checked(card: Card) -> Card:
    """The card with harmless words. InputError for one nobody can write to, or without an id."""
    recipient(card.key)
    patient = clean_line(card.patient, limit=80)
    if (card.role == PATIENT) != bool(patient) or patient != card.patient:
        raise InputError(_TITLE, "This card does not say whose it is; ask for it again.")
    name = clean_line(card.name, limit=NAME_CHARACTERS) if card.role == THERAPIST else ""
    return Card(card.role, card.key, patient, name)


def _payload(card: Card) -> bytes:
    (role,) = (number for number, word in _ROLES.items() if word == card.role)
    who = _id_bytes(card.patient) if card.role == PATIENT else b""
    return bytes([role]) + who + bytes.fromhex(card.key)


def _id_bytes(patient: str) -> bytes:
    try:
        found = UUID(patient)
    except ValueError:
        found = None
    if found is None or str(found) != patient:
        raise InputError(
            _TITLE, "This log has an id that words cannot carry; hand the card over as a file."
        )
    return found.bytes


def _from_payload(payload: bytes) -> Card:
    role = _ROLES.get(payload[0])
    if role is None or len(payload) != _LENGTHS[role]:
        raise InputError(_TITLE, "These words are of another kind; ask for the card's words.")
    patient = str(UUID(bytes=payload[1 : 1 + _ID_BYTES])) if role == PATIENT else ""
    return _checked(Card(role, payload[-_KEY_BYTES:].hex(), patient, ""))


def _checksum(payload: bytes) -> bytes:
    return hashlib.sha256(b"coach-card/1 " + payload).digest()[:4]


def _words_for(payload_bytes: int) -> int:
    return -(-(payload_bytes * 8 + _LEAST_CHECK_BITS) // _BITS)


def _as_words(data: bytes, count: int) -> list[str]:
    """The first `count` words that the bits of `data` make."""
    value = int.from_bytes(data, "big") >> (len(data) * 8 - count * _BITS)
    numbers = [value >> (_BITS * place) & 0x7FF for place in reversed(range(count))]
    return [_word_list()[number] for number in numbers]


def _number_of(typed: str, place: int) -> int:
    numbers = _numbers()
    found = numbers.get(typed)
    if found is None and len(typed) >= _PREFIX_LETTERS:
        begun = numbers.get(typed[:_PREFIX_LETTERS])
        found = begun if begun is not None and _word_list()[begun].startswith(typed) else None
    if found is not None:
        return found
    near = nearest(typed, _word_list())
    mend = f"did you mean '{near}'?" if near else "look at the card again."
    shown = clean_line(typed, limit=40)
    raise InputError(_TITLE, f"Word {place}, '{shown}', is not on the list; {mend}")


@cache
def _word_list() -> tuple[str, ...]:
    from mnemonic import Mnemonic

    return tuple(Mnemonic("english").wordlist)


@cache
def _numbers() -> dict[str, int]:
    """The number of every word, and of the first four letters of every longer one."""
    words = _word_list()
    begun = {word[:_PREFIX_LETTERS]: number for number, word in enumerate(words)}
    return begun | {word: number for number, word in enumerate(words)}
