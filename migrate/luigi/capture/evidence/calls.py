"""Calls are followed into functions of the repository."""

import ast
import inspect

from migrate.luigi.capture.evidence.expressions import Expressions
from migrate.luigi.capture.evidence.kinds import SELF, TOP, is_object, meet
from migrate.luigi.capture.functions import plain_function, raw_attribute, unwrapped
from migrate.luigi.capture.sources import Sources
from migrate.luigi.capture.syntax import FUNCTIONS, called

MAX_DEPTH = 8


class Calls(Expressions):
    """Calls of the repository's own functions are followed: each is a scope of its own."""

    def _callee(self, node):
        """The function of the repository that is called, or None."""
        return self._referred(node.func)

    def _referred(self, func):
        """The function of the repository that a name or an attribute stands for, or None."""
        function = None
        if isinstance(func, ast.Attribute):
            owner = self.kind(func.value)
            if owner == SELF:
                function = self._method(self.cls, func)
            elif is_object(owner):
                function = plain_function(owner[1], func.attr)
        if function is None:
            function = unwrapped(self.value_of(func))
        if function is None:
            return None
        return function if self._is_followed(function) else None

    def _method(self, cls, func):
        """``self.name``, or ``super().name``: then the next one after where this is written."""
        if isinstance(func.value, ast.Call) and called(func.value) == "super":
            mro = inspect.getmro(cls)
            here = next(
                (
                    i
                    for i, k in enumerate(mro)
                    if unwrapped(vars(k).get(self.node_name())) is self.function
                ),
                0,
            )
            for klass in mro[here + 1 :]:
                if func.attr in vars(klass):
                    return unwrapped(vars(klass)[func.attr])
            return None
        return plain_function(cls, func.attr)

    def node_name(self):
        return getattr(self.node, "name", "")

    def _is_followed(self, function):
        path = getattr(function.__code__, "co_filename", "")
        if self.evidence.places.is_own(path):
            return True
        return self.depth == 0 and path == self.path

    def _follow_callbacks(self, node):
        """A function given to other code is called there: ``pool.map(work, paths)``."""
        for argument in list(node.args) + [k.value for k in node.keywords]:
            if not isinstance(argument, (ast.Name, ast.Attribute)):
                continue
            is_method = isinstance(argument, ast.Attribute) and self.kind(argument.value) == SELF
            if is_method and not callable(getattr(self.cls, argument.attr, None)):
                continue  # a property or a parameter: its value is given
            function = self._referred(argument)
            if function is not None:
                others = tuple(self.kind(a) for a in node.args if a is not argument)
                self._follow(node, function, ((SELF,) if is_method else ()) + others, self.cls)

    def _follow_call(self, node, function):
        func = node.func
        kinds = tuple(self.kind(a) for a in node.args)
        cls = self.cls
        if isinstance(func, ast.Attribute):
            owner = self.kind(func.value)
            if owner == SELF or is_object(owner):
                cls = self.cls if owner == SELF else owner[1]
                static = isinstance(raw_attribute(cls, func.attr), staticmethod)
                kinds = kinds if static else (SELF,) + kinds
        kinds = self._with_keywords(node, function, kinds)
        return self._follow(node, function, kinds, cls)

    def _with_keywords(self, node, function, kinds):
        names = function.__code__.co_varnames[: function.__code__.co_argcount]
        table = list(kinds[: len(names)]) + [None] * (len(names) - len(kinds))
        for keyword in node.keywords:
            if keyword.arg in names:
                table[names.index(keyword.arg)] = self.kind(keyword.value)
        return tuple(table)

    def _follow(self, node, function, kinds, cls):
        if function is None:
            return None
        key = (function, kinds, cls, self.reporting)
        memo = self.evidence.memo
        if key in memo:
            return memo[key]
        memo[key] = TOP  # a recursive call adds nothing
        path, found = Sources.function(function)
        if found is None or self.depth >= MAX_DEPTH:
            memo[key] = None
            self.fact(node, "unknown_call", function.__name__)
            return None
        scope = type(self)(
            self.evidence, self.entry, function, path, found, kinds, cls, self.depth + 1
        )
        memo[key] = scope.analyse() if self.reporting else scope.kind_only()
        return memo[key]

    def kind_only(self):
        """What the function returns, reporting nothing."""
        body = self.node.body if isinstance(self.node.body, list) else [self.node.body]
        self._settle_names(body)
        if isinstance(self.node, ast.Lambda):
            return self.kind(self.node.body)
        kind = meet(
            [
                self.kind(n.value)
                for n in self._own_nodes(body)
                if isinstance(n, ast.Return) and n.value is not None
            ]
            or [None]
        )
        return None if kind == TOP else kind

    def _own_nodes(self, body):
        """Nodes of this function, without those of functions defined inside it."""
        waiting = list(body)
        while waiting:
            node = waiting.pop()
            yield node
            if not isinstance(node, FUNCTIONS + (ast.Lambda, ast.ClassDef)):
                waiting.extend(ast.iter_child_nodes(node))

    def analyse(self):
        raise NotImplementedError  # see Scope
