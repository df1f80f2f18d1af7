"""Members of objects and classes of the source."""

from __future__ import annotations

from migrate.featran.scala.calls import Call
from migrate.featran.scala.choices import as_choice
from migrate.featran.scala.instances import construct
from migrate.featran.scala.members import anything
from migrate.featran.scala.scope import Imported
from migrate.featran.scala.tree import Node
from migrate.featran.scala.values import ClassValue, Object, Typed, Value


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


def class_member(owner: ClassValue, call: Call) -> Value:
    """``Name.apply``: an instance."""
    if call.name == "apply":
        return construct(call, owner)
    raise call.refuse(f"{owner.name}.{call.name}", "FT012")
