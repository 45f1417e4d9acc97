"""Everything that reads what somebody else wrote or typed."""

from tests.fuzz.documents import LOG, PLAN
from tests.fuzz.importers import IMPORTED
from tests.fuzz.programs import PROGRAM
from tests.fuzz.typed_lines import LINES
from tests.fuzz.wires import WIRES

TARGETS = (PROGRAM, PLAN, LOG, IMPORTED, LINES, WIRES)
