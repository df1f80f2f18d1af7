"""Which definitions may give a spec, and what stands around them."""

from __future__ import annotations

from migrate.featran.scala.definitions import has_modifier, parameter_lists
from migrate.featran.scala.tree import Node, need, part, text

_CHOICES = frozenset({"if_expression", "match_expression", "try_expression"})


_BOUNDARIES = frozenset(
    {"val_definition", "function_definition", "lambda_expression", "arguments", "template_body"}
)


def is_one_of_several(top: Node) -> bool:
    """Whether a chain is a branch of what a ``val`` or method gives."""
    node = top.parent
    while node is not None and node.type not in _BOUNDARIES:
        if node.type in _CHOICES:
            return True
        node = node.parent
    return False


def may_be_spec(node: Node) -> bool:
    """Whether a ``val`` or method can give a spec: literals and functions cannot."""
    if node.type == "val_definition":
        value: Node | None = need(node, "value")
        named = need(node, "pattern").type == "identifier"
    else:
        value = part(node, "body")
        named = not any(parameter_lists(node)) and _may_return_spec(node)
    return (
        named
        and value is not None
        and value.type.endswith(("expression", "block", "function", "identifier"))
        and value.type
        not in ("lambda_expression", "interpolated_string_expression", "tuple_expression")
    )


def _may_return_spec(node: Node) -> bool:
    declared = part(node, "return_type")
    kind = text(declared) if declared is not None else "FeatureSpec"
    return "Spec" in kind or "Feature" in kind


def is_concrete(node: Node) -> bool:
    """Whether every template and method around is an object: nothing is open there."""
    around = node.parent
    while around is not None:
        if around.type in ("class_definition", "trait_definition", "function_definition"):
            return False
        around = around.parent
    return True


def is_abstract(node: Node) -> bool:
    """Whether the closest class around is abstract or a trait."""
    around = node.parent
    while around is not None and around.type not in ("class_definition", "trait_definition"):
        around = around.parent
    return around is not None and (
        around.type == "trait_definition" or has_modifier(around, "abstract")
    )


def is_member(node: Node) -> bool:
    """Whether a definition stands in a template."""
    return node.parent is not None and node.parent.type == "template_body"
