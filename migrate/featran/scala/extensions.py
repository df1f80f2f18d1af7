"""Methods that the source adds to types: implicit classes, and Scala 3's ``extension``.

Only what is in scope counts: written around, imported, at the top of a package, or in the companion
of the type. Implicit conversions by methods are not followed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bridges.featran.getters.types import Prim, RecordOf, Type
from migrate.featran.scala.calls import Call, bind_all, strict
from migrate.featran.scala.definitions import (
    declare_one,
    has_modifier,
    is_implicit,
    type_parameters,
)
from migrate.featran.scala.generics import unify
from migrate.featran.scala.instances import instance
from migrate.featran.scala.methods import definition
from migrate.featran.scala.names import imported
from migrate.featran.scala.reader import Reader, describe, is_static
from migrate.featran.scala.scope import Definition, Imported, Scope
from migrate.featran.scala.templates import object_scope
from migrate.featran.scala.tree import Node, kids, need, part, parts, text
from migrate.featran.scala.values import ClassValue, Object, SpecValue, Typed, Value

_SPEC = Prim("FeatureSpec")
"""What a ``FeatureSpec[T]`` is among the types of getters."""


@dataclass(frozen=True, slots=True)
class _Extension:
    """An implicit class or an extension clause, and the scope it is written in."""

    node: Node
    scope: Scope

    @property
    def parameter(self) -> Node | None:
        """What the receiver is bound to."""
        kinds = ("parameters", "class_parameters")
        groups = [*parts(self.node, "class_parameters"), *parts(self.node, "parameters")]
        found = [k for g in groups if g.type in kinds and not is_implicit(g) for k in kids(g)]
        marks = [k for k in found if k.type in ("parameter", "class_parameter")]
        return marks[0] if marks else None

    @property
    def methods(self) -> list[Node]:
        """The definitions that it adds."""
        if self.node.type == "extension_definition":
            return parts(self.node, "body")
        body = part(self.node, "body")
        return kids(body) if body is not None else []

    def defines(self, name: str) -> bool:
        """Whether it adds a member of this name."""
        marks = [part(m, "name") or part(m, "pattern") for m in self.methods]
        return any(m is not None and text(m).strip("`") == name for m in marks)


def extension_member(receiver: Typed | SpecValue, call: Call) -> Value | None:
    """The member that the source adds to ``receiver``, or None; raises Refused for several."""
    found: dict[int, tuple[_Extension, dict[str, Type]]] = {}
    for extension in _visible(call.scope, call.reader, receiver):
        if extension.defines(call.name):
            types = _fits(extension, receiver, call.reader)
            if types is not None:
                found[extension.node.id] = (extension, types)
    if not found:
        return None
    if len(found) > 1:
        raise call.refuse(f"{call.name} is added to {describe(receiver)} more than once")
    ((extension, types),) = found.values()
    return _applied(extension, types, receiver, call)


def _visible(scope: Scope, reader: Reader, receiver: Typed | SpecValue) -> Iterator[_Extension]:
    program = reader.program
    for level in scope.chain():
        for around in level.parts or [level]:
            yield from _inside(around)
        for path in level.wildcards:
            yield from _of_object(imported(path, level, program), reader)
        for binding in list(level.names.values()):
            if isinstance(binding, Imported):
                owner = binding.path.rpartition(".")[0]
                yield from _of_object(imported(owner, level, program), reader)
    for file in program.files:
        yield from _inside(file)
    kind = receiver.type if isinstance(receiver, Typed) else None
    if isinstance(kind, RecordOf):
        companion = program.names.get(kind.name.partition("[")[0])
        yield from _of_object(companion, reader)


def _inside(scope: Scope) -> Iterator[_Extension]:
    for node in scope.types.values():
        is_class = isinstance(node, Node) and node.type == "class_definition"
        if isinstance(node, Node) and is_class and has_modifier(node, "implicit"):
            yield _Extension(node, scope)
    for node in scope.extensions:
        yield _Extension(node, scope)


def _of_object(binding: object, reader: Reader) -> Iterator[_Extension]:
    if isinstance(binding, Definition) and binding.node.type == "object_definition":
        for scope in object_scope(binding, reader.program).parts:
            yield from _inside(scope)


def _fits(
    extension: _Extension, receiver: Typed | SpecValue, reader: Reader
) -> dict[str, Type] | None:
    """The type arguments with which the receiver fits; None where it does not."""
    mark = extension.parameter
    declared = part(mark, "type") if mark is not None else None
    if declared is None:
        return None
    found: dict[str, Type] = {}
    wanted = reader.types.resolve(declared, extension.scope)
    names = type_parameters(extension.node)
    if isinstance(receiver, SpecValue):
        if wanted != _SPEC:
            return None
        inner = reader.types.argument(declared, extension.scope)
        return found if inner is None or unify(inner, receiver.record, names, found) else None
    return found if unify(wanted, receiver.type, names, found) else None


def _applied(
    extension: _Extension, types: dict[str, Type], receiver: Typed | SpecValue, call: Call
) -> Value:
    mark = extension.parameter
    assert mark is not None
    name = text(need(mark, "name")).strip("`")
    held, bindings = strict(call.reader, receiver, name)
    runtime = call.scope.runtime or not is_static(receiver)
    if extension.node.type == "class_definition":
        made = ClassValue(text(need(extension.node, "name")), extension.node, extension.scope)
        whole = instance(call.reader, made, {name: held}, {}, runtime=runtime)
        scope = whole.scope
    else:
        scope = extension.scope.child(runtime=runtime)
        scope.names[name] = held
        for method in extension.methods:
            declare_one(scope, method)
        whole = Object(name, scope)
    scope.types.update(types)
    binding = whole.scope.names[call.name]
    assert isinstance(binding, Definition)
    return bind_all(definition(call, binding), bindings)
