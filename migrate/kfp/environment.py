"""Environment variables of the steps: what ``[environment]`` of migration.toml says of each.

::

    [environment]
    REPORT_BUCKET = "gs://reports"                                   # a value, in the clear
    DB_PASSWORD = { secret = "report-environment", key = "DB_PASSWORD" }
    DEBUG = false                                                    # stays unset, on purpose

A name that looks like a secret's takes no value: values stand in the compiled pipeline.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import Table

from migrate.errors import BadInput
from migrate.luigi.graph import TaskGraph, VariableRead
from migrate.luigi.inventory.secrets import is_secret

COMPUTED, ALL = "", "*"
UNTOLD = frozenset({COMPUTED, ALL})
"""What stands for names that the source does not say."""

_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_KEYS = frozenset({"secret", "key"})


@dataclass(frozen=True, slots=True)
class SecretKey:
    """A key of a Kubernetes secret."""

    secret: str
    key: str


Value = str | SecretKey | None
"""A text, a secret's key, or None for a variable that stays unset."""

Environment = Mapping[str, Value]


def read_environment(table: Mapping[str, Any], path: Path) -> dict[str, Value]:
    """The variables of the table ``[environment]``; BadInput names what is wrong."""
    return {name: _value(name, value, path) for name, value in table.items()}


def _value(name: str, value: Any, path: Path) -> Value:
    if not _NAME.fullmatch(name):
        raise _wrong(name, "is no name of a variable", "mend the name", path)
    match value:
        case False:
            return None
        case {"secret": str(secret), "key": str(key)} if set(value) == _KEYS:
            return SecretKey(secret, key)
        case str() if is_secret(name):
            step = f'write {name} = {{ secret = "NAME-OF-THE-SECRET", key = "{name}" }}'
            raise _wrong(name, "looks like a secret, and values are readable", step, path)
        case str() if "{{" in value:
            raise _wrong(name, "holds {{, which starts a placeholder of KFP", "mend it", path)
        case str():
            return value
    step = 'write a text, false, or { secret = "…", key = "…" }'
    raise _wrong(name, "is neither a text, nor false, nor a key of a secret", step, path)


def _wrong(name: str, what: str, next_step: str, path: Path) -> BadInput:
    return BadInput(f"environment.{name} {what}", where=str(path), next_step=next_step)


def add_environment(table: Table, environment: Environment, unsaid: Iterable[str]) -> None:
    """The table has each choice, and a comment for each variable that nobody chose for."""
    for name in sorted(unsaid):
        table.add(tomlkit.comment(f'{name} = "…"'))
    for name, value in sorted(environment.items()):
        if isinstance(value, SecretKey):
            inline = tomlkit.inline_table()
            inline.update({"secret": value.secret, "key": value.key})
            table.add(name, inline)
        else:
            table.add(name, False if value is None else value)


def asked(graph: TaskGraph) -> dict[str, tuple[VariableRead, ...]]:
    """Where the repository asks for each variable; those whose names are not told left out."""
    found: dict[str, list[VariableRead]] = {}
    for read in graph.environment:
        if read.name not in UNTOLD:
            found.setdefault(read.name, []).append(read)
    return {name: tuple(reads) for name, reads in sorted(found.items())}


def from_secrets(environment: Environment, graph: TaskGraph, secret: str) -> dict[str, Value]:
    """With a key of ``secret`` for each variable that looks like one and that nobody chose for.

    Where a variable was not set at capture and nothing fails without it, no pod must wait for it.
    """
    found = {
        name: SecretKey(secret, name)
        for name, reads in asked(graph).items()
        if is_secret(name) and any(read.was_set or read.required for read in reads)
    }
    return {**found, **environment}


def plain_values(environment: Environment) -> dict[str, str]:
    """The variables that have a value in the clear."""
    return {name: value for name, value in sorted(environment.items()) if isinstance(value, str)}


def secret_keys(environment: Environment) -> dict[str, dict[str, str]]:
    """``{secret: {key: variable}}``."""
    found: dict[str, dict[str, str]] = {}
    for name, key in _from_secrets(environment):
        found.setdefault(key.secret, {})[key.key] = name
    return found


def _from_secrets(environment: Environment) -> Iterator[tuple[str, SecretKey]]:
    for name, value in sorted(environment.items()):
        if isinstance(value, SecretKey):
            yield name, value
