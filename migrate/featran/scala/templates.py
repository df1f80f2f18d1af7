"""The members of objects, classes and traits: their own, and those that they inherit.

Every class and trait that a template extends has a scope of its own, around which stands the file
that it is written in; what its members mean is decided by the whole: the most derived definition of
a name, as in Scala's linearisation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from migrate.featran.scala.definitions import (
    Program,
    declare,
    is_implicit,
    is_lazy,
    is_repeated,
    type_parameters,
)
from migrate.featran.scala.scope import Argument, Binding, Definition, Imported, Scope, TypeIn
from migrate.featran.scala.tree import Node, kids, need, part, parts, text

_TEMPLATES = frozenset({"class_definition", "trait_definition"})


@dataclass(slots=True)
class _Layout:
    """The parts of a template that is being put together, the ones initialised first first."""

    program: Program
    runtime: bool
    scopes: dict[int, Scope] = field(default_factory=dict)
    nodes: list[Node] = field(default_factory=list)
    order: dict[int, tuple[int, int]] = field(default_factory=dict)

    def add(
        self, node: Node, owner: Scope, bound: Mapping[str, Binding], types: Mapping[str, TypeIn]
    ) -> Scope:
        """Enter a class or trait after those that it extends."""
        own = owner.child(runtime=self.runtime)
        own.names.update(bound)
        own.types.update(types)
        self.scopes[node.id] = own
        for kind, arguments in parents(node):
            found = find_template(kind, own, self.program)
            if found is not None and found[0].id not in self.scopes:
                self._parent(found, kind, arguments, own)
        body = part(node, "body")
        statements = kids(body) if body is not None else []
        declare(own, statements)
        for at, statement in enumerate(statements):
            if statement.type == "val_definition" and not is_lazy(statement):
                self.order[statement.id] = (len(self.nodes), at)
        self.nodes.append(node)
        return own

    def _parent(
        self, found: tuple[Node, Scope], kind: Node, arguments: list[list[Node]], own: Scope
    ) -> None:
        node, owner = found
        types = dict(zip(type_parameters(node), _type_arguments(kind, own), strict=False))
        self.add(node, owner, _arguments(node, arguments, own, owner), types)


def template_scope(
    node: Node,
    owner: Scope,
    program: Program,
    bound: Mapping[str, Binding],
    *,
    types: Mapping[str, TypeIn] | None = None,
    label: str = "",
    runtime: bool = False,
) -> Scope:
    """The scope of the members of ``node``; ``bound`` are its parameters, and ``this`` if known."""
    layout = _Layout(program, runtime)
    scope = layout.add(node, owner, bound, types or {})
    scope.label = label
    _merge(layout, scope, bound)
    return scope


def _merge(layout: _Layout, scope: Scope, bound: Mapping[str, Binding]) -> None:
    """Let every part see the members of all, and its own parameters before them."""
    from migrate.featran.scala.values import Object

    members: dict[str, Binding] = {}
    aliases: dict[str, TypeIn] = {}
    inner = [layout.scopes[node.id] for node in layout.nodes]
    for node, own in zip(layout.nodes, inner, strict=True):
        before = Scope(own.source, names=dict(members))
        own.names["super"] = Object("super", before)
        private = _parameters(node)
        members |= {n: b for n, b in own.names.items() if _is_member(n, b) and n not in private}
        aliases |= _aliases(own)
    this = bound.get("this") or Object(scope.label, scope)
    for node, own in zip(layout.nodes, inner, strict=True):
        own.order, own.parts = layout.order, inner
        hidden = {n: b for n, b in own.names.items() if n in _parameters(node)}
        own.names.update({**members, **hidden, "this": this, **_self_name(node, this)})
        own.types.update({n: a for n, a in aliases.items() if _is_abstract(own.types.get(n))})


def _is_member(name: str, binding: Binding) -> bool:
    return name not in ("this", "super") and not isinstance(binding, Imported)


def _parameters(node: Node) -> set[str]:
    """The names of class parameters that are no members."""
    if any(c.type == "case" for c in node.children):
        return set()
    return {
        text(need(p, "name")).strip("`")
        for group in parts(node, "class_parameters")
        for p in kids(group)
        if p.type == "class_parameter" and not any(c.type in ("val", "var") for c in p.children)
    }


def _aliases(scope: Scope) -> dict[str, TypeIn]:
    """The type members that have a value, each in the scope that it is written in."""
    return {
        name: TypeIn(kind, scope)
        for name, node in scope.types.items()
        if isinstance(node, Node)
        and node.type == "type_definition"
        and not type_parameters(node)
        and (kind := part(node, "type")) is not None
    }


def _is_abstract(known: object) -> bool:
    missing = known is None
    return missing or (
        isinstance(known, Node) and known.type == "type_definition" and not part(known, "type")
    )


def _self_name(node: Node, this: Binding) -> dict[str, Binding]:
    """``self`` of ``trait T { self: Other =>``."""
    body = part(node, "body")
    marks = [k for k in kids(body) if k.type == "self_type"] if body is not None else []
    return {text(kids(m)[0]): this for m in marks if kids(m)[0].type == "identifier"}


def parents(node: Node) -> list[tuple[Node, list[list[Node]]]]:
    """What ``extends`` names, each with its argument lists."""
    found: list[tuple[Node, list[list[Node]]]] = []
    clause = part(node, "extend")
    for child in kids(clause) if clause is not None else []:
        if child.type == "arguments":
            found[-1][1].append(kids(child))
        else:
            found.append((child, []))
    return found


def find_template(kind: Node, scope: Scope, program: Program) -> tuple[Node, Scope] | None:
    """The class or trait that a type names, and the scope it is defined in; None elsewhere's."""
    name = type_name(kind)
    for level in scope.chain():
        found = level.types.get(name)
        if isinstance(found, Node):
            return _as_template(found, level)
        imported = level.names.get(name)
        if isinstance(imported, Imported):
            name = imported.path.rpartition(".")[2]
            break
    if name in program.ambiguous:
        return None
    known = program.types.get(name) or program.members().get(name)
    return _as_template(*known) if known is not None else None


def _as_template(node: Node, scope: Scope) -> tuple[Node, Scope] | None:
    return (node, scope) if node.type in _TEMPLATES else None


def type_name(kind: Node) -> str:
    """The simple name of a type expression."""
    head = need(kind, "type") if kind.type == "generic_type" else kind
    return text(head).rpartition(".")[2].strip("`")


def _type_arguments(kind: Node, scope: Scope) -> list[TypeIn]:
    if kind.type != "generic_type":
        return []
    return [TypeIn(k, scope) for k in kids(need(kind, "type_arguments"))]


def _arguments(
    node: Node, lists: list[list[Node]], scope: Scope, owner: Scope
) -> dict[str, Binding]:
    """The parameters of a parent class: as given in ``extends``, else by default."""
    bound: dict[str, Binding] = {}
    groups = [g for g in parts(node, "class_parameters") if not is_implicit(g)]
    for at, group in enumerate(groups):
        given = lists[at] if at < len(lists) else []
        bound |= _of_one_list(group, given, scope, owner)
    return bound


def _of_one_list(group: Node, given: list[Node], scope: Scope, owner: Scope) -> dict[str, Binding]:
    by_name = {
        text(need(n, "left")): need(n, "right") for n in given if n.type == "assignment_expression"
    }
    positional = [n for n in given if n.type != "assignment_expression"]
    bound: dict[str, Binding] = {}
    for at, param in enumerate(k for k in kids(group) if k.type == "class_parameter"):
        name = text(need(param, "name")).strip("`")
        value = positional[at] if at < len(positional) else by_name.get(name)
        default = part(param, "default_value")
        if is_repeated(param):
            bound[name] = Argument(tuple(positional[at:]), scope, param, owner)
        elif value is not None:
            bound[name] = Argument((value,), scope, param, owner)
        elif default is not None:
            bound[name] = Argument((default,), owner, param, owner)
    return bound


def object_scope(definition: Definition, program: Program) -> Scope:
    """The scope of an object's members; the same one every time."""
    owner, node = definition.scope, definition.node
    if node.id not in owner.objects:
        label = text(need(node, "name")).strip("`")
        # Known before its parents are read: they may name the object itself.
        owner.objects[node.id] = owner.child(runtime=False, label=label)
        made = template_scope(node, owner, program, {}, label=label)
        if any(type_name(kind) == "Enumeration" for kind, _ in parents(node)):
            from migrate.featran.scala.enumerations import enumerate_values

            enumerate_values(node, made)
        if any(c.type == "case" for c in node.children):
            _name_itself(made, label)
        owner.objects[node.id] = made
    return owner.objects[node.id]


def _name_itself(made: Scope, label: str) -> None:
    """``toString`` of a case object, where nothing that it inherits defines it."""
    from bridges.featran.getters.ast import Lit
    from bridges.featran.getters.types import STRING
    from migrate.featran.scala.values import Typed

    for part_of_it in made.parts:
        part_of_it.names.setdefault("toString", Typed(Lit(label, STRING)))
        part_of_it.names.setdefault("productPrefix", Typed(Lit(label, STRING)))
