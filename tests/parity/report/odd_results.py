"""Results for the tests of the renderers: rich, wide, hostile, equal, and without a key."""

from __future__ import annotations

import random
from dataclasses import replace

from migrate.parity.model import (
    UNEXPLAINED,
    Alignment,
    AlignmentMode,
    Bin,
    CauseCount,
    Cell,
    Check,
    ColumnPair,
    Compatibility,
    Confusion,
    DeltaStats,
    Distribution,
    DistributionBin,
    Example,
    FieldResult,
    Input,
    InputFile,
    KeyPart,
    Kind,
    Moments,
    Note,
    ParityResult,
    Provenance,
    Quantile,
    RowClass,
    RowCounts,
    SampleRow,
    Sidedness,
    ValueChange,
    Verdict,
)
from tests.parity.filled_result import sample_result

HOSTILE = "</script><img src=x onerror=\"document.title='owned'\">\"'&\x1b[31m\u202e\x00"
ROWS = 120_000
QS = (0.0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1.0)


def wide_result(columns: int = 500, *, seed: int = 5) -> ParityResult:
    """``columns`` fields of all kinds: about half differ, a tenth within tolerance."""
    dice = random.Random(seed)
    base = sample_result()
    fields = tuple(_field(dice, n) for n in range(columns))
    different = max((f.different for f in fields), default=0)
    rows = RowCounts(
        ROWS + 60, ROWS + 25, ROWS, ROWS - different - 700, 700, different, 20, 50, 10, 5
    )
    return replace(
        base,
        left=Input("s3://warehouse/features/old/", "avro", ROWS + 60, ROWS + 60, columns),
        right=Input(
            "gs://features-new/daily_features/2026-01-31/part-*.tfrecord.gz", "tfrecord",
            ROWS + 25, ROWS + 25, columns, tuple(_file(n) for n in range(64)),
        ),
        schema=tuple(_column(f.name, n) for n, f in enumerate(fields)),
        rows=rows,
        fields=fields,
        distributions=tuple(
            _distribution(dice, f.name, f.kind)
            for f in fields[:80]
            if f.kind in (Kind.NUMERIC, Kind.TEMPORAL, Kind.STRING, Kind.BOOLEAN)
        ),
        samples=tuple(_sample(dice, fields, n) for n in range(20)),
        verdict=_verdict(fields),
    )  # fmt: skip


def hostile_result() -> ParityResult:
    """Every text that can come from data, paths or policies is an attack."""
    parts = (KeyPart(HOSTILE, HOSTILE),)
    field = FieldResult(
        HOSTILE, Kind.STRING, 3, 1, 0, 2, tolerance=HOSTILE,
        deltas=(DeltaStats(HOSTILE, Moments(2, 0.0, float("inf"), float("nan"))),),
        changes=(ValueChange(HOSTILE, HOSTILE + "x", 1), ValueChange(None, HOSTILE, 1)),
        confusion=Confusion((HOSTILE, None), ((1, 1), (1, 0))),
        examples=(Example(parts, HOSTILE, None, None, HOSTILE),),
        causes=(CauseCount(HOSTILE, 1, HOSTILE, HOSTILE), CauseCount(UNEXPLAINED, 1)),
    )  # fmt: skip
    side = Input(HOSTILE, HOSTILE, 3, 3, 1, (InputFile(HOSTILE, 1, HOSTILE),))
    return ParityResult(
        side, side,
        Provenance(HOSTILE, HOSTILE, ((HOSTILE, HOSTILE),), HOSTILE, HOSTILE, 0.5, 1),
        (ColumnPair(HOSTILE, Compatibility.NARROWED, HOSTILE, HOSTILE + "2", HOSTILE, HOSTILE),),
        Alignment(AlignmentMode.KEY, (HOSTILE,), HOSTILE, HOSTILE, 1, 1),
        RowCounts(3, 3, 3, 1, 0, 2, 0, 0),
        (field,),
        Verdict((Check(HOSTILE, False, 0, 2, HOSTILE, HOSTILE),)),
        (Distribution(HOSTILE + "d", Kind.STRING, 3, 3, 0, 0, 0, 0, 0,
                      bins=(DistributionBin(HOSTILE, 1, 2),)),),
        (SampleRow(parts, RowClass.DIFFERENT,
                   (Cell(HOSTILE, HOSTILE, None, RowClass.DIFFERENT, HOSTILE),)),),
        (Note("PA001", HOSTILE, HOSTILE),),
    )  # fmt: skip


