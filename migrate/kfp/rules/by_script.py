"""What only scripts of the repository do: read in their files, for no capture runs them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from codemods.py2 import NotText, Unparsable, decode, parse
from migrate.assess.class_def import is_test
from migrate.codes import finding
from migrate.findings import Finding, Location
from migrate.luigi.graph import TaskGraph
from migrate.luigi.inventory.as_script import Handler, handlers, script_facts
from migrate.luigi.inventory.names import Names
from migrate.luigi.inventory.read_file import module_names
from migrate.luigi.inventory.walk import nodes_of
from migrate.luigi.sources import sources

_WORDS = (b"event_handler", b"set_setting", b"b2luigi", b"get_config", b"LuigiConfigParser")
MOVE = "Move the handler into the module of the task, where every step registers it."


def script_findings(repo: Path, graph: TaskGraph) -> Iterator[Finding]:
    """Settings and event handlers of scripts that start tasks of the graph; tests are none."""
    for source in sorted(sources(repo)):
        path = source.relative_to(repo).as_posix()
        if is_test(path) or not (tree := _tree(source)):
            continue
        names = Names(
            tree, nodes_of(tree), module_names(path), is_package=source.name == "__init__.py"
        )
        if _concerns(path, names, graph):
            yield from _settings(path, tree, names)
            yield from _lost_handlers(path, tree, names, graph)


def _tree(source: Path) -> ast.Module | None:
    """What may hold either; a file that cannot be read is for the assessment to tell."""
    try:
        data = source.read_bytes()
    except OSError:
        return None
    if not any(word in data for word in _WORDS):
        return None
    decoded = decode(data)
    parsed = None if isinstance(decoded, NotText) else parse(decoded.text)
    return None if parsed is None or isinstance(parsed, Unparsable) else parsed.tree


def _concerns(path: str, names: Names, graph: TaskGraph) -> bool:
    """It is a module of the graph's tasks, or imports one."""
    if path in {cls.path for cls in graph.classes.values()}:
        return True
    modules = {graph.module, *(node.module for node in graph.nodes.values())}
    imported = {*names.modules, *names.imported.values(), *names.stars}
    return any(_is_in(name, module) for name in imported for module in modules)


def _is_in(name: str, module: str) -> bool:
    """The dotted name is the module or of it, as seen from some import directory."""
    return f".{module}." in f".{name}." or module.endswith(f".{name}")


def _settings(path: str, tree: ast.Module, names: Names) -> Iterator[Finding]:
    for fact in script_facts(tree, names):
        yield finding(
            "LK124",
            f"{fact.detail} is called only where {path} is started as a script",
            location=Location(path, fact.line),
        )


def _lost_handlers(
    path: str, tree: ast.Module, names: Names, graph: TaskGraph
) -> Iterator[Finding]:
    registered = {(event.get("path"), event.get("line")) for event in graph.events}
    for handler in handlers(tree, names):
        if (path, handler.line) not in registered and _is_for_task(handler, graph):
            yield finding(
                "LK018",
                f"{handler.name}() waits for {handler.event} of {handler.owner}, but importing "
                f"{graph.module} does not register it",
                location=Location(path, handler.line),
                next_step=MOVE,
            )


def _is_for_task(handler: Handler, graph: TaskGraph) -> bool:
    """Some task of the graph is of the class, as far as its name tells."""
    known = {base.rpartition(".")[2] for cls in graph.classes.values() for base in cls.bases}
    return handler.owner.rpartition(".")[2] in known
