"""Where a file calls Featran's DSL: the inventory that the ledger must account for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from migrate.featran.scala.calls import flatten
from migrate.featran.scala.tree import Node, need, part, text, walk

_FEATURES = frozenset({"required", "optional", "cross", "compose"})
_COMPANION = frozenset({"of", "from", "combine"})
_EXTRACTS = frozenset({"extract", "extractWithSettings", "extractWithSubsetSettings"})
_LOOPS = frozenset({"foldLeft", "fold", "reduce", "reduceLeft", "/:"})
_CALLS = frozenset({"call_expression", "generic_function", "field_expression"})


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """One call: its kind in the ledger, and the node of its name, which identifies it."""

    kind: str
    head: Node
    call: Node

    @property
    def name(self) -> Node:
        """The method's name, which is where a link of a chain stands."""
        return part(self.head, "field") or self.head

    @property
    def builds(self) -> bool:
        """Whether the call makes or grows a spec."""
        return self.kind not in ("extract", "filter")


def sites(root: Node) -> Iterator[Site]:
    """Every DSL call below ``root``, in source order."""
    seen: set[int] = set()
    for node in walk(root):
        if node.type not in _CALLS:
            continue
        head, lists, type_args = flatten(node)
        if head.id in seen:
            continue
        kind = _kind(head, len(lists), bool(type_args))
        if kind is not None:
            seen.add(head.id)
            yield Site(kind, head, node)


def _kind(head: Node, lists: int, typed: bool) -> str | None:
    if head.type == "identifier":
        return "MultiFeatureSpec" if text(head) == "MultiFeatureSpec" and lists else None
    if head.type != "field_expression":
        return None
    name = text(need(head, "field"))
    owner = _last_name(need(head, "value"))
    if name in _COMPANION and owner == "FeatureSpec" and (typed or lists):
        return name
    if name == "MultiFeatureSpec" and lists:
        return name
    if name in _FEATURES and lists >= 2:
        return name
    return "extract" if name in _EXTRACTS and lists else None


def _last_name(node: Node) -> str:
    if node.type == "field_expression":
        return text(need(node, "field"))
    return text(node) if node.type == "identifier" else ""


def chain_top(site: Site) -> Node:
    """The whole expression that a call is part of: its chain, and what takes it as an argument."""
    top = site.call
    while (parent := top.parent) is not None and (wider := _wider(top, parent)) is not None:
        top = wider
    return top


def _wider(top: Node, parent: Node) -> Node | None:
    """The expression around ``top`` that belongs to its chain, if any."""
    if parent.type in ("field_expression", "generic_function"):
        return parent if _is_first(parent, top) else None
    if parent.type == "call_expression":
        return parent if part(parent, "function") == top else None
    if parent.type in ("parenthesized_expression", "postfix_expression"):
        return parent
    if parent.type == "arguments" and parent.parent is not None:
        return parent.parent if _takes(parent.parent) else None
    return None


def _is_first(parent: Node, child: Node) -> bool:
    return parent.named_children[0] == child


def _takes(call: Node) -> bool:
    """Whether a call takes specs: MultiFeatureSpec, combine, compose, a fold."""
    head, _, _ = flatten(call)
    name = _last_name(head)
    return name in (*_LOOPS, "MultiFeatureSpec", "combine", "compose")


def base(node: Node) -> Node:
    """What a chain of member calls starts from."""
    while True:
        if node.type in ("field_expression", "generic_function"):
            node = node.named_children[0]
        elif node.type == "call_expression":
            node = need(node, "function")
        elif node.type == "parenthesized_expression":
            node = node.named_children[0]
        else:
            return node
