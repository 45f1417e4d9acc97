"""The schema, one numbered step at a time; a step that shipped is never edited.

`database.SCHEMA_VERSION` is the number of steps. They run inside one transaction, so a file is of
the old version or of the new one, never between.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database, Migrations

from coach.store.columns import AMOUNT, COUNT, FLAG, SIDE, STAGE, SURFACE, TIER
from coach.store.connecting import connect
from coach.store.database import APPLICATION_ID, LogDatabase
from coach.store.faults import translated
from coach.store.files import discard, flush, fresh_file, make_private
from coach.store.time_tables import TIME_TABLES
from coach.store.views import (
    ADHERENCE_BY_DAY,
    ADHERENCE_BY_DAY_2,
    ADHERENCE_BY_DAY_3,
    ADHERENCE_BY_DAY_4,
    PAIN_BY_DAY,
    PAIN_BY_DAY_2,
    SESSION_LOG,
)

log_migrations = Migrations("coach.log")

_STAMP = """
  id TEXT PRIMARY KEY,
  patient TEXT NOT NULL,
  at TEXT NOT NULL CHECK (julianday(at) IS NOT NULL),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  device TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  plan_version TEXT NOT NULL"""

_STAGE_CHANGE = {
    "from_stage": STAGE,
    "to_stage": STAGE,
    "rule": "TEXT NOT NULL",
    "evidence": "TEXT NOT NULL",
}

_TABLES_1: dict[str, dict[str, str]] = {
    "pain_score": {
        "site": "TEXT NOT NULL CHECK (site IN ('back', 'leg'))",
        "score": "INTEGER NOT NULL CHECK (score BETWEEN 0 AND 10)",
        "moment": "TEXT NOT NULL CHECK (moment IN "
        "('before', 'during', 'after', 'worst_24h', 'now'))",
        "reach": "TEXT CHECK (reach IN "
        "('none', 'back', 'buttock', 'thigh', 'knee', 'calf', 'foot'))",
        "session": "TEXT",
    },
    "item_asked": {
        "item": "TEXT NOT NULL",
        "for_day": "TEXT NOT NULL",
        "exercise": "TEXT NOT NULL",
        "planned_reps": COUNT,
        "planned_seconds": COUNT,
        "timed": FLAG,
    },
    "session_started": {
        "session": "TEXT NOT NULL",
        "stage": STAGE,
        "items": "TEXT NOT NULL",
        "pace": "REAL NOT NULL CHECK (pace > 0)",
        "resumed_from": "TEXT",
    },
    "session_ended": {
        "session": "TEXT NOT NULL",
        "stage": STAGE,
        "outcome": "TEXT NOT NULL CHECK (outcome IN "
        "('completed', 'ended_early', 'stopped_pain', 'held', 'interrupted'))",
        "minutes": AMOUNT,
    },
    "exercise_done": {
        "session": "TEXT",
        "item": "TEXT NOT NULL",
        "exercise": "TEXT NOT NULL",
        "set_no": COUNT,
        "side": SIDE,
        "reps": COUNT,
        "hold_seconds": COUNT,
        "seconds": AMOUNT,
        "planned_reps": COUNT,
        "planned_seconds": AMOUNT,
        "outcome": "TEXT NOT NULL CHECK (outcome IN ('done', 'partial', 'skipped', 'stopped'))",
        "reason": "TEXT NOT NULL CHECK (reason IN ('none', 'pain', 'fatigue', 'time', 'other'))",
        "light": "TEXT CHECK (light IN ('green', 'amber', 'red'))",
    },
    "item_excused": {
        "item": "TEXT NOT NULL",
        "reason": "TEXT NOT NULL CHECK (reason IN ('flare', 'therapist', 'safety', 'asleep'))",
    },
    "sitting_started": {"bout": "TEXT NOT NULL", "surface": SURFACE},
    "sitting_bout": {
        "bout": "TEXT NOT NULL",
        "surface": SURFACE,
        "started_at": "TEXT NOT NULL CHECK (julianday(started_at) IS NOT NULL)",
        "minutes": AMOUNT,
        "limit_minutes": COUNT,
        "warnings": COUNT,
        "overdue_minutes": AMOUNT,
    },
    "warning_given": {
        "kind": "TEXT NOT NULL CHECK (kind IN ('sitting', 'lifting', 'cold', 'heat', 'rest'))",
        "text": "TEXT NOT NULL",
        "spoken": FLAG,
        "acknowledged_at": "TEXT",
    },
    "red_flag_answered": {
        "item": "TEXT NOT NULL",
        "answer": "TEXT NOT NULL CHECK (answer IN ('yes', 'no'))",
        "tier": TIER,
        "text_version": "INTEGER NOT NULL",
    },
    "safety_hold": {"tier": TIER},
    "safety_cleared": {
        "by": "TEXT NOT NULL CHECK (\"by\" IN ('therapist', 'self_attested'))",
        "note": "TEXT NOT NULL",
    },
    "stage_proposed": _STAGE_CHANGE,
    "stage_changed": _STAGE_CHANGE,
    "answer_given": {
        "instrument": "TEXT NOT NULL",
        "item": "TEXT NOT NULL",
        "value": "TEXT NOT NULL",
        "total": "REAL",
    },
    "plan_received": {
        "program": "TEXT NOT NULL",
        "version": "INTEGER NOT NULL",
        "therapist": "TEXT NOT NULL",
        "from_day": "TEXT NOT NULL",
        "stage": STAGE,
        "sore_side": SIDE,
    },
    "fact_retracted": {"fact": "TEXT NOT NULL", "reason": "TEXT NOT NULL"},
    "note_written": {"text": "TEXT NOT NULL", "about": "TEXT NOT NULL"},
    "flare_started": {"hours": COUNT},
}

_CHAIN_1 = """CREATE TABLE fact_chain (
  device TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  fact TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  PRIMARY KEY (device, seq)
) STRICT"""

_INDEXES_1 = {
    "item_asked": (["patient", "item"], ["patient", "for_day"]),
    "exercise_done": (["patient", "item"], ["session"]),
    "item_excused": (["patient", "item"],),
    "session_started": (["session"],),
    "session_ended": (["session"],),
    "pain_score": (["session"],),
    "fact_retracted": (["fact"],),
}


@log_migrations()
def m001_facts_chain_home_and_views(db: Database) -> None:
    """The first schema."""
    db.execute(_CHAIN_1)
    db.execute(
        "CREATE TRIGGER fact_chain_gapless BEFORE INSERT ON fact_chain "
        "WHEN NEW.seq <> 1 + coalesce("
        "(SELECT max(seq) FROM fact_chain WHERE device = NEW.device), 0) "
        "BEGIN SELECT RAISE(ABORT, 'facts of a device are numbered without gaps'); END"
    )
    _refuse_changes(db, "fact_chain", "device = NEW.device AND seq = NEW.seq")
    for kind, columns in _TABLES_1.items():
        _make_fact_table(db, kind, columns)
    for kind, indexes in _INDEXES_1.items():
        for index in indexes:
            db.table(kind).create_index(index)
    db.execute("CREATE TABLE home (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT")
    db.create_view("adherence_by_day", ADHERENCE_BY_DAY)
    db.create_view("pain_by_day", PAIN_BY_DAY)
    db.create_view("session_log", SESSION_LOG)


_TABLES_2: dict[str, dict[str, str]] = {
    "flare_proposed": {"rule": "TEXT NOT NULL", "evidence": "TEXT NOT NULL"},
    "light_given": {
        "session": "TEXT NOT NULL",
        "item": "TEXT NOT NULL",
        "exercise": "TEXT NOT NULL",
        "light": "TEXT NOT NULL CHECK (light IN ('green', 'amber', 'red'))",
        "why": "TEXT NOT NULL",
    },
    "body_marked": {
        "chart": "TEXT NOT NULL",
        "zone": "TEXT NOT NULL",
        "pain": FLAG,
        "numb": FLAG,
        "tingle": FLAG,
        "weak": FLAG,
        "score": "INTEGER CHECK (score BETWEEN 0 AND 10)",
    },
    "care_step_noted": {
        "step": "TEXT NOT NULL",
        "on_day": "TEXT NOT NULL",
        "note": "TEXT NOT NULL",
    },
}


@log_migrations()
def m002_lights_charts_and_proposals(db: Database) -> None:
    """Lights as facts of their own, body charts, flare proposals, the therapist's steps of care."""
    for kind, columns in _TABLES_2.items():
        _make_fact_table(db, kind, columns)
    db.table("light_given").create_index(["session"])
    db.execute("DROP VIEW adherence_by_day")
    db.create_view("adherence_by_day", ADHERENCE_BY_DAY_2)


