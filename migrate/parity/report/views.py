"""The result as the page shows it: sorted, cut, worded; templates only place it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from migrate.parity.model import (
    UNEXPLAINED,
    AlignmentMode,
    CauseCount,
    Cell,
    Confusion,
    DeltaStats,
    Distribution,
    Example,
    FieldResult,
    KeyPart,
    Kind,
    ParityResult,
    RowClass,
    SampleRow,
    ValueChange,
)
from migrate.parity.report import charts, words
from migrate.parity.report.highlight import Pieces, highlighted
from migrate.parity.report.numbers import share

#: A row class that has rows at all is at least this wide in the bar, in percent.
THINNEST = 0.6
#: Changes that occur once each say little: so many of them are shown, and of others.
FEW_CHANGES, MOST_CHANGES = 3, 12

_SAMPLES = (
    RowClass.DIFFERENT,
    RowClass.MISSING_RIGHT,
    RowClass.MISSING_LEFT,
    RowClass.DUPLICATE_LEFT,
    RowClass.DUPLICATE_RIGHT,
    RowClass.WITHIN_TOLERANCE,
    RowClass.SAME,
)


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the bar of row classes; ``start`` and ``width`` in percent."""

    name: str
    key: str
    count: int
    share: str
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Two values side by side; None is a null, ``cause`` the title of what explains it."""

    old: Pieces | None
    new: Pieces | None
    cause: str = ""
    field: str = ""
    count: int = 0
    share: float = 0.0
    delta: float | None = None
    key: tuple[KeyPart, ...] = ()
    row_class: str = ""


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """A cell of the confusion table; ``heat`` 0 … 5 picks its shade, ``off``: it is a change."""

    count: int
    heat: int
    off: bool


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


@dataclass(frozen=True, slots=True)
class DistributionView:
    """Distances of one column and the picture that fits its kind."""

    distribution: Distribution
    overlay: charts.Overlay | None
    categories: tuple[charts.Category, ...]
    worst: float


@dataclass(frozen=True, slots=True)
class CauseView:
    """One cause over all fields: ``fields`` are ``(name, anchor, count, detail)``."""

    title: str
    key: str
    count: int
    share: str
    width: float
    unexplained: bool
    fields: tuple[tuple[str, str, int, str], ...]


@dataclass(frozen=True, slots=True)
class SampleView:
    """A sample row: its key and its cells, only those that are not the same."""

    key: tuple[KeyPart, ...]
    row_class: str
    key_of_class: str
    cells: tuple[Pair, ...]


def segments(result: ParityResult) -> tuple[Segment, ...]:
    """The classes that have rows; small ones are widened so that they can be seen."""
    counts = {each: result.rows.of(each) for each in words.ROW_CLASSES}
    total = sum(counts.values())
    if not total:
        return ()
    wide = {each: max(100 * n / total, THINNEST) for each, n in counts.items() if n}
    scale = 100 / sum(wide.values())
    parts, at = [], 0.0
    for each, width in wide.items():
        name, n = words.ROW_CLASSES[each], counts[each]
        taken = width * scale
        key = each.value.lower().replace("_", "-")
        parts.append(Segment(name, key, n, share(n, total), round(at, 3), round(taken, 3)))
        at += taken
    return tuple(parts)


def fields(result: ParityResult) -> tuple[FieldView, ...]:
    """The fields that differ first, the most different on top; then as in OLD's schema.

    None where nothing is paired: without a key there are no pairs of values.
    """
    if result.alignment.mode is not AlignmentMode.KEY and not any(
        f.compared for f in result.fields
    ):
        return ()
    by_name = {d.name: _distribution(d) for d in result.distributions}
    views = [
        _field(field, order, by_name.get(field.name)) for order, field in enumerate(result.fields)
    ]
    return tuple(
        sorted(views, key=lambda v: (-v.field.different, -v.field.within_tolerance, v.order))
    )


def distributions(result: ParityResult) -> tuple[DistributionView, ...]:
    """Distributions of columns that are no compared field, the farthest apart first."""
    compared = {view.field.name for view in fields(result)}
    views = [_distribution(d) for d in result.distributions if d.name not in compared]
    return tuple(sorted(views, key=lambda v: (-v.worst, v.distribution.name)))


def causes(result: ParityResult) -> tuple[CauseView, ...]:
    """Causes over all fields, the most frequent first, the unexplained last."""
    anchors = {field.name: anchor(order) for order, field in enumerate(result.fields)}
    total = sum(field.different for field in result.fields)
    views = []
    for cause, count in result.causes().items():
        found = [(f, c) for f in result.fields for c in f.causes if c.cause == cause and c.count]
        found.sort(key=lambda pair: (-pair[1].count, pair[0].name))
        rows = tuple((f.name, anchors[f.name], c.count, c.detail) for f, c in found)
        title = next((c.title for _, c in found if c.title), "")
        views.append(
            CauseView(
                title=cause_title(cause, title),
                key=cause,
                count=count,
                share=share(count, total),
                width=round(100 * count / total, 2) if total else 0.0,
                unexplained=cause == UNEXPLAINED,
                fields=rows,
            )
        )
    return tuple(sorted(views, key=lambda v: v.unexplained))


def cause_title(cause: str, title: str) -> str:
    """What a reader sees instead of the id."""
    if cause == UNEXPLAINED:
        return "unexplained"
    return title or cause


def samples(result: ParityResult) -> tuple[SampleView, ...]:
    """Sample rows: those that differ first, those within tolerance last."""
    titles = _titles(result)
    order = list(_SAMPLES)
    rows = sorted(result.samples, key=lambda row: order.index(row.row_class))
    return tuple(_sample(row, titles) for row in rows)


def anchor(order: int) -> str:
    """The place of a field on the page."""
    return f"field-{order}"


def _titles(result: ParityResult) -> Mapping[str, str]:
    found = {c.cause: c.title for f in result.fields for c in f.causes if c.title}
    return {**found, UNEXPLAINED: "unexplained"}


def _sample(row: SampleRow, titles: Mapping[str, str]) -> SampleView:
    cells = tuple(_cell(c, titles) for c in row.cells if c.row_class is not RowClass.SAME)
    key = row.row_class.value.lower().replace("_", "-")
    return SampleView(row.key, words.ROW_CLASSES[row.row_class], key, cells)


def _cell(cell: Cell, titles: Mapping[str, str]) -> Pair:
    old, new = _pieces(cell.left, cell.right)
    key = cell.row_class.value.lower().replace("_", "-")
    cause = titles.get(cell.cause, cell.cause)
    return Pair(old, new, cause, cell.field, row_class=key)


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
        changes=_changes(field.changes),
        examples=tuple(_example(e, titles) for e in field.examples),
        matrix=_matrix(field.confusion),
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


def _changes(changes: Sequence[ValueChange]) -> tuple[Pair, ...]:
    most = max((c.count for c in changes), default=0) or 1
    found = []
    for change in changes[: MOST_CHANGES if most > 1 else FEW_CHANGES]:
        old, new = _pieces(change.left, change.right)
        found.append(Pair(old, new, count=change.count, share=round(100 * change.count / most, 1)))
    return tuple(found)


def _example(example: Example, titles: Mapping[str, str]) -> Pair:
    old, new = _pieces(example.left, example.right)
    cause = titles.get(example.cause, example.cause)
    return Pair(old, new, cause, delta=example.delta, key=example.key)


def _pieces(left: str | None, right: str | None) -> tuple[Pieces | None, Pieces | None]:
    old, new = highlighted(left, right)
    return (None if left is None else old), (None if right is None else new)


def _matrix(
    confusion: Confusion | None,
) -> tuple[tuple[str | None, tuple[MatrixCell, ...]], ...]:
    if confusion is None:
        return ()
    rows = enumerate(confusion.counts)
    most = max((n for i, row in rows for j, n in enumerate(row) if i != j), default=0)
    return tuple(
        (
            confusion.labels[i],
            tuple(
                MatrixCell(n, _heat(n, most) if i != j else 0, i != j) for j, n in enumerate(row)
            ),
        )
        for i, row in enumerate(confusion.counts)
    )


def _heat(count: int, most: int) -> int:
    """Five shades on a square-root scale, so that rare changes are seen beside frequent ones."""
    return min(5, 1 + int(4 * (count / most) ** 0.5)) if count and most else 0


def _distribution(distribution: Distribution) -> DistributionView:
    picture = charts.overlay(distribution)
    worst = max(distribution.js, distribution.linf, distribution.ks or 0.0)
    hashed = all(b.label == "null" or b.label.startswith("hash ") for b in distribution.bins)
    drawn = picture or hashed or distribution.kind in (Kind.NUMERIC, Kind.TEMPORAL)
    rows = () if drawn else charts.categories(distribution)
    return DistributionView(distribution, picture, rows, worst)
