"""The result of a comparison: everything a report, a test or a verdict needs, as frozen values.

Values of the data (keys, examples, changes) are texts as the engine shows them; None is a null.
Masked columns hold their mask or hash already: nothing that renders a result sees more.
Counts are rows unless a name says otherwise. "left" is OLD, "right" is NEW.

The laws that hold for every result (tests assert them):

* ``rows.joined == same + within_tolerance + different`` of ``rows``;
* per field: ``compared == same + within_tolerance + different``;
* per field: the counts of ``causes`` add up to ``different``, and ``agreed`` is some of them;
* ``different`` of a field is the sum of its null transitions and of the differing non-null pairs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

#: Name and version of the JSON form, see :mod:`migrate.parity.as_json`.
FORMAT: Final = "paved-road/parity"
VERSION: Final = 1
#: The cause of a difference that no known cause makes vanish.
UNEXPLAINED: Final = "unexplained"


class RowClass(StrEnum):
    """How one row of either side ended."""

    SAME = "SAME"
    WITHIN_TOLERANCE = "WITHIN_TOLERANCE"
    DIFFERENT = "DIFFERENT"
    MISSING_LEFT = "MISSING_LEFT"
    """The key is in NEW only."""
    MISSING_RIGHT = "MISSING_RIGHT"
    """The key is in OLD only."""
    DUPLICATE_LEFT = "DUPLICATE_LEFT"
    """A row of OLD without a partner, because its key is there more than once. Under the policy
    ``fail`` a key that is unique in NEW keeps one pair; the other rows of OLD are duplicates."""
    DUPLICATE_RIGHT = "DUPLICATE_RIGHT"


class Kind(StrEnum):
    """What the values of a field are, and so what a delta is.

    ======== ==================================================================
    NUMERIC  NEW minus OLD
    TEMPORAL NEW minus OLD, in seconds
    STRING   Levenshtein distance, in code points
    BYTES    number of bytes that differ, the longer rest included
    BOOLEAN  no delta
    VECTOR   Euclidean distance (L2); cosine and L∞ distances have their own statistics
    LIST     number of elements that differ, the longer rest included
    SET      Jaccard distance, of an unordered list
    MAP      number of keys whose values differ or that one side lacks
    RECORD   no delta: whether a nested record is there
    OTHER    no delta
    ======== ==================================================================
    """

    NUMERIC = "numeric"
    TEMPORAL = "temporal"
    STRING = "string"
    BYTES = "bytes"
    BOOLEAN = "boolean"
    VECTOR = "vector"
    LIST = "list"
    SET = "set"
    MAP = "map"
    RECORD = "record"
    OTHER = "other"


class Compatibility(StrEnum):
    """How the types of one column on both sides relate."""

    IDENTICAL = "identical"
    WIDENED = "widened"
    """NEW holds every value of OLD (int32 → int64, float → double)."""
    NARROWED = "narrowed"
    """NEW cannot hold every value of OLD (double → float)."""
    CONVERTIBLE = "convertible"
    """Compared after a cast that says the same value (int → double, enum → string)."""
    INCOMPATIBLE = "incompatible"
    """Not compared: every row with a value counts as different."""
    LEFT_ONLY = "left only"
    RIGHT_ONLY = "right only"


class AlignmentMode(StrEnum):
    """How a row of OLD finds its row of NEW."""

    KEY = "key"
    MULTISET = "multiset"
    """No key: equal rows cancel out, the rest is missing on one side."""
    DISTRIBUTION = "distribution"
    """No key, and rows are not matched at all: only distributions are compared."""


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file that was read. ``sha256`` is of the whole file, or (``whole`` false) of its
    size and its first and last mebibyte."""

    uri: str
    size: int
    sha256: str
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Input:
    """One side. ``rows`` were read; ``used`` are left after filters and sampling."""

    source: str
    format: str
    rows: int
    used: int
    columns: int
    files: tuple[InputFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Provenance:
    """What made this result: enough to make it again. No clock, no host name."""

    tool: str
    engine: str
    versions: tuple[tuple[str, str], ...] = ()
    policy: str = ""
    """Path of the policy file, empty without one."""
    policy_sha256: str = ""
    sample: float = 1.0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class ColumnPair:
    """A leaf column (dotted path) of one or both sides."""

    name: str
    compatibility: Compatibility
    left_name: str = ""
    right_name: str = ""
    left_type: str = ""
    right_type: str = ""
    ignored: str = ""
    """The reason of the policy's ignore entry; empty where the column is compared."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """How rows were paired."""

    mode: AlignmentMode
    key: tuple[str, ...] = ()
    duplicates: str = "fail"
    null_keys: str = "match"
    null_keys_left: int = 0
    """Rows of OLD whose key has a null; likewise of NEW."""
    null_keys_right: int = 0
    duplicate_keys_left: int = 0
    """Keys that more than one row of OLD has; likewise of NEW."""
    duplicate_keys_right: int = 0


@dataclass(frozen=True, slots=True)
class RowCounts:
    """Rows by class. ``joined`` are pairs; the duplicate classes count single rows."""

    left: int
    right: int
    joined: int
    same: int
    within_tolerance: int
    different: int
    missing_left: int
    missing_right: int
    duplicate_left: int = 0
    duplicate_right: int = 0

    def of(self, row_class: RowClass) -> int:
        """The count of a class."""
        return int(getattr(self, row_class.value.lower()))


@dataclass(frozen=True, slots=True)
class Moments:
    """Of finite values. Variance is of the sample (ddof 1); skewness and excess kurtosis are
    those of the population, g1 and g2. None where too few values define it."""

    count: int
    min: float | None = None
    max: float | None = None
    mean: float | None = None
    variance: float | None = None
    skewness: float | None = None
    kurtosis: float | None = None

    @property
    def stddev(self) -> float | None:
        """The root of the variance."""
        return None if self.variance is None else float(self.variance**0.5)


@dataclass(frozen=True, slots=True)
class Quantile:
    """The value below which a fraction ``q`` of values lies, with a relative error of 1/256."""

    q: float
    value: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Values in ``low ≤ x < high``; the last bin of a histogram holds ``high`` too."""

    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class Sidedness:
    """Whether deltas point one way. ``p_value``: exact or normal sign test, two-sided."""

    positive: int
    negative: int
    p_value: float | None = None

    @property
    def one_sided(self) -> bool:
        """Whether chance would hardly give so uneven signs."""
        return self.p_value is not None and self.p_value < 0.001


@dataclass(frozen=True, slots=True)
class DeltaStats:
    """Statistics of one delta over the rows that differ.

    ``name``: signed, absolute or relative (numbers, times), levenshtein, normalised (of strings,
    by the longer length), l2, linf or cosine (vectors), jaccard, elements, keys, bytes.
    """

    name: str
    moments: Moments
    quantiles: tuple[Quantile, ...] = ()
    histogram: tuple[Bin, ...] = ()
    not_finite: int = 0
    """Deltas that are no number: one side is NaN or infinite, lengths differ, a zero vector."""


@dataclass(frozen=True, slots=True)
class ValueChange:
    """How often ``left`` became ``right``."""

    left: str | None
    right: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Confusion:
    """Pairs of values over all joined rows of a column with few values, equal ones included.

    ``counts[i][j]``: rows with ``labels[i]`` in OLD and ``labels[j]`` in NEW.
    """

    labels: tuple[str | None, ...]
    counts: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class KeyPart:
    """One key column's value."""

    name: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Example:
    """A pair that differs; ``delta`` is the field's main one, None where it has none."""

    key: tuple[KeyPart, ...]
    left: str | None
    right: str | None
    delta: float | None = None
    cause: str = UNEXPLAINED


@dataclass(frozen=True, slots=True)
class CauseCount:
    """How many differences of a field vanish when ``cause`` is applied to the old value.

    ``cause`` is the id of a module in ``migrate.parity.causes``, or ``unexplained``.
    ``detail`` says the parameter found, such as ``factor 1000`` or ``+1 day``.
    """

    cause: str
    count: int
    title: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class FieldResult:
    """One compared column (dotted path; ``[key]`` for elements compared by key)."""

    name: str
    kind: Kind
    compared: int
    same: int
    within_tolerance: int
    different: int
    null_left: int = 0
    """Joined rows whose old value is null; likewise ``null_right``."""
    null_right: int = 0
    null_to_value: int = 0
    value_to_null: int = 0
    tolerance: str = ""
    """The rule that was applied, as the policy says it; empty: exact."""
    deltas: tuple[DeltaStats, ...] = ()
    """The first is the field's main delta; absolute and relative ones follow."""
    sidedness: Sidedness | None = None
    changes: tuple[ValueChange, ...] = ()
    confusion: Confusion | None = None
    examples: tuple[Example, ...] = ()
    causes: tuple[CauseCount, ...] = ()
    agreed: int = 0
    """Differences whose cause the policy allows for the field."""

    @property
    def disputed(self) -> int:
        """Differences that the policy does not allow."""
        return self.different - self.agreed

    @property
    def fraction(self) -> float:
        """Differing pairs by compared pairs."""
        return self.different / self.compared if self.compared else 0.0

    def fraction_of_different(self, rows: RowCounts) -> float:
        """Differing pairs by differing rows: what BigDiffy calls the fraction."""
        return self.different / rows.different if rows.different else 0.0


@dataclass(frozen=True, slots=True)
class DistributionBin:
    """One bin or category of both sides."""

    label: str
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Distribution:
    """Distances between the distributions of one column, each in 0 … 1 but ``psi`` (0 … ∞).

    ``ks`` (numbers only) is Kolmogorov–Smirnov's statistic; ``psi`` the population stability index
    and ``js`` the Jensen–Shannon divergence (base 2) over the bins; ``linf`` the largest
    difference of a bin's fractions. Nulls are a bin of their own.
    """

    name: str
    kind: Kind
    left_count: int
    right_count: int
    left_nulls: int
    right_nulls: int
    psi: float
    js: float
    linf: float
    ks: float | None = None
    left: Moments | None = None
    right: Moments | None = None
    bins: tuple[DistributionBin, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of a sample row; ``row_class`` is SAME, WITHIN_TOLERANCE or DIFFERENT."""

    field: str
    left: str | None
    right: str | None
    row_class: RowClass
    cause: str = ""


@dataclass(frozen=True, slots=True)
class SampleRow:
    """A row to look at side by side: its key, class, and the fields that are not the same."""

    key: tuple[KeyPart, ...]
    row_class: RowClass
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One threshold of the policy. ``name`` is its place there, such as ``rows.different``."""

    name: str
    passed: bool
    limit: float
    measured: float
    field: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Passed exactly when every check did."""

    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """Whether NEW may replace OLD under the policy."""
        return all(check.passed for check in self.checks)


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader should know: ``code`` is a finding code (PA…), see docs/findings."""

    code: str
    message: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class ParityResult:
    """A whole comparison. ``fields`` are in the order of OLD's schema."""

    left: Input
    right: Input
    provenance: Provenance
    schema: tuple[ColumnPair, ...]
    alignment: Alignment
    rows: RowCounts
    fields: tuple[FieldResult, ...]
    verdict: Verdict
    distributions: tuple[Distribution, ...] = ()
    samples: tuple[SampleRow, ...] = ()
    notes: tuple[Note, ...] = field(default=())

    def causes(self) -> dict[str, int]:
        """Differences by cause over all fields, the most frequent first."""
        totals: dict[str, int] = {}
        for each in self.fields:
            for cause in each.causes:
                totals[cause.cause] = totals.get(cause.cause, 0) + cause.count
        return dict(sorted(totals.items(), key=lambda item: (-item[1], item[0])))