@log_migrations()
def m003_evenings_past_midnight(db: Database) -> None:
    """The worst of 24 hours that was told after midnight counts to the evening before."""
    db.execute("DROP VIEW pain_by_day")
    db.create_view("pain_by_day", PAIN_BY_DAY_2)


_KEY = "TEXT NOT NULL CHECK (length({0}) = 64)"
_TABLES_4: dict[str, dict[str, str]] = {
    "therapist_paired": {"key": _KEY, "name": "TEXT NOT NULL"},
    "log_shared": {"key": _KEY, "facts": COUNT, "last_seq": COUNT},
    "plan_issued": {
        "program": "TEXT NOT NULL",
        "version": "INTEGER NOT NULL",
        "stage": STAGE,
        "from_day": "TEXT NOT NULL",
        "valid_until": "TEXT NOT NULL",
        "document": _KEY,
        "changes": "TEXT NOT NULL",
        "for_therapist": "TEXT NOT NULL",
        "direction_reason": "TEXT NOT NULL",
    },
    "review_decided": {
        "decision": "TEXT NOT NULL CHECK (decision IN ('keep', 'ease', 'progress'))",
        "note": "TEXT NOT NULL",
    },
}
_SIGNED_PLAN_4 = {"signer": "TEXT", "document": "TEXT", "valid_until": "TEXT"}


