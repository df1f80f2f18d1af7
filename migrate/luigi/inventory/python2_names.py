"""Names that only Python 2 has, in modules that Python 3 parses."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from migrate.luigi.inventory.model import Fact
from migrate.luigi.inventory.names import Names
from migrate.luigi.inventory.walk import nodes_of
from migrate.luigi.inventory.words import words

PYTHON2 = frozenset(
    words(
        "unicode xrange basestring raw_input unichr execfile reload cmp apply buffer "
        "intern ConfigParser cPickle StringIO cStringIO Queue httplib urllib2 urlparse "
        "commands cookielib HTMLParser SocketServer Tkinter __builtin__ copy_reg "
        "dummy_thread"
    )
)
"""Builtins and modules of Python 2 that have another name, or none, in Python 3."""
PYTHON2_METHODS = frozenset({"iteritems", "itervalues", "iterkeys", "has_key"})


def python2_names(nodes: Sequence[ast.AST], names: Names) -> Iterator[Fact]:
    """The first use of each name that only Python 2 has."""
    found: dict[str, int] = {}
    for node in nodes:
        match node:
            case ast.Name(id=name, ctx=ast.Load()) if name in PYTHON2 and not names.is_own(name):
                found.setdefault(name, node.lineno)
            case ast.BinOp(left=ast.Name(id="print"), op=ast.RShift()):
                found.setdefault("print >>", node.lineno)
            case ast.Attribute(attr=name) if name in PYTHON2_METHODS:
                found.setdefault(f".{name}()", node.lineno)
            case ast.Import(names=aliases):
                for alias in aliases:
                    if alias.name in PYTHON2:
                        found.setdefault(alias.name, node.lineno)
            case ast.ImportFrom(module=str(name), level=0) if name in PYTHON2:
                found.setdefault(name, node.lineno)
    if not found:
        return
    bound = _bound(nodes)
    guarded = _guarded_lines(nodes)
    for name, line in found.items():
        if name not in bound and line not in guarded:
            yield Fact("python2_name", line, name)


def _bound(nodes: Sequence[ast.AST]) -> frozenset[str]:
    """Names that the module gives a meaning of its own, as variables, arguments or functions."""
    found = set()
    for node in nodes:
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                found.add(name)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
    return frozenset(found)


def _guarded_lines(nodes: Sequence[ast.AST]) -> frozenset[int]:
    """Lines inside ``try`` statements that expect a name or module to be missing."""
    tries = [n for n in nodes if isinstance(n, ast.Try) and catches_import(n)]
    return frozenset(line for n in tries for line in range(n.lineno, (n.end_lineno or 0) + 1))


def catches_import(node: ast.Try) -> bool:
    """The statement expects that a name or module is missing."""
    caught = {
        n.id for h in node.handlers if h.type for n in nodes_of(h.type) if isinstance(n, ast.Name)
    }
    bare = any(h.type is None for h in node.handlers)
    return bare or bool(
        caught & {"ImportError", "ModuleNotFoundError", "NameError", "Exception", "AttributeError"}
    )
