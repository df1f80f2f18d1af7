"""Parsed source files, and the nodes of functions and classes in them."""

import ast

from migrate.luigi.capture.places import source_path
from migrate.luigi.capture.syntax import FUNCTIONS, last_line


class Sources(object):
    """Parsed source files, each read once."""

    _trees = {}
    _constants = {}

    @classmethod
    def tree(cls, path):
        if path not in cls._trees:
            cls._trees[path] = cls._parse(path)
        return cls._trees[path]

    @staticmethod
    def _parse(path):
        try:
            with open(path, "rb") as source:
                return ast.parse(source.read(), path)
        except (IOError, OSError, SyntaxError, TypeError, ValueError):
            return None

    @classmethod
    def aliases(cls, path):
        """``{local name: dotted name}`` of every import in the file."""
        key = ("aliases", path)
        if key not in cls._constants:
            cls._constants[key] = _aliases(cls.tree(path))
        return cls._constants[key]

    @classmethod
    def function(cls, function):
        """``(path, node)`` of a function, or (path, None) where its source cannot be had."""
        code = getattr(function, "__code__", None)
        if code is None:
            return None, None
        path = code.co_filename
        index = ("functions", path)
        if index not in cls._constants:
            cls._constants[index] = _functions(cls.tree(path))
        found = cls._constants[index].get((code.co_name, code.co_firstlineno))
        return path, found

    @classmethod
    def class_node(cls, klass):
        """``(path, node)`` of a class; the last one of its name where several are written."""
        path = source_path(klass)
        tree = cls.tree(path) if path else None
        if tree is None:
            return path, None
        wanted = getattr(klass, "__qualname__", klass.__name__).rsplit(".", 1)[-1]
        named = [n for n in ast.walk(tree) if isinstance(n, ast.ClassDef) and n.name == wanted]
        lines = [f.__code__.co_firstlineno for f in vars(klass).values() if hasattr(f, "__code__")]
        holding = [n for n in named if any(n.lineno <= i <= last_line(n) for i in lines)]
        return path, (holding or named or [None])[-1]


def _aliases(tree):
    found = {}
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.Import):
            for name in node.names:
                if name.asname:
                    found[name.asname] = name.name
                else:
                    found[name.name.split(".")[0]] = name.name.split(".")[0]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            for name in node.names:
                found[name.asname or name.name] = "%s.%s" % (node.module, name.name)
    return found


def _functions(tree):
    found = {}
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, FUNCTIONS):
            # co_firstlineno is the first decorator's line in every version; lineno is not.
            first = min([node.lineno] + [d.lineno for d in node.decorator_list])
            found[(node.name, first)] = node
        elif isinstance(node, ast.Lambda):
            found[("<lambda>", node.lineno)] = node
    return found
