"""Members of objects and classes of the source."""

from __future__ import annotations

from dataclasses import replace

from migrate.featran.scala.calls import Call
from migrate.featran.scala.choices import as_choice
from migrate.featran.scala.instances import construct, instance, instance_fields
from migrate.featran.scala.members import anything
from migrate.featran.scala.scope import Imported
from migrate.featran.scala.tree import Node, need, text
from migrate.featran.scala.values import ClassValue, Instance, Object, Typed, Value


def object_member(owner: Object, call: Call) -> Value:
    """A member of an object or a package; ``apply`` makes an instance of its class."""
    from migrate.featran.scala.identifiers import bound_value

    found = owner.scope.names.get(call.name)
    if found is not None and not isinstance(found, Imported):
        return bound_value(call, found)
    node = owner.scope.types.get(call.name)
    if isinstance(node, Node) and node.type == "class_definition":
        return ClassValue(call.name, node, owner.scope)
    if call.name == "apply":
        return _companion_apply(owner, call)
    choice = as_choice(call.reader, owner)
    if isinstance(choice, Typed):
        common = anything.member(choice, call)
        if common is not None:
            return common
    raise call.refuse(f"{owner.name} has no {call.name} here", "FT012")


def _companion_apply(owner: Object, call: Call) -> Value:
    outer = owner.scope.parent
    node = outer.types.get(owner.name) if outer is not None else None
    if isinstance(node, Node) and node.type == "class_definition" and outer is not None:
        return construct(call, ClassValue(owner.name, node, outer))
    raise call.refuse(f"{owner.name} cannot be applied", "FT012")


def instance_member(owner: Instance, call: Call) -> Value:
    """A field of an instance, ``copy``, or what the class body defines."""
    from migrate.featran.scala.identifiers import bound_value

    if call.name in owner.fields:
        return owner.fields[call.name]
    if call.name == "copy":
        return _copy(owner, call)
    made = owner.made
    scope = instance(call.reader, made, {**owner.fields, "this": owner}, {}, runtime=False).scope
    found = scope.names.get(call.name)
    if found is None or isinstance(found, Imported):
        raise call.refuse(f"{made.name} has no {call.name} here", "FT012")
    return bound_value(call, found)


def _copy(owner: Instance, call: Call) -> Value:
    changed = dict(owner.fields)
    for node, name in zip(call.take(), instance_fields(owner.made), strict=False):
        named = node.type == "assignment_expression"
        key = text(need(node, "left")) if named else name
        if key not in changed:
            raise call.refuse("copy of an unknown field", "FT012")
        changed[key] = call.reader.expression(need(node, "right") if named else node, call.scope)
    return replace(owner, fields=changed)


def class_member(owner: ClassValue, call: Call) -> Value:
    """``Name.apply``: an instance."""
    if call.name == "apply":
        return construct(call, owner)
    raise call.refuse(f"{owner.name}.{call.name}", "FT012")
