"""How many of something, in words."""


def counted(count: int, thing: str) -> str:
    """`1 minute`, `2 minutes`, `1,500 facts`."""
    return f"{count} {thing}" if count == 1 else f"{count:,} {thing}s"
