"""Reads parameter declarations: type, default, and what their arguments ask for."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from migrate.luigi.inventory.effects import effect_of
from migrate.luigi.inventory.environment import variable_read
from migrate.luigi.inventory.model import Fact, Param
from migrate.luigi.inventory.names import Names
from migrate.luigi.inventory.secrets import holds_secret, shown
from migrate.luigi.inventory.walk import nodes_of

OPTIONS: Mapping[str, str] = MappingProxyType(
    {
        "is_list": "removed_flag",
        "is_boolean": "removed_flag",
        "is_bool": "removed_flag",
        "is_global": "removed_flag",
        "default_from_config": "removed_flag",
        "config_path": "config_path",
        "batch_method": "batch_method",
        "description": "help_text",
        "always_in_help": "help_text",
    }
)
"""Arguments whose mere presence means something."""


def read_parameter(name: str, call: ast.Call, names: Names, line: int) -> Param:
    """The declaration ``name = call``; whether it is a parameter is decided by its type later."""
    keywords = {k.arg: k.value for k in call.keywords if k.arg}
    default = keywords.get("default", call.args[0] if call.args else None)
    type_ = names.dotted(call.func)
    facts = [*_of_options(keywords), *_of_type(type_, call), *_of_default(name, default, names)]
    return Param(
        name=name,
        type=type_,
        line=line,
        default=_shown(name, default),
        options=tuple(sorted(keywords)),
        facts=tuple(sorted(set(facts))),
    )


def _shown(name: str, default: ast.expr | None) -> str | None:
    if default is None:
        return None
    try:
        return shown(ast.unparse(default), name)
    except (ValueError, RecursionError):
        return "…"


def _of_options(keywords: dict[str, ast.expr]) -> Iterator[Fact]:
    for option, value in keywords.items():
        if option in OPTIONS:
            yield Fact(OPTIONS[option], value.lineno, option)
    match keywords.get("significant"):
        case ast.Constant(value=False) as value:
            yield Fact("insignificant", value.lineno)
    match keywords.get("visibility"):
        case ast.Attribute(attr="PRIVATE") as value:
            yield Fact("private", value.lineno)
        case ast.Attribute(attr="HIDDEN") as value:
            yield Fact("hidden", value.lineno)


def _of_type(type_: str, call: ast.Call) -> Iterator[Fact]:
    last = type_.rpartition(".")[2]
    if last in {"ChoiceParameter", "ChoiceListParameter", "NumericalParameter"} and call.args:
        yield Fact("positional_type", call.lineno, last)


def _of_default(name: str, default: ast.expr | None, names: Names) -> Iterator[Fact]:
    if default is None:
        return
    if isinstance(default, ast.Constant):
        value = default.value
        if isinstance(value, str) and value and holds_secret(name, value):
            yield Fact("secret_literal", default.lineno, name)
        return
    for node in nodes_of(default):
        match node:
            case ast.Call(func=func):
                effect = effect_of(names.dotted(func))
                if effect in {"clock", "environment", "config", "random", "network"}:
                    yield Fact(f"default_{effect}", node.lineno, name)
            case ast.Subscript() if variable_read(node, names):
                yield Fact("default_environment", node.lineno, name)
