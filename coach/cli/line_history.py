"""Looking back in line mode: weeks as text, the formula, taking a score back."""

from datetime import datetime, timedelta, tzinfo
from itertools import dropwhile

from coach.cli.agenda_lines import local
from coach.cli.console import Console, LeftOffError, Question
from coach.cli.line_words import help_lines, letter, menu_words
from coach.domain.events import PainScore, Stamped
from coach.review.adherence import FORMULA
from coach.review.weeks import DayLine
from coach.workflows.look_back import LookBackView
from coach.workflows.registry import Place, entries

NOT_RECORDED = "not recorded"
MOST_SCORES = 20
"""How many of the last scores may be taken back from the list."""


class HistoryMenu:
    """The history with its letters, until the person goes back."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._look_back = console.coach.look_back
        self.actions = {"formula": self._formula, "take_back": self._take_back}
        """What the letters of the registry do here, by id."""
        own = [entry for entry in entries(Place.HISTORY) if entry.place is Place.HISTORY]
        self._by_letter = menu_words(own)
        letters = ", ".join(f"{letter(entry)} {entry.label}" for entry in own)
        self._menu = Question(
            "What now?",
            f"{letters}, q or Enter back to the day",
            more=tuple(help_lines(Place.HISTORY)),
        )

    def run(self) -> None:
        """Show the weeks, then answer letters; `q` or an empty line goes back."""
        self._console.say(*history_lines(self._look_back.view()))
        while True:
            try:
                word = self._console.ask(self._menu, self._read)
            except LeftOffError:
                return
            if not word:
                return
            self.actions[word]()

    def _read(self, text: str) -> str:
        """The id of a command; empty to go back; ValueError for everything else."""
        word = text.lower()
        if word and word not in self._by_letter:
            raise ValueError
        return self._by_letter.get(word, "")

    def _formula(self) -> None:
        self._console.say(
            FORMULA, "A day that was not recorded is neither 0 nor 100; it is left out."
        )

    def _take_back(self) -> None:
        scores = self._look_back.scores()[:MOST_SCORES]
        if not scores:
            self._console.say("No score of the last seven days can be taken back.")
            return
        zone = self._console.coach.records.zone
        for nth, (stamped, score) in enumerate(scores, start=1):
            self._console.say(f"{nth:>2}  {score_line(stamped, score, zone)}")
        numbers = [str(nth) for nth in range(1, len(scores) + 1)]
        try:
            chosen = self._console.choose("Which one was wrong?", numbers)
            reason = self._console.text("What was wrong with it? Enter for no word.")
        except LeftOffError:
            return
        self._look_back.retract(scores[int(chosen) - 1][0].id, reason)
        self._console.say("Taken back. It stays in the log and no longer counts.")


def history_lines(view: LookBackView) -> list[str]:
    """Weeks with one line a day, gaps as gaps, then the sums; nothing from before the start."""
    lines: list[str] = []
    for day in dropwhile(_is_bare, view.lines):
        if not lines or day.day.weekday() == 0:
            monday = day.day - timedelta(days=day.day.weekday())
            lines.append(f"Week of {monday.isoformat()}")
        lines.append(_day_line(day))
    mean = f"{view.mean_percent:g} percent" if view.mean_percent is not None else NOT_RECORDED
    lines.append(
        f"Done on the mean: {mean}. Days not recorded: {view.not_recorded_days}. "
        f"Sessions: {view.sessions}."
    )
    if view.sitting is not None:
        lines.append(
            f"Sitting today: {view.sitting.line()}, "
            f"hard seats in all {view.sitting.hard_minutes:.0f}, "
            f"over the limit {view.sitting.overdue_minutes:.0f}."
        )
    return lines


def _is_bare(line: DayLine) -> bool:
    return not line.asked and line.back is None and line.leg is None


def _day_line(line: DayLine) -> str:
    day = f"  {line.day:%a} {line.day.isoformat()}"
    if not line.asked:
        done = "nothing asked"
    else:
        done = f"{line.percent:g} percent" if line.percent is not None else NOT_RECORDED
    return f"{day}  back {_score(line.back)}, leg {_score(line.leg)}, done {done}"


def _score(score: int | None) -> str:
    return NOT_RECORDED if score is None else str(score)


def score_line(stamped: Stamped, score: PainScore, zone: tzinfo | None) -> str:
    """One score as people know it."""
    when: datetime = local(stamped.at, zone)
    reach = f", down to {score.reach.word}" if score.reach is not None else ""
    return f"{when:%Y-%m-%d %H:%M}  {score.site.value} {score.score}{reach}, {score.moment.value}"
