"""Everything out in a form that others read, and what comes back in."""

import argparse
import os
from argparse import Namespace
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from coach.cli import diagnostics, output
from coach.cli.diagnostics import ExitCode
from coach.cli.own_log import settle_own_log
from coach.cli.parsing import Commands
from coach.cli.surroundings import Surroundings
from coach.domain.counts import counted
from coach.domain.errors import InputError
from coach.store.as_typed import as_typed

if TYPE_CHECKING:
    from coach.domain.exported import Exported
    from coach.exchange.wger import Draft
    from coach.workflows.exporting import Exporting

ZIP = ".zip"
USUAL_DAYS = 28
MOST_DAYS = 366
"""How many coming days a calendar may hold."""


def register(commands: Commands) -> None:
    """Export and import."""
    parser = commands.add(
        "export",
        "Everything out: tables, the whole log, FHIR for other systems, or a calendar.",
        "coach export --format csv --out my-facts.zip",
        export,
    )
    parser.add_argument(
        "--format", required=True, choices=FORMATS, help="json, csv, fhir or ics (a calendar)"
    )
    parser.add_argument(
        "--out",
        metavar="PATH",
        type=Path,
        required=True,
        help="the file to write; for csv a folder, or one archive when it ends in .zip",
    )
    parser.add_argument(
        "--patient", metavar="P", default="", help="a patient of the clinic, by name or id"
    )
    parser.add_argument(
        "--with-own-notes",
        action="store_true",
        help="json and csv of a patient of the clinic: your own plans, decisions and notes too",
    )
    parser.add_argument(
        "--days",
        metavar="N",
        type=_days,
        default=USUAL_DAYS,
        help=f"for ics: how many days, {USUAL_DAYS} if none is named",
    )
    reading = commands.add(
        "import",
        "Take in what `coach export --format json` wrote, or exercises of wger as drafts.",
        "coach import my-facts.json",
        import_file,
    )
    reading.add_argument("file", metavar="FILE", type=Path, help="a JSON file")


def _days(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= MOST_DAYS):
        raise argparse.ArgumentTypeError(f"write a whole number of days from 1 to {MOST_DAYS}")
    return int(text)


def export(given: Namespace, around: Surroundings) -> int:
    """Write one file or folder; where it is on standard output, what is in it beside."""
    from coach.bootstrap.out_and_in import exporting

    if not given.patient:
        settle_own_log(around, exercises=given.format == "ics")
    with exporting(around.places, around.clock, around.zone, given.patient) as gathered:
        told = FORMATS[given.format](gathered, given, around)
    output.line(str(given.out))
    for line in told:
        diagnostics.tell(line)
    return ExitCode.DONE


def _json(gathered: "Exporting", given: Namespace, around: Surroundings) -> list[str]:
    from coach.exchange.json_log import mark_of, write_json_log
    from coach.store.out_files import write_private

    exported = gathered.everything(own_notes=given.with_own_notes)
    write_private(given.out, write_json_log(exported), mark_of(exported.patient))
    return [
        f"{counted(len(exported.facts), 'fact')} and "
        f"{counted(len(exported.documents), 'signed plan')}. "
        "It is not encrypted: keep it as safe as the log. Read it back with: coach import",
        *_own_facts(exported),
    ]


def _csv(gathered: "Exporting", given: Namespace, around: Surroundings) -> list[str]:
    from coach.exchange.csv_tables import ABOUT_FILE, csv_archive, csv_files, mark_of
    from coach.store.out_files import write_private, write_private_folder

    exported = gathered.everything(own_notes=given.with_own_notes)
    files = csv_files(exported, gathered.views())
    mark = mark_of(exported.patient)
    if given.out.suffix.lower() == ZIP:
        write_private(given.out, [csv_archive(files)], mark)
    else:
        write_private_folder(given.out, files, ABOUT_FILE, mark)
    return [
        f"{counted(len(exported.facts), 'fact')} in {counted(len(files) - 1, 'table')}; "
        f"{ABOUT_FILE} says how to read them. They are not encrypted: keep them as safe as the "
        "log.",
        *_own_facts(exported),
    ]


def _own_facts(exported: "Exported") -> list[str]:
    """A warning for the therapist, whose own notes about the patient are in it."""
    from coach.workflows.exporting import therapists_own

    count = len(therapists_own(exported))
    if not count:
        return []
    return [f"{count:,} of the facts are your own (plans, decisions, notes): think who gets it."]


