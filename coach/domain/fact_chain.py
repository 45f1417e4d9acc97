"""The hash chain of each device: what shows that a fact was changed, lost or slipped in.

`hash = sha256(hash before it + canonical JSON of the row)` in hexadecimal; the first one of a
device follows the empty text. Canonical JSON is an object of `table`, its name, and every column
that is not NULL (so that a column added later changes no old hash), keys sorted, no spaces, ASCII
only.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

FIRST = ""
"""What stands for the hash before the first fact of a device."""
_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


def chain_hash(previous: str, kind: str, row: Mapping[str, Any]) -> str:
    """The hash of the fact in `row` of table `kind` that follows `previous`."""
    content = {name: value for name, value in row.items() if value is not None}
    text = _canonical({**content, "table": kind})
    return hashlib.sha256((previous + text).encode("ascii")).hexdigest()
