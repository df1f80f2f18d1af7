"""What a function body does, call by call."""

import ast
import inspect
import types

from migrate.luigi.capture.evidence.call_tables import (
    ENVIRONMENT,
    HARMLESS,
    HARMLESS_METHODS,
    LUIGI_CALLBACKS,
    NETWORK_CALLS,
    NOT_NETWORK,
    PROCESS_CALLS,
    SCHEDULES,
    is_clock,
)
from migrate.luigi.capture.evidence.file_calls import FileCalls
from migrate.luigi.capture.evidence.kinds import OTHER, SELF, TASKS, TOP, meet
from migrate.luigi.capture.functions import plain_function
from migrate.luigi.capture.luigi_types import is_target_class, is_task_class
from migrate.luigi.capture.places import source_path
from migrate.luigi.capture.syntax import YIELDS, called, texts_in

try:
    import builtins
except ImportError:
    import __builtin__ as builtins


class Scope(FileCalls):
    """One function body, analysed with the kinds of its arguments."""

    def analyse(self):
        """The kind of what the function returns; facts are reported on the way."""
        body = self.node.body if isinstance(self.node.body, list) else [self.node.body]
        self._settle_names(body)
        self.reporting = True
        self.kinds = {}
        for statement in body:
            self._report(statement)
        if isinstance(self.node, ast.Lambda):
            return self.kind(self.node.body)
        returned = [
            self.kind(n.value)
            for n in self._own_nodes(body)
            if isinstance(n, ast.Return) and n.value is not None
        ]
        kind = meet(returned) if returned else None
        return None if kind == TOP else kind

    def _report(self, statement):
        for node in ast.walk(statement):
            if isinstance(node, ast.Call):
                self._call(node)
            elif isinstance(node, (ast.Attribute, ast.Name)):
                self._read(node)
        if self.depth == 0 and self.function is plain_function(self.cls, "run"):
            for node in self._own_nodes([statement]):
                if isinstance(node, YIELDS):
                    self.fact(node, "yields", "")

    def _read(self, node):
        if isinstance(node, ast.Attribute) and ENVIRONMENT.match(self.full_name(node)):
            self.fact(node, "reads_environment", self.full_name(node))
        if isinstance(node, ast.Name) and node.id not in self.names:
            whole = self.aliases.get(node.id)
            if whole in ("os.environ", "os.getenv"):
                self.fact(node, "reads_environment", whole)
        if not isinstance(node, ast.Attribute) or self.kind(node.value) != SELF:
            return
        if isinstance(node.ctx, ast.Load):
            self.kind(node)  # follows a property
        elif node.attr == "complete":
            self.fact(node, "sets_complete", "self.complete")

    def _call(self, node):
        name = self.full_name(node.func)
        self._follow_callbacks(node)
        if any(text.startswith("sqlite:") for text in texts_in(node.args)):
            self.fact(node, "opens_path", name)
        if self._task_call(node) or self._io_call(node, name):
            return
        if SCHEDULES.match(name):
            self.fact(node, "schedules", name)
        elif PROCESS_CALLS.match(name):
            self.fact(node, "runs_process", name)
        elif self._is_network(node, name):
            self.fact(node, "touches_network", name)
        elif is_clock(name, node.args):
            self.fact(node, "reads_clock", name)
        elif is_target_class(self.value_of(node.func)) or name.endswith("Target"):
            if self.entry not in ("output", "input"):
                self.fact(node, "makes_target", name)
        else:
            self._follow_unknown(node, name)

    def _task_call(self, node):
        own = self._task_method(node)
        if own is None:
            return self._runs_other_task(node)
        if own in ("requires", "deps") and self.entry not in ("requires", "deps"):
            self.fact(node, "reads_requires", called(node))
        if own == "input" and self.entry != "input":
            self.fact(node, "reads_input", called(node))
        if own == "output" and self.entry != "output":
            self.fact(node, "writes_output", called(node))
        if self.entry == "output" and own != "output":
            self.fact(node, "output_from_input", called(node))
        return True

    def _runs_other_task(self, node):
        func = node.func
        is_run = isinstance(func, ast.Attribute) and func.attr == "run"
        if is_run and self.kind(func.value) in TASKS:
            self.fact(node, "schedules", called(node))
            return True
        return self._asks_other_task(node)

    def _asks_other_task(self, node):
        """The files of a task that is not required directly reach this one some other way."""
        func = node.func
        if not isinstance(func, ast.Attribute) or self.entry in ("requires", "deps", "output"):
            return False
        further = ("input", "output") if self.kind(func.value) == OTHER else ("input",)
        if self.kind(func.value) not in TASKS or func.attr not in further:
            return False
        self.fact(node, "makes_target", called(node))
        return True

    def _is_network(self, node, name):
        if NETWORK_CALLS.match(name) and not NOT_NETWORK.match(name):
            return True
        base = node.func
        while isinstance(base, ast.Attribute):
            base = base.value
        value = self.value_of(base) if isinstance(base, ast.Name) else None
        module = getattr(type(value), "__module__", "") or ""
        made_there = not isinstance(value, types.ModuleType) and NETWORK_CALLS.match(module + ".")
        return bool(made_there) and base is not node.func

    def _follow_unknown(self, node, name):
        function = self._callee(node)
        if function is not None:
            self._follow_call(node, function)
            return
        cls = self.value_of(node.func)
        if inspect.isclass(cls) and self.evidence.places.is_own(source_path(cls)):
            if not is_task_class(cls) and plain_function(cls, "__init__") is not None:
                kinds = (SELF,) + tuple(self.kind(a) for a in node.args)
                self._follow(node, plain_function(cls, "__init__"), kinds, cls)
            return
        is_dynamic = name in ("eval", "exec", "__import__") or name.startswith("getattr()")
        if is_dynamic or self._is_unknown_method(node.func):
            self.fact(node, "unknown_call", name)
        elif not self._is_harmless(node, name):
            self._hands_out_path(node, name)

    def _is_harmless(self, node, name):
        func = node.func
        if isinstance(func, ast.Name) and func.id not in self.names and hasattr(builtins, func.id):
            return True
        if HARMLESS.match(name) or is_task_class(self.value_of(func)):
            return True
        # A method of any object, that is: a function of a module may have the name too.
        is_method = isinstance(func, ast.Attribute) and func.attr in HARMLESS_METHODS
        return is_method and not isinstance(self.value_of(func.value), types.ModuleType)

    def _is_unknown_method(self, func):
        if not isinstance(func, ast.Attribute) or self.kind(func.value) != SELF:
            return False
        return not hasattr(self.cls, func.attr) and func.attr not in LUIGI_CALLBACKS
