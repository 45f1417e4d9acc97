"""SVG as text: a few shapes, each a pure function, and the frame that gives a picture its words.

Nothing is told by colour alone: lines differ in dash and mark, and every ink prints in grey.
"""

from html import escape

INK, FAINT, RULE = "#1c1c1c", "#5f5f5f", "#c9c9c9"
LEG_INK, BACK_INK, DONE_INK, BAND = "#8a1f33", "#1f567f", "#5d7f8f", "#ececec"
FONT = "Libertinus Serif, Liberation Sans, Helvetica, Arial, sans-serif"
"""The first is what the PDF embeds; in HTML the page's own font is set over it."""
SMALL = 10.5
NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'


def shape(kind: str, body: str = "", /, **attributes: float | str) -> str:
    """One element; `stroke_width` becomes `stroke-width`, numbers are rounded."""
    given = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for name, value in attributes.items()
    )
    return f"<{kind}{given}>{body}</{kind}>" if body else f"<{kind}{given}/>"


def _value(value: float | str) -> str:
    return escape(value) if isinstance(value, str) else f"{round(value, 1):g}"


def words(text: str, x: float, y: float, **attributes: float | str) -> str:
    """Text whose line stands on `y`."""
    look: dict[str, float | str] = {"font_size": SMALL, "fill": INK}
    return shape("text", escape(text), x=x, y=y, **(look | attributes))


def line(x1: float, y1: float, x2: float, y2: float, **attributes: float | str) -> str:
    """A straight line."""
    look: dict[str, float | str] = {"stroke": INK, "stroke_width": 1}
    return shape("line", x1=x1, y1=y1, x2=x2, y2=y2, **(look | attributes))


def box(x: float, y: float, width: float, height: float, **attributes: float | str) -> str:
    """A rectangle."""
    return shape("rect", x=x, y=y, width=width, height=height, **attributes)


def dot(x: float, y: float, radius: float, **attributes: float | str) -> str:
    """A circle around a point."""
    return shape("circle", cx=x, cy=y, r=radius, **attributes)


def square(x: float, y: float, half: float, **attributes: float | str) -> str:
    """A square around a point."""
    return box(x - half, y - half, 2 * half, 2 * half, **attributes)


def diamond(x: float, y: float, half: float, **attributes: float | str) -> str:
    """A square on its corner."""
    return polygon([(x, y - half), (x + half, y), (x, y + half), (x - half, y)], **attributes)


def triangle(x: float, y: float, half: float, **attributes: float | str) -> str:
    """A triangle that points up."""
    return polygon([(x, y - half), (x + half, y + half), (x - half, y + half)], **attributes)


def polygon(points: list[tuple[float, float]], **attributes: float | str) -> str:
    """A closed shape."""
    return shape("polygon", points=_points(points), **attributes)


def polyline(points: list[tuple[float, float]], **attributes: float | str) -> str:
    """Joined points."""
    return shape("polyline", points=_points(points), fill="none", **attributes)


def _points(points: list[tuple[float, float]]) -> str:
    return " ".join(f"{round(x, 1):g},{round(y, 1):g}" for x, y in points)


def picture(name: str, title: str, description: str, size: tuple[float, float], *parts: str) -> str:
    """A whole picture with its title and its description, for those who do not see it."""
    width, height = size
    told = (
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(description)}</desc>'
    )
    return shape(
        "svg",
        told + "".join(parts),
        viewBox=f"0 0 {width:g} {height:g}",
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
        font_family=FONT,
    )


def standalone(svg: str) -> str:
    """The same picture as a document of its own."""
    return svg.replace("<svg ", f"<svg {NAMESPACE} ", 1)
