"""Which names the source defines: files, packages, objects, classes, blocks, imports."""

from __future__ import annotations

from dataclasses import dataclass, field

from migrate.featran.scala.scope import Definition, Imported, Scope
from migrate.featran.scala.tree import Node, Source, kids, need, part, parts, text

_VARIED = ("covariant_type_parameter", "contravariant_type_parameter")
VALS = frozenset({"val_definition", "var_definition"})
_NAMED = frozenset(
    {"function_definition", "object_definition", "class_definition", "trait_definition"}
)
_TYPES = frozenset({"class_definition", "trait_definition", "type_definition", "enum_definition"})


@dataclass(slots=True)
class Program:
    """All given files: their scopes, and what they define at the top, by simple name."""

    files: list[Scope] = field(default_factory=list)
    names: dict[str, Definition] = field(default_factory=dict)
    types: dict[str, tuple[Node, Scope]] = field(default_factory=dict)
    ambiguous: set[str] = field(default_factory=set)
    packages: set[str] = field(default_factory=set)
    inside: dict[str, tuple[Node, Scope]] | None = None

    def add(self, source: Source) -> Scope:
        """Read the definitions of one file."""
        scope = Scope(source)
        declare(scope, _flattened(source.root))
        self.packages.update(_packages(source.root))
        self.files.append(scope)
        for name, binding in scope.names.items():
            if isinstance(binding, Definition):
                self.names.setdefault(name, binding)
        for name, node in scope.types.items():
            if isinstance(node, Node):
                if name in self.types:
                    self.ambiguous.add(name)
                self.types.setdefault(name, (node, scope))
        return scope

    def members(self) -> dict[str, tuple[Node, Scope]]:
        """The classes, traits and aliases inside the objects of the program, by simple name."""
        if self.inside is None:
            self.inside = {}
            for definition in self.names.values():
                for name, node in _member_types(definition.node):
                    self.inside.setdefault(name, (node, definition.scope))
        return self.inside


def _member_types(node: Node) -> list[tuple[str, Node]]:
    body = part(node, "body")
    if node.type != "object_definition" or body is None:
        return []
    found: list[tuple[str, Node]] = []
    for child in kids(body):
        if child.type in _TYPES:
            found.append((text(need(child, "name")), child))
        found += _member_types(child)
    return found


def _flattened(node: Node) -> list[Node]:
    """The statements of a file, those of its package clauses included."""
    found: list[Node] = []
    for child in kids(node):
        if child.type == "package_clause":
            body = part(child, "body")
            found += _flattened(body) if body is not None else []
        elif child.type == "package_object":
            body = part(child, "body")
            found += kids(body) if body is not None else []
        else:
            found.append(child)
    return found


def _packages(node: Node) -> list[str]:
    """The segments of all package names of a file, those of package objects included."""
    found: list[str] = []
    for child in kids(node):
        if child.type in ("package_clause", "package_object"):
            found += [name.strip("` ") for name in text(need(child, "name")).split(".")]
            found += _packages(body) if (body := part(child, "body")) is not None else []
    return found


def declare(scope: Scope, statements: list[Node]) -> None:
    """Enter the definitions and imports among ``statements`` into ``scope``."""
    for node in statements:
        declare_one(scope, node)


def declare_one(scope: Scope, node: Node) -> None:
    """Enter what ``node`` defines or imports, if anything."""
    if node.type in VALS:
        pattern = need(node, "pattern")
        for name, pick in bound_names(pattern):
            scope.names[name] = Definition(node, scope, pick)
    elif node.type == "import_declaration":
        _import(scope, node)
    elif node.type == "extension_definition":
        scope.extensions.append(node)
    elif node.type in _NAMED:
        _name(scope, node)
    if node.type in _TYPES:
        scope.types[text(need(node, "name"))] = node


def _name(scope: Scope, node: Node) -> None:
    name = unquoted(need(node, "name"))
    known = scope.names.get(name)
    companion = isinstance(known, Definition) and known.node.type == "object_definition"
    if node.type == "class_definition" and companion:
        return
    if node.type != "trait_definition":
        scope.names[name] = Definition(node, scope, (), _overloads(known, node))


def _overloads(known: object, node: Node) -> tuple[Definition, ...]:
    """The methods of the same name that were declared before ``node`` in the same scope."""
    both = node.type == "function_definition" and isinstance(known, Definition)
    if not both or not isinstance(known, Definition) or known.node.type != node.type:
        return ()
    return tuple(d for d in (known, *known.others) if d.node.id != node.id)


