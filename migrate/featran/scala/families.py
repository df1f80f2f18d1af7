"""Sealed families: a choice that a row makes between objects and case classes, as one record.

A value of ``sealed trait Plan`` is a number, the place of its class in the source, and the fields
of every case class of the family; those of other classes hold blanks. So a choice is a typed value
like any other: it stands in options and lists, and is equal as Scala's is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bridges.featran.getters.ast import Expr, Field, Lit, New, Op
from bridges.featran.getters.types import (
    BOOLEAN,
    DOUBLE,
    FLOAT,
    INT,
    INTEGRAL,
    STRING,
    Boxed,
    OptionOf,
    Prim,
    RecordOf,
    SeqOf,
    TupleOf,
    Type,
)
from migrate.featran.scala.definitions import Program, has_modifier, type_parameters
from migrate.featran.scala.scope import Definition, Scope
from migrate.featran.scala.templates import find_template, object_scope, parents
from migrate.featran.scala.tree import Node, need, text, walk

if TYPE_CHECKING:
    from migrate.featran.scala.types import Types

_CASE = "case"
_SUFFIX = " (sealed)"


@dataclass(frozen=True, slots=True)
class Member:
    """One class of a family: its definition, and its record if it is a case class."""

    name: str
    node: Node
    scope: Scope
    record: RecordOf | None


@dataclass(frozen=True, slots=True)
class Family:
    """The classes of a sealed family in the order of the source, and the record of its values."""

    kind: RecordOf
    members: tuple[Member, ...]

    def place(self, node: Node) -> int:
        """Where the class that a definition makes stands."""
        return [m.node.id for m in self.members].index(node.id)

    def value(self, place: int, record: Expr | None = None) -> Expr | None:
        """A value of the class at a place; None where a blank is not known."""
        args: list[Expr | None] = [Lit(place, INT)]
        for at, member in enumerate(self.members):
            for name, kind in member.record.fields if member.record else ():
                own = at == place and record is not None
                args.append(_field(record, name) if own and record else blank(kind))
        known = tuple(arg for arg in args if arg is not None)
        return New(self.kind, known) if len(known) == len(args) else None

    def is_at(self, value: Expr, place: int) -> Expr:
        """Whether a value is of the class at a place."""
        case = value.args[0] if isinstance(value, New) else Field(value, _CASE)
        if isinstance(case, Lit):
            return Lit(case.value == place, BOOLEAN)
        return Op("==", (case, Lit(place, INT)), BOOLEAN)

    def record_at(self, value: Expr, place: int) -> Expr:
        """The record of the case class at a place, from a value that is one."""
        record = self.members[place].record
        assert record is not None
        fields = (_field(value, _name(place, name)) for name, _ in record.fields)
        return New(record, tuple(fields))

    def index(self, name: str) -> int | None:
        """The place of the class of a name."""
        names = [member.name for member in self.members]
        return names.index(name) if name in names else None


def _name(place: int, field: str) -> str:
    return f"{_CASE}{place}_{field}"


def _field(value: Expr, name: str) -> Expr:
    if isinstance(value, New) and isinstance(value.type, RecordOf):
        return value.args[[n for n, _ in value.type.fields].index(name)]
    return Field(value, name)


def blank(kind: Type) -> Expr | None:
    """What a field holds that belongs to another class; None where no value is known."""
    match kind:
        case Prim():
            return _ZEROS.get(kind)
        case Boxed():
            return Lit(None, kind)
        case OptionOf():
            return Op("None", (), kind)
        case SeqOf():
            return Op("Seq.of", (), kind)
        case RecordOf(_, fields):
            return _blanks(kind, [k for _, k in fields])
        case TupleOf(items):
            return _blanks(kind, list(items))
    return None


def _blanks(kind: RecordOf | TupleOf, items: list[Type]) -> Expr | None:
    parts = [part for part in map(blank, items) if part is not None]
    return New(kind, tuple(parts)) if len(parts) == len(items) else None


_ZEROS = {
    **{kind: Lit(0, kind) for kind in INTEGRAL},
    **{kind: Lit(0.0, kind) for kind in (FLOAT, DOUBLE)},
    BOOLEAN: Lit(False, BOOLEAN),
    STRING: Lit("", STRING),
}


def is_family(kind: Type) -> bool:
    """Whether values of a type are choices."""
    return isinstance(kind, RecordOf) and kind.name.endswith(_SUFFIX)


def family_of(types: Types, node: Node, scope: Scope) -> Family | None:
    """The family that a class, object or sealed trait belongs to; None where it has none.

    ``scope`` is the one that ``node`` is defined in.
    """
    head = _head(types.program, node, scope)
    if head is None:
        return None
    root, owner = head
    known = types.families.get(root.id)
    if known is None and root.id not in types.families:
        types.families[root.id] = None  # a class that holds one of its own family has none
        known = types.families[root.id] = _read(types, root, owner)
    return known


def family_named(types: Types, kind: Type) -> Family | None:
    """The family whose values have this type."""
    if not is_family(kind):
        return None
    return next((f for f in types.families.values() if f is not None and f.kind == kind), None)


def _head(program: Program, node: Node, scope: Scope) -> tuple[Node, Scope] | None:
    """The outermost sealed class or trait above a definition, itself included."""
    found = (node, scope) if has_modifier(node, "sealed") else None
    for kind, _ in parents(node):
        above = find_template(kind, scope, program)
        if above is not None:
            found = _head(program, *above) or found
    return found


def _read(types: Types, root: Node, owner: Scope) -> Family | None:
    file = owner.source.root
    members = []
    for node in walk(file):
        if node.type not in ("object_definition", "class_definition") or node.id == root.id:
            continue
        scope = _scope_of(types.program, node, owner)
        head = _head(types.program, node, scope) if scope is not None else None
        if scope is None or head is None or head[0].id != root.id or has_modifier(node, "abstract"):
            continue
        made = _member(types, node, scope)
        if made is None:
            return None
        members.append(made)
    if not members or type_parameters(root):
        return None
    fields = [(_CASE, INT), *_fields(members)]
    return Family(RecordOf(f"{text(need(root, 'name'))}{_SUFFIX}", tuple(fields)), tuple(members))


def _fields(members: list[Member]) -> list[tuple[str, Type]]:
    return [
        (_name(at, name), kind)
        for at, member in enumerate(members)
        for name, kind in (member.record.fields if member.record else ())
    ]


def _member(types: Types, node: Node, scope: Scope) -> Member | None:
    name = text(need(node, "name")).strip("`")
    if node.type == "object_definition":
        return Member(name, node, scope, None)
    record = types.record(name, node, [], scope)
    if type_parameters(node) or not isinstance(record, RecordOf):
        return None
    if any(blank(kind) is None for _, kind in record.fields):
        return None
    return Member(name, node, scope, record)


def _scope_of(program: Program, node: Node, owner: Scope) -> Scope | None:
    """The scope that a definition stands in; None within a class, a trait or a method."""
    file = next(level for level in owner.chain() if level.parent is None)
    around: list[Node] = []
    above = node.parent
    while above is not None:
        if above.type in ("class_definition", "trait_definition", "function_definition"):
            return None
        if above.type == "object_definition":
            around.insert(0, above)
        above = above.parent
    scope = file
    for holder in around:
        scope = object_scope(Definition(holder, scope), program)
    return scope
