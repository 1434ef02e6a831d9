"""Numbers of bytes in words."""


def told(size: int) -> str:
    """Return a size as people read it: 2.0 GB, 512 KB."""
    amount, unit = float(size), "B"
    for unit in ("B", "KB", "MB", "GB", "TB"):
        if amount < 1024 or unit == "TB":
            break
        amount /= 1024
    return f"{size} B" if unit == "B" else f"{amount:.1f} {unit}"
