"""The record types of a module as constants, and the name of the row in its getters."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Mapping

from bridges.featran.getters.ast import Var, walk
from bridges.featran.getters.feature import ScalaGetter
from bridges.featran.getters.types import (
    WEIGHTED_LABEL,
    Boxed,
    MapOf,
    OptionOf,
    RecordOf,
    SeqOf,
    TupleOf,
    Type,
)
from migrate.featran.render.expressions import quoted, type_text
from migrate.featran.render.form import Module

#: Record types that have a name in the library.
KNOWN: Mapping[Type, str] = {WEIGHTED_LABEL: "WEIGHTED_LABEL"}


def record_text(module: Module) -> str:
    """The record types as constants, the innermost first, and the row."""
    if module.record is None or not module.exact:
        return ""
    used = _used_types(module)
    records = dict(KNOWN)
    lines = []
    for kind in [*used, module.record]:
        if isinstance(kind, RecordOf) and kind not in records:
            constant = _constant(kind.name, records.values())
            listed = "".join(
                f"        ({quoted(field)}, {type_text(of, records)}),\n"
                for field, of in kind.fields
            )
            lines.append(f'{constant} = RecordOf(\n    "{kind.name}",\n    (\n{listed}    ),\n)')
            records[kind] = constant
    lines.append(
        f'{row_name(module)} = row({type_text(module.record, records)}, "{row_name(module)}")'
    )
    return "\n".join(lines)


def record_names(module: Module) -> dict[Type, str]:
    records = dict(KNOWN)
    for kind in [*_used_types(module), *([module.record] if module.record else [])]:
        if isinstance(kind, RecordOf) and kind not in records:
            records[kind] = _constant(kind.name, records.values())
    return records


def _used_types(module: Module) -> list[Type]:
    """Record types inside the record, and those that getters make, innermost first."""
    found: list[Type] = []
    if module.record is not None:
        _collect(module.record, found)
    for spec in module.exact:
        for feature in spec.features:
            if isinstance(feature.getter, ScalaGetter):
                for node in walk(feature.getter.getter.body):
                    _collect(node.type, found)
    return found


def _collect(kind: Type, found: list[Type]) -> None:
    match kind:
        case RecordOf(_, fields):
            for _, inner in fields:
                _collect(inner, found)
            found.append(kind)
        case TupleOf(items):
            for item in items:
                _collect(item, found)
        case OptionOf(item) | Boxed(item) | SeqOf(item):
            _collect(item, found)
        case MapOf(key, value):
            _collect(key, found)
            _collect(value, found)


def _constant(name: str, taken: Iterable[str]) -> str:
    base = re.sub(r"\W", "_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)).upper() or "RECORD"
    base = base if not base[0].isdigit() else f"R_{base}"
    known, chosen, count = {*taken, *_RESERVED}, base, 2
    while chosen in known:
        chosen, count = f"{base}_{count}", count + 1
    return chosen


_RESERVED = frozenset(
    [
        "BOOLEAN",
        "BYTE",
        "CHAR",
        "DOUBLE",
        "FLOAT",
        "INT",
        "LONG",
        "SHORT",
        "STRING",
        "SPEC",
        "WEIGHTED_LABEL",
        "SPECS",
        "SETTINGS",
        "OUTPUTS",
        "FEATURE_NAMES",
        "RAW_FEATURES",
        "FLAVOUR",
    ]
)


def row_name(module: Module) -> str:
    """The name of the record in getters; none of theirs may hide it."""
    taken = {
        node.name
        for spec in module.exact
        for feature in spec.features
        if isinstance(feature.getter, ScalaGetter)
        for node in walk(feature.getter.getter.body)
        if isinstance(node, Var) and node != feature.getter.getter.row
    }
    name = getattr(module.record, "name", "") or "row"
    chosen = name[:1].lower() + name[1:]
    if not chosen.isidentifier() or keyword.iskeyword(chosen) or chosen in _FUNCTIONS:
        chosen = "row_"
    while chosen in taken:
        chosen += "_"
    return chosen


_FUNCTIONS = frozenset(
    [
        "column",
        "cross",
        "field",
        "fn",
        "if_",
        "let",
        "lit",
        "new",
        "op",
        "optional",
        "required",
        "row",
        "spec",
        "specs",
        "throw",
        "to",
        "transform",
        "refit",
        "preprocessing_fn",
    ]
)
