"""Pairing at the visit: the own card as words or a file, and the therapist's taken in."""

import sys
from argparse import Namespace
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from coach.cli import diagnostics, output
from coach.cli.diagnostics import ExitCode
from coach.cli.parsing import Commands, add_json
from coach.cli.surroundings import Surroundings, is_terminal
from coach.domain.errors import InputError, LogError, RefusedError

if TYPE_CHECKING:
    from coach.workflows.coach import Coach

WORDS_A_ROW = 6
CANNOT_ASK = (
    "nobody can be asked here; write the six words your therapist reads out behind --fingerprint"
)
OTHER_WORDS = (
    "The words behind --fingerprint do not fit. Check what you typed against what your therapist "
    "reads out, and try once more. Nothing was taken in."
)
SPEAKING_SECONDS = 60.0
"""The longest that a command waits for its words to be said."""


def register(commands: Commands) -> None:
    """Pair."""
    parser = commands.add(
        "pair",
        "Your card for your therapist, and your therapist's card for you.",
        "coach pair --out me.coachcard --with therapist.coachcard",
        pair,
    )
    parser.add_argument("--out", metavar="FILE", type=Path, help="write your own card to this file")
    theirs = parser.add_mutually_exclusive_group()
    theirs.add_argument(
        "--with", metavar="FILE", dest="card", type=Path, help="take your therapist's card in"
    )
    theirs.add_argument("--words", metavar="WORDS", help="the same, typed as its words")
    parser.add_argument(
        "--fingerprint",
        metavar="WORDS",
        default="",
        help="the six words your therapist read out, in place of the question",
    )
    add_json(parser)


def pair(given: Namespace, around: Surroundings) -> int:
    """Show or write the own card; take the therapist's after the six words were compared."""
    theirs = given.card is not None or given.words is not None
    with around.coach(silent=not theirs) as coach:
        paired = _take_card(given, around, coach) if theirs else True
        if given.out is not None:
            coach.pairing.write_card(given.out)
        if given.json:
            _document(coach)
        elif given.out is not None:
            output.line(
                f"Your card is in {given.out}. It holds no name; give it to your therapist."
            )
        elif not theirs:
            _show_own(coach)
    return ExitCode.DONE if paired else ExitCode.REFUSED


def _show_own(coach: "Coach") -> None:
    words = coach.pairing.own_words()  # Before a word is said: the key may be another's.
    output.line("Your card, for your therapist to type:")
    for row in numbered_rows(words):
        output.line(f"  {row}")
    output.line("Six words that stand for your key, to be read out:")
    output.line(f"  {coach.pairing.fingerprint(coach.pairing.own_card().key)}")
    therapist = coach.pairing.therapist()
    if therapist is not None:
        output.line(f"Paired with: {therapist.name or 'your therapist'}")
        output.line(f"  {coach.pairing.fingerprint(therapist.key)}")


def _document(coach: "Coach") -> None:
    card, therapist = coach.pairing.own_card(), coach.pairing.therapist()
    theirs = None
    if therapist is not None:
        words = coach.pairing.fingerprint(therapist.key)
        theirs = {"name": therapist.name, "key": therapist.key, "fingerprint": words}
    output.document(
        "pair",
        patient=card.patient,
        key=card.key,
        words=coach.pairing.own_words().split(),
        fingerprint=coach.pairing.fingerprint(card.key),
        therapist=theirs,
    )


def _take_card(given: Namespace, around: Surroundings, coach: "Coach") -> bool:
    from coach.workflows.pair import NOT_THE_SAME

    if coach.log.refusal:
        raise LogError("The log is only read", coach.log.refusal)
    pairing = coach.pairing
    card = pairing.read_words(given.words) if given.card is None else pairing.read_card(given.card)
    name = card.name or "Your therapist"
    if not same_person(given.fingerprint, around, coach, name, card.key):
        diagnostics.tell(NOT_THE_SAME)
        return False
    pairing.accept(card)
    diagnostics.tell(f"Paired. {name}'s plans are taken from now on, and nobody else's.")
    return True


def same_person(typed: str, around: Surroundings, coach: "Coach", name: str, key: str) -> bool:
    """Whether the six words of a key are those that its owner reads out.

    Shown, said aloud and asked, but where the words came with the command. InputError where nobody
    can be asked, RefusedError where words that came with it are others.
    """
    from coach.cli.ask_once import ask_once
    from coach.cli.console import read_yes_or_no
    from coach.exchange.pairing import same_words
    from coach.workflows.pair import SAME_WORDS

    words = coach.pairing.fingerprint(key)
    if typed:
        if not same_words(typed, words):
            raise RefusedError("Six words", OTHER_WORDS)
        return True
    if around.lines is None and not is_terminal(sys.stdin):
        raise InputError("Six words", CANNOT_ASK)
    diagnostics.tell(f"{name}: {words}")
    coach.pairing.say(key)
    while True:
        answer = ask_once(around, f"{SAME_WORDS} (y for yes, n for no)", CANNOT_ASK)
        with suppress(ValueError):
            return read_yes_or_no(answer)


def numbered_rows(words: str) -> list[str]:
    """Words in rows of a few, each with its number."""
    each = [f"{number:2}. {word}" for number, word in enumerate(words.split(), start=1)]
    rows = [each[start : start + WORDS_A_ROW] for start in range(0, len(each), WORDS_A_ROW)]
    return ["  ".join(f"{one:<12}" for one in row).rstrip() for row in rows]
