"""What is compared how, and what is allowed to differ: ``parity.toml`` as frozen values.

docs/parity.md has the reference of the file. Later entries override earlier ones, option by
option, where several globs match a field. ``*`` matches any characters, dots included.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from datetime import date
from enum import StrEnum
from fnmatch import fnmatchcase

from migrate.parity.model import AlignmentMode


class NullKeys(StrEnum):
    """What a null in a key is."""

    MATCH = "match"
    """A value like any other: null equals null."""
    DISTINCT = "distinct"
    """Equal to nothing, as in SQL: such a row is missing on the other side."""
    FAIL = "fail"
    """Bad input."""


class Duplicates(StrEnum):
    """What happens to rows whose key is there more than once."""

    FAIL = "fail"
    """A row that is alone on its side meets its equal, or the first by value; all others are
    DUPLICATE, and the verdict is a failure."""
    MULTISET = "multiset"
    """Equal rows cancel out; the rest is paired in the order of its values."""
    RANK = "rank"
    """Rows are paired in the order of their values."""
    PAIRWISE = "pairwise"
    """Every row of OLD is compared with every row of NEW of its key."""


class Mask(StrEnum):
    """What leaves the engine instead of a sensitive value."""

    HIDE = "hide"
    HASH = "hash"


class Side(StrEnum):
    """OLD or NEW."""

    OLD = "old"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Rule:
    """How a field is compared; None leaves an option to an earlier rule or the default."""

    absolute: float | None = None
    relative: float | None = None
    ulp: int | None = None
    temporal: float | None = None
    """Seconds."""
    edit_distance: int | None = None
    cosine: float | None = None
    l2: float | None = None
    unordered: bool | None = None
    element_key: str | None = None
    nan_equal: bool | None = None
    signed_zero: bool | None = None
    buckets: bool | None = None
    """Values are indices of buckets, or one-hot vectors of them."""

    def over(self, earlier: Rule) -> Rule:
        """This rule where it says something, ``earlier`` elsewhere."""
        said = {f.name: value for f in fields(self) if (value := getattr(self, f.name)) is not None}
        return replace(earlier, **said)

    def __str__(self) -> str:
        said = ((f.name, getattr(self, f.name)) for f in fields(self))
        return ", ".join(_said(name, value) for name, value in said if value is not None)


def _said(name: str, value: object) -> str:
    if value is True:
        return name.replace("_", " ")
    return f"{name.replace('_', ' ')} {value}".lower() if value is False else f"{name} {value}"


@dataclass(frozen=True, slots=True)
class FieldRule:
    """A rule for the fields that a glob matches."""

    match: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class Ignore:
    """Fields that are not compared, why, and until when."""

    match: str
    reason: str
    expires: date | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One normalisation: its name and argument, such as ``round`` and 6."""

    name: str
    argument: str | float | bool


@dataclass(frozen=True, slots=True)
class Normalise:
    """Steps for the fields that a glob matches, on one side or both."""

    match: str
    sides: tuple[Side, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Expand:
    """A vector column that becomes one field per name: dense, or sparse by an index column.

    ``names`` is a file: a JSON list of names, or an object with ``names`` or ``featureNames``.
    """

    side: Side
    column: str
    names: str
    indices: str = ""
    default: float = 0.0


@dataclass(frozen=True, slots=True)
class Allow:
    """Differences that count as agreed: of these fields, explained by this cause."""

    match: str
    cause: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Sensitive:
    """Fields whose values leave the engine masked or hashed."""

    match: str
    mask: Mask


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``most`` of ``measure``; of the fields that ``match`` does, or of all rows."""

    measure: str
    most: float
    match: str = ""


#: What an empty policy demands: nothing differs, nothing is missing, no key is there twice.
STRICT = (
    Limit("different", 0),
    Limit("missing_left", 0),
    Limit("missing_right", 0),
    Limit("duplicate_left", 0),
    Limit("duplicate_right", 0),
    Limit("incompatible_columns", 0),
    Limit("left_only_columns", 0),
)

#: Measures of distributions.
DISTANCES = frozenset({"ks", "psi", "js", "linf"})
#: What is demanded besides where rows are not paired, of every field and measure that no limit of
#: the policy is about: 0.1 is where a population stability index is read as "no longer stable".
DISTRIBUTED = (
    Limit("row_count", 0.05),
    Limit("ks", 0.05, "*"),
    Limit("psi", 0.1, "*"),
    Limit("js", 0.05, "*"),
    Limit("linf", 0.05, "*"),
)


@dataclass(frozen=True, slots=True)
class Policy:
    """The whole file, and what the command line adds to it."""

    path: str = ""
    sha256: str = ""
    mode: AlignmentMode | None = None
    key: tuple[str, ...] = ()
    null_keys: NullKeys = NullKeys.MATCH
    duplicates: Duplicates = Duplicates.FAIL
    rename: tuple[tuple[str, str], ...] = ()
    """Names in OLD and in NEW."""
    rules: tuple[FieldRule, ...] = ()
    ignores: tuple[Ignore, ...] = ()
    normalise: tuple[Normalise, ...] = ()
    expand: tuple[Expand, ...] = ()
    allow: tuple[Allow, ...] = ()
    sensitive: tuple[Sensitive, ...] = ()
    salt: str = ""
    limits: tuple[Limit, ...] = STRICT
    baseline: str = ""
    """Path of a former result in JSON: no field may differ more often than there."""
    names: tuple[tuple[Side, str], ...] = field(default=())
    """Files with the column names of .npy arrays."""

    def rule_for(self, name: str) -> Rule:
        """The rule of a field."""
        found = Rule()
        for each in self.rules:
            if fnmatchcase(name, each.match):
                found = each.rule.over(found)
        return found

    def ignore_for(self, name: str) -> Ignore | None:
        """The entry that takes a field out, expired or not."""
        return next((i for i in self.ignores if fnmatchcase(name, i.match)), None)

    def steps_for(self, name: str, side: Side) -> tuple[Step, ...]:
        """The normalisation of a field on one side, in order."""
        return tuple(
            step
            for each in self.normalise
            if side in each.sides and fnmatchcase(name, each.match)
            for step in each.steps
        )

    def mask_for(self, name: str) -> Mask | None:
        """How a field's values are hidden."""
        return next((s.mask for s in self.sensitive if fnmatchcase(name, s.match)), None)

    def allowed_causes(self, name: str) -> tuple[str, ...]:
        """The causes whose differences are agreed for a field."""
        return tuple(a.cause for a in self.allow if fnmatchcase(name, a.match))
