"""The automatic copies of a log: which there are, which are whole, which stay.

A copy that was whole when it was made may be damaged since, so none is offered unread. Files in
the folder that have another kind of name are nobody's to thin out.
"""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cmp_to_key
from pathlib import Path

from coach.store.as_typed import as_typed
from coach.store.faults import DamagedLogError
from coach.store.files import CLINIC_LOG, OPEN_UP, backups_folder, closed_folder, traces_of
from coach.store.looking import held_in, look_at
from coach.store.standing import (
    Standing,
    compared,
    facts_in,
    lacks,
    patient_of,
    standing_of,
)

DAILY_KEPT, WEEKLY_KEPT, MONTHLY_KEPT = 7, 4, 6
"""How many days, weeks and months keep their last copy: half a year back in 17 files or fewer.
Those that a clock dated ahead are counted apart, so there may be twice as many."""

_Ranked = tuple[Path, Standing | None]
_NAME = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)T(?P<time>\d{6})(-(?P<number>\d+))?\.db")


def backups_of(database: Path) -> list[Path]:
    """Every automatic copy of `database`, in the order in which the clock says they were made."""
    return [path for path in _named_as_copies(database) if not os.path.isdir(path)]


def is_desks(database: Path) -> bool:
    """Whether a database, or a copy by its name, is a therapist's."""
    return database.name.startswith(Path(CLINIC_LOG).stem)


def own_among(database: Path, copies: Iterable[Path]) -> list[Path]:
    """Those of some copies that are not known to be of another person than `database`.

    Somebody may have laid another person's into the folder: these are nobody's here to count, to
    thin out or to delete.
    """
    named = list(copies)
    own = patient_of(database) if named else None  # To ask opens the log.
    return [copy for copy in named if own is None or patient_of(copy) in (None, own)]


def people_of(database: Path) -> set[str]:
    """Of whom `database` may be: of whom it says, where a copy bears that out; else of whom its
    copies were when they were made; else all of whom there are copies, damaged ones too."""
    from coach.store.only_there import person_in  # no start needs them while the log is whole
    from coach.store.reach import owners

    own, copies = patient_of(database), backups_of(database)
    people = {copy: patient_of(copy) for copy in copies}
    if own is not None and own in people.values():
        return {own}
    noted = owners(database, [one for one in map(standing_of, copies) if one is not None])
    if len(noted) == 1:
        return noted
    whole = next((copy for copy, person in people.items() if person is not None), None)
    for copy, person in people.items():
        if person is None and whole is not None:
            people[copy] = person_in(copy, whole)
    return {person for person in people.values() if person is not None}


def folders_among(database: Path) -> list[Path]:
    """Folders that bear the name of a copy: nothing of ours is in them, and they stay."""
    return [path for path in _named_as_copies(database) if os.path.isdir(path)]


def day_of(copy: Path) -> date:
    """The day in the name of an automatic copy. ValueError for the name of another file."""
    return _made(copy)[0]


def kept(copies: Iterable[Path], today: date) -> list[Path]:
    """Which automatic copies stay: the last of each of 7 days, of 4 weeks and of 6 months.

    Those dated after today were made while the clock ran ahead. They are thinned out apart, so
    that a clock put right, or set back, never costs the copies of the other time.
    """
    ordered = sorted(copies, key=_made)
    until = [path for path in ordered if day_of(path) <= today]
    ahead = [path for path in ordered if day_of(path) > today]
    return sorted({*_thinned(until), *_thinned(ahead)}, key=_made)


def newest_backup(database: Path) -> Path | None:
    """The automatic copy that goes furthest and is whole now; None when there is none, and where
    nothing tells of which of several people the log is.

    Reads the copies, the latest first, up to one that is whole: for when the log is damaged.
    """
    people = people_of(database)
    return None if len(people) > 1 else _newest_of(database, *people)


def _newest_of(database: Path, patient: str | None = None) -> Path | None:
    copies = reversed(by_content(database, patient))
    return next((copy for copy in copies if not damage_in(copy)), None)


def beyond(database: Path, log: Path) -> Path | None:
    """The whole copy that goes furthest of those that hold what the log has not.

    `log` is where the database can be read. None where there is no such one.
    """
    for copy in reversed(by_content(database, patient_of(log))):
        standing = standing_of(copy)
        more = standing is not None and lacks(log, standing, of_desk=is_desks(database))
        if more and not damage_in(copy):
            return copy
    return None


def holds_more(log: Path, copy: Path) -> bool:
    """Whether a log, though it lacks what is in a copy, holds what that has not."""
    standing = standing_of(log)
    return standing is not None and lacks(copy, standing, of_desk=False)


