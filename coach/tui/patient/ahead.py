"""What the next keys open, loaded after the first picture: nobody waits for an import then.

And a program that is changed on the disk while it runs has what an emergency needs already.
"""

from importlib import import_module

SOON = ("emergency", "hold", "red_flags", "flow")
"""Modules of this package, the most urgent first; `flow` has what a session opens."""


def load_ahead() -> None:
    """Import the screens of an emergency, then those of a session: for a thread."""
    for name in SOON:
        import_module(f"coach.tui.patient.{name}")
