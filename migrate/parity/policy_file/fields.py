"""Entries about fields: rules, ignored ones, steps, features, allowed causes, sensitive ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from migrate.parity.normalise import STEPS
from migrate.parity.policy import (
    Allow,
    Expand,
    FieldRule,
    Ignore,
    Mask,
    Normalise,
    Rule,
    Sensitive,
    Side,
    Step,
)
from migrate.parity.policy_file.place import PolicyFile


def field_rule(file: PolicyFile, entry: Mapping[str, Any], place: str) -> FieldRule:
    """How one field, or those of a glob, is compared."""
    names = [f.name for f in fields(Rule)]
    file.known(entry, ("match", *names), place)
    said = {k: _option(file, k, v, f"{place}.{k}") for k, v in entry.items() if k != "match"}
    return FieldRule(file.match(entry, place), Rule(**said))


def _option(file: PolicyFile, name: str, value: Any, place: str) -> Any:
    if name in ("absolute", "relative", "cosine", "l2"):
        return float(file.number(value, place))
    if name in ("ulp", "edit_distance"):
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            file.refuse(place, f"is {value!r}, not a whole number from 0 on")
        return value
    if name == "temporal":
        return file.duration(value, place)
    if name == "element_key":
        return file.text(value, place)
    if not isinstance(value, bool):
        file.refuse(place, f"is {value!r}, not true or false")
    return value


def ignore(file: PolicyFile, entry: Mapping[str, Any], place: str) -> Ignore:
    """A field that need not be equal, for a reason and perhaps until a day."""
    file.known(entry, ("match", "reason", "expires"), place)
    if not entry.get("reason"):
        file.refuse(place, "has no reason", "say why the field need not be equal")
    expires = entry.get("expires")
    if expires is not None and not isinstance(expires, date):
        file.refuse(f"{place}.expires", f"is {expires!r}", "write a date: 2026-12-31")
    return Ignore(file.match(entry, place), file.text(entry["reason"], f"{place}.reason"), expires)


def normalise(file: PolicyFile, entry: Mapping[str, Any], place: str) -> Normalise:
    """Steps that change the values of a side before they are compared."""
    file.known(entry, ("match", "side", *STEPS), place)
    side = entry.get("side", "both")
    sides = tuple(Side) if side == "both" else (file.one_of(Side, side, f"{place}.side"),)
    steps = tuple(
        Step(name, _step(file, name, value, f"{place}.{name}"))
        for name, value in entry.items()
        if name in STEPS
    )
    if not steps:
        file.refuse(place, "does nothing", f"give one of {', '.join(STEPS)}")
    return Normalise(file.match(entry, place), sides, steps)


def _step(file: PolicyFile, name: str, value: Any, place: str) -> str | float | bool:
    wanted = STEPS[name].argument
    if wanted == (bool,) and value is not True:
        file.refuse(place, f"is {value!r}, not true")
    if not isinstance(value, wanted) or (isinstance(value, bool) and bool not in wanted):
        file.refuse(place, f"is {value!r}", STEPS[name].help)
    if not isinstance(value, str | float | int):
        file.refuse(place, f"is {value!r}", STEPS[name].help)
    problem = STEPS[name].check(value)
    if problem:
        file.refuse(place, problem, STEPS[name].help)
    return value


def expand(file: PolicyFile, entry: Mapping[str, Any], place: str) -> Expand:
    """A vector whose elements are columns, by a file of names."""
    file.known(entry, ("side", "column", "names", "indices", "default"), place)
    for name in ("side", "column", "names"):
        if name not in entry:
            file.refuse(place, f"has no {name}")
    return Expand(
        file.one_of(Side, entry["side"], f"{place}.side"),
        file.text(entry["column"], f"{place}.column"),
        file.beside(file.text(entry["names"], f"{place}.names")),
        file.text(entry.get("indices", ""), f"{place}.indices"),
        float(file.number(entry.get("default", 0.0), f"{place}.default", float("-inf"))),
    )


def allow(file: PolicyFile, entry: Mapping[str, Any], place: str) -> Allow:
    """A cause whose differences are agreed to."""
    from migrate.parity.causes import CAUSES

    file.known(entry, ("match", "cause", "reason"), place)
    known = [cause.id for cause in CAUSES]
    if entry.get("cause") not in known:
        file.refuse(place, f"names cause {entry.get('cause')!r}", f"known: {', '.join(known)}")
    reason = file.text(entry.get("reason", ""), f"{place}.reason")
    return Allow(file.match(entry, place), str(entry["cause"]), reason)


def sensitive(file: PolicyFile, entry: Mapping[str, Any], place: str) -> Sensitive:
    """A field whose values no output shows."""
    file.known(entry, ("match", "mask"), place)
    mask = file.one_of(Mask, entry.get("mask", "hide"), f"{place}.mask")
    return Sensitive(file.match(entry, place), mask)
