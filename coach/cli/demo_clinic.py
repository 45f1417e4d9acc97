"""The sample caseload: plans signed, opened, lived by and sent back, as between two real homes."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from coach.cli import diagnostics, output
from coach.cli.surroundings import Surroundings
from coach.clock import ManualClock
from coach.config import Settings, save_settings
from coach.domain.counts import counted
from coach.domain.program import StageCode

if TYPE_CHECKING:
    from coach.domain.caseload import Enrolled
    from coach.workflows.clinic import Clinic
    from coach.workflows.coach import Coach
    from coach.workflows.demo_story import Story

SAMPLE_THERAPIST = "T. Sample"
PLAN_FILE = "plan.coachplan"
LOG_FILE = "log.coachlog"


def fill_caseload(around: Surroundings) -> None:
    """Six patients up to now, once; a home that was kept is left as it is."""
    from coach.workflows.demo_stories import STORIES

    if not around.places.config_file.exists():
        settings = replace(Settings(), therapist_name=SAMPLE_THERAPIST)
        save_settings(around.places.config_file, settings)
    with around.clinic(demo=True) as clinic:
        there = {one.name for one in clinic.patients.listed()}
    missing = [story for story in STORIES if story.name not in there]
    if missing:
        count = counted(len(missing), "patient")
        diagnostics.tell(f"Making up {count}; this takes a few seconds.")
    for story in missing:
        _Two(around, story).live()


def show_caseload(around: Surroundings) -> None:
    """The caseload and the follow-up of who needs it most, as plain lines."""
    from coach.cli.caseload_lines_text import caseload_text
    from coach.cli.review_page import page

    with around.clinic(demo=True) as clinic:
        lines = clinic.lines.lines()
        for line in caseload_text(lines):
            output.line(line)
        first = lines[0].enrolled
        output.line()
        for line in page(clinic.follow_ups.follow_up(first.patient), first.name):
            output.line(line)


class _Open(NamedTuple):
    clinic: "Clinic"
    coach: "Coach"


class _Two:
    """A therapist's home and a patient's, at the same moment of a made-up past."""

    def __init__(self, around: Surroundings, story: "Story") -> None:
        self._around = around
        self._story = story
        now = around.clock.now()
        self._first = (now - timedelta(days=story.days)).replace(hour=7, minute=30)
        slug = story.name.lower().replace(" ", "-")
        self._home = around.places.home / "patients" / slug
        self._home.mkdir(mode=0o700, parents=True, exist_ok=True)

    def live(self) -> None:
        """Pair, give the first plan, live by it, give a second where there is one, and share."""
        story, (second, lines) = self._story, self._story.second_plan
        with self._at(self._first) as both:
            enrolled = both.clinic.patients.add(story.name, both.coach.pairing.own_card())
            both.coach.pairing.accept(both.clinic.card())
            self._give(both, enrolled, story.program, ())
        if second:
            with self._at(self._first + timedelta(days=second)) as both:
                self._fill(both.coach, second, 0)
                self._send(both)
                self._give(both, enrolled, "", lines)
        with self._at(self._around.clock.now()) as both:
            self._fill(both.coach, story.days, second)
            self._send(both)

    def _fill(self, coach: "Coach", days: int, since: int) -> None:
        from coach.workflows.demo import fill_sample

        fill_sample(coach, days, self._story, since)

    def _give(
        self, both: _Open, enrolled: "Enrolled", program: str, lines: tuple[str, ...]
    ) -> None:
        desk = both.clinic.assigning
        draft = desk.draft(enrolled.patient, program)
        stage = desk.stage(enrolled.patient, draft.program)
        for line in lines:
            draft = draft.set(stage, line)
        begin = StageCode.CALM if program else stage
        issued = desk.issue(enrolled, draft.program, begin, sore_side=self._story.sore_side)
        file = self._home / PLAN_FILE
        both.clinic.write_plan(enrolled, str(file), issued.sealed)
        both.coach.opening.take(both.coach.opening.read(file))

    def _send(self, both: _Open) -> None:
        file = self._home / LOG_FILE
        both.coach.sharing.share(file)
        list(both.clinic.receiving.receive_at([str(file)]))

    @contextmanager
    def _at(self, moment: datetime) -> Iterator[_Open]:
        """Both homes open at one moment."""
        there = replace(self._around, clock=ManualClock(moment))
        with ExitStack() as stack:
            clinic = stack.enter_context(there.clinic(demo=True))
            coach = stack.enter_context(there.at(self._home).coach(demo=True))
            yield _Open(clinic, coach)
