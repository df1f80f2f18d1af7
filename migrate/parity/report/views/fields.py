"""The fields, the most different first; distributions of the other columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from migrate.parity.model import (
    UNEXPLAINED,
    AlignmentMode,
    CauseCount,
    DeltaStats,
    FieldResult,
    ParityResult,
)
from migrate.parity.report import charts, words
from migrate.parity.report.numbers import share
from migrate.parity.report.views.confusion import MatrixCell, matrix_of
from migrate.parity.report.views.distributions import DistributionView, distribution_view
from migrate.parity.report.views.naming import anchor, cause_title
from migrate.parity.report.views.pairs import Pair, changes_of, example_of


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field with everything its row and its panel show."""

    field: FieldResult
    order: int
    status: str
    share: str
    largest: float | None
    largest_said: str
    cause: str
    changes: tuple[Pair, ...]
    examples: tuple[Pair, ...]
    matrix: tuple[tuple[str | None, tuple[MatrixCell, ...]], ...]
    histogram: charts.Bars | None
    quantiles: charts.Line | None
    distribution: DistributionView | None
    anchor: str


def fields(result: ParityResult) -> tuple[FieldView, ...]:
    """The fields that differ first, the most different on top; then as in OLD's schema.

    None where nothing is paired: without a key there are no pairs of values.
    """
    if result.alignment.mode is not AlignmentMode.KEY and not any(
        f.compared for f in result.fields
    ):
        return ()
    by_name = {d.name: distribution_view(d) for d in result.distributions}
    views = [
        _field(field, order, by_name.get(field.name)) for order, field in enumerate(result.fields)
    ]
    return tuple(
        sorted(views, key=lambda v: (-v.field.different, -v.field.within_tolerance, v.order))
    )


def distributions(result: ParityResult) -> tuple[DistributionView, ...]:
    """Distributions of columns that are no compared field, the farthest apart first."""
    compared = {view.field.name for view in fields(result)}
    views = [distribution_view(d) for d in result.distributions if d.name not in compared]
    return tuple(sorted(views, key=lambda v: (-v.worst, v.distribution.name)))


def _field(field: FieldResult, order: int, distribution: DistributionView | None) -> FieldView:
    most, said = words.largest(field)
    main = field.deltas[0] if field.deltas else None
    titles = {c.cause: cause_title(c.cause, c.title) for c in field.causes}
    titles[UNEXPLAINED] = cause_title(UNEXPLAINED, "")
    return FieldView(
        field=field,
        order=order,
        status=words.field_status(field),
        share=share(field.different, field.compared),
        largest=most,
        largest_said=said,
        cause=_first_cause(field.causes, titles),
        changes=changes_of(field.changes),
        examples=tuple(example_of(e, titles) for e in field.examples),
        matrix=matrix_of(field.confusion),
        histogram=_histogram(main),
        quantiles=charts.quantiles(main.quantiles) if main else None,
        distribution=distribution,
        anchor=anchor(order),
    )


def _first_cause(causes: Sequence[CauseCount], titles: Mapping[str, str]) -> str:
    known = [c for c in causes if c.count]
    if not known:
        return ""
    first = max(known, key=lambda c: c.count)
    more = len(known) - 1
    return titles[first.cause] + (f" +{more}" if more else "")


def _histogram(main: DeltaStats | None) -> charts.Bars | None:
    return charts.histogram(main.histogram) if main else None
