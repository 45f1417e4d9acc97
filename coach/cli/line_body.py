"""The body map in line mode: a place, letters for what is felt there, a number for how strong."""

from collections.abc import Sequence

from msgspec import Struct

from coach.cli.console import Console, LeftOffError, Question, hold_lines
from coach.cli.line_checkin import ask_red_flags, require_writable
from coach.cli.line_input import EndOfInputError
from coach.domain.body_chart import WORST_SCORE, Chart, Feeling, Mark
from coach.domain.body_zones import ZONES, Part, Zone
from coach.workflows.body import WHY_ASKED

LETTERS = {feeling.letter: feeling for feeling in Feeling}
WORDS = {**{feeling.value: feeling for feeling in Feeling}, "tingling": Feeling.TINGLE}
HOW = (
    "Type a place, what you feel there, and how strong it is from 0 to 10.",
    "p is pain, n is numb, t is tingling, w is weak. For example: left calf pn 5",
    "A number from the list works as well, as in: 12 p 4. To take a mark off: left calf clear",
)
WHERE = Question(
    "Where do you feel it?",
    "a place and what you feel there, as in left calf pn 5; list, last, done, or q to leave",
    "list, last, done, q",
    more=HOW,
)
CLEAR = "clear"
SAVED = "The body map is saved."
NOTHING = "Nothing is marked. Save that you feel nothing anywhere?"
MOST_NAMED = 4


class Marking(Struct, frozen=True):
    """One line as it was meant."""

    zone: Zone
    feelings: frozenset[Feeling]
    score: int | None
    clear: bool = False

    def on(self, chart: Chart) -> Chart:
        """The chart with it: what was typed is what stands; a number alone keeps what is there."""
        if self.clear:
            return chart.cleared(self.zone.code)
        if self.feelings:
            return chart.marked(self.zone.code, Mark(self.feelings, self.score))
        return chart.scored(self.zone.code, self.score or 0)


def read_marking(text: str) -> Marking:
    """A line such as `left calf pn 5` or `12 p`; ValueError, with what is wrong, for no such."""
    words = text.lower().replace(",", " ").split()
    if words[-1:] == [CLEAR]:
        return Marking(_zone(words[:-1]), frozenset(), None, clear=True)
    score = None
    if len(words) > 1 and _is_number(words[-1]):
        score = int(words.pop())
        if score > WORST_SCORE:
            raise ValueError("The number for how strong it is goes from 0 to 10.")
    feelings: set[Feeling] = set()
    while len(words) > 1 and (read := _feelings(words[-1])):
        feelings |= read
        words.pop()
    zone = _zone(words)
    if score is None and not feelings:
        raise ValueError(f"Say what you feel there, as in: {_plain(zone)} p 4")
    return Marking(zone, frozenset(feelings), score)


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) <= 3


def _feelings(word: str) -> set[Feeling]:
    """What a word such as `pn` or `numb` stands for; nothing for any other."""
    if word in WORDS:
        return {WORDS[word]}
    return {LETTERS[letter] for letter in word} if set(word) <= set(LETTERS) else set()


def _zone(words: Sequence[str]) -> Zone:
    """The zone of a number, a code or words; ValueError, with the nearest ones, for none."""
    if len(words) == 1 and _is_number(words[0]):
        number = int(words[0])
        if not 1 <= number <= len(ZONES):
            raise ValueError(f"The places are numbered 1 to {len(ZONES)}.")
        return ZONES[number - 1]
    found = [zone for zone in ZONES if _is_called(zone, words)] if words else []
    if len(found) == 1:
        return found[0]
    if not found:
        raise ValueError("There is no such place; list shows them all.")
    named = [f"{number_of(zone)} {zone.words}" for zone in found[:MOST_NAMED]]
    more = ", ..." if len(found) > MOST_NAMED else ""
    raise ValueError(f"Which one: {'; '.join(named)}{more}?")


def _is_called(zone: Zone, words: Sequence[str]) -> bool:
    """Whether every word stands in the zone's name, at least by its beginning."""
    if list(words) == [zone.code.lower()]:
        return True
    names = _plain(zone).split()
    return all(any(name.startswith(word) for name in names) for word in words)


def _plain(zone: Zone) -> str:
    """The words of a zone without commas and brackets."""
    return "".join(letter for letter in zone.words if letter not in ",()")


def number_of(zone: Zone) -> int:
    """The number of a zone in the list."""
    return ZONES.index(zone) + 1


def zone_line(chart: Chart, zone: Zone) -> str:
    """A zone with what stands there."""
    mark = chart.mark(zone.code)
    marks = f": {mark.words}" if mark.feelings else ""
    return f"{number_of(zone):>2}  {zone.words}{marks}"


def list_lines(chart: Chart) -> list[str]:
    """Every zone by part, with what stands there."""
    lines: list[str] = []
    for part in Part:
        lines.append(part.value.upper())
        lines += [zone_line(chart, zone) for zone in ZONES if zone.part is part]
    return lines


def marked_lines(chart: Chart) -> list[str]:
    """What is marked, or that nothing is."""
    if chart.empty:
        return ["Nothing is marked yet."]
    return [zone_line(chart, zone) for zone in chart.painted]


def map_body(console: Console) -> None:
    """The body map, and the safety questions where what was marked leads to them.

    The chart is on disk before they are asked; left open, they come before the next session.
    Raises LeftOffError when it is left, which saves nothing but what leads to the questions, and
    LogError and EndOfInputError.
    """
    require_writable(console)
    body = console.coach.body
    chart = _drawn(console, body.last())
    consequence = body.save(chart)
    questions = body.questions(consequence)
    if not questions:
        console.say(SAVED)
        return
    console.say(WHY_ASKED)
    hold = ask_red_flags(console, questions)
    if hold is not None:
        console.say(*hold_lines(hold))


def _drawn(console: Console, last: Chart | None) -> Chart:
    """A chart as the person marks it, line by line."""
    chart = Chart()
    console.say(*list_lines(chart), *HOW)
    while True:
        try:
            answer = console.ask(WHERE, _read)
        except (LeftOffError, EndOfInputError):
            if console.coach.body.tells(chart):
                return chart
            raise
        if isinstance(answer, Marking):
            chart = answer.on(chart)
            console.say(zone_line(chart, answer.zone))
        elif answer == "list":
            console.say(*list_lines(chart))
        elif answer == "last":
            chart = last or chart
            console.say(*marked_lines(chart))
        elif _is_done(console, chart):
            return chart


def _read(text: str) -> Marking | str:
    """A marking or one of the words; ValueError for everything else."""
    word = text.strip().lower()
    return word if word in ("list", "last", "done") else read_marking(word)


def _is_done(console: Console, chart: Chart) -> bool:
    """Show what will be saved; a chart without a mark is asked about once more."""
    if not chart.empty:
        console.say(*marked_lines(chart))
        return True
    try:
        return console.yes_or_no(NOTHING)
    except LeftOffError:
        return False
