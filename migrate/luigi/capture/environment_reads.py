"""The reads of environment variables in one module, by its syntax."""

import ast
import re

from migrate.luigi.capture.syntax import FUNCTIONS, bindings, dotted_text
from migrate.luigi.capture.text import TEXT_TYPES, text_of, words

WHOLE_ENVIRONMENT = words("os.environ os.environb")
# Whether the call fails where the variable is not set and no other value is given.
VARIABLE_CALLS = {"os.getenv": False, "os.getenvb": False, "decouple.config": True}
VARIABLE_METHODS = {
    "get": False,
    "setdefault": False,
    "has_key": False,
    "__contains__": False,
    "pop": True,
    "__getitem__": True,
}
ENVIRONMENT_WRITES = words("update clear")
VARIABLES_IN_TEXT = re.compile(r"\$(?:\{(\w+)\}|(\w+))")
UNTOLD = ""  # the name is computed
ALL_OF_THEM = "*"


class EnvironmentReads(object):
    """``(name, line, where, at import, fails without it)`` of each read.

    The name is empty where it is computed, and ``*`` where all are read. What is in no function's
    body is read at import: defaults of arguments and decorators too. ``values`` are the module's.
    """

    def __init__(self, tree, aliases, values):
        self.tree = tree
        self.aliases = dict(aliases)
        self.values = values
        self.found = []
        for statement in tree.body:
            name, value = assigned_name(statement)
            if name and self._is_environment(value):
                self.aliases[name] = self._full_name(value)

    def all(self):
        self._inside(self.tree, "", True, frozenset())
        return self.found

    def _inside(self, node, where, at_import, local):
        for child in ast.iter_child_nodes(node):
            self._visit(child, where, at_import, local)

    def _visit(self, node, where, at_import, local):
        """``local`` are the names of the functions around it: those are no module's constants."""
        name, value = assigned_name(node) if at_import else (None, None)
        if isinstance(node, FUNCTIONS):
            self._function(node, where, at_import, local)
        elif isinstance(node, ast.ClassDef):
            self._inside(node, below(where, node.name), at_import, local)
        elif name and name in self.aliases and self._is_environment(value):
            return  # only another name for it
        elif name:
            self._visit(value, below(where, name), at_import, local)
        else:
            self._expression(node, where, at_import, local)

    def _function(self, node, where, at_import, local):
        for part in node.decorator_list + node.args.defaults:
            self._visit(part, where, at_import, local)
        for part in getattr(node.args, "kw_defaults", ()):
            if part is not None:
                self._visit(part, where, at_import, local)
        names = local | frozenset(names_bound_in(node))
        for part in node.body:
            self._visit(part, below(where, node.name), False, names)

    def _expression(self, node, where, at_import, local):
        asked = self._asked(node, local)
        if asked is None:
            self._inside(node, where, at_import, local)
            return
        names, required, further = asked
        self.found += [(name, node.lineno, where, at_import, required) for name in names]
        for part in further:
            self._visit(part, where, at_import, local)

    def _asked(self, node, local):
        """``(names, fails without, parts to look at)`` of what asks or sets a variable, or None."""
        if isinstance(node, ast.Subscript) and self._is_environment(node.value):
            is_read = isinstance(node.ctx, ast.Load)
            return ([self._name(node.slice, local)] if is_read else []), is_read, []
        if isinstance(node, ast.Compare) and self._is_environment(node.comparators[0]):
            return [self._name(node.left, local)], False, []
        if isinstance(node, ast.Call):
            return self._called(node, local)
        return ([ALL_OF_THEM], False, []) if self._is_environment(node) else None

    def _called(self, node, local):
        name, arguments = self._full_name(node.func), node.args + [k.value for k in node.keywords]
        owner, _, method = name.rpartition(".")
        if owner in WHOLE_ENVIRONMENT and method in ENVIRONMENT_WRITES:
            return [], False, arguments
        by_method = VARIABLE_METHODS.get(method) if owner in WHOLE_ENVIRONMENT else None
        fails = VARIABLE_CALLS.get(name, by_method)
        if fails is not None and arguments:
            asked = self._name(arguments[0], local)
            return [asked], fails and len(arguments) == 1, arguments[1:]
        if name == "os.path.expandvars" and arguments:
            return self._in_text(arguments[0], local), False, arguments
        return None

    def _in_text(self, node, local):
        text = self._text(node, local)
        return [UNTOLD] if text is None else [a or b for a, b in VARIABLES_IN_TEXT.findall(text)]

    def _name(self, node, local):
        return self._text(node, local) or UNTOLD

    def _text(self, node, local):
        """The text of a constant, or of a name that the module has a text for; else None."""
        if type(node).__name__ == "Index":  # around a subscript, before Python 3.9
            node = node.value
        value = None
        if type(node).__name__ in ("Constant", "Str", "Bytes"):
            value = getattr(node, "value", getattr(node, "s", None))
        elif isinstance(node, ast.Name) and node.id not in local:
            value = self.values.get(node.id)
        return text_of(value) if isinstance(value, TEXT_TYPES + (bytes,)) else None

    def _is_environment(self, node):
        return self._full_name(node) in WHOLE_ENVIRONMENT

    def _full_name(self, node):
        first, dot, rest = dotted_text(node).partition(".")
        return self.aliases.get(first, first) + dot + rest


def assigned_name(node):
    """``(name, value)`` of an assignment to one plain name, else a pair of None."""
    made = bindings(node) if isinstance(node, ast.stmt) and hasattr(node, "value") else []
    if len(made) == 1 and isinstance(made[0][0], ast.Name) and made[0][2] == "is":
        return made[0][0].id, made[0][1]
    return None, None


def below(where, name):
    return "%s.%s" % (where, name) if where else name


def names_bound_in(function):
    """Names of the arguments and of what is assigned in a function."""
    for node in ast.walk(function):
        for target, _, _ in bindings(node):
            for part in ast.walk(target):
                if isinstance(part, ast.Name):
                    yield part.id
