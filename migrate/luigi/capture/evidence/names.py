"""The names of one function body."""

import ast
import inspect
import types

from migrate.luigi.capture.evidence.kinds import TOP, item_kind, meet
from migrate.luigi.capture.sources import Sources
from migrate.luigi.capture.syntax import argument_name, bindings, dotted_text


class Names(object):
    """One function body and what its names stand for: kinds, or objects of the imported module.

    ``entry`` is the method of the task that led here, ``cls`` the class that ``self`` is of.
    """

    def __init__(self, evidence, entry, function, path, node, kinds, cls, depth):
        self.evidence = evidence
        self.entry = entry
        self.function = function
        self.path = path
        self.shown = evidence.places.shown(path)
        self.node = node
        self.cls = cls
        self.depth = depth
        self.aliases = Sources.aliases(path)
        self.names = self._argument_kinds(kinds)
        self.kinds = {}  # by id of the expression, as long as the names stay as they are
        self.reporting = False

    def fact(self, node, name, detail):
        if self.reporting:
            self.evidence.add(self.entry, self.shown, getattr(node, "lineno", 0), name, detail)

    def _argument_kinds(self, kinds):
        arguments = self.node.args
        names = [argument_name(a) for a in getattr(arguments, "posonlyargs", []) + arguments.args]
        table = dict.fromkeys(names)
        table.update(zip(names, kinds))
        return table

    def _settle_names(self, body):
        """Give every local name the kind all its assignments agree on."""
        assigned = {}
        for statement in body:
            for node in ast.walk(statement):
                for target, value, how in bindings(node):
                    self._bind(target, value, how, assigned)
        fixed = set(self.names) - set(assigned)
        given = dict(self.names)
        for name in assigned:
            self.names[name] = TOP
        for _ in range(8):
            before = dict(self.names)
            for name, sources in assigned.items():
                self.kinds = {}
                kinds = [self._bound_kind(value, how) for value, how in sources]
                if name in given and name not in fixed:
                    kinds.append(given[name])
                self.names[name] = meet(kinds)
            if before == self.names:
                break
        self.names = {n: None if k == TOP else k for n, k in self.names.items()}
        self.kinds = {}

    def _bind(self, target, value, how, assigned):
        if isinstance(target, (ast.Tuple, ast.List)):
            pairs = None
            if how == "is" and isinstance(value, (ast.Tuple, ast.List)):
                pairs = list(zip(target.elts, value.elts))
            for index, item in enumerate(target.elts):
                self._bind(
                    item,
                    pairs[index][1] if pairs and index < len(pairs) else value,
                    how if pairs else "item",
                    assigned,
                )
        elif isinstance(target, ast.Name):
            assigned.setdefault(target.id, []).append((value, how))
        elif isinstance(target, ast.Attribute):
            assigned.setdefault(dotted_text(target), []).append((value, how))
        elif hasattr(ast, "Starred") and isinstance(target, ast.Starred):
            self._bind(target.value, value, "item", assigned)

    def _bound_kind(self, value, how):
        if value is None:
            return None
        return item_kind(self.kind(value)) if how == "item" else self.kind(value)

    def value_of(self, node):
        """The object a global name or a dotted one stands for in the imported module, or None."""
        if isinstance(node, ast.Name):
            if node.id in self.names:
                return None
            cells = dict(zip(self.function.__code__.co_freevars, self.function.__closure__ or ()))
            try:
                if node.id in cells:
                    return cells[node.id].cell_contents
                return self.function.__globals__.get(node.id)
            except ValueError:
                return None
        if isinstance(node, ast.Attribute):
            owner = self.value_of(node.value)
            if isinstance(owner, types.ModuleType) or inspect.isclass(owner):
                return vars(owner).get(node.attr)
        return None

    def full_name(self, node):
        """The dotted name with import aliases resolved: ``pd.read_csv`` → ``pandas.read_csv``."""
        text = dotted_text(node)
        first, _, rest = text.partition(".")
        if first in self.names:
            return text
        whole = self.aliases.get(first, first)
        return "%s.%s" % (whole, rest) if rest else whole

    def kind(self, node):
        """What of the task an expression stands for, or None."""
        raise NotImplementedError  # see Expressions
