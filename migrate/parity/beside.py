"""What stands beside a column that may hold hashes: the values of the row that they may be of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from migrate.parity import sql
from migrate.parity.model import Compatibility, Kind
from migrate.parity.plan import Plan
from migrate.parity.queries import fetch_all
from migrate.parity.relations import key_columns
from migrate.parity.types import Family, Type

#: Rows of a field that hash functions are told from, and columns that hashes may be of.
ROWS: Final = 64
SOURCES: Final = 8
_HASHED: Final = frozenset({Family.STRING, Family.INT})
_KEPT: Final = frozenset({Family.STRING, Family.INT, Family.FLOAT})
#: Hash of the key, old and new value as text, the texts of the sources.
Beside = tuple[int, str | None, str | None, tuple[str | None, ...]]


@dataclass(frozen=True, slots=True)
class Source:
    """A column of the row; ``sql`` is its text. ``texts``: those of the sample's rows."""

    name: str
    sql: str
    number: bool
    texts: tuple[str | None, ...] = ()


def holds_hashes(plan: Plan, index: int) -> bool:
    """Whether the field's values may be hashes."""
    field = plan.fields[index]
    if field.mask is not None or field.compatibility is Compatibility.INCOMPATIBLE:
        return False
    return field.type.family in _KEPT or field.kind is Kind.VECTOR


def sources(plan: Plan, group: Sequence[int], index: int) -> tuple[Source, ...]:
    """Texts and whole numbers of the row: key parts, and fields whose values the table keeps.

    Masked columns are none: their values would leave a worker with the sample.
    """
    found = [(key.name, f"k{i}", key.type) for i, key in enumerate(plan.keys) if key.mask is None]
    if len(plan.fields) <= len(group):
        others = ((i, plan.fields[i]) for i in group if i != index)
        found += [(f.name, f"l{i}", f.type) for i, f in others if f.mask is None]
    fitting = [each for each in found if each[2].family in _HASHED]
    fitting.sort(key=lambda each: each[2].family is not Family.STRING)
    return tuple(
        Source(name, f"CAST({value} AS VARCHAR)", kind.family is Family.INT)
        for name, value, kind in fitting[:SOURCES]
    )


def beside(connection: Any, plan: Plan, place: tuple[int, int], group: Sequence[int]) -> list[Any]:
    """The sample of a field that differs, by table and number; the same in every engine."""
    number, index = place
    found = sources(plan, group, index) if holds_hashes(plan, index) else ()
    if not found:
        return []
    kind = plan.fields[index].type
    texts = [text_of(kind, f"l{index}"), text_of(kind, f"r{index}"), *(s.sql for s in found)]
    named = sql.columns(f"{text} AS t{i}" for i, text in enumerate(texts))
    order = sql.columns(f"t{i} NULLS LAST" for i in range(len(texts)))
    rows = fetch_all(
        connection,
        f"SELECT hash({sql.columns(key_columns(plan))}) AS h, {named} FROM d{number} "
        f"WHERE c{index} = 2 AND l{index} IS NOT NULL AND r{index} IS NOT NULL "
        f"ORDER BY h, {order} LIMIT {ROWS}",
    )
    return [(int(h), old, new, tuple(more)) for h, old, new, *more in rows]


def text_of(kind: Type, value: str) -> str:
    """SQL: a whole number's digits, also of the place of the one in a one-hot vector."""
    if kind.family is Family.LIST:
        hot = f"list_filter({value}, lambda e: e IS DISTINCT FROM 0)"
        place = f"list_position({value}, list_extract({hot}, 1)) - 1"
        return f"CASE WHEN len({hot}) = 1 THEN CAST({place} AS VARCHAR) END"
    if kind.family is Family.FLOAT:
        whole = f"CAST(TRY_CAST({value} AS HUGEINT) AS VARCHAR)"
        return f"CASE WHEN {value} = trunc({value}) THEN {whole} END"
    return f"CAST({value} AS VARCHAR)"


def with_texts(found: Sequence[Source], rows: Sequence[Beside]) -> Iterator[Source]:
    """The sources with their texts in the rows of the sample."""
    for place, source in enumerate(found):
        texts = tuple(more[place] for _, _, _, more in rows)
        yield Source(source.name, source.sql, source.number, texts)
