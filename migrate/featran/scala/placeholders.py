"""Which underscores make an expression an anonymous function (Scala specification 6.23.2).

An underscore binds at the closest expression around it that is more than the underscore alone:
``f(_)`` is a function, and so is ``_.map(_ + 1)``, whose argument is another one.
"""

from __future__ import annotations

from collections.abc import Iterator

from migrate.featran.scala.tree import Node, kids, need, part

_FIRST_ONLY = frozenset({"field_expression", "generic_function", "match_expression"})
_ALL = frozenset(
    {"infix_expression", "prefix_expression", "postfix_expression", "ascription_expression"}
)


def placeholders(node: Node) -> list[Node]:
    """The underscores that ``node`` binds, in order; none for an underscore alone."""
    return [] if is_placeholder(node) else list(_inside(node))


def is_placeholder(node: Node) -> bool:
    """Whether ``node`` is an underscore, perhaps with a type: ``_``, ``_: T``, ``(_: T)``."""
    if node.type == "wildcard":
        return True
    if node.type in ("parenthesized_expression", "ascription_expression"):
        inner = kids(node)
        return bool(inner) and is_placeholder(inner[0]) and not _is_vararg(node)
    return False


def _is_vararg(node: Node) -> bool:
    kind = part(node, "type")
    return kind is not None and kind.type == "repeated_parameter_type"


def _inside(node: Node) -> Iterator[Node]:
    if is_placeholder(node):
        yield node
    elif node.type in _FIRST_ONLY:
        yield from _inside(kids(node)[0])
    elif node.type in _ALL:
        if not _is_vararg(node):
            for child in kids(node):
                if not child.type.endswith("identifier"):
                    yield from _inside(child)
    elif node.type == "call_expression":
        yield from _inside(need(node, "function"))
        yield from _alone(need(node, "arguments"))
    elif node.type == "if_expression":
        for child in kids(node):
            yield from _self(child)
    elif node.type in ("tuple_expression", "instance_expression"):
        for child in kids(node):
            yield from _alone(child) if child.type == "arguments" else _self(child)


def _alone(arguments: Node) -> Iterator[Node]:
    if arguments.type == "arguments":
        for child in kids(arguments):
            yield from _self(child)


def _self(child: Node) -> Iterator[Node]:
    inner = child
    if child.type == "assignment_expression":
        inner = need(child, "right")
    if is_placeholder(inner):
        yield inner
