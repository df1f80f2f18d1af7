"""Reads what a module does at its top level, and which of Luigi's API it uses."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from migrate.luigi.inventory.as_script import script_facts
from migrate.luigi.inventory.effects import START, effect_of, path_argument
from migrate.luigi.inventory.environment import variable_call, variable_read
from migrate.luigi.inventory.functions import read_function
from migrate.luigi.inventory.import_time import at_import
from migrate.luigi.inventory.model import Fact, Function
from migrate.luigi.inventory.names import Names
from migrate.luigi.inventory.python2_names import catches_import, python2_names
from migrate.luigi.inventory.removed import removed_name
from migrate.luigi.inventory.walk import nodes_of

IMPORT_EFFECTS = frozenset(
    {"clock", "environment", "config", "network", "process", "logging", "arguments", "import_path"}
)
FRAMEWORKS = frozenset({"luigi", "law", "gokart", "d6tflow", "sciluigi", "b2luigi"})

API: Mapping[str, str] = MappingProxyType(
    {
        "luigi.namespace": "namespace",
        "luigi.auto_namespace": "namespace",
        "luigi.task.namespace": "namespace",
        "luigi.task.auto_namespace": "namespace",
        "luigi.task.externalize": "externalize",
        "luigi.externalize": "externalize",
        "luigi.task.flatten": "helper",
        "luigi.task.flatten_output": "helper",
        "luigi.task.getpaths": "helper",
        "luigi.flatten": "helper",
        "luigi.freezing": "helper",
        "luigi.task_register.Register": "register",
        "luigi.task.Register": "register",
        "luigi.Register": "register",
        "luigi.configuration.add_config_path": "config_discovery",
        "luigi.configuration.LuigiConfigParser.add_config_path": "config_discovery",
        "luigi.configuration.get_config": "config_api",
        "luigi.configuration.LuigiConfigParser.instance": "config_api",
        "luigi.tools.deps": "tools",
        "luigi.tools.deps_tree": "tools",
        "luigi.tools.luigi_grep": "tools",
        "luigi.mypy": "development",
        "luigi.contrib.datadog_metric": "metrics",
        "luigi.contrib.prometheus_metric": "metrics",
        "luigi.contrib.s3.S3Client": "store_client",
        "luigi.contrib.gcs.GCSClient": "store_client",
        "luigi.contrib.hdfs.HdfsClient": "store_client",
    }
)
"""Uses of Luigi's API outside classes, by dotted name."""


def module_facts(tree: ast.Module, nodes: Sequence[ast.AST], names: Names) -> tuple[Fact, ...]:
    """Import-time effects, uses of removed and of special API, events, late parameters."""
    found = {*_import_time(tree, names), *python2_names(nodes, names)}
    if _concerns_luigi(names):
        rules = (_api, _removed, _events, _late)
        found |= {fact for rule in rules for fact in rule(nodes, names)}
        found |= set(script_facts(tree, names))
    return tuple(sorted(found))


def _concerns_luigi(names: Names) -> bool:
    """Something of Luigi, or of a framework on top of it, is imported under any name."""
    known = (*names.imported.values(), *names.stars)
    return any(name.split(".")[0] in FRAMEWORKS for name in known)