@log_migrations()
def m004_signed_plans_and_the_caseload(db: Database) -> None:
    """Plans that were signed, logs that were shared, and the therapist's list of patients.

    The last three tables are lists, not facts: they may be changed. What the therapist noted no
    longer makes a day of the patient's a recorded one.
    """
    for kind, columns in _TABLES_4.items():
        _make_fact_table(db, kind, columns)
    for name, column in _SIGNED_PLAN_4.items():
        db.execute(f"ALTER TABLE plan_received ADD COLUMN {name} {column}")
    db.execute("ALTER TABLE safety_cleared ADD COLUMN clears TEXT")
    db.execute(
        "CREATE TABLE plan_document (sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64), "
        "content TEXT NOT NULL, seal TEXT NOT NULL) STRICT"
    )
    _refuse_changes(db, "plan_document", "sha256 = NEW.sha256")
    db.execute(
        "CREATE TABLE caseload (patient TEXT PRIMARY KEY, name TEXT NOT NULL, "
        "key TEXT NOT NULL CHECK (length(key) = 64), added TEXT NOT NULL) STRICT"
    )
    db.execute(
        "CREATE TABLE received_head (patient TEXT NOT NULL, device TEXT NOT NULL, "
        "seq INTEGER NOT NULL, hash TEXT NOT NULL, made_at TEXT NOT NULL, "
        "PRIMARY KEY (patient, device)) STRICT"
    )
    db.execute("CREATE TABLE caseload_signs (patient TEXT PRIMARY KEY, signs TEXT NOT NULL) STRICT")
    db.execute("DROP VIEW adherence_by_day")
    db.create_view("adherence_by_day", ADHERENCE_BY_DAY_3)


@log_migrations()
def m005_reminders_quiet_and_timers(db: Database) -> None:
    """What was said when, so that nobody is told twice, and what runs by the clock.

    A reminder shows that the machine was on and not that the patient was there: it makes no day a
    recorded one.
    """
    for kind, columns in TIME_TABLES.items():
        _make_fact_table(db, kind, columns)
    db.table("timer_started").create_index(["timer"])
    db.table("timer_ended").create_index(["timer"])
    db.execute("DROP VIEW adherence_by_day")
    db.create_view("adherence_by_day", ADHERENCE_BY_DAY_4)


def _make_fact_table(db: Database, kind: str, columns: dict[str, str]) -> None:
    further = "".join(f',\n  "{name}" {text.format(name)}' for name, text in columns.items())
    db.execute(
        f"CREATE TABLE {kind} ({_STAMP}{further},\n  UNIQUE (device, seq),\n"
        "  FOREIGN KEY (device, seq) REFERENCES fact_chain (device, seq)\n) STRICT"
    )
    db.table(kind).create_index(["patient", "day"])
    _refuse_changes(db, kind, "id = NEW.id OR (device = NEW.device AND seq = NEW.seq)")


def _refuse_changes(db: Database, table: str, same: str) -> None:
    """Triggers against UPDATE, DELETE and the delete that hides in INSERT OR REPLACE."""
    refusal = "RAISE(ABORT, 'facts are never changed: retract it with another fact')"
    for verb in ("UPDATE", "DELETE"):
        db.execute(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT {refusal}; END"
        )
    db.execute(
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) BEGIN SELECT {refusal}; END"
    )


def migrate(database: LogDatabase, migrations: Migrations = log_migrations) -> None:
    """Bring a database to the newest version, in one transaction. Raises sqlite3.Error."""
    with database.unit() as db:
        migrations.apply(db)
        version = len(migrations.applied(db))
        db.execute(f"PRAGMA application_id={APPLICATION_ID}")
        db.execute(f"PRAGMA user_version={version}")
    database.version = version


@contextmanager
def schema_of(version: int) -> Iterator[sqlite3.Connection]:
    """An empty database in memory as the steps up to `version` make it."""
    database = Database(memory=True, strict=True, execute_plugins=False)
    later = [step.name for step in log_migrations.pending(database)][version:]
    try:
        log_migrations.apply(database, stop_before=later[:1])
        yield database.conn
    finally:
        database.close()


def create_database(path: Path, *, patient: str, device: str, now: datetime) -> None:
    """Make a new database at `path`; it appears there whole or not at all.

    Raises LogError. A file that is already at `path` must not be there.
    """
    part = fresh_file(path)
    try:
        discard(part)
        make_private(part)
        _fill(part, {"patient": patient, "device": device, "created_at": now.isoformat()})
        flush(part)
        part.rename(path)
        flush(path.parent)
    except (sqlite3.Error, OSError) as error:
        discard(part)
        raise translated(error, path) from error


def _fill(part: Path, home: dict[str, str]) -> None:
    database = LogDatabase(part, connect(part, read_only=False), version=0, read_only=False)
    try:
        migrate(database)
        with database.unit() as db:
            for key, value in home.items():
                db.execute("INSERT INTO home (key, value) VALUES (?, ?)", [key, value])
    finally:
        database.close()
