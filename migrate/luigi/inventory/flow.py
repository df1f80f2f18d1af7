"""Which local names of a method carry what self.input() and self.output() give."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence

from migrate.luigi.inventory.walk import nodes_of
from migrate.luigi.inventory.words import words

BOUND = frozenset({"input", "output", "requires", "input_target", "output_target", "temp_path"})
_ROUNDS = 4
READS = frozenset(
    words(
        "load loads safe_load full_load read readline readlines read_text read_bytes reader "
        "DictReader"
    )
)
"""Calls that give what is in a file: no longer the task's own path, whatever names are in it."""
BUFFERS = frozenset({"StringIO", "BytesIO"})


def bound_names(nodes: Sequence[ast.AST]) -> frozenset[str]:
    """Local names assigned from an input or output, directly or by way of others.

    A scratch file of ``tempfile`` counts too: it is nobody's data. What is read from an input does
    not: a path that stands in a file is not the file.
    """
    pairs = [pair for node in nodes for pair in _assignments(node)]
    lines = {name for targets, value in pairs if _is_handle(value) for name in targets}
    pairs = [(t, v) for t, v in [*pairs, *_steps(nodes, lines)] if not _is_content(v)]
    known: set[str] = set()
    for _ in range(_ROUNDS):
        before = len(known)
        for targets, value in pairs:
            if is_bound(value, known):
                known |= targets
        if len(known) == before:
            break
    return frozenset(known)


def is_bound(value: ast.AST, known: set[str] | frozenset[str]) -> bool:
    """Somewhere in ``value`` is a task's input or output, or a name that carries one."""
    for node in nodes_of(value):
        match node:
            case ast.Attribute(value=ast.Name(id="self"), attr=attr) if attr in BOUND:
                return True
            case ast.Attribute(value=ast.Name(id="tempfile")):
                return True
            case ast.Name(id=name) if name in known:
                return True
    return False


def _is_content(value: ast.AST) -> bool:
    """A call that reads, or what is taken from its result: ``json.load(f)["path"]``."""
    match value:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="self"))):
            return False
        case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)):
            reads = name in READS or name.startswith("read_")
            return reads or (
                isinstance(value.func, ast.Attribute) and _is_content(value.func.value)
            )
        case ast.Subscript(value=inner) | ast.Attribute(value=inner):
            return _is_content(inner)
    return False


def _is_handle(value: ast.AST) -> bool:
    match value:
        case ast.Call(func=ast.Attribute(attr="open") | ast.Name(id="open")):
            return True
    return False


def _steps(nodes: Sequence[ast.AST], lines: set[str]) -> Iterator[tuple[set[str], ast.AST]]:
    """Loops over tasks and targets, not over the lines of a handle."""
    for node in nodes:
        if isinstance(node, ast.For | ast.comprehension):
            names = {n.id for n in nodes_of(node.iter) if isinstance(n, ast.Name)}
            if not names & lines and not _is_handle(node.iter):
                yield set(_names(node.target)), node.iter


def handles(nodes: Sequence[ast.AST]) -> frozenset[str]:
    """Names that ``with target.open("w") as name`` binds, which pandas cannot write text to."""
    found = set()
    for node in nodes:
        if not isinstance(node, ast.With):
            continue
        for item in node.items:
            match item:
                case ast.withitem(
                    context_expr=ast.Call(
                        func=ast.Attribute(value=source, attr="open"),
                        args=[ast.Constant(value="w"), *_],
                    ),
                    optional_vars=ast.Name(id=name),
                ) if is_bound(source, frozenset()):
                    found.add(name)
    return frozenset(found)


def opened_names(nodes: Sequence[ast.AST], opens: Callable[[ast.expr], bool]) -> frozenset[str]:
    """Local names of handles: a call that ``opens`` knows, or ``x.open()``, is assigned to them."""
    return frozenset(
        name
        for node in nodes
        for targets, value in _assignments(node)
        if isinstance(value, ast.Call)
        and (_is_open(value.func) or is_buffer(value) or opens(value.func))
        for name in targets
    )


def is_buffer(value: ast.AST) -> bool:
    """``StringIO(text)``: a file that is in memory alone."""
    match value:
        case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)):
            return name in BUFFERS
    return False


def _is_open(func: ast.expr) -> bool:
    return isinstance(func, ast.Attribute) and func.attr == "open"


def _assignments(node: ast.AST) -> Iterator[tuple[set[str], ast.AST]]:
    match node:
        case ast.Assign(targets=targets, value=value):
            yield {name for target in targets for name in _names(target)}, value
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            yield set(_names(target)), value
        case ast.AugAssign(target=target, value=value) | ast.NamedExpr(target=target, value=value):
            yield set(_names(target)), value
        case ast.withitem(context_expr=value, optional_vars=ast.expr() as target):
            yield set(_names(target)), value


def _names(target: ast.AST) -> Iterator[str]:
    for node in nodes_of(target):
        if isinstance(node, ast.Name):
            yield node.id
