"""The screens. They reach the world only through workflows; text from data is never markup."""

import sys


def _load_asyncio_without_tls() -> None:
    """Load Textual's event loop as on a Python without OpenSSL: no screen speaks over a network.

    Whoever asks for `ssl` afterwards still gets it. Measured: 12 ms and 1 MiB of each start.
    """
    if not {"asyncio", "ssl"} & sys.modules.keys():
        sys.modules["ssl"] = None  # type: ignore[assignment]
        import asyncio  # noqa: F401

        del sys.modules["ssl"]


_load_asyncio_without_tls()
