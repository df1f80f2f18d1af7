"""What a module does only where it is started as a script: no step that imports it does."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from migrate.luigi.inventory.model import Fact
from migrate.luigi.inventory.names import Names
from migrate.luigi.inventory.secrets import is_secret
from migrate.luigi.inventory.walk import nodes_of

SETTERS = frozenset({"b2luigi.set_setting", "b2luigi.core.settings.set_setting"})
CONFIGURATION = frozenset(
    {
        "luigi.configuration.get_config",
        "luigi.configuration.LuigiConfigParser.instance",
        "luigi.interface.get_config",
    }
)
_LONGEST = 80
_NO_SETTINGS = frozenset({"show_output", "dry_run", "test", "ignore_additional_command_line_args"})


def script_facts(tree: ast.Module, names: Names) -> Iterator[Fact]:
    """Settings below ``if __name__ == "__main__"``, and in functions of the module called there."""
    for node in _as_script(tree):
        match node:
            case ast.Call(func=func, args=[ast.Constant(value=str(key)), *_]) if (
                names.dotted(func) in SETTERS
            ):
                yield Fact("script_setting", node.lineno, _shown(node, key))
            case ast.Call(
                func=ast.Attribute(attr="set", value=ast.Call(func=owner)),
                args=[_, ast.Constant(value=str(option)), _],
            ) if names.dotted(owner) in CONFIGURATION:
                yield Fact("script_setting", node.lineno, _shown(node, option))
            case ast.Call(func=func) if names.dotted(func) == "b2luigi.process":
                if given := [k.arg for k in node.keywords if k.arg not in _NO_SETTINGS]:
                    said = f"b2luigi.process({', '.join(f'{name}=…' for name in given)})"
                    yield Fact("script_setting", node.lineno, said)


def _as_script(tree: ast.Module) -> Iterator[ast.AST]:
    functions = {n.name: n for n in tree.body if isinstance(n, ast.FunctionDef)}
    guarded = [s for n in tree.body if isinstance(n, ast.If) and _is_guard(n) for s in n.body]
    waiting: list[Iterable[ast.AST]] = [guarded]
    while waiting:
        nodes = [node for part in waiting.pop() for node in nodes_of(part)]
        yield from nodes
        called = [n.id for n in nodes if isinstance(n, ast.Name)]
        waiting += [functions.pop(name).body for name in called if name in functions]


def _is_guard(node: ast.If) -> bool:
    return any(isinstance(n, ast.Name) and n.id == "__name__" for n in nodes_of(node.test))


def _shown(call: ast.Call, name: str) -> str:
    """The call as it is written; nothing of a value whose name says that it is a secret."""
    if is_secret(name):
        return f'{ast.unparse(call.func)}("{name}", …)'
    text = ast.unparse(call)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


@dataclass(frozen=True, slots=True)
class Handler:
    """A function that waits for an event of a class of tasks; ``line`` is what Luigi would tell."""

    name: str
    event: str
    owner: str
    line: int


def handlers(tree: ast.Module, names: Names) -> Iterator[Handler]:
    """Functions that ``Task.event_handler`` decorates, wherever they are written."""
    for node in nodes_of(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for decorator in node.decorator_list:
            match decorator:
                case ast.Call(func=ast.Attribute(attr="event_handler", value=owner), args=[e, *_]):
                    first = min(d.lineno for d in node.decorator_list)
                    event = names.dotted(e).rpartition(".")[2] or "an event of its own"
                    yield Handler(node.name, event, names.dotted(owner), first)
