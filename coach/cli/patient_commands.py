"""The caseload from the shell: patients come in by a card, and are forgotten wholly."""

from argparse import Namespace
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from coach.cli import diagnostics, output
from coach.cli.diagnostics import ExitCode
from coach.cli.parsing import Commands, Parser, add_json
from coach.cli.surroundings import Surroundings
from coach.domain.errors import InputError, LogError

if TYPE_CHECKING:
    from coach.domain.caseload import Enrolled
    from coach.workflows.clinic import Clinic

LIST_WORDS = {
    "caseload": "the name and the key",
    "received_head": "how far the log had come",
    "caseload_signs": "the line in the caseload",
    "plan_document": "signed plan",
    "fact_chain": "link of the chain of facts",
    "waiting": "log that waited for others",
    "draft": "a draft that was not signed",
}
"""What the tables that hold no facts are, for a person."""


CANNOT_ASK = (
    "nobody can be asked here, and nothing was removed; type the name at a terminal, or give --yes"
)
PAIR_ANEW = (
    "You have another key now. Give every patient your new card, then a plan signed with it: what "
    "they share until then cannot be read here."
)


def register(commands: Commands) -> dict[str, Commands]:
    """Patient; what it can do is returned."""
    parser = commands.add(
        "patient",
        "The therapist's patients.",
        'coach patient add "Sam Sample" --card sam.coachcard',
    )
    actions = Commands(parser, "action", required=True)
    _register_add(actions)
    listing = actions.add("list", "Everyone, by name.", "coach patient list", list_patients)
    add_json(listing)
    _register_rename(actions)
    changing = actions.add(
        "new-card",
        "Take the new card of a patient who got another machine.",
        "coach patient new-card sam --card sam.coachcard",
        new_card,
    )
    _add_patient(changing)
    _add_card_in(changing)
    forgetting = actions.add(
        "forget",
        "Remove a patient wholly, with everything that came from them.",
        "coach patient forget sam",
        forget,
    )
    _add_patient(forgetting)
    forgetting.add_argument("--yes", action="store_true", help="do not ask for the name again")
    card = actions.add(
        "card",
        "Your own card, for a patient's coach.",
        "coach patient card --out therapist.coachcard",
        own_card,
    )
    _add_card_out(card)
    card.add_argument(
        "--new-key",
        action="store_true",
        help="make another key in the place of a lost one: every patient pairs anew",
    )
    add_json(card)
    return {"patient": actions}


def _register_rename(actions: Commands) -> None:
    renaming = actions.add(
        "rename", "Call a patient something else.", 'coach patient rename sam "Sam Sample"', rename
    )
    _add_patient(renaming)
    renaming.add_argument("name", metavar="NAME", help="the new name")


def _register_add(actions: Commands) -> None:
    adding = actions.add(
        "add",
        "Take a patient in by the card of their coach.",
        'coach patient add "Sam Sample" --card sam.coachcard --out therapist.coachcard',
        add,
    )
    adding.add_argument("name", metavar="NAME", help="stays in this database alone")
    _add_card_in(adding)
    _add_card_out(adding)


def _add_card_in(parser: Parser) -> None:
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--card", metavar="FILE", help="the card that `coach pair` wrote")
    source.add_argument("--words", metavar="WORDS", help="the card's words, as they were read out")


def _add_card_out(parser: Parser) -> None:
    parser.add_argument("--out", metavar="FILE", help="write your own card there")


def _add_patient(parser: Parser) -> None:
    parser.add_argument("patient", metavar="PATIENT", help="a name or an id, or how it begins")


def add(given: Namespace, around: Surroundings) -> int:
    """Take a patient in; says the six words of both sides, to be compared aloud."""
    with around.clinic() as clinic:
        card = clinic.read_card(given.card or "", given.words or "")
        mark = _card_mark(clinic)  # Before anybody is taken in: the own key may be missing.
        if given.out:
            clinic.files.check_place(given.out, mark=mark)
        enrolled = clinic.patients.add(given.name, card)
        output.line(f"{enrolled.name} is in your caseload: {enrolled.patient}")
        output.line(f"Their six words: {clinic.papers.fingerprint(enrolled.key)}")
        _show_card(clinic, given.out)
        _tell_of_likeness(clinic, enrolled.patient)
    diagnostics.tell("Let them read their six words out, and read yours to them: both must fit.")
    return ExitCode.DONE


def own_card(given: Namespace, around: Surroundings) -> int:
    """The therapist's card as words, six words, and a file when one is named."""
    with around.clinic() as clinic:
        if given.new_key:
            clinic.papers.renew()
            diagnostics.tell(PAIR_ANEW)
        card = clinic.card()
        if given.json:
            out = _write_card(clinic, given.out) if given.out else None
            output.document(
                "card",
                role=card.role,
                therapist=card.name,
                key=card.key,
                fingerprint=clinic.papers.fingerprint(card.key),
                words=clinic.papers.card_words(card),
                file=out,
            )
            return ExitCode.DONE
        output.line(f"Your card as words: {clinic.papers.card_words(card)}")
        _show_card(clinic, given.out)
    return ExitCode.DONE


