"""Lines of plain text out of HTML that somebody else wrote."""

from collections.abc import Iterable
from html.parser import HTMLParser

from coach.domain.text import clean_line

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LISTS = ("dd", "dl", "dt", "li", "ol", "ul")
_TABLES = ("table", "td", "th", "tr")
_PARTS = ("article", "blockquote", "br", "div", "hr", "p", "pre", "section")
_BLOCKS = frozenset((*_HEADINGS, *_LISTS, *_TABLES, *_PARTS))
"""Tags that begin a new line."""
_UNSEEN = frozenset(("script", "style", "template", "title"))


class _Lines(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines = [""]
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.lines.append("")
        self._unseen += tag in _UNSEEN

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.lines.append("")
        self._unseen -= tag in _UNSEEN and self._unseen > 0

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.lines[-1] += data


def html_lines(html: str, *, limit: int = 400) -> list[str]:
    """The text of each paragraph or list item, without markup, on one line each; cut to `limit`.

    What is no HTML at all is taken as it is.
    """
    parser = _Lines()
    parser.feed(html)
    parser.close()
    lines = (clean_line(line, limit=limit) for line in parser.lines)
    return [line for line in lines if line]
