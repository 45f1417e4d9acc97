"""Letters and digits as blocks, to be read from three metres."""

_ROWS = {
    "A": "0E11111F111111",
    "B": "1E11111E11111E",
    "C": "0E11101010110E",
    "D": "1E11111111111E",
    "E": "1F10101E10101F",
    "F": "1F10101E101010",
    "G": "0E11101711110E",
    "H": "1111111F111111",
    "I": "0E04040404040E",
    "J": "0702020202120C",
    "K": "11121418141211",
    "L": "1010101010101F",
    "M": "111B1515111111",
    "N": "11191915131311",
    "O": "0E11111111110E",
    "P": "1E11111E101010",
    "Q": "0E11111115120D",
    "R": "1E11111E141211",
    "S": "0F10100E01011E",
    "T": "1F040404040404",
    "U": "1111111111110E",
    "V": "11111111110A04",
    "W": "1111111515150A",
    "X": "11110A040A1111",
    "Y": "11110A04040404",
    "Z": "1F01020408101F",
    "0": "0E11111111110E",
    "1": "040C040404040E",
    "2": "0E11010204081F",
    "3": "0E11010601110E",
    "4": "02060A121F0202",
    "5": "1F101E0101110E",
    "6": "0608101E11110E",
    "7": "1F010204080808",
    "8": "0E11110E11110E",
    "9": "0E11110F01020C",
    "?": "0E110102040004",
    ":": "00040400040400",
    "+": "0004041F040400",
    "-": "0000001F000000",
    " ": "00000000000000",
}
"""Seven rows of five dots, one hex byte a row."""

_NARROW = frozenset(": ")
_HEIGHT = 7
_WIDTH = 5


def can_draw(text: str) -> bool:
    """Whether every character has a shape."""
    return all(letter in _ROWS for letter in text.upper())


def _dots(letter: str) -> list[list[bool]]:
    code = _ROWS[letter]
    rows = [int(code[2 * n : 2 * n + 2], 16) for n in range(_HEIGHT)]
    columns = range(3, 0, -1) if letter in _NARROW else range(_WIDTH - 1, -1, -1)
    return [[bool(row >> column & 1) for column in columns] for row in rows]


def _canvas(text: str) -> list[list[bool]]:
    """All dots of `text`, one empty column between letters."""
    canvas: list[list[bool]] = [[] for _ in range(_HEIGHT)]
    for n, letter in enumerate(text.upper()):
        for row, dots in zip(canvas, _dots(letter), strict=True):
            row.extend(([False] if n else []) + dots)
    return canvas


def in_blocks(text: str, scale: int) -> list[str]:
    """`text` as lines of blocks.

    Scale 0 packs two rows of dots into one line (4 lines high); scale 1 is 7 lines high with dots
    two columns wide, scale 2 twice that. Raises KeyError for a character without a shape.
    """
    canvas = _canvas(text)
    if scale == 0:
        return _halves(canvas)
    lines = []
    for row in canvas:
        line = "".join(("█" if dot else " ") * (2 * scale) for dot in row)
        lines.extend([line] * scale)
    return lines


def _halves(canvas: list[list[bool]]) -> list[str]:
    signs = {(True, True): "█", (True, False): "▀", (False, True): "▄", (False, False): " "}
    padded = [*canvas, [False] * len(canvas[0])] if len(canvas) % 2 else canvas
    return [
        "".join(signs[pair] for pair in zip(padded[n], padded[n + 1], strict=True))
        for n in range(0, len(padded), 2)
    ]
