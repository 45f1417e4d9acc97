"""What can be dialled: the rule for the number to call in an emergency."""

import re

FEWEST_DIGITS = 2
"""Some countries have emergency numbers of two digits, such as 15 and 17 in France."""
MOST_DIGITS = 15
"""The longest telephone number anywhere, with its country's code (source: ITU-T E.164, 6.1)."""
MOST_CHARACTERS = 30
"""Room for the longest number and for what people write between its digits."""
DIGITS_NEEDED = f"{FEWEST_DIGITS} to {MOST_DIGITS} digits to call, like 112 or 911"
_WRITTEN = re.compile(r"\+?[0-9 ()./-]+")


def can_be_dialled(text: str) -> bool:
    """Whether it is a number to call: 2 to 15 digits, a + before them, signs between them."""
    digits = sum(letter in "0123456789" for letter in text)
    return (
        FEWEST_DIGITS <= digits <= MOST_DIGITS
        and len(text) <= MOST_CHARACTERS
        and _WRITTEN.fullmatch(text) is not None
    )
