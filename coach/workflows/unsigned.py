"""A draft that nobody signed yet: kept with every change, offered again, gone once it is signed."""

from datetime import datetime
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from coach.domain.findings import KeyPath
from coach.domain.outcomes import Decision
from coach.domain.program import Program, StageCode
from coach.review.next_version import FilledIn
from coach.workflows.drafts import Draft, Drafts

FORMAT = 1
"""Raised whenever a program or what is kept beside it is written otherwise."""


class UnsignedFiles(Protocol):
    """Where drafts are kept, one a patient."""

    def keep(self, patient: str, text: str) -> None:
        """Write it whole. Raises LogError."""

    def of(self, patient: str) -> str:
        """What is kept; empty for nothing. Raises LogError."""

    def drop(self, patient: str) -> bool:
        """Keep it no longer; whether there was one. Raises LogError."""


class Beside(Struct, frozen=True):
    """What an editor holds beside the draft itself."""

    stage: StageCode
    stage_before: StageCode | None = None
    filled: tuple[FilledIn, ...] = ()
    decision: Decision | None = None
    """What is written down once it is signed; None when nothing was decided."""
    note: str = ""


class Unsigned(Struct, frozen=True):
    """A draft as it was kept."""

    draft: Draft
    beside: Beside
    at: datetime
    """When it was changed last."""


class _Kept(Struct, frozen=True):
    format: int
    at: datetime
    base: Program
    program: Program
    place: KeyPath
    stage: StageCode
    stage_before: StageCode | None
    filled: tuple[FilledIn, ...]
    decision: Decision | None
    note: str


class UnsignedDrafts:
    """Keeps what is being edited for a patient."""

    def __init__(self, files: UnsignedFiles, drafts: Drafts) -> None:
        self._files = files
        self._drafts = drafts

    def keep(self, patient: str, draft: Draft, beside: Beside, at: datetime) -> None:
        """Keep it as it stands; one without a change is not kept. Raises LogError."""
        import msgspec

        if not draft.changed:
            self._files.drop(patient)
            return
        kept = _Kept(
            format=FORMAT,
            at=at,
            base=draft.base,
            program=draft.program,
            place=draft.at,
            stage=beside.stage,
            stage_before=beside.stage_before,
            filled=beside.filled,
            decision=beside.decision,
            note=beside.note,
        )
        self._files.keep(patient, msgspec.json.encode(kept).decode())

    def of(self, patient: str) -> Unsigned | None:
        """What is kept of them; None for nothing, and for what cannot be read. Raises LogError."""
        import msgspec

        text = self._files.of(patient)
        try:
            kept = msgspec.json.decode(text, type=_Kept)
        except msgspec.DecodeError:
            return None
        if kept.format != FORMAT:
            return None
        beside = Beside(kept.stage, kept.stage_before, kept.filled, kept.decision, kept.note)
        return Unsigned(self._draft(kept), beside, kept.at)

    def drop(self, patient: str) -> bool:
        """It was signed, or thrown away; whether there was one. Raises LogError."""
        return self._files.drop(patient)

    def _draft(self, kept: _Kept) -> Draft:
        begun = self._drafts.start(kept.base)
        return replace(begun, program=kept.program, at=kept.place, before=begun)