def module_functions(tree: ast.Module, names: Names) -> dict[str, Function]:
    return {
        node.name: read_function(node, names)
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def _import_time(tree: ast.Module, names: Names) -> Iterator[Fact]:
    for node in at_import(tree.body):
        match node:
            case ast.Call(func=func):
                dotted = names.dotted(func)
                effect = effect_of(dotted)
                if START.get(dotted, "").endswith((".build", ".run", ".process")):
                    yield Fact("import_starts", node.lineno, dotted)
                elif effect in IMPORT_EFFECTS:
                    yield Fact(f"import_{effect}", node.lineno, variable_call(node, dotted))
                elif dotted and path_argument(dotted) is not None:
                    yield Fact("import_opens_path", node.lineno, dotted)
            case ast.Subscript():
                if read := variable_read(node, names):
                    yield Fact("import_environment", node.lineno, read)


def _api(nodes: Sequence[ast.AST], names: Names) -> Iterator[Fact]:
    for node in nodes:
        match node:
            case ast.Attribute(ctx=ast.Load()) | ast.Name(ctx=ast.Load()):
                dotted = names.dotted(node)
            case ast.alias(name=name) if name.startswith("luigi."):
                dotted = name
            case _:
                continue
        if dotted.startswith("luigi.") and (feature := API.get(dotted)):
            yield Fact(feature, node.lineno, dotted)
        elif dotted in {"os.environ.LUIGI_CONFIG_PATH"}:
            yield Fact("config_discovery", node.lineno, dotted)
    for node in nodes:
        match node:
            case ast.Constant(value=str(text)) if text in _CONFIG_VARIABLES:
                yield Fact("config_discovery", node.lineno, text)


_CONFIG_VARIABLES = frozenset({"LUIGI_CONFIG_PATH", "LUIGI_CONFIG_PARSER"})


def _removed(nodes: Sequence[ast.AST], names: Names) -> Iterator[Fact]:
    """Names that Luigi 3 no longer has, unless an ImportError would be caught."""
    guarded = {
        id(inner)
        for node in nodes
        if isinstance(node, ast.Try) and catches_import(node)
        for statement in (*node.body, *(s for h in node.handlers for s in h.body))
        for inner in nodes_of(statement)
    }
    for node in nodes:
        if id(node) in guarded:
            continue
        for dotted in _spelled(node, names):
            if removed := removed_name(dotted):
                yield Fact("removed_api", getattr(node, "lineno", 0), removed)


def _spelled(node: ast.AST, names: Names) -> Iterator[str]:
    match node:
        case ast.Import(names=aliases):
            yield from (alias.name for alias in aliases)
        case ast.ImportFrom(names=aliases, level=0):
            source = names.source_of(node)
            yield source
            yield from (f"{source}.{alias.name}" for alias in aliases)
        case ast.Attribute():
            yield names.dotted(node)


_GETTERS = frozenset({"get", "getint", "getfloat", "getboolean", "getintdict", "has_option", "set"})


def config_sections(nodes: Sequence[ast.AST], names: Names) -> tuple[str, ...]:
    """Sections that the module asks the configuration for by a literal name."""
    if not _concerns_luigi(names):
        return ()
    found: set[str] = set()
    for node in nodes:
        match node:
            case ast.Call(
                func=ast.Attribute(attr=attr), args=[ast.Constant(value=str(name)), _, *_]
            ):
                if attr in _GETTERS:
                    found.add(name)
            case ast.keyword(arg="config_path", value=ast.Dict(values=values)):
                found |= {str(v.value) for v in values if isinstance(v, ast.Constant)}
    return tuple(sorted(found))


def _events(nodes: Sequence[ast.AST], names: Names) -> Iterator[Fact]:
    for node in nodes:
        match node:
            case ast.Call(func=ast.Attribute(value=owner, attr="event_handler"), args=[event, *_]):
                name = names.dotted(event).rpartition(".")[2] or "an event of its own"
                yield Fact("event_handler", node.lineno, f"{name} of {names.dotted(owner)}")


def _late(nodes: Sequence[ast.AST], names: Names) -> Iterator[Fact]:
    """``Cls.name = luigi.Parameter()`` after the class statement."""
    for node in nodes:
        match node:
            case ast.Assign(targets=[ast.Attribute(value=ast.Name(id=owner), attr=attr)],
                            value=ast.Call(func=func)):  # fmt: skip
                parameter = names.dotted(func).startswith("luigi.") and names.dotted(func).endswith(
                    "Parameter"
                )
                if parameter and owner not in {"self", "cls"}:
                    yield Fact("late_parameter", node.lineno, f"{owner}.{attr}")