def by_content(database: Path, patient: str | None = None) -> list[Path]:
    """Every automatic copy of `database`, in the order in which what is in it was recorded.

    Of copies of several people those of `patient`: which of two people's is later says nothing.
    The dates in their names tell only where what is in them is the same, or cannot be read.
    """
    of_patient = not is_desks(database)  # Nothing is ever taken out of a patient's.

    def later(one: _Ranked, other: _Ranked) -> int:
        (copy, standing), (other_copy, other_standing) = one, other
        more = facts_in(standing) - facts_in(other_standing) if of_patient else 0
        named = 1 if _made(copy) > _made(other_copy) else -1
        return compared(standing, other_standing) or more or named

    found = [(copy, standing_of(copy)) for copy in backups_of(database)]
    if patient is not None:
        found = [one for one in found if one[1] is None or one[1].patient == patient]
    return [copy for copy, _ in sorted(found, key=cmp_to_key(later))]


def own_by_content(database: Path) -> list[Path]:
    """Every copy in that order that is not known to be another person's, damaged ones neither; of
    all people where nothing tells whose `database` is or was."""
    from coach.store.only_there import person_in

    said = patient_of(database)
    people = people_of(database) if said is None else {said}
    if len(people) != 1:
        return by_content(database)
    (own,) = people
    found = by_content(database, own)
    readable = (one for one in [*reversed(found), database] if patient_of(one) is not None)
    whole = next(readable, None)
    if whole is None:
        return found
    return [one for one in found if (patient_of(one) or person_in(one, whole)) in (None, own)]


def way_back(path: Path) -> str:
    """What to do about the damaged database `path`, with the newest whole copy of it."""
    folder = backups_folder(path)
    closed = closed_folder(folder)
    if closed:
        return f"{closed} {OPEN_UP.format(folder=folder)} Then run: coach doctor"
    people = people_of(path)
    if len(people) > 1:
        return _way_among(path, people)
    backup = newest_backup(path)
    if backup is None:
        unseen = next(_unseen(path), "")
        if unseen:
            return f"No copy is known to be whole. {unseen}"
        return (
            "There is no whole copy in the backups folder; restore one you kept elsewhere with: "
            f"coach restore FILE{_clinic(path)} or, to begin a new log, move {path.parent} away."
        )
    return restore_line(path, backup)


def _way_among(path: Path, people: Iterable[str]) -> str:
    newest = filter(None, (_newest_of(path, one) for one in sorted(people)))
    listed = "; ".join(f"{copy}{held_in(copy)}" for copy in newest)
    return (
        f"There are copies of more than one person: {listed}. Restore yours with: coach restore "
        f"FILE{_clinic(path)}. Where that is refused, first move what is not yours out of "
        f"{backups_folder(path)}."
    )


def restore_line(path: Path, backup: Path) -> str:
    """How a whole copy of the database `path` takes its place again."""
    return f"Restore the newest whole copy with: coach restore {as_typed(backup)}{_clinic(path)}"


def _clinic(path: Path) -> str:
    return " --clinic" if path.name == CLINIC_LOG else ""


def lost_log(path: Path) -> str:
    """What shows that the database `path` was there and is gone; empty where it never was."""
    if backups_of(path):
        return f"{path} is missing, though there are copies of it."
    traces = traces_of(path)
    if traces:
        return f"{path} is missing, though {traces[0]} is there."
    folder = backups_folder(path)
    return (
        f"{path} is missing, and {folder} may have copies of it." if closed_folder(folder) else ""
    )


@contextmanager
def way_back_told() -> Iterator[None]:
    """Whoever tells what is found damaged inside tells the way back, too."""
    try:
        yield
    except DamagedLogError as error:
        error.way_back = way_back
        raise


def damage_in(copy: Path) -> str:
    """What speaks against believing a copy, in a sentence; empty for a whole one.

    One that could not be looked at is not believed either, though it may be whole.
    """
    return look_at(copy).doubt


def _unseen(database: Path) -> Iterator[str]:
    """Why copies could not be looked at, the newest first."""
    verdicts = (look_at(copy) for copy in reversed(backups_of(database)))
    return (verdict.unseen for verdict in verdicts if verdict.unseen)


def _named_as_copies(database: Path) -> list[Path]:
    found = backups_folder(database).glob(f"{database.stem}-*.db")
    return sorted((path for path in found if _is_automatic(path)), key=_made)


def _thinned(ordered: Sequence[Path]) -> set[Path]:
    by_day = {day_of(path): path for path in ordered}
    by_week = {day.isocalendar()[:2]: path for day, path in by_day.items()}
    by_month = {(day.year, day.month): path for day, path in by_day.items()}
    return {
        *list(by_day.values())[-DAILY_KEPT:],
        *list(by_week.values())[-WEEKLY_KEPT:],
        *list(by_month.values())[-MONTHLY_KEPT:],
    }


def _is_automatic(path: Path) -> bool:
    try:
        _made(path)
    except ValueError:
        return False
    return True


def _made(copy: Path) -> tuple[date, str, int]:
    """Day, time, and the number of one made within the same second, as its name says."""
    matched = _NAME.fullmatch(copy.name.partition("-")[2])
    if matched is None:
        raise ValueError(copy.name)
    return date.fromisoformat(matched["day"]), matched["time"], int(matched["number"] or 1)