def _fhir(gathered: "Exporting", given: Namespace, around: Surroundings) -> list[str]:
    from coach.exchange.fhir_bundle import fhir_bundle, mark_of, write_fhir
    from coach.store.out_files import write_private

    bundle = fhir_bundle(gathered.course())
    write_private(given.out, write_fhir(bundle), mark_of(gathered.patient))
    return [
        f"{len(bundle['entry']):,} resources in one R4 transaction, under the patient's pseudonym. "
        "Sending it twice makes nothing twice.",
    ]


def _ics(gathered: "Exporting", given: Namespace, around: Surroundings) -> list[str]:
    from coach.exchange.calendar_file import NOTE, mark_of, write_calendar
    from coach.store.out_files import write_private

    found = gathered.coming(given.days)
    content = write_calendar(
        found, patient=gathered.patient, made_at=around.clock.now(), zone=around.zone
    )
    write_private(given.out, [content], mark_of(gathered.patient))
    return [f"{len(found):,} appointments in {given.days} days. {NOTE}"]


FORMATS: dict[str, Callable[["Exporting", Namespace, Surroundings], list[str]]] = {
    "json": _json,
    "csv": _csv,
    "fhir": _fhir,
    "ics": _ics,
}
"""What may be written, by the word of the command line."""


def import_file(given: Namespace, around: Surroundings) -> int:
    """Take a file in by what it holds; nothing is half taken in."""
    from coach.exchange.wger import is_wger

    data = _read(given.file)
    if is_wger(data):
        return _import_wger(data, given.file, around)
    return _import_log(data, given.file, around)


def _read(file: Path) -> bytes:
    from coach.exchange.json_log import MOST_BYTES

    if file.is_dir():
        raise InputError("Import", f"{file} is a folder; name a file in it")
    if not file.is_file():
        raise InputError("Import", f"there is no file {file}; check its name")
    with file.open("rb") as stream:
        if os.fstat(stream.fileno()).st_size > MOST_BYTES:
            most = f"{MOST_BYTES // 2**20} MiB"
            raise InputError(
                "Import",
                f"{file} is larger than {most}. Name a file that `coach export --format json` "
                "wrote.",
            )
        return stream.read(MOST_BYTES + 1)


def _import_log(data: bytes, file: Path, around: Surroundings) -> int:
    from coach.bootstrap.out_and_in import importing
    from coach.exchange.json_log import read_json_log
    from coach.workflows.importing import PAIR_AGAIN

    exported = read_json_log(data, str(file))
    with importing(around.places, around.clock, around.zone) as incoming:
        taken = incoming.take_in(exported)
        must_pair = incoming.must_pair()
    output.line(
        f"{counted(taken.new, 'fact')} taken in, {taken.known:,} were here already. "
        f"They are in {around.places.home}."
    )
    if must_pair:
        diagnostics.tell(PAIR_AGAIN)
    return ExitCode.DONE


def _import_wger(data: bytes, file: Path, around: Surroundings) -> int:
    from coach.exchange.wger import DRAFTS_FOLDER, read_wger

    drafts = read_wger(data, str(file))
    folder = around.places.own_programs / DRAFTS_FOLDER
    written, kept = _write_drafts(drafts, folder, around)
    for path in written:
        output.line(str(path))
    told = f"{counted(len(written), 'draft')} written" + (
        f", {len(kept)} were there already" if kept else ""
    )
    diagnostics.tell(
        f"{told}. No patient is asked for a draft. See what to fill in with: "
        f"coach programs check {as_typed(folder)}"
    )
    unnamed = sum(not draft.licence for draft in drafts)
    if unnamed:
        diagnostics.tell(f"{unnamed} name no licence: do not pass those on.")
    return ExitCode.DONE


def _write_drafts(
    drafts: "Iterable[Draft]", folder: Path, around: Surroundings
) -> tuple[list[Path], list[Path]]:
    """Files that were made, and those that were there and stay as they are."""
    from coach.store.files import make_home
    from coach.store.out_files import write_private

    for one in (around.places.home, folder.parent, folder):
        make_home(one)
    written, kept = [], []
    for draft in drafts:
        path = folder / f"{draft.id}.toml"
        if path.exists():
            kept.append(path)
            continue
        write_private(path, [draft.text.encode()], b"")
        written.append(path)
    return written, kept
