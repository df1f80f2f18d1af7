"""Reads class statements: bases, decorators, parameters, attributes, methods."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from migrate.luigi.inventory.effects import effect_of, path_argument
from migrate.luigi.inventory.functions import read_function
from migrate.luigi.inventory.model import Attribute, Class, Decorator, Fact, Function
from migrate.luigi.inventory.names import Names
from migrate.luigi.inventory.parameters import read_parameter
from migrate.luigi.inventory.secrets import holds_secret, shown
from migrate.luigi.inventory.walk import nodes_of

BODY_EFFECTS = frozenset({"clock", "environment", "config", "network", "process", "random"})


def read_classes(
    tree: ast.Module, nodes: Sequence[ast.AST], names: Names
) -> tuple[tuple[Class, ...], int]:
    """All classes of the module, nested ones too, and how many class statements there are."""
    statements = sum(isinstance(node, ast.ClassDef) for node in nodes)
    return tuple(_walk(tree.body, names, "", nested=False)), statements


def _walk(body: Sequence[ast.AST], names: Names, prefix: str, *, nested: bool) -> Iterator[Class]:
    """Class statements in source order; a class in a function is nested, one in an if is not."""
    for node in body:
        match node:
            case ast.ClassDef():
                yield _read(node, names, prefix, nested=nested)
                yield from _walk(node.body, names, f"{prefix}{node.name}.", nested=True)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield from _walk(node.body, names, f"{prefix}{name}.", nested=True)
            case ast.stmt() | ast.excepthandler() | ast.match_case():
                inner = [c for c in ast.iter_child_nodes(node) if not isinstance(c, ast.expr)]
                yield from _walk(inner, names, prefix, nested=nested)


def _read(node: ast.ClassDef, names: Names, prefix: str, *, nested: bool) -> Class:
    keywords = {k.arg: k.value for k in node.keywords if k.arg}
    bases, dynamic = _bases(node, names)
    assigned = list(_assigned(node.body))
    params = [
        read_parameter(name, value, names, line)
        for name, value, line in assigned
        if isinstance(value, ast.Call) and names.dotted(value.func)
    ]
    called = {param.name for param in params}
    metaclass = names.dotted(keywords["metaclass"]) if "metaclass" in keywords else ""
    attributes = tuple(
        Attribute(name, line, _value(name, value, names))
        for name, value, line in assigned
        if name not in called
    )
    return Class(
        name=node.name,
        qualname=f"{prefix}{node.name}",
        line=node.lineno,
        end_line=node.end_lineno or node.lineno,
        column=node.col_offset + 1,
        bases=tuple(bases),
        dynamic=tuple(dynamic),
        metaclass=metaclass or _old_metaclass(attributes),
        decorators=tuple(_decorators(node, names)),
        params=tuple(params),
        attributes=attributes,
        methods=_methods(node, names),
        nested=nested,
        facts=tuple(sorted(set(_body_facts(assigned, names)))),
    )


def _old_metaclass(attributes: Sequence[Attribute]) -> str:
    return next((a.value for a in attributes if a.name == "__metaclass__"), "")


def _bases(node: ast.ClassDef, names: Names) -> tuple[list[str], list[str]]:
    """Dotted bases, and the text of those that are computed; ``Generic[T]`` is plain."""
    plain, dynamic = [], []
    for base in node.bases:
        source = base.value if isinstance(base, ast.Subscript) else base
        dotted = names.dotted(source)
        if dotted:
            plain.append(dotted)
        elif inner := _wrapped(source, names):
            plain.append(inner)
        else:
            dynamic.append(shown(ast.unparse(base)))
    return plain, dynamic


def _wrapped(base: ast.expr, names: Names) -> str:
    """``luigi.util.inherits(A)`` style calls and ``six.with_metaclass(M, Base)``: the base."""
    match base:
        case ast.Call(func=func, args=[_, *rest]) if names.dotted(func).endswith("with_metaclass"):
            return names.dotted(rest[0]) if rest else ""
    return ""


def _decorators(node: ast.ClassDef, names: Names) -> Iterator[Decorator]:
    for decorator in node.decorator_list:
        call = decorator if isinstance(decorator, ast.Call) else None
        name = names.dotted(call.func if call else decorator)
        given = [*call.args, *(k.value for k in call.keywords)] if call else []
        arguments = [
            names.dotted(n) for value in given for n in nodes_of(value)
            if isinstance(n, ast.Name | ast.Attribute)
        ]  # fmt: skip
        yield Decorator(name, decorator.lineno, tuple(dict.fromkeys(filter(None, arguments))))


def _assigned(body: Sequence[ast.stmt]) -> Iterator[tuple[str, ast.expr, int]]:
    for node in body:
        match node:
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
                for name, value in zip(names, values, strict=False):
                    if isinstance(name, ast.Name):
                        yield name.id, value, node.lineno
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    if isinstance(target, ast.Name):
                        yield target.id, value, node.lineno
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                yield name, value, node.lineno
            case ast.If(body=inner, orelse=other) | ast.Try(body=inner, orelse=other):
                yield from _assigned([*inner, *other])


def _value(name: str, value: ast.expr, names: Names) -> str:
    """The literal, the dotted name, or the kind of expression."""
    if isinstance(value, ast.Constant):
        return shown(repr(value.value), name)
    return names.dotted(value) or type(value).__name__


def _methods(node: ast.ClassDef, names: Names) -> dict[str, Function]:
    """The last definition wins, as in Python; a property's setter does not hide its getter."""
    found: dict[str, Function] = {}
    for statement in _inside(node.body):
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            setter = any(d.endswith((".setter", ".deleter")) for d in _spelled(statement))
            if not (setter and statement.name in found):
                found[statement.name] = read_function(statement, names)
    return found


def _spelled(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Attribute):
            yield f".{decorator.attr}"


def _inside(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    for node in body:
        yield node
        if isinstance(node, ast.If | ast.Try):
            yield from _inside([*node.body, *node.orelse])


def _body_facts(assigned: Sequence[tuple[str, ast.expr, int]], names: Names) -> Iterator[Fact]:
    """What the class body does when the module is imported, parameter defaults aside."""
    for name, value, line in assigned:
        if isinstance(value, ast.Constant):
            text = value.value
            if isinstance(text, str) and text and holds_secret(name, text):
                yield Fact("secret_literal", line, name)
            continue
        parameter = isinstance(value, ast.Call) and _is_parameter(names.dotted(value.func))
        for node in nodes_of(value):
            if not isinstance(node, ast.Call) or parameter:
                continue
            dotted = names.dotted(node.func)
            effect = effect_of(dotted)
            if effect in BODY_EFFECTS:
                yield Fact(f"import_{effect}", node.lineno, dotted)
            elif dotted and path_argument(dotted) is not None:
                yield Fact("import_opens_path", node.lineno, dotted)


def _is_parameter(dotted: str) -> bool:
    return dotted.endswith(("Parameter", "Param"))
