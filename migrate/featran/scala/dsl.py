"""Featran's DSL: specs, transformers and what is done with them."""

from __future__ import annotations

from bridges.featran.getters.types import Prim, Type
from migrate.codes import finding
from migrate.featran.scala.calls import Call
from migrate.featran.scala.crossings import cross
from migrate.featran.scala.features import feature
from migrate.featran.scala.inference import inferred_record
from migrate.featran.scala.tree import Node, brief, parts, text
from migrate.featran.scala.types import builtin
from migrate.featran.scala.values import (
    Extracted,
    FeatureRead,
    Listed,
    MultiValue,
    SpecValue,
    Value,
)

EXTRACTS = frozenset({"extract", "extractWithSettings", "extractWithSubsetSettings"})
METHODS = EXTRACTS | {"required", "optional", "cross", "compose", "filter"}


def companion(owner: str, call: Call) -> Value:
    """``FeatureSpec.of``, ``from``, ``combine``; ``MultiFeatureSpec.apply``."""
    if owner == "MultiFeatureSpec" and call.name == "apply":
        return multi(call)
    if owner == "FeatureSpec" and call.name == "of":
        return _of(call)
    if owner == "FeatureSpec" and call.name == "from":
        from migrate.featran.scala.generator import from_case_class

        return from_case_class(call, record_type(call))
    if owner == "FeatureSpec" and call.name == "combine":
        return _combine(call)
    raise call.refuse(f"{owner}.{call.name}", "FT002")


def _of(call: Call) -> Value:
    spec = SpecValue(record_type(call))
    call.reader.outcomes[call.site] = "converted"
    return spec


def record_type(call: Call) -> Type:
    """T of ``of[T]``; raises Refused where no given file or schema defines it."""
    if len(call.type_args) != 1:
        raise call.refuse("the record type is not written out", "FT003")
    (kind,) = call.types()
    if isinstance(kind, Prim) and builtin(kind.name, []) is None:
        inferred = _inferred(call, kind.name)
        if inferred is not None:
            return inferred
        raise call.refuse(f"the record type {kind.name} is not in the given files", "FT003")
    return kind


def _inferred(call: Call, name: str) -> Type | None:
    """The record that ``--record`` and a schema give, else what its use in this file tells."""
    types = call.reader.types
    if call.reader.record and call.reader.record in types.given:
        return types.given[call.reader.record]
    if _is_parameter(name, call):
        return None
    found = inferred_record(name, _root(call.node))
    if found is not None and name not in types.given:
        types.given[name] = found
        what = f"the fields of {name} are inferred from the features that read them"
        call.reader.findings.append(finding("FT016", what, location=call.location, subject=name))
    return found


def _is_parameter(name: str, call: Call) -> bool:
    """Whether ``name`` is a type parameter of a method or class around the call."""
    node = call.node.parent
    while node is not None:
        for group in node.named_children:
            if group.type == "type_parameters" and name in map(text, parts(group, "name")):
                return True
        node = node.parent
    return False


def _root(node: Node) -> Node:
    while node.parent is not None:
        node = node.parent
    return node


def _specs(call: Call, nodes: list[Node]) -> list[SpecValue]:
    """Arguments that are specs, one by one or as ``list: _*``."""
    found: list[SpecValue] = []
    for node in nodes:
        value = call.reader.expression(_without_ascription(node), call.scope)
        items = value.items if isinstance(value, Listed) else (value,)
        for item in items:
            if not isinstance(item, SpecValue):
                raise call.refuse(f"this is not a FeatureSpec: {brief(node)}", "FT002")
            found.append(item)
    return found


def _without_ascription(node: Node) -> Node:
    """``xs`` of ``xs: _*`` and of Scala 3's ``xs*``."""
    if node.type in ("ascription_expression", "vararg"):
        return node.named_children[0]
    return node


def multi(call: Call) -> Value:
    """``MultiFeatureSpec(a, b)``."""
    specs = _specs(call, call.take())
    if not specs:
        raise call.refuse("a MultiFeatureSpec without specs", "FT002")
    call.reader.outcomes[call.site] = "converted"
    return MultiValue(tuple(specs))


def _combine(call: Call) -> Value:
    specs = _specs(call, call.take())
    if not specs:
        raise call.refuse("requirement failed: Empty specs", "FT002")
    joined = specs[0]
    for spec in specs[1:]:
        joined = _joined(joined, spec, call)
    call.reader.outcomes[call.site] = "converted"
    return joined


def _joined(left: SpecValue, right: SpecValue, call: Call) -> SpecValue:
    twice = {(c.left, c.right) for c in left.crossings} & {
        (c.left, c.right) for c in right.crossings
    }
    if twice:
        raise call.refuse(f"Duplicate crossing {sorted(twice)[0]}", "FT002")
    return SpecValue(
        left.record,
        (*left.features, *right.features),
        (*left.crossings, *right.crossings),
        left.complete and right.complete,
    )


def spec_member(owner: SpecValue | MultiValue | Extracted, call: Call) -> Value:
    """A method of a spec."""
    name = call.name
    if isinstance(owner, Extracted):
        call.lists.clear()
        return owner
    if name in EXTRACTS:
        call.lists.clear()
        call.reader.outcomes[call.site] = "ignored"
        return Extracted(owner)
    if name == "filter":
        raise call.refuse("filter chooses features by a predicate on Featran's objects", "FT008")
    if isinstance(owner, MultiValue):
        raise call.refuse(f"{name} of a MultiFeatureSpec", "FT002")
    if name in ("required", "optional"):
        return feature(owner, call)
    if name == "cross":
        return cross(owner, call)
    if name == "compose":
        return _compose(owner, call)
    raise call.refuse(f"{name} of a FeatureSpec", "FT002")


def _compose(owner: SpecValue, call: Call) -> Value:
    from migrate.featran.scala.features import compose_feature

    (other_node,) = call.take(1)
    other = call.reader.expression(other_node, call.scope)
    if not isinstance(other, SpecValue):
        raise call.refuse(f"this is not a FeatureSpec: {brief(other_node)}", "FT002")
    (node,) = call.take(1)
    with call.reader.later():
        function = call.function(node, [owner.record], other.record)
    moved = tuple(
        compose_feature(f, function) if isinstance(f, FeatureRead) else f for f in other.features
    )
    call.reader.outcomes[call.site] = "converted"
    return _joined(owner, SpecValue(owner.record, moved, other.crossings, other.complete), call)
