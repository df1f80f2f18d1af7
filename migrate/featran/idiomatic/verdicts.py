"""Decisions as findings, as a table of the report, as entries of the manifest and as code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from migrate.codes import finding
from migrate.featran.idiomatic.decide import Decision
from migrate.featran.render.form import Stock
from migrate.findings import Finding, Location
from migrate.report.model import Cell, Figure, Row, Table


def verdicts(decisions: tuple[Decision, ...]) -> Iterator[Finding]:
    """A finding for each feature that keeps its exact rule."""
    for decision in decisions:
        if decision.replaced:
            continue
        source, name = decision.feature.source, decision.feature.name
        place = Location(source.file, source.line) if source else Location()
        code = "FT215" if decision.nearest else "FT216"
        yield finding(code, _said(decision), location=place, subject=name)


def _said(decision: Decision) -> str:
    kind = type(decision.feature.transformer).__name__
    seen = _seen(decision)
    return f"{kind} keeps its exact rule: {decision.reason}" + (f"; {seen}" if seen else "")


def _seen(decision: Decision) -> str:
    """What the trial showed; empty where there was none."""
    trial = decision.trial
    if trial is None:
        return ""
    if trial.example is None:
        return f"no difference was seen on {trial.tried} inputs"
    return f"stock code: {trial.example} ({trial.differing} of {trial.tried} inputs differ)"


def stock_of(decisions: tuple[Decision, ...]) -> tuple[Stock, ...]:
    """The features that stock code computes, in order."""
    return tuple(
        Stock(d.feature, d.made.code, d.made.x, d.reason)
        for d in decisions
        if d.replaced and d.made is not None
    )


def as_manifest(decisions: tuple[Decision, ...]) -> dict[str, Any]:
    """The manifest's entry ``idiomatic``; none where nothing was to be decided."""
    if not decisions:
        return {}
    return {"idiomatic": {d.feature.name: _entry(d) for d in decisions}}


def _entry(decision: Decision) -> dict[str, Any]:
    entry: dict[str, Any] = {"replaced": decision.replaced, "reason": decision.reason}
    if decision.nearest:
        entry["code"] = decision.nearest
    if decision.made is not None and decision.made.x:
        entry["x"] = decision.made.x
    if decision.trial is not None:
        entry |= {"tried": decision.trial.tried, "differing": decision.trial.differing}
        example = decision.trial.example
        entry |= {"example": str(example)} if example else {}
    return entry


def as_tables(decisions: tuple[Decision, ...]) -> tuple[Table, ...]:
    """One table of all decisions, or none."""
    if not decisions:
        return ()
    rows = tuple(_row(decision) for decision in decisions)
    note = "A stock op replaces a rule only where equality is argued and no trial differs."
    columns = ("Feature", "Rule", "Why", "Tried", "Differ", "First difference")
    numeric = frozenset({"Tried", "Differ"})
    return (Table("Stock code", columns, rows, note=note, numeric=numeric),)


def _row(decision: Decision) -> Row:
    trial = decision.trial
    kind = type(decision.feature.transformer).__name__
    code = (decision.nearest,) if decision.nearest else ()
    example = str(trial.example) if trial and trial.example else ""
    return Row(
        (
            Cell(decision.feature.name, detail=(kind,)),
            Cell("stock" if decision.replaced else "exact", detail=code),
            Cell(decision.reason),
            Cell(trial.tried if trial else ""),
            Cell(trial.differing if trial else ""),
            Cell(example),
        )
    )


def figures(decisions: tuple[Decision, ...]) -> tuple[Figure, ...]:
    """How many features are in stock code."""
    if not decisions:
        return ()
    replaced = sum(decision.replaced for decision in decisions)
    return (Figure("in stock code", f"{replaced} of {len(decisions)}"),)
