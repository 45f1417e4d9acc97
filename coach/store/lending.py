"""Lends a damaged database pages of a copy of it, so that what is not damaged can be reached.

Tables keep their places, so the copy's first page says where each begins. In an encrypted database
one flipped bit costs its whole page, and every page tells whether it is as it was written: there
each that is not is lent.
"""

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from coach.store.connecting import connect
from coach.store.encryption import (
    MAGIC,
    PAGE_BYTES,
    SALT_BYTES,
    broken_pages,
    connect_salted,
    looks_encrypted,
)
from coach.store.files import beginning

_HEADER_BYTES = 100
"""The part of a database's first page that tells of the file (sqlite.org/fileformat2.html)."""


def lend_pages(copy: Path, spare: Path) -> bool:
    """Put pages of the copy over those of the spare; whether more than the first were.

    What is read then may be the copy's own. Raises OSError, sqlite3.Error and LockedLogError.
    """
    if looks_encrypted(copy):
        return _lend_each_broken(copy, spare)
    _lend_first(copy, spare)
    return False


def _lend_first(copy: Path, spare: Path) -> None:
    with copy.open("rb") as file:
        header = file.read(_HEADER_BYTES)
        if not header.startswith(MAGIC):
            return
        size = int.from_bytes(header[16:18], "big")
        size = 65536 if size == 1 else size  # So SQLite writes what two bytes do not hold.
        page = bytearray(header + file.read(size - _HEADER_BYTES))
    is_wal = _is_wal(spare)
    page[18:20] = b"\2\2" if is_wal else b"\1\1"
    page[28:32] = (spare.stat().st_size // size).to_bytes(4, "big")
    page[32:40] = bytes(8)  # Which pages are free was known to the broken one alone.
    page[92:96] = page[24:28]  # Else the number of pages does not count.
    with spare.open("r+b") as file:
        file.write(page)


def _lend_each_broken(copy: Path, spare: Path) -> bool:
    count = spare.stat().st_size // PAGE_BYTES
    broken = broken_pages(spare)
    if not 0 < len(broken) < count:
        return False  # Whole; or of another passphrase, or what the key is made of is gone.
    with TemporaryDirectory(prefix="coach-pages-") as folder:
        lender = Path(folder, spare.name)
        _write_lender(copy, lender, spare, count)
        with lender.open("rb") as source, spare.open("r+b") as target:
            for number in sorted(broken):
                source.seek((number - 1) * PAGE_BYTES)
                target.seek((number - 1) * PAGE_BYTES)
                target.write(source.read(PAGE_BYTES))
    return True


def _write_lender(copy: Path, lender: Path, spare: Path, count: int) -> None:
    """The copy once more, with the key of the spare and with as many pages.

    Its first page says how many there are: those beyond are not read.
    """
    salt = beginning(spare, SALT_BYTES)
    with (
        closing(connect(copy, read_only=True)) as original,
        closing(connect_salted(lender, salt)) as lent,
    ):
        original.backup(lent, pages=-1)
        more = count * PAGE_BYTES - lender.stat().st_size
        if more > 0:
            lent.execute("BEGIN IMMEDIATE")
            lent.execute("INSERT INTO home VALUES ('', printf('%.*c', ?, ' '))", [more])
            lent.execute("DELETE FROM home WHERE key = ''")
            lent.execute("COMMIT")
        lent.execute(f"PRAGMA journal_mode={'WAL' if _is_wal(spare) else 'DELETE'}").fetchone()


def _is_wal(spare: Path) -> bool:
    return spare.with_name(spare.name + "-wal").exists()
