"""The voice in line mode: every choice on a numbered line, turned with + and -."""

from coach.cli.console import Console, LeftOffError, Question
from coach.session.voice_choice import InstalledVoice
from coach.session.voice_rows import HELP, LABELS, Row, is_chosen, value_words

ROWS = tuple(Row)
PATIENCE_SECONDS = 3.0
"""Nobody waits longer before the first line; then the list of voices is left out."""
ASKED = Question(
    "Which one?",
    f"a number from 1 to {len(ROWS)} with + or - behind it, like 2+; Enter hears the voice, q goes"
    " back",
    "a number with + or -, Enter hears it, q goes back",
    more=tuple(f"{nth}  {LABELS[row]}: {HELP[row]}" for nth, row in enumerate(ROWS, start=1)),
)


class VoiceMenu:
    """Choosing how the coach sounds; kept with every answer."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._voice = console.coach.voice

    def run(self) -> None:
        """Until `q`. Raises InputError when a choice cannot be kept."""
        self._voice.begin()
        voices = tuple(self._voice.voices(PATIENCE_SECONDS))
        self._console.say(*self._lines(voices), self._voice.trouble())
        try:
            while True:
                self._one(voices)
        except LeftOffError:
            self._voice.end()
            self._console.say("Kept.")

    def _one(self, voices: tuple[InstalledVoice, ...]) -> None:
        row, direction = self._console.ask(ASKED, read_turn)
        if row is None:
            self._voice.try_out()
            self._console.say("Listen.", self._voice.trouble())
            return
        self._voice.turn(row, direction, voices)
        self._console.say(self._line(row, voices))

    def _line(self, row: Row, voices: tuple[InstalledVoice, ...]) -> str:
        number = ROWS.index(row) + 1
        return f"{number}  {LABELS[row]}: {value_words(row, self._voice.choice, voices)}"

    def _lines(self, voices: tuple[InstalledVoice, ...]) -> list[str]:
        lines = [self._line(row, voices) for row in ROWS]
        chosen = self._voice.choice
        named = [f"[{v.name}]" if is_chosen(v, chosen) else v.name for v in voices]
        return [*lines, f"Voices here: {', '.join(named)}." if named else ""]


def read_turn(text: str) -> tuple[Row | None, int]:
    """Which row is turned which way; an empty answer hears the voice. ValueError for others."""
    word = "".join(text.split())
    if not word:
        return None, 0
    number, sign = word[:-1], word[-1]
    if number.isascii() and number.isdigit() and sign in "+-" and 1 <= int(number) <= len(ROWS):
        return ROWS[int(number) - 1], 1 if sign == "+" else -1
    raise ValueError
