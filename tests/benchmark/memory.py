"""Measure the memory of processes."""

import re
from pathlib import Path


def memory(pid: int) -> int:
    """Return the memory of a process and its descendants in KB. Shared pages count once (PSS, proc(5))."""
    folder = Path(f"/proc/{pid}")
    try:
        own = re.search(r"^Pss:\s+(\d+)", (folder / "smaps_rollup").read_text(), re.MULTILINE)
        children = [
            int(child) for task in (folder / "task").iterdir() for child in (task / "children").read_text().split()
        ]
    except (FileNotFoundError, ProcessLookupError):  # it has just ended
        return 0
    return (int(own[1]) if own else 0) + sum(map(memory, children))
