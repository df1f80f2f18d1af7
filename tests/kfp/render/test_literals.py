"""Literals are Python that evaluates back, and start no placeholder."""

from __future__ import annotations

import ast
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate.kfp.render.literals import WIDTH, docstring, laid_out, literal, wrapped

# Lone surrogates, control characters and separators of lines included.
TEXT = st.text(st.characters()) | st.text(alphabet="{}\"'\\\n\r\0\x85\u2028\ud800\ufeff ab#%")
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner),
    max_leaves=12,
)  # fmt: skip


@given(VALUES)
def test_a_literal_evaluates_back(value: Any) -> None:
    assert ast.literal_eval(literal(value)) == value
    assert "\n" not in literal(value)


@given(VALUES, st.integers(0, 4))
def test_a_laid_out_value_evaluates_back(value: Any, level: int) -> None:
    source = laid_out(value, level)
    assert ast.literal_eval(source.strip()) == value


@given(TEXT)
def test_a_text_literal_is_safe_in_a_file(text: str) -> None:
    source = literal(text)
    source.encode()
    assert "{{" not in source
    assert len(source.splitlines()) == 1


@given(TEXT)
def test_a_docstring_holds_any_text(text: str) -> None:
    source = f"def f():\n{docstring(text, 1)}\n"
    source.encode()
    assert "{{" not in source
    (function,) = ast.parse(source).body
    assert isinstance(function, ast.FunctionDef)
    found = ast.get_docstring(function, clean=False)
    assert found == " ".join(text.split()).replace('"', "'")


def test_tuples_become_lists() -> None:
    assert literal((1, ("a",))) == '[1, ["a"]]'


WRAPPED = {
    "nothing": (["f(", [], ")"], "f()"),
    "fits": (["f(", ["a", "b"], ")"], "f(a, b)"),
    "too long": (["f(", ["a" * WIDTH, "b"], ")"], f"f(\n    {'a' * WIDTH},\n    b,\n)"),
    "a part of several lines": (["f(", ["[\n    1,\n]"], ")"], "f(\n    [\n    1,\n],\n)"),
}


@pytest.mark.parametrize(("call", "expected"), WRAPPED.values(), ids=WRAPPED)
def test_wrapped(call: list[Any], expected: str) -> None:
    assert wrapped(*call, 0) == expected
