"""Every assertion of the tests can fail. Ruff does not know these: a list is true whatever stands in it."""

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
DISPLAYS = (ast.List, ast.Tuple, ast.Set, ast.Dict, ast.JoinedStr, ast.Constant, ast.GeneratorExp, ast.Lambda)


def holds_always(test: ast.expr) -> bool:
    """Tell whether an assertion says nothing: it is a value written out, or compares a value with itself."""
    match test:
        case ast.BoolOp(values=values):
            return any(isinstance(value, DISPLAYS) for value in values)
        case ast.Compare(left=left, comparators=comparators):
            sides = [left, *comparators]
            # Two calls may have two results.
            return any(
                ast.dump(one) == ast.dump(other) and not any(isinstance(part, ast.Call) for part in ast.walk(one))
                for one, other in zip(sides, comparators, strict=False)
            )
    return isinstance(test, DISPLAYS)


@pytest.mark.parametrize(
    "written", ["[a, b]", "(a, 'why')", "{a: b}", "f'{a}'", "(a for a in b)", "a == a", "b != [a] == [a]", "a or ['b']"]
)
def test_these_hold_always(written: str) -> None:
    assert holds_always(ast.parse(written, mode="eval").body)


@pytest.mark.parametrize("written", ["[a, b] == c", "a() == a()", "a", "[a for a in b]", "a or b", "a in (b, '')"])
def test_these_may_fail(written: str) -> None:
    assert not holds_always(ast.parse(written, mode="eval").body)


def test_every_assertion_may_fail() -> None:
    asserted = [
        (f"{path.relative_to(TESTS)}:{node.lineno}", node.test)
        for path in sorted(TESTS.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Assert)
    ]
    assert len(asserted) > 3_000
    assert [place for place, test in asserted if holds_always(test)] == []