def _show_card(clinic: "Clinic", out: str | None) -> None:
    output.line(f"Your six words: {clinic.papers.fingerprint(clinic.papers.key)}")
    if out:
        output.line(f"Your card: {_write_card(clinic, out)}")


def _write_card(clinic: "Clinic", out: str) -> str:
    data = clinic.papers.write_card(clinic.card())
    return clinic.files.write(out, data, mark=_card_mark(clinic))


def _card_mark(clinic: "Clinic") -> bytes:
    """A card begins with its role and its key: a patient's is never written over."""
    return clinic.papers.write_card(clinic.card()).partition(b'"patient":')[0]


def list_patients(given: Namespace, around: Surroundings) -> int:
    """Everyone by name, with id, the day they came, and their six words."""
    with around.clinic() as clinic:
        everyone = clinic.patients.listed()
        if given.json:
            rows = [
                {
                    "patient": one.patient,
                    "name": one.name,
                    "key": one.key,
                    "fingerprint": clinic.papers.fingerprint(one.key),
                    "added": one.added.isoformat(),
                }
                for one in everyone
            ]
            output.document("patients", patients=rows)
            return ExitCode.DONE
        width = max((len(one.name) for one in everyone), default=0)
        for one in everyone:
            output.line(f"{one.name:<{width}}  {one.patient}  since {one.added}")
    if not everyone:
        diagnostics.tell('Nobody yet. Add one: coach patient add "NAME" --card FILE')
    return ExitCode.DONE


def rename(given: Namespace, around: Surroundings) -> int:
    """Another name for the same patient."""
    with around.clinic() as clinic:
        found = clinic.patients.find(given.patient)
        name = clinic.patients.rename(found.patient, given.name)
        output.line(f"{found.name} is now called {name}.")
        _tell_of_likeness(clinic, found.patient)
    return ExitCode.DONE


def _tell_of_likeness(clinic: "Clinic", patient: str) -> None:
    alike = clinic.patients.taken_for(patient)
    if alike:
        diagnostics.tell(alike)


def new_card(given: Namespace, around: Surroundings) -> int:
    """Another key for the same patient; says its six words, to be compared aloud."""
    with around.clinic() as clinic:
        found = clinic.patients.find(given.patient)
        card = clinic.read_card(given.card or "", given.words or "")
        clinic.patients.change_card(found.patient, card)
        output.line(f"{found.name} has another key now.")
        output.line(f"Their six words: {clinic.papers.fingerprint(card.key)}")
    diagnostics.tell(
        "Let them read their six words out. Plans for their former key cannot be opened any more: "
        f"coach assign {given.patient}"
    )
    return ExitCode.DONE


def forget(given: Namespace, around: Surroundings) -> int:
    """Remove a patient for good, say what that was, and what is out of reach."""
    with around.clinic() as clinic:
        if not clinic.writable:
            raise LogError("The database is only read", clinic.refusal)
        found = clinic.patients.find(given.patient)
        if not given.yes:
            _require_name(found, around)
        removed = clinic.patients.forget(found.patient)
    output.line(f"Removed, for good: everything about {found.name}.")
    for line in removed_lines(removed):
        output.line(f"  {line}")
    for line in out_of_reach(around.places.home):
        diagnostics.tell(line)
    return ExitCode.DONE


def _require_name(found: "Enrolled", around: Surroundings) -> None:
    typed = ask_for_name(found, around)
    if typed.casefold() != found.name.casefold():
        raise InputError("Forget", "that is another name; nothing was removed")


def ask_for_name(found: "Enrolled", around: Surroundings) -> str:
    """What is typed when the name is asked for."""
    from coach.cli.ask_once import ask_once

    question = (
        f"Everything about {found.name} will be removed, and cannot be had back. "
        f"Type the name to go on: {found.name}"
    )
    return ask_once(around, question, CANNOT_ASK)


def removed_lines(removed: Mapping[str, int]) -> Iterator[str]:
    """What was removed, table by table."""
    for table, count in sorted(removed.items(), key=lambda item: (item[0] in LIST_WORDS, item[0])):
        if table == "caseload":
            yield LIST_WORDS[table]
        else:
            yield f"{count} × {LIST_WORDS.get(table, table.replace('_', ' '))}"


def out_of_reach(home: Path) -> Iterator[str]:
    """What still holds a forgotten patient's data, and where."""
    from coach.store.files import CLINIC_LOG, copies_of

    copies = copies_of(home / CLINIC_LOG)
    if copies:
        yield (
            f"Older copies of the database still hold these data ({len(copies)}). "
            "Delete them, then make a new one with: coach backup --clinic"
        )
        yield from (str(copy) for copy in copies)
    yield (
        "Out of reach from here: copies you made elsewhere, logs in shared folders, plans that "
        "were handed over, reports and exports that were written."
    )
