"""Defaults of parameters that read the clock at import."""

import ast

from migrate.luigi.capture.evidence.call_tables import is_clock
from migrate.luigi.capture.sources import Sources
from migrate.luigi.capture.syntax import FUNCTIONS, bindings, called


class ClockDefaults(object):
    """Tells by the source whether a parameter's default reads the clock at import."""

    def __init__(self):
        self.known = {}

    def reads(self, cls, name, parameter):
        key = (id(parameter), name)
        if key not in self.known:
            self.known[key] = self._reads(cls, name, parameter)
        return self.known[key]

    def _reads(self, cls, name, parameter):
        for klass in self._holders(cls, name, parameter):
            path, node = Sources.class_node(klass)
            value = assigned_value(node.body, name) if node is not None else None
            default = default_of(value) if value is not None else None
            if default is not None:
                return reads_clock(default, node, path, 0)
        return False

    @staticmethod
    def _holders(cls, name, parameter):
        """Classes that hold this very parameter: decorators like @inherits copy it to others."""
        from luigi.task_register import Register

        holding = [k for k in cls.__mro__ if vars(k).get(name) is parameter]
        return holding + [k for k in Register._reg if vars(k).get(name) is parameter]


def assigned_value(body, name):
    for statement in body:
        for target, value, _ in bindings(statement):
            if isinstance(target, ast.Name) and target.id == name and value is not None:
                return value
    return None


def default_of(call):
    if not isinstance(call, ast.Call):
        return None
    named = [k.value for k in call.keywords if k.arg == "default"]
    return (named + call.args[:1] + [None])[0]


def reads_clock(node, holder, path, depth):
    """True where an expression, or a name or function of its module it uses, reads the clock."""
    aliases = Sources.aliases(path)
    functions = FUNCTIONS + (ast.Lambda,)
    used = [n.func for n in ast.walk(node) if isinstance(n, ast.Call)]
    for part in ast.walk(node):
        if isinstance(part, ast.Call):
            first, dot, rest = called(part).partition(".")
            name = aliases.get(first, first) + dot + rest
            if is_clock(name, part.args):
                return True
        if isinstance(part, ast.Name) and depth < 5:
            value = named_in(part.id, holder, path)
            is_run = part in used or not isinstance(value, functions)
            if value is None or value is node or not is_run:
                continue
            if reads_clock(value, holder, path, depth + 1):
                return True
    return False


def named_in(name, holder, path):
    """What a name stands for in a class body or its module: an expression or a function."""
    tree = Sources.tree(path)
    for body in ([holder.body] if holder is not None else []) + [tree.body]:
        for statement in body:
            if isinstance(statement, FUNCTIONS) and statement.name == name:
                return statement
        value = assigned_value(body, name)
        if value is not None:
            return value
    return None
