"""What rows, fields and columns are, and how rows are paired."""

from __future__ import annotations

from enum import StrEnum


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
