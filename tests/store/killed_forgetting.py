"""Forgets a patient in a process of its own and stops before the end, to be killed there."""

import sys
from pathlib import Path

from coach.store import caseload as caseload_module
from tests.store.caseloads import a_caseload


def main(folder: Path, patient: str) -> None:
    usual = caseload_module._delete

    def delete(db: object, name: str, *rest: object) -> int:
        count = usual(db, name, *rest)  # type: ignore[arg-type]
        if name == "fact_chain":
            sys.stdout.write("killme\n")
            sys.stdout.flush()
            sys.stdin.read()
        return count

    caseload_module._delete = delete  # type: ignore[assignment]
    with a_caseload(folder / "clinic") as caseload:
        caseload.forget(patient)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
