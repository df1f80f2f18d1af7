"""Random Avro schemas, and rows of them: as fastavro writes them and as we must read them."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

_INT = st.integers(-(2**31), 2**31 - 1)
_LONG = st.integers(-(2**63), 2**63 - 1)
_TEXT = st.text(st.characters(blacklist_categories=("Cs",)), max_size=12)
_DAY_MILLIS = st.integers(0, 86_399_999)


def _logical(base: str, name: str, **more: Any) -> dict[str, Any]:
    return {"type": base, "logicalType": name, **more}


def _decimals(digits: int, scale: int) -> st.SearchStrategy[Decimal]:
    unscaled = st.integers(1 - 10**digits, 10**digits - 1)
    return unscaled.map(lambda n: Decimal(f"{n}E-{scale}") if scale else Decimal(n))


#: Leaf types and their values; read as they are written.
_LEAVES: list[tuple[Any, st.SearchStrategy[Any]]] = [
    ("null", st.none()),
    ("boolean", st.booleans()),
    ("int", _INT),
    ("long", _LONG),
    ("float", st.floats(width=32, allow_nan=False)),
    ("double", st.floats(allow_nan=False)),
    ("bytes", st.binary(max_size=40)),
    ("string", _TEXT),
    (_logical("int", "date"), _INT),
    (_logical("int", "time-millis"), _DAY_MILLIS),
    (_logical("long", "time-micros"), _DAY_MILLIS),
    (_logical("long", "timestamp-millis"), _LONG),
    (_logical("long", "timestamp-micros"), _LONG),
    (_logical("long", "timestamp-nanos"), _LONG),
    (_logical("long", "local-timestamp-millis"), _LONG),
    (_logical("long", "local-timestamp-micros"), _LONG),
    (_logical("bytes", "decimal", precision=9, scale=2), _decimals(9, 2)),
    (_logical("bytes", "decimal", precision=38, scale=0), _decimals(38, 0)),
    (_logical("bytes", "decimal", precision=55, scale=7), _decimals(55, 7)),
    (_logical("string", "uuid"), st.uuids().map(str)),
]


@dataclass
class Typed:
    """A type; pairs of (what fastavro takes, what we give). ``tag`` names it in a union."""

    avro: Any
    pairs: st.SearchStrategy[tuple[Any, Any]]
    tag: str


@dataclass
class _Names:
    used: int = 0
    branch_tags: set[str] = field(default_factory=set)

    def next(self) -> str:
        self.used += 1
        return f"N{self.used}"


def _same(values: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, Any]]:
    return values.map(lambda value: (value, value))


@st.composite
def _types(draw: st.DrawFn, depth: int, names: _Names) -> Typed:
    kinds = ["leaf", "leaf", "named"]
    if depth > 0:
        kinds += ["array", "map", "record", "optional", "union"]
    match draw(st.sampled_from(kinds)):
        case "leaf":
            avro, values = draw(st.sampled_from(_LEAVES))
            return Typed(avro, _same(values), avro if isinstance(avro, str) else avro["type"])
        case "named":
            return draw(_named(names))
        case "array":
            item = draw(_types(depth - 1, names))
            pairs = st.lists(item.pairs, max_size=4).map(
                lambda ps: ([p[0] for p in ps], [p[1] for p in ps])
            )
            return Typed({"type": "array", "items": item.avro}, pairs, "array")
        case "map":
            value = draw(_types(depth - 1, names))
            pairs = st.dictionaries(_TEXT, value.pairs, max_size=3).map(
                lambda d: ({k: p[0] for k, p in d.items()}, [(k, p[1]) for k, p in d.items()])
            )
            return Typed({"type": "map", "values": value.avro}, pairs, "map")
        case "record":
            return draw(_records(depth, names))
        case "optional":
            return draw(_optionals(depth, names))
    return draw(_unions(depth, names))


@st.composite
def _named(draw: st.DrawFn, names: _Names) -> Typed:
    name = names.next()
    if draw(st.booleans()):
        symbols = ["A", "B", "C"][: draw(st.integers(1, 3))]
        avro: Any = {"type": "enum", "name": name, "symbols": symbols}
        return Typed(avro, _same(st.sampled_from(symbols)), name)
    size = draw(st.sampled_from([1, 3, 12, 16]))
    avro = {"type": "fixed", "name": name, "size": size}
    if size == 16 and draw(st.booleans()):
        avro |= _logical("fixed", "decimal", precision=30, scale=3)
        return Typed(avro, _same(_decimals(30, 3)), name)
    return Typed(avro, _same(st.binary(min_size=size, max_size=size)), name)


@st.composite
def _records(draw: st.DrawFn, depth: int, names: _Names) -> Typed:
    name = names.next()
    members = draw(st.lists(_types(depth - 1, names), min_size=1, max_size=4))
    fields = [{"name": f"f{i}", "type": member.avro} for i, member in enumerate(members)]
    pairs = st.tuples(*(member.pairs for member in members)).map(
        lambda ps: tuple({f"f{i}": p[side] for i, p in enumerate(ps)} for side in (0, 1))
    )
    return Typed({"type": "record", "name": name, "fields": fields}, pairs, name)


def _bears_a_union(avro: Any) -> bool:
    return isinstance(avro, list) or avro == "null"


@st.composite
def _optionals(draw: st.DrawFn, depth: int, names: _Names) -> Typed:
    inner = draw(_types(depth - 1, names).filter(lambda t: not _bears_a_union(t.avro)))
    avro = ["null", inner.avro] if draw(st.booleans()) else [inner.avro, "null"]
    tagged = inner.pairs.map(lambda p: (_tagged(inner, p[0]), p[1]))
    return Typed(avro, st.one_of(st.just((None, None)), tagged), "union")


def _tagged(branch: Typed, value: Any) -> Any:
    return (branch.tag, value)


@st.composite
def _unions(draw: st.DrawFn, depth: int, names: _Names) -> Typed:
    branches = draw(
        st.lists(
            _types(depth - 1, names).filter(lambda t: not _bears_a_union(t.avro)),
            min_size=2,
            max_size=4,
            unique_by=lambda branch: branch.tag,
        )
    )
    null_at = draw(st.none() | st.integers(0, len(branches)))
    avro = [branch.avro for branch in branches]
    values = [_branch_pairs(branches, index) for index in range(len(branches))]
    if null_at is not None:
        avro.insert(null_at, "null")
        values.append(st.just((None, None)))
    return Typed(avro, st.one_of(values), "union")


def _branch_pairs(branches: list[Typed], index: int) -> st.SearchStrategy[tuple[Any, Any]]:
    tags = [branch.tag for branch in branches]

    def read(pair: tuple[Any, Any]) -> tuple[Any, Any]:
        slots = {tag: (pair[1] if i == index else None) for i, tag in enumerate(tags)}
        return _tagged(branches[index], pair[0]), {"@branch": index, **slots}

    return branches[index].pairs.map(read)


@dataclass
class Table:
    """A schema with rows: ``written`` for fastavro, ``expected`` from us."""

    schema: dict[str, Any]
    written: list[dict[str, Any]]
    expected: list[dict[str, Any]]


@st.composite
def tables(draw: st.DrawFn, depth: int = 4, max_rows: int = 12) -> Table:
    """A table of a record schema nested up to ``depth``."""
    row = draw(_records(depth, _Names()))
    pairs = draw(st.lists(row.pairs, max_size=max_rows))
    return Table(row.avro, [p[0] for p in pairs], [p[1] for p in pairs])