def equal_result() -> ParityResult:
    """Nothing differs."""
    base = sample_result(3)
    return replace(
        base,
        schema=tuple(c for c in base.schema if c.compatibility is Compatibility.IDENTICAL),
        rows=RowCounts(1000, 1000, 1000, 1000, 0, 0, 0, 0),
        fields=tuple(FieldResult(f.name, f.kind, 1000, 1000, 0, 0) for f in base.fields),
        verdict=Verdict((Check("rows.different", True, 0, 0),)),
        samples=(),
        notes=(),
    )


def keyless_result() -> ParityResult:
    """Only distributions: no rows are paired, no fields compared."""
    dice = random.Random(1)
    names = (("score", Kind.NUMERIC), ("country", Kind.STRING), ("seen", Kind.TEMPORAL))
    return replace(
        sample_result(),
        alignment=Alignment(AlignmentMode.DISTRIBUTION),
        rows=RowCounts(1000, 1001, 0, 0, 0, 0, 0, 0),
        fields=(),
        samples=(),
        distributions=tuple(_distribution(dice, name, kind) for name, kind in names),
    )


def empty_result() -> ParityResult:
    """The smallest result there can be."""
    side = Input("x", "csv", 0, 0, 0)
    return ParityResult(
        side, side, Provenance("paved-road", "duckdb"), (), Alignment(AlignmentMode.MULTISET),
        RowCounts(0, 0, 0, 0, 0, 0, 0, 0), (), Verdict(()),
    )  # fmt: skip


def _field(dice: random.Random, number: int) -> FieldResult:
    kind = dice.choice([Kind.NUMERIC] * 6 + [Kind.STRING] * 2 + [*Kind])
    group = dice.choice(("user", "listening.last_28_days", "playlist", "f"))
    name = f"{group}.{kind.value}_feature_{number:03d}"
    state = dice.random()
    if state < 0.4:
        return FieldResult(name, kind, ROWS, ROWS, 0, 0, number % 7, number % 7)
    if state < 0.5:
        within = dice.randrange(1, 700)
        return FieldResult(name, kind, ROWS, ROWS - within, within, 0, tolerance="relative 1e-6")
    return _different(dice, name, kind)


