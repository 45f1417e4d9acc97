"""The tables of facts about time, as the fifth migration makes them; never edited."""

from coach.store.columns import AMOUNT, COUNT, FLAG, SURFACE, TIME

_ID = "TEXT NOT NULL"

TIME_TABLES: dict[str, dict[str, str]] = {
    "reminder_given": {
        "item": _ID,
        "text": "TEXT NOT NULL",
        "spoken": FLAG,
        "shown": FLAG,
        "nth": COUNT,
    },
    "reminder_put_off": {"item": _ID, "minutes": COUNT},
    "quiet_begun": {
        "minutes": COUNT,
        "why": "TEXT NOT NULL CHECK (why IN ('call', 'other'))",
    },
    "quiet_ended": {},
    "away_answered": {
        "since": TIME,
        "answer": "TEXT NOT NULL CHECK (answer IN ('now', 'later', 'skip'))",
    },
    "timer_started": {
        "timer": _ID,
        "kind": "TEXT NOT NULL CHECK (kind IN ('cold', 'heat', 'rest', 'brace'))",
        "item": "TEXT NOT NULL",
        "exercise": "TEXT NOT NULL",
        "seconds": COUNT,
        "longest_seconds": COUNT,
    },
    "timer_ended": {
        "timer": _ID,
        "seconds": AMOUNT,
        "outcome": "TEXT NOT NULL CHECK (outcome IN ('done', 'early', 'stopped', 'not_said'))",
    },
    "still_asked": {
        "bout": _ID,
        "why": "TEXT NOT NULL CHECK (why IN ('idle', 'long', 'away'))",
        "since": "TEXT CHECK (since IS NULL OR julianday(since) IS NOT NULL)",
    },
    "still_answered": {"bout": _ID, "sitting": FLAG},
    "sitting_limit_set": {
        "surface": SURFACE,
        "minutes": COUNT,
        "rule": "TEXT NOT NULL CHECK (rule IN ('rise', 'no_rise', 'asked', 'said'))",
        "evidence": "TEXT NOT NULL",
    },
    "task_announced": {"task": _ID, "starts_at": TIME},
}