def bound_names(pattern: Node) -> list[tuple[str, tuple[int, ...]]]:
    """The names of a ``val`` pattern with their positions in nested tuples."""
    if pattern.type == "identifier":
        return [(unquoted(pattern), ())]
    if pattern.type == "typed_pattern":
        return bound_names(need(pattern, "pattern"))
    if pattern.type == "identifiers":
        return [(unquoted(k), ()) for k in kids(pattern)]
    if pattern.type == "tuple_pattern":
        return [
            (name, (index, *rest))
            for index, inner in enumerate(kids(pattern))
            for name, rest in bound_names(inner)
        ]
    return [(unquoted(k), (-1,)) for k in _names_anywhere(pattern)]


def _names_anywhere(pattern: Node) -> list[Node]:
    """Names in a pattern that is not taken apart: asking for one of them is refused."""
    found = [pattern] if pattern.type == "identifier" else []
    for child in kids(pattern):
        found += _names_anywhere(child)
    return found


def unquoted(node: Node) -> str:
    """An identifier without back-quotes."""
    return text(node).strip("`")


def _import(scope: Scope, node: Node) -> None:
    prefix: list[str] = []
    selectors: Node | None = None
    wildcard = False
    for child in kids(node):
        if child.type in ("namespace_selectors", "namespace_wildcard", "as_renamed_identifier"):
            selectors = child if child.type == "namespace_selectors" else None
            wildcard = wildcard or child.type == "namespace_wildcard"
            if child.type == "as_renamed_identifier":
                _selector(scope, child, prefix)
                return
        elif child.type in ("identifier", "operator_identifier"):
            prefix.append(unquoted(child))
        elif child.type == "stable_identifier":
            prefix += [unquoted(k) for k in kids(child)]
    if selectors is not None:
        for child in kids(selectors):
            _selector(scope, child, prefix)
    elif wildcard:
        scope.wildcards.append(".".join(prefix))
    elif prefix:
        scope.names.setdefault(prefix[-1], Imported(".".join(prefix)))


def _selector(scope: Scope, node: Node, prefix: list[str]) -> None:
    if node.type == "namespace_wildcard":
        scope.wildcards.append(".".join(prefix))
    elif node.type in ("arrow_renamed_identifier", "as_renamed_identifier"):
        name, alias = need(node, "name"), part(node, "alias")
        if alias is not None and text(alias) != "_":
            scope.names[unquoted(alias)] = Imported(".".join([*prefix, unquoted(name)]))
    elif node.type == "identifier":
        scope.names[unquoted(node)] = Imported(".".join([*prefix, unquoted(node)]))


def parameter_lists(node: Node) -> list[list[Node]]:
    """The parameter lists of a method or class, implicit ones left out."""
    groups = [*parts(node, "parameters"), *parts(node, "class_parameters")]
    return [
        [k for k in kids(group) if k.type in ("parameter", "class_parameter")]
        for group in groups
        if group.type in ("parameters", "class_parameters") and not is_implicit(group)
    ]


def type_parameters(node: Node) -> list[str]:
    """The names of the type parameters of a class, method or alias."""
    groups = [
        *parts(node, "type_parameters"),
        *(k for k in kids(node) if k.type == "type_parameters"),
    ]
    return [text(n) for n in _declared(groups[0])] if groups else []


def _declared(group: Node) -> list[Node]:
    """The names in a group; ``+A`` and ``-A`` are nodes of their own."""
    varied = [n for k in kids(group) if k.type in _VARIED for n in parts(k, "name")]
    return sorted([*parts(group, "name"), *varied], key=lambda n: n.start_byte)


def is_lazy(node: Node) -> bool:
    """Whether a ``val`` is computed when it is first asked for."""
    return has_modifier(node, "lazy")


def has_modifier(node: Node, name: str) -> bool:
    """Whether a definition is ``lazy``, ``implicit``, ``final`` …."""
    return any(m.type == name for c in node.children if c.type == "modifiers" for m in c.children)


def is_repeated(param: Node) -> bool:
    """Whether a parameter takes any number of arguments: ``xs: T*``."""
    kind = part(param, "type")
    return kind is not None and kind.type == "repeated_parameter_type"


def is_implicit(group: Node) -> bool:
    """Whether a parameter list is filled in by the compiler."""
    return any(c.type in ("implicit", "using") for c in group.children)
