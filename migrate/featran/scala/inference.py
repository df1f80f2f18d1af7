"""Record types inferred from their use, where their definition was not given.

Only a getter that reads a field and nothing else says what the field is: what its transformer
takes. ``_.petalLength`` given to a StandardScaler by ``optional`` is an ``Option[Double]``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from bridges.featran.columns import Kind
from bridges.featran.getters.types import OptionOf, RecordOf, Type
from bridges.featran.transformers.registry import TRANSFORMERS
from migrate.featran.scala.calls import flatten
from migrate.featran.scala.features import KINDS
from migrate.featran.scala.sites import sites
from migrate.featran.scala.tree import Node, kids, need, text

MEMBERS = frozenset(
    {
        *("toDouble", "toFloat", "toInt", "toLong", "toShort", "toByte", "toChar", "asDouble"),
        *("toString", "toSeq", "toList", "toArray", "toSet", "toVector", "toMap", "toBoolean"),
        *("get", "orNull", "isDefined", "isEmpty", "nonEmpty", "size", "length", "sum", "max"),
        *("min", "head", "last", "headOption", "lastOption", "tail", "keys", "values", "flatten"),
        *("abs", "floor", "ceil", "round", "trim", "toLowerCase", "toUpperCase", "distinct"),
        *("sorted", "reverse", "_1", "_2", "asScala", "doubleValue", "intValue", "longValue"),
    }
)
"""Names that Scala's own types have: after a field they may be no field."""

Fields: TypeAlias = "dict[str, Type | Fields | None]"


def inferred_record(name: str, root: Node) -> RecordOf | None:
    """The record ``name`` as the features of the file read it, or None where none does."""
    fields: Fields = {}
    for site in sites(root):
        if site.kind in ("required", "optional") and _record_name(site.head) == name:
            for path, kind in _read(site.call, site.kind == "optional"):
                _enter(fields, path, kind)
    return _record(name, fields) if fields else None


def _record_name(node: Node) -> str:
    """T of the ``of[T]`` that a chain starts from."""
    while node.type in ("field_expression", "call_expression", "generic_function"):
        if node.type == "generic_function":
            inner = need(node, "function")
            if inner.type == "field_expression" and text(need(inner, "field")) == "of":
                return text(kids(need(node, "type_arguments"))[0])
            node = inner
        else:
            node = node.named_children[0]
    return ""


def _read(call: Node, optional: bool) -> Iterator[tuple[list[str], Type]]:
    """The field path and its type, where the getter is a plain path."""
    _, lists, _ = flatten(call)
    path = _path(lists[0][0]) if lists and lists[0] else []
    made = lists[1][0] if len(lists) > 1 and lists[1] else None
    if made is None or not path or made.type != "call_expression":
        return
    head, _, _ = flatten(made)
    named = need(head, "field") if head.type == "field_expression" else head
    cls = TRANSFORMERS.get(text(named))
    if cls is not None and cls.kind is not Kind.MDL:
        kind = KINDS[cls.kind]
        yield path, OptionOf(kind) if optional else kind


def _path(node: Node) -> list[str]:
    names: list[str] = []
    while node.type == "field_expression":
        names.insert(0, text(need(node, "field")))
        node = need(node, "value")
    known = not MEMBERS.isdisjoint(names[1:])
    return names if node.type == "wildcard" and not known else []


def _enter(fields: Fields, path: list[str], kind: Type) -> None:
    head, *rest = path
    if rest:
        inner = fields.setdefault(head, {})
        if isinstance(inner, dict):
            _enter(inner, rest, kind)
        else:
            fields[head] = None
        return
    known = fields.setdefault(head, kind)
    if known != kind:
        fields[head] = None


def _record(name: str, fields: Fields) -> RecordOf:
    known: list[tuple[str, Type]] = []
    for field, kind in fields.items():
        if isinstance(kind, dict):
            known.append((field, _record(f"{name}.{field}", kind)))
        elif kind is not None:
            known.append((field, kind))
    return RecordOf(name, tuple(known))
