"""Writes a follow-up as a file: by the ending of its name HTML, or PDF where typst is there."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import PurePath

from coach import __version__
from coach.domain.errors import InputError
from coach.review.change_before import ChangeBefore
from coach.review.follow_up import FollowUp
from coach.workflows.clinic import ClinicFiles

MADE_BY = f"coach {__version__}"
ENDINGS = (".html", ".pdf")


class ReportWriter:
    """Reports, drawn and written whole."""

    def __init__(
        self, files: ClinicFiles, now: Callable[[], datetime], therapist: str = ""
    ) -> None:
        self._therapist = therapist
        self._files = files
        self._now = now

    def write(
        self,
        seen: FollowUp,
        name: str,
        path: str,
        paper: str = "a4",
        changes: Sequence[ChangeBefore] = (),
    ) -> str:
        """Write the report to `path`, with the patient's name on it unless that is empty.

        `changes` are the plan versions with the weeks beside them. Where it is. Raises InputError
        for another ending, a missing extra or another file in the way, LogError when the disk
        refuses.
        """
        from coach.reports import report_html, report_pdf
        from coach.reports.foot_part import Made
        from coach.reports.report_values import report_of

        ending = PurePath(path).suffix.lower()
        if ending not in ENDINGS:
            raise InputError("Report", f"{path} ends in neither .html nor .pdf; name it so")
        made = Made(self._now(), MADE_BY, name, self._therapist)
        page = report_of(seen, made, changes)
        if ending == ".pdf":
            data = report_pdf.pdf_report(page, made.by, made.at, paper)
            mark, owner = report_pdf.MARK, report_pdf.owner_of(page)
        else:
            data = report_html.html_report(page, paper).encode()
            mark, owner = report_html.MARK, report_html.owner_of(page)
        return self._files.write(path, data, mark=mark, owner=owner)
