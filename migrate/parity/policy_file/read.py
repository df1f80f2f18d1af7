"""Reads ``parity.toml``; what is not understood is refused by its place in the file."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from migrate.errors import BadInput
from migrate.parity.model import AlignmentMode
from migrate.parity.policy import Duplicates, NullKeys, Policy
from migrate.parity.policy_file import fields
from migrate.parity.policy_file.limits import limits
from migrate.parity.policy_file.place import PolicyFile

_TABLES: Final = (
    "version",
    "align",
    "field",
    "ignore",
    "normalise",
    "expand",
    "allow",
    "sensitive",
    "limits",
    "baseline",
    "salt",
)


def read_policy(path: str) -> Policy:
    """The policy in a file; BadInput names the file and the entry."""
    try:
        body = Path(path).read_bytes()
        table = tomllib.loads(body.decode("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"cannot be read: {error}", where=path) from error
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"is not TOML: {error}", where=path) from error
    return _policy(PolicyFile(path), table, hashlib.sha256(body).hexdigest())


def _policy(file: PolicyFile, table: Mapping[str, Any], digest: str) -> Policy:
    file.known(table, _TABLES, "")
    if table.get("version", 1) != 1:
        file.refuse("version", f"is {table['version']!r}", "this program reads version 1")
    align = file.table(table, "align")
    file.known(align, ("key", "null_keys", "duplicates", "mode", "rename"), "align")
    mode = align.get("mode")
    return Policy(
        path=file.path,
        sha256=digest,
        mode=None if mode is None else file.one_of(AlignmentMode, mode, "align.mode"),
        key=file.texts(align.get("key", []), "align.key"),
        null_keys=file.one_of(NullKeys, align.get("null_keys", "match"), "align.null_keys"),
        duplicates=file.one_of(Duplicates, align.get("duplicates", "fail"), "align.duplicates"),
        rename=_rename(file, align.get("rename", {})),
        rules=file.each(table, "field", partial(fields.field_rule, file)),
        ignores=file.each(table, "ignore", partial(fields.ignore, file)),
        normalise=file.each(table, "normalise", partial(fields.normalise, file)),
        expand=file.each(table, "expand", partial(fields.expand, file)),
        allow=file.each(table, "allow", partial(fields.allow, file)),
        sensitive=file.each(table, "sensitive", partial(fields.sensitive, file)),
        salt=file.text(table.get("salt", ""), "salt"),
        limits=limits(file, file.table(table, "limits")),
        baseline=file.beside(file.text(table.get("baseline", ""), "baseline")),
    )


def _rename(file: PolicyFile, value: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
        file.refuse("align.rename", "is not a table of names", 'write "old.name" = "new.name"')
    if len(set(value.values())) < len(value):
        file.refuse("align.rename", "gives two columns one name")
    return tuple(value.items())
