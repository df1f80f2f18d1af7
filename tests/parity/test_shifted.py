"""Rows by position: a row more or less is named with its place, and only what moved is."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from migrate.parity.inputs.names import ROW
from migrate.parity.policy import FieldRule, Policy, Rule
from tests.parity.comparing import causes, compare_tables, differing, field

ROWS = 400
BY_ROW = Policy(key=(ROW,))
Rows = list[dict[str, Any]]


def original() -> Rows:
    """Rows of a few values and of many, with nulls."""
    rng = random.Random(4)
    return [
        {
            "name": f"n{i}",
            "score": rng.gauss(0, 1),
            "flag": rng.random() < 0.5 or None,
            "v": [float(rng.randint(0, 2)), float(i % 5)],
        }
        for i in range(ROWS)
    ]


def flags() -> Rows:
    """No row is the only one of its kind."""
    rng = random.Random(4)
    return [{"flag": rng.random() < 0.5, "label": rng.choice("ab")} for _ in range(ROWS)]


EXTRA = {"name": "more", "score": 0.5, "flag": True, "v": [9.0, 9.0]}


def inserted(rows: Rows, *places: int) -> Rows:
    made = list(rows)
    for place in sorted(places, reverse=True):
        made.insert(place, {name: EXTRA.get(name) for name in rows[0]})
    return made


#: What is done to the rows, what is said, and the rows of NEW that moved.
SHIFTED: dict[str, tuple[Callable[[Rows], Rows], str, Sequence[int]]] = {
    "one more": (lambda r: inserted(r, 17), "by +1 from row 18", range(18, ROWS)),
    "one less": (lambda r: r[:50] + r[51:], "by -1 from row 50", range(50, ROWS - 1)),
    "first three gone": (lambda r: r[3:], "by -3 from row 0", range(ROWS - 3)),
    "two places": (
        lambda r: inserted(r, 20, 200),
        "by +1 from row 21, by +2 from row 202",
        [*range(21, 201), *range(202, ROWS)],
    ),
    "a row moved down": (
        lambda r: [*r[:30], *r[31:101], r[30], *r[101:]],
        "by -1 from row 30",
        range(30, 100),
    ),
}


def compared(folder: Path, old: Rows, new: Rows, policy: Policy = BY_ROW) -> Any:
    before, after = (pa.Table.from_pylist(side) for side in (old, new))
    return compare_tables(folder, before, after, policy)


@pytest.mark.parametrize("title", SHIFTED)
def test_the_shift_is_named(title: str, tmp_path: Path) -> None:
    change, said, moved = SHIFTED[title]
    old = original()
    new = change(old)
    result = compared(tmp_path, old, new)
    for name, different in differing(result).items():
        there = sum(old[i][name] != new[i][name] for i in moved if i < min(len(old), len(new)))
        assert causes(result, name)["shifted-rows"] == there, name
        assert different - there <= 2
    assert said in [c.detail for c in field(result, "name").causes]


def test_a_shift_of_rows_of_which_none_is_alone(tmp_path: Path) -> None:
    old = flags()
    new = [*old[:40], {"flag": True, "label": "b"}, *old[40:]]
    result = compared(tmp_path, old, new)
    for name, different in differing(result).items():
        assert causes(result, name)["shifted-rows"] >= different - 2


def test_values_that_differ_besides_are_not_explained(tmp_path: Path) -> None:
    old = original()
    new = [dict(row) for row in inserted(old, 17)]
    for i in range(100, 110):
        new[i]["name"] += "!"
    found = causes(compared(tmp_path, old, new), "name")
    assert found["shifted-rows"] == ROWS - 18 - 10
    assert sum(found.values()) == ROWS - 17


def test_tolerances_hold_after_the_shift(tmp_path: Path) -> None:
    old = original()
    new = [{**row, "score": row["score"] + 1e-9} for row in inserted(old, 17)]
    policy = Policy(key=(ROW,), rules=(FieldRule("score", Rule(absolute=1e-6)),))
    assert causes(compared(tmp_path, old, new, policy), "score")["shifted-rows"] == ROWS - 18


def changed_every_third(rows: Rows) -> Rows:
    return [{**row, "name": row["name"] + "x" * (i % 3 == 0)} for i, row in enumerate(rows)]


NOT_SHIFTED: dict[str, Callable[[Rows], Rows]] = {
    "values changed": changed_every_third,
    "rows shuffled": lambda r: random.Random(1).sample(r, len(r)),
    "rows reversed": lambda r: r[::-1],
    "two rows exchanged": lambda r: [r[1], r[0], *r[2:]],
    "one column moved": lambda r: [{**row, "name": r[i - 1]["name"]} for i, row in enumerate(r)],
    "rows more at the end": lambda r: [*r, *r[:50]],
}


@pytest.mark.parametrize("title", NOT_SHIFTED)
def test_other_changes_are_no_shift(title: str, tmp_path: Path) -> None:
    old = original()
    result = compared(tmp_path, old, NOT_SHIFTED[title](old))
    assert "shifted-rows" not in {c.cause for f in result.fields for c in f.causes}


def test_rows_with_a_key_of_their_own_have_not_moved(tmp_path: Path) -> None:
    old = [{"id": i, **row} for i, row in enumerate(original())]
    new = [{"id": i, **row} for i, row in enumerate(inserted(original(), 17))]
    result = compared(tmp_path, old, new, Policy(key=("id",)))
    assert "shifted-rows" not in causes(result, "name")
