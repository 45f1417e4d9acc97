"""Reads the command line; what cannot be read is one sentence with the mend, never a dump."""

import argparse
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from coach.cli import output
from coach.domain.errors import InputError
from coach.domain.findings import nearest
from coach.domain.outcomes import AwayAnswer, Reason, TimerKind
from coach.domain.pain import Reach
from coach.domain.program import Surface
from coach.domain.reminding import LONGEST_LATER_MINUTES, LONGEST_QUIET_MINUTES
from coach.domain.text import clean_line

MOST_PACE = 60


class Parser(argparse.ArgumentParser):
    """A parser that raises InputError, and prints help as data."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        options.setdefault("allow_abbrev", False)
        super().__init__(**options)

    def error(self, message: str) -> NoReturn:
        """One line that names the mend."""
        raise InputError("Usage", f"{message.rstrip('.')}. See: {self.prog} --help")

    def _print_message(self, message: str, file: object = None) -> None:
        output.line(message.rstrip("\n"))


class Commands:
    """The sub-commands of one parser; each has help with an example."""

    def __init__(self, parser: Parser, what: str, *, required: bool = False) -> None:
        self._what = what
        self._actions = parser.add_subparsers(
            metavar=what.upper(),
            dest=what,
            parser_class=Parser,
            title=f"{what}s",
            required=required,
        )

    @property
    def names(self) -> list[str]:
        """Every word that may stand here."""
        return list(self._actions.choices)

    def add(
        self, name: str, text: str, example: str, run: Callable[..., int] | None = None
    ) -> Parser:
        """A command; `run` takes the arguments read and the surroundings."""
        parser = self._actions.add_parser(
            name, help=text, description=text, epilog=f"example:\n  {example}"
        )
        parser.set_defaults(run=run)
        return parser

    def check(self, words: Sequence[str]) -> None:
        """InputError for a first word that is no command, with the nearest one that is."""
        if not words or words[0].startswith("-") or words[0] in self.names:
            return
        near = nearest(words[0], self.names)
        mend = f"did you mean {near}?" if near else f"there are: {', '.join(self.names)}."
        shown = clean_line(words[0], limit=40)
        raise InputError("Usage", f"there is no {self._what} '{shown}'; {mend}")


def add_json(parser: Parser) -> None:
    """The switch every reading command has."""
    parser.add_argument("--json", action="store_true", help="one JSON document")


MOST_SITTING = 6 * 60
"""Minutes; a longer bout was forgotten."""


def a_score(text: str) -> int:
    """A pain score; ArgumentTypeError for everything but a whole number from 0 to 10."""
    return _whole_number(text, 0, 10)


def a_sitting(text: str) -> int:
    """Minutes of one bout of sitting."""
    return _whole_number(text, 0, MOST_SITTING)


def a_pace(text: str) -> int:
    """How many times as fast; 1 is real time."""
    return _whole_number(text, 1, MOST_PACE)


def a_reach(text: str) -> str:
    """How far down it goes, as one of the words."""
    return _one_of(text, [reach.word for reach in Reach])


def minutes_ahead(text: str) -> int:
    """Minutes, up to half a day."""
    return _whole_number(text, 0, 720)


def a_timer(text: str) -> str:
    """What runs by the clock, or `off`, as one of the words."""
    return _one_of(text, [*(kind.value for kind in TimerKind), "off"])


def a_surface(text: str) -> str:
    """What one sits on, as one of the words."""
    return _one_of(text, [surface.value for surface in Surface])


def a_reason(text: str) -> str:
    """Why something is left out, as one of the words."""
    return _one_of(text, [reason.value for reason in Reason if reason is not Reason.NONE])


def an_away_answer(text: str) -> str:
    """What to do with what fell due meanwhile, as one of the words."""
    return _one_of(text, [answer.value for answer in AwayAnswer])


def a_later(text: str) -> int:
    """Minutes until the next reminder."""
    return _whole_number(text, 1, LONGEST_LATER_MINUTES)


def a_quiet(text: str) -> int:
    """Minutes of quiet; 0 for `off`, which ends it."""
    return 0 if text.strip().lower() == "off" else _whole_number(text, 1, LONGEST_QUIET_MINUTES)


def a_day(text: str) -> date:
    """A date; ArgumentTypeError for what is none."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        shown = clean_line(text, limit=40)
        raise argparse.ArgumentTypeError(
            f"'{shown}' is no date; write it like 2027-03-01"
        ) from None


def a_wav_file(text: str) -> Path:
    """The name of a sound file; ArgumentTypeError for another ending: nothing else is written."""
    path = Path(text)
    if path.suffix.lower() == ".wav":
        return path
    shown = clean_line(path.with_suffix(".wav").name if path.name else "sound.wav", limit=40)
    raise argparse.ArgumentTypeError(
        f"only WAV files are written; give it a name that ends in .wav, like {shown}"
    )


def _whole_number(text: str, least: int, most: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 4 and least <= int(text) <= most):
        shown = clean_line(text, limit=40)
        raise argparse.ArgumentTypeError(
            f"'{shown}' is not understood; write a whole number from {least} to {most}"
        )
    return int(text)


def _one_of(text: str, words: Sequence[str]) -> str:
    word = text.strip().lower()
    if word in words:
        return word
    near = nearest(word, words)
    hint = f"did you mean {near}? There are" if near else "there are"
    shown = clean_line(text, limit=40)
    raise argparse.ArgumentTypeError(f"'{shown}' is not understood; {hint}: {', '.join(words)}")
