"""Every item of ASVS 5.0 that applies to the portal has a test of its name."""

import re
from pathlib import Path

ITEMS = re.findall(
    r"[\d.]+",
    """
1.2.1 1.2.2 1.2.3 1.2.4 1.2.10 1.3.1 1.3.2 1.3.4 1.3.6 1.3.7 1.3.12 1.5.1 1.5.2 2.2.1 2.2.2 2.3.3 2.3.4 2.4.1 3.2.1
3.3.1 3.3.2 3.3.4 3.4.1 3.4.3 3.4.4 3.4.5 3.4.6 3.5.1 3.5.3 3.7.2 4.1.1 4.1.3 5.2.1 5.2.2 5.2.6 5.3.1 5.3.2 5.4.1
6.2.1 6.2.4 6.3.1 6.3.2 6.4.3 7.2.4 7.4.2 8.2.1 8.2.2 8.2.3 13.4.1 13.4.2 14.3.2 15.1.2 15.3.3 15.3.4 16.5.1 16.5.2
16.5.3
""",
)


def test_each_item_that_applies_has_a_test_named_after_it() -> None:
    code = "".join(file.read_text() for file in Path(__file__).parent.glob("test_*.py"))
    named = {".".join(found) for found in re.findall(r"^def test_asvs_(\d+)_(\d+)_(\d+)_[a-z]", code, re.MULTILINE)}
    assert len(ITEMS) == len(set(ITEMS)) == 57
    assert named == set(ITEMS)
