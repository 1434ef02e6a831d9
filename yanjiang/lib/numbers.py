"""Read numbers from addresses, which may contain anything."""

MOST_DIGITS = 18  # a number of so many digits fits into the 64 bits of a database's integer


def row_number(text: str | None) -> int | None:
    """Read the number of a row. Return None for any text that no row can have as its number."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None
