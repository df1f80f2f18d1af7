"""Scala's type expressions as types of getters: case classes, aliases, collections."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bridges.featran.getters.types import (
    NUMERIC,
    STRING,
    UNIT,
    WEIGHTED_LABEL,
    Boxed,
    MapOf,
    OptionOf,
    Prim,
    RecordOf,
    SeqKind,
    SeqOf,
    TupleOf,
    Type,
    either,
    mdl_record,
)
from migrate.featran.scala.definitions import (
    Program,
    has_modifier,
    is_implicit,
    type_parameters,
)
from migrate.featran.scala.families import Family, family_of
from migrate.featran.scala.generics import is_open
from migrate.featran.scala.scope import Imported, Scope, TypeIn
from migrate.featran.scala.templates import find_template, parents
from migrate.featran.scala.times.kinds import time_type
from migrate.featran.scala.tree import Node, kids, need, part, parts, text

_SCALARS = {t.name: t for t in (*NUMERIC, STRING, UNIT, Prim("Boolean"), Prim("Nothing"))}
_SCALARS["CharSequence"] = STRING
_BOXES = {
    "Integer": "Int",
    "Character": "Char",
    **{n: n for n in ("Boolean", "Byte", "Short", "Long", "Float", "Double")},
}
_SEQS: dict[str, SeqKind] = {
    **dict.fromkeys(("Seq", "IndexedSeq", "Iterable", "Traversable", "LinearSeq"), "Seq"),
    **dict.fromkeys(("Buffer", "ArrayBuffer", "Queue", "Stream", "LazyList", "Range"), "Seq"),
    "List": "List",
    "Vector": "Vector",
    "Array": "Array",
    "Set": "Set",
}


@dataclass(slots=True)
class Types:
    """Resolves type expressions; ``classes`` says where each record was defined.

    ``given`` are records that come from elsewhere (an Avro schema), by simple name.
    """

    program: Program
    given: dict[str, RecordOf] = field(default_factory=dict)
    classes: dict[str, tuple[Node, Scope]] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)
    made: dict[tuple[int, str], RecordOf] = field(default_factory=dict)
    families: dict[int, Family | None] = field(default_factory=dict)
    choices: bool = False

    def resolve(self, node: Node, scope: Scope) -> Type:
        """The type that ``node`` names; what is not understood is opaque under its text."""
        handler = _FORMS.get(node.type)
        return handler(self, node, scope) if handler else Prim(text(node))

    def known(self, node: Node, scope: Scope) -> Type | None:
        """The type of values that ``node`` names, or None where a part is not understood."""
        kind = self.value_type(node, scope)
        return None if is_open(kind) else kind

    def value_type(self, node: Node, scope: Scope) -> Type:
        """The type of what getters compute: a sealed trait is a choice, not a record of data."""
        before, self.choices = self.choices, True
        try:
            return self.resolve(node, scope)
        finally:
            self.choices = before

    def argument(self, node: Node, scope: Scope) -> Type | None:
        """The one type argument of ``Name[T]``, also behind an alias; None where there is none."""
        if node.type == "generic_type":
            args = kids(need(node, "type_arguments"))
            return self.resolve(args[0], scope) if len(args) == 1 else None
        found = self._alias(text(node).strip("`"), scope)
        return self.argument(*found) if found is not None else None

    def _alias(self, name: str, scope: Scope) -> tuple[Node, Scope] | None:
        """What ``type name = …`` stands for, and where."""
        for level in scope.chain():
            node = level.types.get(name)
            if isinstance(node, Node):
                break
        else:
            node, level = (self.program.types | self.program.members()).get(name, (None, scope))
        if not isinstance(node, Node) or node.type != "type_definition":
            return None
        aliased = part(node, "type")
        return (aliased, level) if aliased is not None and not type_parameters(node) else None

    def named(self, name: str, args: list[Type], scope: Scope) -> Type:
        """The type called ``name`` where ``scope`` looks, with its type arguments."""
        # A record's own fields come from data, which have other forms of dates.
        timed = None if self.open else time_type(name, scope)
        if timed is not None:
            return timed
        for level in scope.chain():
            found = level.types.get(name)
            if found is not None:
                return self._defined(name, found, args, level)
            imported = level.names.get(name)
            if isinstance(imported, Imported):
                return self._imported(imported.path, args)
        return self._global(name, args)

    def _imported(self, path: str, args: list[Type]) -> Type:
        simple = path.rpartition(".")[2]
        if path.startswith("java.lang.") and simple in _BOXES:
            return Boxed(Prim(_BOXES[simple]))
        return self._global(simple, args)

    def _global(self, name: str, args: list[Type]) -> Type:
        if name in self.given:
            return self.given[name]
        if name in self.program.ambiguous:
            return Prim(f"{name} (several are given)")
        if name in self.program.types:
            return self._defined(
                name, self.program.types[name][0], args, self.program.types[name][1]
            )
        known = builtin(name, args)
        if known is not None:
            return known
        member = self.program.members().get(name)
        return self._defined(name, member[0], args, member[1]) if member else Prim(name)

    def _defined(
        self, name: str, found: Node | Type | TypeIn, args: list[Type], scope: Scope
    ) -> Type:
        if isinstance(found, TypeIn):
            return self.resolve(found.node, found.scope)
        if not isinstance(found, Node):
            return found
        if self.choices and not self.open and has_modifier(found, "sealed"):
            family = family_of(self, found, scope)
            if family is not None:
                return family.kind
        aliased = part(found, "type") if found.type == "type_definition" else None
        if aliased is not None:
            return self.resolve(aliased, _with_arguments(found, args, scope))
        if found.type == "class_definition":
            return self.record(name, found, args, scope)
        if found.type == "trait_definition" and args == []:
            return self._of_trait(name, found, scope)
        return Prim(name)

    def _of_trait(self, name: str, node: Node, scope: Scope) -> Type:
        """A trait as a record of what it declares without a value; opaque where that is nothing."""
        if name in self.open:
            return Prim(name)
        self.open.append(name)
        try:
            fields = self._declared(node, scope)
        finally:
            self.open.pop()
        if not fields:
            return Prim(name)
        self.classes[name] = (node, scope)
        return RecordOf(name, tuple(fields.items()))

    def _declared(self, node: Node, scope: Scope) -> dict[str, Type]:
        found: dict[str, Type] = {}
        for kind, _ in parents(node):
            parent = find_template(kind, scope, self.program)
            if parent is not None and parent[0].type == "trait_definition":
                found |= self._declared(*parent)
        body = part(node, "body")
        for child in kids(body) if body is not None else []:
            declared = part(child, "return_type") or part(child, "type")
            if declared is None or parts(child, "parameters"):
                continue
            if child.type == "function_declaration":
                found[text(need(child, "name")).strip("`")] = self.resolve(declared, scope)
            elif child.type == "val_declaration":
                for name in parts(child, "name"):
                    found[text(name).strip("`")] = self.resolve(declared, scope)
        return found

    def record(self, name: str, node: Node, args: list[Type], scope: Scope) -> Type:
        """The record of a class: the fields of a case class, or its ``val`` parameters."""
        shown = f"{name}[{', '.join(map(str, args))}]" if args else name
        groups = [g for g in parts(node, "class_parameters") if not is_implicit(g)]
        is_case = any(c.type == "case" for c in node.children)
        known = self.made.get((node.id, shown))
        if known is not None:
            return known
        if shown in self.open or not groups:
            return Prim(shown)
        self.open.append(shown)
        try:
            inner = _with_arguments(node, args, scope)
            fields = tuple(
                (text(need(p, "name")).strip("`"), self.resolve(need(p, "type"), inner))
                for p in kids(groups[0])
                if p.type == "class_parameter" and (is_case or _is_val(p))
            )
        finally:
            self.open.pop()
        self.classes[shown] = (node, inner)
        record = RecordOf(shown, fields)
        if not self.open:
            self.made[(node.id, shown)] = record
        return record


def _is_val(parameter: Node) -> bool:
    return any(c.type in ("val", "var") for c in parameter.children)


def _with_arguments(node: Node, args: list[Type], scope: Scope) -> Scope:
    """A scope in which the type parameters of ``node`` are ``args``."""
    names = type_parameters(node)
    if not names:
        return scope
    inner = scope.child()
    inner.types.update(zip(names, args, strict=False))
    return inner


def builtin(name: str, args: list[Type]) -> Type | None:
    """A type of the Scala or Java library, or of Featran."""
    if name in _SCALARS and not args:
        return _SCALARS[name]
    if name in ("Option", "Some") and len(args) == 1:
        return OptionOf(args[0])
    if name in _SEQS and len(args) == 1:
        return SeqOf(args[0], _SEQS[name])
    if name == "Map" and len(args) == 2:
        return MapOf(*args)
    if name == "Either" and len(args) == 2:
        return either(*args)
    if name.startswith("Tuple") and name[5:].isdigit():
        return TupleOf(tuple(args))
    if name == "WeightedLabel":
        return WEIGHTED_LABEL
    if name == "MDLRecord":
        return mdl_record(args[0] if args else STRING)
    return Boxed(Prim(_BOXES[name])) if name in ("Integer", "Character") else None


Form = Callable[[Types, Node, Scope], Type]


def _identifier(types: Types, node: Node, scope: Scope) -> Type:
    return types.named(text(node).strip("`"), [], scope)


def _stable(types: Types, node: Node, scope: Scope) -> Type:
    path = text(node).split(".")
    if path[-2:-1] == ["lang"] and path[-1] in _BOXES:
        return Boxed(Prim(_BOXES[path[-1]]))
    return types.named(path[-1], [], scope)


def _generic(types: Types, node: Node, scope: Scope) -> Type:
    args = [types.resolve(k, scope) for k in kids(need(node, "type_arguments"))]
    head = need(node, "type")
    name = text(kids(head)[-1] if head.type == "stable_type_identifier" else head)
    return types.named(name, args, scope)


def _tuple(types: Types, node: Node, scope: Scope) -> Type:
    items = tuple(types.resolve(k, scope) for k in kids(node))
    return items[0] if len(items) == 1 else TupleOf(items)


def _inner(types: Types, node: Node, scope: Scope) -> Type:
    return types.resolve(kids(node)[0], scope)


def _repeated(types: Types, node: Node, scope: Scope) -> Type:
    return SeqOf(types.resolve(kids(node)[0], scope))


_FORMS: dict[str, Form] = {
    "type_identifier": _identifier,
    "identifier": _identifier,
    "stable_type_identifier": _stable,
    "generic_type": _generic,
    "tuple_type": _tuple,
    "annotated_type": _inner,
    "lazy_parameter_type": _inner,
    "repeated_parameter_type": _repeated,
}