def _different(dice: random.Random, name: str, kind: Kind) -> FieldResult:
    different = int(ROWS * dice.random() ** 6 * 0.3) + 1
    known = int(different * dice.choice((1, 0.9, 0)))
    causes = [CauseCount("float32", known, "double became float32", "")] if known else []
    if different - known:
        causes.append(CauseCount(UNEXPLAINED, different - known))
    values = _values(kind)
    return FieldResult(
        name, kind, ROWS, ROWS - different, 0, different, dice.randrange(40), dice.randrange(40),
        deltas=_deltas(dice, kind, different),
        sidedness=Sidedness(different - known, known, 0.0004) if kind is Kind.NUMERIC else None,
        changes=tuple(
            ValueChange(*values[n % len(values)], different // (n + 2)) for n in range(8)
        ),
        confusion=_confusion(dice) if kind in (Kind.STRING, Kind.BOOLEAN) else None,
        examples=tuple(
            Example(_key(n), *values[n % len(values)], round(dice.gauss(0, 3), 4)) for n in range(5)
        ),
        causes=tuple(causes),
    )  # fmt: skip


def _values(kind: Kind) -> list[tuple[str | None, str | None]]:
    match kind:
        case Kind.NUMERIC:
            return [("0.1", "0.10000000149011612"), ("0.0", None), ("17.25", "17.5"), ("3", "4")]
        case Kind.STRING:
            return [("Göteborg", "Goteborg"), ("rock; pop", "rock;pop"), (None, ""), ("SE", "se")]
        case Kind.TEMPORAL:
            return [("2026-01-31 00:00:00", "2026-01-31 01:00:00"), (None, "1970-01-01 00:00:00")]
        case Kind.VECTOR | Kind.LIST | Kind.SET:
            return [("[0.25, 0.5, 0.125, 1.0]", "[0.25, 0.125, 0.5, 1.0]"), ("[]", None)]
        case Kind.MAP:
            return [('{"a": 1, "b": 2}', '{"a": 1, "b": 3}')]
        case Kind.BOOLEAN:
            return [("true", "false"), ("false", None)]
    return [("deadbeef" * 12, "deadbeef" * 11 + "deadbeaf")]


def _deltas(dice: random.Random, kind: Kind, count: int) -> tuple[DeltaStats, ...]:
    if kind in (Kind.BOOLEAN, Kind.RECORD, Kind.OTHER):
        return ()
    spread = 10 ** dice.uniform(-6, 4)
    values = sorted(dice.gauss(spread / 4, spread) for _ in range(400))
    low, high = values[0], values[-1]
    step = (high - low) / 24
    bins = [0] * 24
    for value in values:
        bins[min(23, int((value - low) / step))] += 1
    histogram = tuple(
        Bin(low + n * step, low + (n + 1) * step, c * count // 400 + (c > 0))
        for n, c in enumerate(bins)
    )
    quantiles = tuple(Quantile(q, values[min(399, int(q * 400))]) for q in QS)
    moments = Moments(count, low, high, spread / 4, spread**2, dice.gauss(0, 1), dice.gauss(0, 2))
    name = "signed" if kind in (Kind.NUMERIC, Kind.TEMPORAL) else "levenshtein"
    main = DeltaStats(name, moments, quantiles, histogram)
    most = max(abs(low), abs(high))
    if name == "signed":
        return (
            main,
            DeltaStats("absolute", Moments(count, 0.0, most, spread, spread**2)),
            DeltaStats("relative", Moments(count, 0.0, most / 10, spread / 10, spread**2 / 100)),
        )
    return (main,)


def _confusion(dice: random.Random) -> Confusion:
    labels = (None, "DE", "GB", "NO", "SE", "se", "US")
    size = len(labels)
    counts = tuple(
        tuple(dice.randrange(20_000) if i == j else dice.choice((0, 0, 0, dice.randrange(900)))
              for j in range(size))
        for i in range(size)
    )  # fmt: skip
    return Confusion(labels, counts)


def _key(number: int) -> tuple[KeyPart, ...]:
    return (KeyPart("user_id", f"u{number:08d}"), KeyPart("day", "2026-01-31"))


def _file(number: int) -> InputFile:
    uri = f"gs://features-new/daily_features/2026-01-31/part-{number:05d}-of-00064.tfrecord.gz"
    return InputFile(uri, 48_213_977 + number, f"{number:064x}", whole=False)


def _column(name: str, number: int) -> ColumnPair:
    kinds = [*Compatibility]
    same = Compatibility.IDENTICAL
    return ColumnPair(
        name, kinds[number % 7] if number % 20 < 7 else same, name, name, "double", "float"
    )


def _distribution(dice: random.Random, name: str, kind: Kind) -> Distribution:
    if kind in (Kind.STRING, Kind.BOOLEAN):
        labels = ["null", *(f"value {n}" for n in range(20))]
    else:
        labels = ["null", *(f"{n * 5} … {n * 5 + 5}" for n in range(20))]
    bins = tuple(
        DistributionBin(label, dice.randrange(9000), dice.randrange(9000)) for label in labels
    )
    moments = Moments(ROWS, -1.0, 99.0, 12.5, 6.25, 0.4, 1.1)
    return Distribution(
        name, kind, ROWS, ROWS, 40, 60, dice.random() / 5, dice.random() / 20, dice.random() / 10,
        dice.random() / 10 if kind is Kind.NUMERIC else None,
        *((moments, moments) if kind is Kind.NUMERIC else (None, None)), bins,
    )  # fmt: skip


def _sample(dice: random.Random, fields: tuple[FieldResult, ...], number: int) -> SampleRow:
    if number % 6 == 5:
        return SampleRow(_key(number), RowClass.MISSING_RIGHT)
    chosen = dice.sample(fields, min(len(fields), 4))
    cells = tuple(
        Cell(f.name, *_values(f.kind)[0], RowClass.DIFFERENT, "float32" if n else UNEXPLAINED)
        for n, f in enumerate(chosen)
    )
    return SampleRow(_key(number), RowClass.DIFFERENT, cells)


def _verdict(fields: tuple[FieldResult, ...]) -> Verdict:
    per_field = tuple(
        Check("fields.different", f.fraction <= 0.1, 0.1, round(f.fraction, 6), f.name)
        for f in fields[:40]
    )
    rows = Check("rows.different", False, 0, 1, "", "rows differ, the policy allows none")
    return Verdict((rows, Check("rows.missing", True, 100, 70), *per_field))
