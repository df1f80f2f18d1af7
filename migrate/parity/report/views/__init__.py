"""The result as the page shows it: sorted, cut, worded; templates only place it."""

from migrate.parity.report.views.causes import causes
from migrate.parity.report.views.fields import FieldView, distributions, fields
from migrate.parity.report.views.row_classes import segments
from migrate.parity.report.views.samples import samples

__all__ = ["FieldView", "causes", "distributions", "fields", "samples", "segments"]
