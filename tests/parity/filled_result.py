"""One result with every part filled: what renderers are tested with."""

from __future__ import annotations

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


def sample_result(fields: int = 0) -> ParityResult:
    """A comparison of 1,000 old with 1,001 new rows; ``fields`` more that do not differ."""
    more = tuple(_quiet_field(f"extra_{n:03d}") for n in range(fields))
    return ParityResult(
        left=Input("old/users.avro", "avro", 1000, 1000, 6 + fields, (_file("old/users.avro"),)),
        right=Input("new/", "tfrecord", 1001, 1001, 6 + fields, (_file("new/part-0"),)),
        provenance=_provenance(),
        schema=_schema(fields),
        alignment=Alignment(AlignmentMode.KEY, ("user_id", "day"), "fail", "match", 1, 0),
        rows=RowCounts(1000, 1001, 996, 800, 46, 150, 3, 2, 2, 2),
        fields=(_score(), _country(), _name(), _embedding(), *more),
        verdict=_verdict(),
        distributions=(_distribution(),),
        samples=_samples(),
        notes=(Note("PA003", "column legacy_flag is in OLD only", "legacy_flag"),),
    )


def _file(uri: str) -> InputFile:
    return InputFile(
        uri, 48_213, "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    )


def _provenance() -> Provenance:
    versions = (("duckdb", "1.4.5"), ("paved-road", "0.1.0"), ("pyarrow", "10.0.1"))
    return Provenance("paved-road", "duckdb", versions, "parity.toml", "2c26b46b", 1.0, 0)


def _schema(fields: int) -> tuple[ColumnPair, ...]:
    same = Compatibility.IDENTICAL
    rows = (
        ColumnPair("user_id", same, "user_id", "user_id", "int64", "int64"),
        ColumnPair("day", same, "day", "day", "string", "string"),
        ColumnPair("score", Compatibility.NARROWED, "score", "score", "double", "float"),
        ColumnPair("country", same, "country", "geo.country", "string", "string"),
        ColumnPair("name", same, "name", "name", "string", "string"),
        ColumnPair("embedding", same, "embedding", "embedding", "list<float>", "list<float>"),
        ColumnPair("legacy_flag", Compatibility.LEFT_ONLY, "legacy_flag", "", "bool", ""),
        ColumnPair(
            "loaded_at", same, "loaded_at", "loaded_at", "timestamp", "timestamp", "load time"
        ),
    )
    more = tuple(
        ColumnPair(f"extra_{n:03d}", same, f"extra_{n:03d}", f"extra_{n:03d}", "int64", "int64")
        for n in range(fields)
    )
    return rows + more


def _key(user: int) -> tuple[KeyPart, ...]:
    return (KeyPart("user_id", str(user)), KeyPart("day", "2026-01-31"))


def _score() -> FieldResult:
    signed = DeltaStats(
        "signed",
        Moments(98, -0.5, 2.0, 0.014, 0.02, 1.2, 3.4),
        (Quantile(0.05, -0.1), Quantile(0.5, 0.01), Quantile(0.95, 0.3)),
        (Bin(-0.5, 0.0, 18), Bin(0.0, 0.5, 70), Bin(0.5, 1.0, 7), Bin(1.0, 2.0, 3)),
        1,
    )
    absolute = DeltaStats("absolute", Moments(98, 0.0, 2.0, 0.03, 0.02, 1.2, 3.4))
    relative = DeltaStats("relative", Moments(98, 0.0, 0.7, 0.01, 0.004, 1.0, 3.0))
    return FieldResult(
        "score",
        Kind.NUMERIC,
        996,
        850,
        46,
        100,
        5,
        4,
        0,
        1,
        "relative 1e-6",
        (signed, absolute, relative),
        Sidedness(80, 18, 1.2e-10),
        (ValueChange("0.0", None, 1), ValueChange("0.1", "0.10000000149011612", 60)),
        None,
        (
            Example(_key(17), "1.5", "3.5", 2.0),
            Example(_key(18), "0.1", "0.10000000149011612", 1.49e-9, "float32"),
        ),
        (
            CauseCount("float32", 90, "double became float32", ""),
            CauseCount("zero-as-missing", 1, "zero was read as missing", "0.0"),
            CauseCount(UNEXPLAINED, 9),
        ),
    )


def _country() -> FieldResult:
    return FieldResult(
        "country",
        Kind.STRING,
        996,
        955,
        0,
        41,
        deltas=(
            DeltaStats("levenshtein", Moments(41, 1.0, 2.0, 1.9, 0.1, -2.0, 5.0)),
            DeltaStats("normalised", Moments(41, 0.5, 1.0, 0.95, 0.02, -2.0, 5.0)),
        ),
        changes=(ValueChange("SE", "se", 40), ValueChange("NO", "SE", 1)),
        confusion=Confusion(("NO", "SE", "se"), ((300, 1, 0), (0, 655, 40), (0, 0, 0))),
        examples=(Example(_key(21), "SE", "se", 2.0, "case"), Example(_key(22), "NO", "SE", 2.0)),
        causes=(CauseCount("case", 40, "letter case changed", "lower"), CauseCount(UNEXPLAINED, 1)),
    )


def _name() -> FieldResult:
    hostile = '<script>alert("x")</script>'
    return FieldResult(
        "name",
        Kind.STRING,
        996,
        994,
        0,
        2,
        deltas=(DeltaStats("levenshtein", Moments(2, 1.0, 27.0, 14.0, 338.0)),),
        changes=(ValueChange("Åsa", "Åsa ", 1), ValueChange(hostile, "", 1)),
        examples=(
            Example(_key(23), "Åsa", "Åsa ", 1.0, "trim"),
            Example(_key(24), hostile, "", 27.0),
        ),
        causes=(CauseCount("trim", 1, "white space at the ends", ""), CauseCount(UNEXPLAINED, 1)),
    )


def _embedding() -> FieldResult:
    return FieldResult(
        "embedding",
        Kind.VECTOR,
        996,
        966,
        0,
        30,
        deltas=(
            DeltaStats("l2", Moments(30, 0.1, 1.4, 0.5, 0.1, 0.2, -1.0)),
            DeltaStats("linf", Moments(30, 0.1, 1.0, 0.4, 0.1, 0.2, -1.0)),
            DeltaStats("cosine", Moments(29, 0.0, 1.0, 0.3, 0.1, 0.2, -1.0), not_finite=1),
        ),
        examples=(Example(_key(25), "[0.0, 1.0]", "[1.0, 0.0]", 1.414, "list-order"),),
        causes=(CauseCount("list-order", 30, "the elements are in another order", ""),),
    )


def _quiet_field(name: str) -> FieldResult:
    return FieldResult(name, Kind.NUMERIC, 996, 996, 0, 0)


def _distribution() -> Distribution:
    bins = (
        DistributionBin("null", 5, 4),
        DistributionBin("0 … 1", 900, 880),
        DistributionBin("1 … 2", 95, 117),
    )
    moments = (
        Moments(995, 0.0, 2.0, 0.5, 0.1, 0.3, -0.2),
        Moments(997, 0.0, 2.0, 0.51, 0.1, 0.3, -0.2),
    )
    return Distribution(
        "score", Kind.NUMERIC, 1000, 1001, 5, 4, 0.0051, 0.0009, 0.0219, 0.022, *moments, bins
    )


def _samples() -> tuple[SampleRow, ...]:
    return (
        SampleRow(
            _key(17),
            RowClass.DIFFERENT,
            (
                Cell("score", "1.5", "3.5", RowClass.DIFFERENT, UNEXPLAINED),
                Cell("country", "SE", "se", RowClass.DIFFERENT, "case"),
            ),
        ),
        SampleRow(_key(30), RowClass.MISSING_RIGHT),
        SampleRow(_key(31), RowClass.MISSING_LEFT),
        SampleRow(_key(32), RowClass.DUPLICATE_LEFT),
    )


def _verdict() -> Verdict:
    return Verdict(
        (
            Check("rows.different", False, 0, 150, "", "150 rows differ, the policy allows 0"),
            Check("fields.different", True, 0.2, 0.1004, "score", ""),
        )
    )
