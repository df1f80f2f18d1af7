"""The report of ``migrate featran-to-tft``."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from migrate import __version__
from migrate.featran.idiomatic.verdicts import as_tables, figures
from migrate.featran.tft.columns import Column
from migrate.featran.tft.convert import Conversion
from migrate.findings import Finding
from migrate.report.model import Cell, Figure, Report, Row, Table


def report_of(
    conversion: Conversion, inputs: dict[str, str], findings: Iterable[Finding]
) -> Report:
    """What converted, what was refused, what the module reads and puts out."""
    return Report(
        command="featran-to-tft",
        title=f"{conversion.origin.title} as a TFX transform",
        version=__version__,
        inputs=inputs,
        summary=_summary(conversion),
        findings=tuple(findings),
        ledger=conversion.ledger,
        tables=(_outputs(conversion), *as_tables(conversion.decisions), _inputs(conversion)),
    )


def _summary(conversion: Conversion) -> tuple[Figure, ...]:
    counts = conversion.ledger.counts()
    refused = counts.get("feature", {}).get("refused", 0) + len(conversion.origin.lost)
    features = sum(len(spec.features) for spec in conversion.specs)
    columns = len(conversion.columns) if not conversion.options.refit else "learnt"
    return (
        Figure("features converted", features, tone="good"),
        Figure("features refused", refused, tone="bad" if refused else "plain"),
        Figure("crossings", sum(len(spec.crossings) for spec in conversion.specs)),
        Figure("columns", columns),
        Figure("mode", "refit" if conversion.options.refit else "frozen"),
        *figures(conversion.decisions),
    )


def _outputs(conversion: Conversion) -> Table:
    if conversion.options.refit:
        rows = [Row((Cell(n), Cell(k), Cell(""), Cell(""))) for n, k in conversion.keys.items()]
    else:
        groups = groupby(conversion.columns, lambda column: column.transformer)
        rows = [_output(name, list(columns)) for name, columns in groups]
    columns = ("Feature", "Key", "Columns", "Source")
    return Table("Outputs", columns, tuple(rows), numeric=frozenset({"Columns"}))


def _output(name: str, columns: list[Column]) -> Row:
    first = columns[0]
    detail = (first.kind,)
    return Row((Cell(name, detail=detail), Cell(first.key), Cell(len(columns)), Cell(first.source)))


def _inputs(conversion: Conversion) -> Table:
    rows = (
        Row((Cell(need.name), Cell(need.kind), Cell(need.shape.value)))
        for need in conversion.inputs
    )
    return Table("Inputs", ("Feature", "List", "Values"), tuple(rows))
