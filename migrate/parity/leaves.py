"""The columns of one side, nested records opened: each leaf has a dotted path and its SQL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from migrate.errors import BadInput
from migrate.parity import sql
from migrate.parity.inputs.arrays import read_names
from migrate.parity.normalise import STEPS
from migrate.parity.policy import Expand, Policy, Side
from migrate.parity.queries import columns
from migrate.parity.types import NOTHING, Family, Type, read_type


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value of every row. ``parent`` is the path of the nested record it lies in."""

    path: str
    sql: str
    type: Type
    parent: str = ""
    is_record: bool = False
    """Whether this stands for the record itself: true where it is there."""
    whole: tuple[str, Type] | None = None
    """SQL and type of the record, to be compared in one piece."""


def leaves_of(connection: Any, relation: str, side: Side, policy: Policy) -> tuple[Leaf, ...]:
    """All leaves of a relation, normalised as the policy says, in its order."""
    leaves: list[Leaf] = []
    expanded = {e.column: e for e in policy.expand if e.side is side}
    indices = {e.indices for e in expanded.values()}
    for column, kind in columns(connection, f"SELECT * FROM {relation}"):
        opened = list(_opened(column, sql.name(column), read_type(kind), ""))
        leaves += opened
    _refuse_twins(leaves, relation)
    by_path = {leaf.path: leaf for leaf in leaves}
    _refuse_unknown(expanded, by_path, side)
    result: list[Leaf] = []
    for leaf in leaves:
        if leaf.path in expanded:
            result += _features(expanded[leaf.path], leaf, by_path)
        elif leaf.path not in indices:
            result.append(leaf)
    return tuple(_normalised(connection, relation, leaf, side, policy) for leaf in result)


def _opened(path: str, value: str, kind: Type, parent: str) -> Iterator[Leaf]:
    if kind.family is Family.NOTHING:
        value = "NULL"
    if kind.family is not Family.STRUCT:
        yield Leaf(path, value, kind, parent)
        return
    there = f"CASE WHEN {value} IS NOT NULL THEN true END"
    yield Leaf(path, there, Type(Family.BOOL, "BOOLEAN", 1), parent, True, (value, kind))
    for field, child in kind.children:
        inner = f"struct_extract({value}, {sql.text(field)})"
        yield from _opened(f"{path}.{field}", inner, child, path)


def _refuse_twins(leaves: list[Leaf], relation: str) -> None:
    seen: set[str] = set()
    for leaf in leaves:
        if leaf.path in seen:
            raise BadInput(f"has two columns that are called {leaf.path!r}", where=relation)
        seen.add(leaf.path)


def _refuse_unknown(expanded: dict[str, Expand], leaves: dict[str, Leaf], side: Side) -> None:
    for entry in expanded.values():
        for name in (entry.column, entry.indices):
            if name and name not in leaves:
                raise BadInput(f"{side.value.upper()} has no column {name!r} to expand")
            if name and leaves[name].type.family not in (Family.LIST, Family.NOTHING):
                raise BadInput(f"column {name!r} to expand is {leaves[name].type}, not a list")


def _features(entry: Expand, leaf: Leaf, leaves: dict[str, Leaf]) -> list[Leaf]:
    """One leaf per name: by place in a dense vector, by index (from 0) in a sparse one."""
    names = read_names(entry.names)
    if not entry.indices:
        item = NOTHING if leaf.type == NOTHING else leaf.type.item
        return [
            Leaf(name, "NULL" if item == NOTHING else f"list_extract({leaf.sql}, {index})", item)
            for index, name in enumerate(names, 1)
        ]
    values, places = (
        _list(each, of) for each, of in ((leaf, "DOUBLE"), (leaves[entry.indices], "BIGINT"))
    )
    default = sql.number(entry.default)
    found = []
    for index, name in enumerate(names):
        value = f"list_extract({values}, list_position({places}, {index}))"
        there = f"CASE WHEN {places} IS NOT NULL THEN COALESCE({value}, {default}) END"
        found.append(Leaf(name, there, Type(Family.FLOAT, "DOUBLE", 64)))
    return found


def _list(leaf: Leaf, item: str) -> str:
    """SQL of a list; nulls without a type, or nothing but empty lists, are of such items."""
    has_type = leaf.type != NOTHING and leaf.type.item != NOTHING
    return leaf.sql if has_type else f"CAST({leaf.sql} AS {item}[])"


def _normalised(connection: Any, relation: str, leaf: Leaf, side: Side, policy: Policy) -> Leaf:
    """The leaf after the policy's steps; the engine tells the type that each step makes."""
    for step in policy.steps_for(leaf.path, side):
        if leaf.is_record:
            continue
        kind = STEPS[step.name]
        if leaf.type.family not in kind.fits:
            if leaf.type == NOTHING:  # a null stays one
                continue
            raise BadInput(
                f"normalise: {step.name} does not fit {leaf.path}, which is {leaf.type} in "
                f"{side.value.upper()}",
                where=policy.path,
                next_step="narrow the glob, or cast first",
            )
        value = kind.apply(leaf.sql, step.argument, leaf.type)
        ((_, made),) = columns(connection, f"SELECT {value} AS v FROM {relation}")
        leaf = Leaf(leaf.path, value, read_type(made), leaf.parent)
    return leaf
