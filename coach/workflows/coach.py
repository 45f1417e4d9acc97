"""The bundle of workflows that front ends hold."""

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coach.clock import Clock
    from coach.workflows.answering_reminders import ReminderAnswers
    from coach.workflows.body import BodyChart
    from coach.workflows.check_in import CheckInWorkflow
    from coach.workflows.check_ups import CheckUps
    from coach.workflows.copies import Copies
    from coach.workflows.desktop import Desktop
    from coach.workflows.hands_free import HandsFree
    from coach.workflows.inbox import Inbox
    from coach.workflows.lessons import Lessons
    from coach.workflows.look_back import LookBack
    from coach.workflows.moving import Moving
    from coach.workflows.open_plan import PlanOpening
    from coach.workflows.pair import Pairing
    from coach.workflows.ports import Alarm, EventLog, Listener, ProgramShelf, Speaker
    from coach.workflows.progress import Progress
    from coach.workflows.records import Records
    from coach.workflows.rehearse import Rehearsal
    from coach.workflows.remind import Reminders
    from coach.workflows.remote import RemoteKeys
    from coach.workflows.requests import Requests
    from coach.workflows.safety import Safety
    from coach.workflows.sessions import Sessions
    from coach.workflows.set_up import SetUp
    from coach.workflows.settling import Settling
    from coach.workflows.share import Sharing
    from coach.workflows.sit import SittingGuard
    from coach.workflows.tasks import Tasks
    from coach.workflows.timers import Timers
    from coach.workflows.today import TodayWorkflow
    from coach.workflows.voice import VoiceSettings
    from coach.workflows.watching import Watcher
    from coach.workflows.week import Week


class Notices:
    """Lines from adapters that the screen shows once; any thread may leave one."""

    def __init__(self) -> None:
        self._lines: deque[str] = deque()

    def leave(self, text: str) -> None:
        """Leave a line to be shown."""
        self._lines.append(text)

    def take(self) -> list[str]:
        """Every line since the last call, oldest first."""
        taken = []
        while self._lines:
            taken.append(self._lines.popleft())
        return taken


class Coach:
    """Everything a person can do; made by `bootstrap` alone, each part when it is asked for."""

    name: str
    """What to call the patient; may be empty."""
    clock: "Clock"
    log: "EventLog"
    shelf: "ProgramShelf"
    speaker: "Speaker"
    listener: "Listener"
    alarm: "Alarm"
    desktop: "Desktop"
    records: "Records"
    safety: "Safety"
    today: "TodayWorkflow"
    progress: "Progress"
    check_in: "CheckInWorkflow"
    check_ups: "CheckUps"
    settling: "Settling"
    sessions: "Sessions"
    moving: "Moving"
    hands_free: "HandsFree"
    guard: "SittingGuard"
    timers: "Timers"
    tasks: "Tasks"
    watchers: "tuple[Watcher, ...]"
    """What is watched by the clock besides the reminders: sitting first."""
    reminders: "Reminders"
    answers: "ReminderAnswers"
    requests: "Requests"
    inbox: "Inbox"
    set_up: "SetUp"
    look_back: "LookBack"
    lessons: "Lessons"
    week: "Week"
    rehearsal: "Rehearsal"
    body: "BodyChart"
    pairing: "Pairing"
    opening: "PlanOpening"
    sharing: "Sharing"
    copies: "Copies"
    voice: "VoiceSettings"
    remote: "RemoteKeys"
    notices: "Notices"
    demo: bool
    """Whether this is a throw-away home with sample facts."""

    def look_after(self) -> bool:
        """Slow care for after the first paint, on a thread: the day's verified backup.

        Whether it is there with every lock in it; else it is to be tried again.
        """
        raise NotImplementedError

    def keep_fault(self, error: BaseException) -> None:
        """Write down an error of ours that nobody foresaw; `coach doctor` tells of it."""
        raise NotImplementedError

    def close(self) -> None:
        """Stop waking, listening and speaking, and let the log go."""
        raise NotImplementedError
