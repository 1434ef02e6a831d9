"""Numbers in addresses, which anybody may have typed."""

MOST_DIGITS = 18  # what fits into a database's 64 bits for certain


def row_number(text: str | None) -> int | None:
    """Read the number of a row; None for what no row can have."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None
