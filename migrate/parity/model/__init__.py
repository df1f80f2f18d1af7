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

from migrate.parity.model.distributions import Distribution, DistributionBin
from migrate.parity.model.fields import (
    UNEXPLAINED,
    CauseCount,
    Confusion,
    Example,
    FieldResult,
    ValueChange,
)
from migrate.parity.model.kinds import AlignmentMode, Compatibility, Kind, RowClass
from migrate.parity.model.result import FORMAT, VERSION, ParityResult
from migrate.parity.model.rows import Cell, KeyPart, RowCounts, SampleRow
from migrate.parity.model.sides import Alignment, ColumnPair, Input, InputFile, Provenance
from migrate.parity.model.statistics import Bin, DeltaStats, Moments, Quantile, Sidedness
from migrate.parity.model.verdict import Check, Note, Verdict

__all__ = [
    "FORMAT",
    "UNEXPLAINED",
    "VERSION",
    "Alignment",
    "AlignmentMode",
    "Bin",
    "CauseCount",
    "Cell",
    "Check",
    "ColumnPair",
    "Compatibility",
    "Confusion",
    "DeltaStats",
    "Distribution",
    "DistributionBin",
    "Example",
    "FieldResult",
    "Input",
    "InputFile",
    "KeyPart",
    "Kind",
    "Moments",
    "Note",
    "ParityResult",
    "Provenance",
    "Quantile",
    "RowClass",
    "RowCounts",
    "SampleRow",
    "Sidedness",
    "ValueChange",
    "Verdict",
]
