"""What the calls and statements of one function do to the world outside the task."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from migrate.luigi.inventory.effects import (
    PATH_METHODS,
    PATHLIB_METHODS,
    START,
    effect_of,
    path_argument,
)
from migrate.luigi.inventory.environment import variable_call, variable_read
from migrate.luigi.inventory.flow import (
    bound_names,
    handles,
    is_bound,
    is_buffer,
    opened_names,
)
from migrate.luigi.inventory.model import Fact
from migrate.luigi.inventory.names import Names
from migrate.luigi.inventory.secrets import shown

MESSAGES = frozenset({"set_status_message", "set_progress_percentage", "set_tracking_url"})
STATELESS = frozenset({"requires", "output", "complete", "input", "deps"})
IDENTITY = frozenset({"task_id", "task_family", "param_kwargs", "to_str_params", "task_module"})


class CallReader:
    """Facts of the calls and statements of one function."""

    def __init__(
        self, name: str, names: Names, nodes: Sequence[ast.AST], arguments: frozenset[str]
    ) -> None:
        self._name = name
        self._names = names
        self._nodes = nodes
        self._bound = bound_names(nodes) | (arguments - {"self", "cls"})
        self._handles = handles(nodes)
        self._open = opened_names(nodes, self._opens)
        self._made = self._instances()

    def of_call(self, call: ast.Call) -> Iterator[Fact]:
        dotted = self._names.dotted(call.func)
        if dotted in START:
            yield Fact("schedules", call.lineno, dotted)
        elif effect := effect_of(dotted):
            yield Fact(effect, call.lineno, variable_call(call, dotted))
        index = path_argument(dotted) if dotted else None
        if index is not None:
            yield from self._path(call, call.args[index : index + 1], dotted)
        if isinstance(call.func, ast.Attribute):
            yield from self._of_method(call, call.func)
        elif not dotted:
            yield from self._of_computed(call)
        yield from self._values(call, dotted)
        yield from self._target(call, dotted)

    def _target(self, call: ast.Call, dotted: str) -> Iterator[Fact]:
        """A target that is made of nothing the task was given."""
        last = dotted.rpartition(".")[2]
        if last.endswith("Target") and call.args and not is_bound(call.args[0], self._bound):
            yield Fact("makes_target", call.lineno, f"{last}({_text(call.args[0])})")

    def of_others(self) -> Iterator[Fact]:
        """What statements and attributes say beyond calls."""
        for node in self._nodes:
            match node:
                case ast.Attribute(value=ast.Name(id="self"), attr="task_id", ctx=ast.Store()):
                    yield Fact("task_id_rewritten", node.lineno)
                case ast.Attribute(value=ast.Name(id="self"), attr=attr, ctx=ast.Store()):
                    if self._name in STATELESS:
                        yield Fact("state", node.lineno, attr)
                case ast.Attribute(value=ast.Name(id="self"), attr=attr) if attr in IDENTITY:
                    yield Fact("identity", node.lineno, attr)
                case ast.Attribute(attr="scheduler_messages"):
                    yield Fact("live_messages", node.lineno, "scheduler_messages")
                case ast.Subscript():
                    if read := variable_read(node, self._names):
                        yield Fact("environment", node.lineno, read)

    def _path(self, call: ast.Call, argument: Sequence[ast.expr], dotted: str) -> Iterator[Fact]:
        given = list(argument) or [k.value for k in call.keywords[:1]]
        if given:
            buffer = is_buffer(given[0])
            own = buffer or self._is_open(given[0]) or is_bound(given[0], self._bound)
            name = "file_io" if own else "opens_path"
            yield Fact(name, call.lineno, f"{dotted.rpartition('.')[2]}({_text(given[0])})")

    def _of_method(self, call: ast.Call, func: ast.Attribute) -> Iterator[Fact]:
        name, receiver = func.attr, func.value
        own = isinstance(receiver, ast.Name) and receiver.id == "self"
        if name in MESSAGES:
            yield Fact("live_messages", call.lineno, name)
        elif own and name == "decrease_running_resources":
            yield Fact("resources", call.lineno, name)
        elif own and name == "trigger_event":
            yield Fact("trigger_event", call.lineno, self._event(call))
        elif name == "run" and not own:
            yield from self._run_of(call, receiver)
        elif name in PATH_METHODS and call.args:
            yield from self._frame(call, name)
        elif name in PATHLIB_METHODS and isinstance(receiver, ast.Call):
            if not is_bound(receiver, self._bound) and receiver.args:
                yield Fact("opens_path", call.lineno, f"{name}({_text(receiver)})")
        elif name == "get_task_cls":
            yield Fact("lookup", call.lineno, "Register.get_task_cls")

    def _run_of(self, call: ast.Call, receiver: ast.expr) -> Iterator[Fact]:
        """``Load().run()``: whether Load is a task is decided where all classes are known."""
        match receiver:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="self"), attr="requires" | "clone")):
                yield Fact("schedules", call.lineno, f"{_text(receiver)}.run()")
            case ast.Call(func=func):
                yield Fact("runs", call.lineno, self._names.dotted(func))
            case ast.Name(id=name) if name in self._made:
                yield Fact("runs", call.lineno, self._made[name])

    def _frame(self, call: ast.Call, name: str) -> Iterator[Fact]:
        first = call.args[0]
        if isinstance(first, ast.Name) and first.id in self._handles:
            yield Fact("pandas_handle", call.lineno, name)
        elif not (is_bound(first, self._bound) or _is_buffer(first) or self._is_open(first)):
            yield Fact("opens_path", call.lineno, f"{name}({_text(first)})")

    def _opens(self, func: ast.expr) -> bool:
        return path_argument(self._names.dotted(func)) is not None

    def _is_open(self, node: ast.expr) -> bool:
        """A handle: whoever opened it has been told of already."""
        return isinstance(node, ast.Name) and node.id in self._open

    def _of_computed(self, call: ast.Call) -> Iterator[Fact]:
        match call.func:
            case ast.Subscript() | ast.Call(func=ast.Name(id="getattr")):
                yield Fact("lookup", call.lineno, _text(call.func))

    def _values(self, call: ast.Call, dotted: str) -> Iterator[Fact]:
        """Tasks handed to other tasks as values: ``Plot(source=Load())``."""
        if not dotted or dotted.startswith("luigi.") or not dotted.rpartition(".")[2][:1].isupper():
            return
        for keyword in call.keywords:
            match keyword.value:
                case ast.Name(id="self"):
                    yield Fact("task_value", call.lineno, f"{dotted} {keyword.arg} self")
                case ast.Call(func=func) if inner := self._names.dotted(func):
                    yield Fact("task_value", call.lineno, f"{dotted} {keyword.arg} {inner}")

    def _event(self, call: ast.Call) -> str:
        return self._names.dotted(call.args[0]).rpartition(".")[2] if call.args else ""

    def _instances(self) -> dict[str, str]:
        """Local names that are bound to ``Something(...)``, and what that is called."""
        found = {}
        for node in self._nodes:
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=func)):
                    found[name] = self._names.dotted(func)
        return found


def _is_buffer(node: ast.expr) -> bool:
    """A name that a frame is written to and that is probably a buffer, not a path."""
    return isinstance(node, ast.Name) and node.id in {"buffer", "buf", "output", "f", "fh", "fp"}


def _text(node: ast.expr) -> str:
    try:
        return shown(ast.unparse(node))
    except (ValueError, RecursionError):
        return "…"
