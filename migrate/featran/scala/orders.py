"""Orders that the source makes implicit: they stand in for the ones that Scala has by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bridges.featran.getters.types import Type
from migrate.featran.scala.calls import Call
from migrate.featran.scala.definitions import has_modifier
from migrate.featran.scala.generics import is_open
from migrate.featran.scala.names import imported
from migrate.featran.scala.scope import Definition, Imported, Scope
from migrate.featran.scala.templates import object_scope
from migrate.featran.scala.tree import Node, kids, need, part, text

_DEFAULT = re.compile(
    r"(scala\.)?(math\.)?Ordering"
    r"(\.(Boolean|Byte|Char|Int|Long|Short|String)|\[(Boolean|Byte|Char|Int|Long|Short|String)\])"
)
"""The orders that Scala has by itself."""


def implicit_order(call: Call, item: Type) -> Definition | None:
    """The implicit ``Ordering`` or ``Numeric`` of the source that counts for ``item``."""
    for found in _visible(call):
        node = found.node
        if has_modifier(node, "implicit") and _is_order(node) and _fits(call, found, item):
            return found
    return None


def key_of(found: Definition) -> Node | None:
    """``f`` of an order that is written ``Ordering.by(f)``; None of another one."""
    value = part(found.node, "value")
    if value is None or value.type != "call_expression":
        return None
    head = need(value, "function")
    name = text(need(head, "function") if head.type == "generic_function" else head)
    arguments = kids(need(value, "arguments"))
    return arguments[0] if name == "Ordering.by" and len(arguments) == 1 else None


def _is_order(node: Node) -> bool:
    """Whether a definition gives an order, by its type, else by what stands in it."""
    if node.type == "class_definition":
        return False
    declared = part(node, "type") or part(node, "return_type")
    value = part(node, "value")
    if value is not None and _DEFAULT.fullmatch(text(value)):
        return False
    shown = text(declared if declared is not None else node)
    return "Ordering" in shown or "Numeric" in shown


def _fits(call: Call, found: Definition, item: Type) -> bool:
    """Whether an order may be one of ``item``; what is not understood may be."""
    declared = part(found.node, "type") or part(found.node, "return_type")
    if declared is None or declared.type != "generic_type":
        return True
    kind = call.reader.types.value_type(kids(need(declared, "type_arguments"))[0], found.scope)
    return is_open(kind) or kind == item


def _visible(call: Call) -> Iterator[Definition]:
    """Definitions in reach without a prefix: around, inherited, imported."""
    program = call.reader.program
    for level in call.scope.chain():
        for around in level.parts or [level]:
            yield from _of(around)
        for path in level.wildcards:
            owner = imported(path, level, program)
            if isinstance(owner, Definition) and owner.node.type == "object_definition":
                yield from _of(object_scope(owner, program))
        for binding in list(level.names.values()):
            if isinstance(binding, Imported):
                one = imported(binding.path, level, program)
                if isinstance(one, Definition):
                    yield one


def _of(scope: Scope) -> Iterator[Definition]:
    for binding in list(scope.names.values()):
        if isinstance(binding, Definition):
            yield binding
