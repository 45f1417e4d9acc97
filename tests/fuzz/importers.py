"""What `coach import` takes in: an exported log, and exercises of wger."""

import json
from collections.abc import Iterator

from coach.domain.exported import Exported
from coach.domain.fact_chain import FIRST, chain_hash
from coach.domain.fact_codec import columns_of, decode, encode
from coach.exchange.json_log import write_json_log
from tests.exchange.documents import DEVICE
from tests.exchange.patient_year import a_year
from tests.exchange.test_wger import SWING
from tests.fuzz import commands
from tests.fuzz.trying import Target

SOME_FACTS = 12
CHAINED = b"#chained\n"
"""Before an input: its head is made to fit its facts, as whoever changes a log on purpose would."""


def import_file(data: bytes) -> str:
    """Import into an empty home, then look at the day, the export and the check of the drafts."""
    if data.startswith(CHAINED):
        data = _chained(data.removeprefix(CHAINED))
    with commands.new_home() as home:
        home.folder.mkdir()
        file = home.folder / "a.json"
        file.write_bytes(data)
        code = home.run("import", str(file))
        said = home.shown
        if code == 0 and (home.folder / "coach.db").exists():
            home.run("today")
            home.run("export", "--format", "json", "--out", str(home.folder / "b.json"))
            home.run("export", "--format", "fhir", "--out", str(home.folder / "c.json"))
        if code == 0 and (home.folder / "programs").exists():
            home.run("programs", "check", str(home.folder / "programs" / "drafts"))
    return f"{code}\n{said}"


def _chained(data: bytes) -> bytes:
    """The same with a head that fits, where its facts are facts."""
    try:
        document = json.loads(data)
        link = FIRST
        for row in document["facts"]:
            values = [row.get(column) for column in columns_of(row["table"])]
            link = chain_hash(link, *encode(decode(row["table"], values)))
        document["heads"] = [
            {"device": DEVICE, "seq": len(document["facts"]), "hash": link},
        ]
        return json.dumps(document, ensure_ascii=False).encode("utf-8", "surrogatepass")
    except Exception:  # noqa: BLE001 - what is no export goes in as it is
        return data


def _seeds() -> Iterator[bytes]:
    facts = tuple(a_year()[:SOME_FACTS])
    exported = b"".join(write_json_log(Exported(facts[0].patient, facts, ())))
    yield exported
    yield CHAINED + exported
    yield json.dumps({"results": [SWING]}, indent=1, ensure_ascii=False).encode()
    yield json.dumps(SWING, ensure_ascii=False).encode()


IMPORTED = Target(
    "import", import_file, _seeds, most_bytes=40_000, calls=2_000_000, calls_per_byte=400, share=0.4
)
