"""Reads ``parity.toml``; what is not understood is refused by its place in the file."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, NoReturn, TypeVar

from migrate.errors import BadInput
from migrate.parity.model import AlignmentMode
from migrate.parity.normalise import STEPS
from migrate.parity.policy import (
    STRICT,
    Allow,
    Duplicates,
    Expand,
    FieldRule,
    Ignore,
    Limit,
    Mask,
    Normalise,
    NullKeys,
    Policy,
    Rule,
    Sensitive,
    Side,
    Step,
)

#: Limits of whole comparisons, and of single fields.
ROW_MEASURES: Final = (
    "different",
    "different_fraction",
    "within_tolerance",
    "missing_left",
    "missing_right",
    "duplicate_left",
    "duplicate_right",
    "unexplained",
    "incompatible_columns",
    "left_only_columns",
    "right_only_columns",
    "row_count",
)
FIELD_MEASURES: Final = (
    "different",
    "different_fraction",
    "within_tolerance",
    "unexplained",
    "null_to_value",
    "value_to_null",
    "max_absolute",
    "ks",
    "psi",
    "js",
    "linf",
)
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
_DURATION: Final = re.compile(r"(\d+(?:\.\d+)?)\s*(us|ms|s|min|h|d)")
_SECONDS: Final = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "min": 60.0, "h": 3600.0, "d": 86400.0}
E_ = TypeVar("E_", bound=StrEnum)


def read_policy(path: str) -> Policy:
    """The policy in a file; BadInput names the file and the entry."""
    try:
        body = Path(path).read_bytes()
        table = tomllib.loads(body.decode("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"cannot be read: {error}", where=path) from error
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"is not TOML: {error}", where=path) from error
    return _Reader(path).policy(table, hashlib.sha256(body).hexdigest())


class _Reader:
    """Knows the file's name for its messages."""

    def __init__(self, path: str) -> None:
        self.path = path

    def policy(self, table: Mapping[str, Any], digest: str) -> Policy:
        self.known(table, _TABLES, "")
        if table.get("version", 1) != 1:
            self.refuse("version", f"is {table['version']!r}", "this program reads version 1")
        align = self.table(table, "align")
        self.known(align, ("key", "null_keys", "duplicates", "mode", "rename"), "align")
        mode = align.get("mode")
        return Policy(
            path=self.path,
            sha256=digest,
            mode=None if mode is None else self.one_of(AlignmentMode, mode, "align.mode"),
            key=self.texts(align.get("key", []), "align.key"),
            null_keys=self.one_of(NullKeys, align.get("null_keys", "match"), "align.null_keys"),
            duplicates=self.one_of(Duplicates, align.get("duplicates", "fail"), "align.duplicates"),
            rename=self.rename(align.get("rename", {})),
            rules=self.each(table, "field", self.field_rule),
            ignores=self.each(table, "ignore", self.ignore),
            normalise=self.each(table, "normalise", self.normalise),
            expand=self.each(table, "expand", self.expand),
            allow=self.each(table, "allow", self.allow),
            sensitive=self.each(table, "sensitive", self.sensitive),
            salt=self.text(table.get("salt", ""), "salt"),
            limits=self.limits(self.table(table, "limits")),
            baseline=self.beside(self.text(table.get("baseline", ""), "baseline")),
        )

    def refuse(self, place: str, what: str, next_step: str = "") -> NoReturn:
        raise BadInput(f"{place} {what}".strip(), where=self.path, next_step=next_step)

    def known(self, table: Mapping[str, Any], names: Sequence[str], place: str) -> None:
        for name in table:
            if name not in names:
                full = f"{place}.{name}" if place else name
                self.refuse(full, "is not known", f"known are {', '.join(names)}")

    def table(self, table: Mapping[str, Any], name: str) -> Mapping[str, Any]:
        value = table.get(name, {})
        if not isinstance(value, dict):
            self.refuse(name, "is not a table", f"write [{name}]")
        return value

    def each(
        self, table: Mapping[str, Any], name: str, read: Callable[[Mapping[str, Any], str], Any]
    ) -> tuple[Any, ...]:
        entries = table.get(name, [])
        if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
            self.refuse(name, "is not a list of tables", f"write [[{name}]]")
        return tuple(read(entry, f"{name}[{index}]") for index, entry in enumerate(entries))

    def one_of(self, kind: type[E_], value: Any, place: str) -> E_:
        try:
            return kind(value)
        except ValueError:
            names = ", ".join(each.value for each in kind)
            self.refuse(place, f"is {value!r}", f"choose one of {names}")

    def text(self, value: Any, place: str) -> str:
        if not isinstance(value, str):
            self.refuse(place, f"is {value!r}, not a text")
        return value

    def texts(self, value: Any, place: str) -> tuple[str, ...]:
        if isinstance(value, str):
            value = [part.strip() for part in value.split(",")]
        if not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
            self.refuse(place, f"is {value!r}, not a list of names")
        return tuple(value)

    def number(self, value: Any, place: str, least: float = 0) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not value >= least:
            self.refuse(place, f"is {value!r}, not a number from {least:g} on")
        return value

    def beside(self, path: str) -> str:
        """A path in the file is relative to the file."""
        return str(Path(self.path).parent / path) if path and "://" not in path else path

    def rename(self, value: Any) -> tuple[tuple[str, str], ...]:
        if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
            self.refuse("align.rename", "is not a table of names", 'write "old.name" = "new.name"')
        if len(set(value.values())) < len(value):
            self.refuse("align.rename", "gives two columns one name")
        return tuple(value.items())

    def match(self, entry: Mapping[str, Any], place: str) -> str:
        if "match" not in entry:
            self.refuse(place, "has no match", 'write match = "a.b" or a glob')
        return self.text(entry["match"], f"{place}.match")

    def field_rule(self, entry: Mapping[str, Any], place: str) -> FieldRule:
        names = [f.name for f in fields(Rule)]
        self.known(entry, ("match", *names), place)
        said = {k: self.option(k, v, f"{place}.{k}") for k, v in entry.items() if k != "match"}
        return FieldRule(self.match(entry, place), Rule(**said))

    def option(self, name: str, value: Any, place: str) -> Any:
        if name in ("absolute", "relative", "cosine", "l2"):
            return float(self.number(value, place))
        if name in ("ulp", "edit_distance"):
            if isinstance(value, bool) or not isinstance(value, int) or value < 0:
                self.refuse(place, f"is {value!r}, not a whole number from 0 on")
            return value
        if name == "temporal":
            return self.duration(value, place)
        if name == "element_key":
            return self.text(value, place)
        if not isinstance(value, bool):
            self.refuse(place, f"is {value!r}, not true or false")
        return value

    def duration(self, value: Any, place: str) -> float:
        if isinstance(value, str) and (found := _DURATION.fullmatch(value.strip())):
            return float(found[1]) * _SECONDS[found[2]]
        if isinstance(value, str):
            self.refuse(place, f"is {value!r}", "write a number of seconds, or such as 5min")
        return float(self.number(value, place))

    def ignore(self, entry: Mapping[str, Any], place: str) -> Ignore:
        self.known(entry, ("match", "reason", "expires"), place)
        if not entry.get("reason"):
            self.refuse(place, "has no reason", "say why the field need not be equal")
        expires = entry.get("expires")
        if expires is not None and not isinstance(expires, date):
            self.refuse(f"{place}.expires", f"is {expires!r}", "write a date: 2026-12-31")
        return Ignore(
            self.match(entry, place), self.text(entry["reason"], f"{place}.reason"), expires
        )

    def normalise(self, entry: Mapping[str, Any], place: str) -> Normalise:
        self.known(entry, ("match", "side", *STEPS), place)
        side = entry.get("side", "both")
        sides = tuple(Side) if side == "both" else (self.one_of(Side, side, f"{place}.side"),)
        steps = tuple(
            Step(name, self.step(name, value, f"{place}.{name}"))
            for name, value in entry.items()
            if name in STEPS
        )
        if not steps:
            self.refuse(place, "does nothing", f"give one of {', '.join(STEPS)}")
        return Normalise(self.match(entry, place), sides, steps)

    def step(self, name: str, value: Any, place: str) -> str | float | bool:
        wanted = STEPS[name].argument
        if wanted == (bool,) and value is not True:
            self.refuse(place, f"is {value!r}, not true")
        if not isinstance(value, wanted) or (isinstance(value, bool) and bool not in wanted):
            self.refuse(place, f"is {value!r}", STEPS[name].help)
        if not isinstance(value, str | float | int):
            self.refuse(place, f"is {value!r}", STEPS[name].help)
        problem = STEPS[name].check(value)
        if problem:
            self.refuse(place, problem, STEPS[name].help)
        return value

    def expand(self, entry: Mapping[str, Any], place: str) -> Expand:
        self.known(entry, ("side", "column", "names", "indices", "default"), place)
        for name in ("side", "column", "names"):
            if name not in entry:
                self.refuse(place, f"has no {name}")
        return Expand(
            self.one_of(Side, entry["side"], f"{place}.side"),
            self.text(entry["column"], f"{place}.column"),
            self.beside(self.text(entry["names"], f"{place}.names")),
            self.text(entry.get("indices", ""), f"{place}.indices"),
            float(self.number(entry.get("default", 0.0), f"{place}.default", float("-inf"))),
        )

    def allow(self, entry: Mapping[str, Any], place: str) -> Allow:
        from migrate.parity.causes import CAUSES

        self.known(entry, ("match", "cause", "reason"), place)
        known = [cause.id for cause in CAUSES]
        if entry.get("cause") not in known:
            self.refuse(place, f"names cause {entry.get('cause')!r}", f"known: {', '.join(known)}")
        reason = self.text(entry.get("reason", ""), f"{place}.reason")
        return Allow(self.match(entry, place), str(entry["cause"]), reason)

    def sensitive(self, entry: Mapping[str, Any], place: str) -> Sensitive:
        self.known(entry, ("match", "mask"), place)
        mask = self.one_of(Mask, entry.get("mask", "hide"), f"{place}.mask")
        return Sensitive(self.match(entry, place), mask)

    def limits(self, table: Mapping[str, Any]) -> tuple[Limit, ...]:
        self.known(table, (*ROW_MEASURES, "field"), "limits")
        said = [
            Limit(name, self.number(value, f"limits.{name}"))
            for name, value in table.items()
            if name != "field"
        ]
        names = {limit.measure for limit in said}
        kept = [limit for limit in STRICT if limit.measure not in names]
        return (*kept, *said, *self.field_limits(table))

    def field_limits(self, table: Mapping[str, Any]) -> list[Limit]:
        found = []
        for index, entry in enumerate(table.get("field", [])):
            place = f"limits.field[{index}]"
            if not isinstance(entry, dict):
                self.refuse(place, "is not a table", "write [[limits.field]]")
            self.known(entry, ("match", *FIELD_MEASURES), place)
            match = self.match(entry, place)
            found += [
                Limit(name, self.number(value, f"{place}.{name}"), match)
                for name, value in entry.items()
                if name != "match"
            ]
        return found
