"""Reads what a module does at its top level, and every place in it that starts Luigi."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from migrate.luigi.inventory.effects import START, effect_of, path_argument
from migrate.luigi.inventory.functions import read_function
from migrate.luigi.inventory.model import Entry, Fact, Function
from migrate.luigi.inventory.names import Names
from migrate.luigi.inventory.removed import removed_name
from migrate.luigi.inventory.scripts import command_line
from migrate.luigi.inventory.walk import nodes_of
from migrate.luigi.inventory.words import words

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
"""Uses of Luigi's API outside classes, by longest prefix."""


def module_facts(tree: ast.Module, nodes: Sequence[ast.AST], names: Names) -> tuple[Fact, ...]:
    """Import-time effects, uses of removed and of special API, events, late parameters."""
    found = {*_import_time(tree, names), *_python2(nodes, names)}
    if _concerns_luigi(names):
        rules = (_api, _removed, _events, _late)
        found |= {fact for rule in rules for fact in rule(nodes, names)}
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


def entries(
    tree: ast.Module, nodes: Sequence[ast.AST], names: Names, path: str
) -> tuple[Entry, ...]:
    """Calls that start a workflow, with the roots and flags that stand there."""
    spelled = _command_lines(nodes, path)
    started = [
        (node, way)
        for node in nodes
        if isinstance(node, ast.Call) and (way := START.get(names.dotted(node.func)))
    ]
    if not started:
        return spelled
    top = set(map(id, _at_import(tree.body)))
    ignored = {id(n.value) for n in nodes if isinstance(n, ast.Expr)}
    found = [_entry(n, way, names, path, id(n) not in top, id(n) in ignored) for n, way in started]
    return tuple(sorted([*found, *spelled], key=lambda e: (e.line, e.way)))


def _command_lines(nodes: Sequence[ast.AST], path: str) -> tuple[Entry, ...]:
    """Command lines of Luigi in texts of the program; a docstring only describes one."""
    likely: list[tuple[ast.Constant, str]] = []
    for node in nodes:
        match node:
            case ast.Constant(value=str(text)) if "luigi" in text and "--" in text:
                likely.append((node, text))
    if not likely:
        return ()
    docs = {id(n.value) for n in nodes if isinstance(n, ast.Expr)}
    found = (command_line(path, n.lineno, text) for n, text in likely if id(n) not in docs)
    return tuple(entry for entry in found if entry is not None)


def _entry(
    call: ast.Call, way: str, names: Names, path: str, guarded: bool, ignored: bool
) -> Entry:
    inside = [
        n for value in (*call.args, *(k.value for k in call.keywords)) for n in nodes_of(value)
    ]
    roots = [names.dotted(n) for n in inside if isinstance(n, ast.Name | ast.Attribute)]
    texts = [n.value for n in inside if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    flags = [t for t in texts if t.startswith("--")] + [k.arg for k in call.keywords if k.arg]
    return Entry(
        way=way,
        path=path,
        line=call.lineno,
        roots=tuple(dict.fromkeys(r for r in roots if r and r[:1] not in "_")),
        flags=tuple(dict.fromkeys(f.partition("=")[0] for f in flags)),
        detail="result ignored" if ignored else "",
        guarded=guarded,
    )


def _at_import(body: Sequence[ast.stmt]) -> Iterator[ast.AST]:
    """Nodes that run on import: no function bodies, nothing below ``if __name__ == …``."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        if isinstance(node, ast.If):
            if "__name__" not in {n.id for n in nodes_of(node.test) if isinstance(n, ast.Name)}:
                yield from _at_import([*node.body, *node.orelse])
        elif isinstance(node, ast.Try):
            handlers = [s for h in node.handlers for s in h.body]
            yield from _at_import([*node.body, *handlers, *node.orelse, *node.finalbody])
        elif isinstance(node, ast.For | ast.While | ast.With):
            yield from _at_import(node.body)
        else:
            yield from nodes_of(node)


def _import_time(tree: ast.Module, names: Names) -> Iterator[Fact]:
    for node in _at_import(tree.body):
        match node:
            case ast.Call(func=func):
                dotted = names.dotted(func)
                effect = effect_of(dotted)
                if START.get(dotted, "").endswith((".build", ".run", ".process")):
                    yield Fact("import_starts", node.lineno, dotted)
                elif effect in IMPORT_EFFECTS:
                    yield Fact(f"import_{effect}", node.lineno, dotted)
                elif dotted and path_argument(dotted) is not None:
                    yield Fact("import_opens_path", node.lineno, dotted)
            case ast.Subscript(value=ast.Attribute() as source):
                if names.dotted(source) == "os.environ":
                    yield Fact("import_environment", node.lineno, "os.environ")


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
        if isinstance(node, ast.Try) and _catches_import(node)
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


def _catches_import(node: ast.Try) -> bool:
    caught = {
        n.id for h in node.handlers if h.type for n in nodes_of(h.type) if isinstance(n, ast.Name)
    }
    bare = any(h.type is None for h in node.handlers)
    return bare or bool(
        caught & {"ImportError", "ModuleNotFoundError", "NameError", "Exception", "AttributeError"}
    )


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


PYTHON2 = frozenset(
    words(
        "unicode xrange basestring raw_input unichr execfile reload cmp apply buffer "
        "intern ConfigParser cPickle StringIO cStringIO Queue httplib urllib2 urlparse "
        "commands cookielib HTMLParser SocketServer Tkinter __builtin__ copy_reg "
        "dummy_thread"
    )
)
"""Builtins and modules of Python 2 that have another name, or none, in Python 3."""
PYTHON2_METHODS = frozenset({"iteritems", "itervalues", "iterkeys", "has_key"})


def _python2(nodes: Sequence[ast.AST], names: Names) -> Iterator[Fact]:
    """The first use of each name that only Python 2 has."""
    found: dict[str, int] = {}
    for node in nodes:
        match node:
            case ast.Name(id=name, ctx=ast.Load()) if name in PYTHON2 and not names.is_own(name):
                found.setdefault(name, node.lineno)
            case ast.BinOp(left=ast.Name(id="print"), op=ast.RShift()):
                found.setdefault("print >>", node.lineno)
            case ast.Attribute(attr=name) if name in PYTHON2_METHODS:
                found.setdefault(f".{name}()", node.lineno)
            case ast.Import(names=aliases):
                for alias in aliases:
                    if alias.name in PYTHON2:
                        found.setdefault(alias.name, node.lineno)
            case ast.ImportFrom(module=str(name), level=0) if name in PYTHON2:
                found.setdefault(name, node.lineno)
    if not found:
        return
    bound = _bound(nodes)
    guarded = _guarded_lines(nodes)
    for name, line in found.items():
        if name not in bound and line not in guarded:
            yield Fact("python2_name", line, name)


def _bound(nodes: Sequence[ast.AST]) -> frozenset[str]:
    """Names that the module gives a meaning of its own, as variables, arguments or functions."""
    found = set()
    for node in nodes:
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                found.add(name)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
    return frozenset(found)


def _guarded_lines(nodes: Sequence[ast.AST]) -> frozenset[int]:
    """Lines inside ``try`` statements that expect a name or module to be missing."""
    tries = [n for n in nodes if isinstance(n, ast.Try) and _catches_import(n)]
    return frozenset(line for n in tries for line in range(n.lineno, (n.end_lineno or 0) + 1))


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
