"""Whether new outputs equal old ones, and if not, where, how much and why."""

from __future__ import annotations

from migrate.parity.api import compare
from migrate.parity.remote_outputs import assert_remote_parity
from migrate.parity.run_outputs import assert_output_parity
from migrate.parity.testing import assert_parity

__all__ = ["assert_output_parity", "assert_parity", "assert_remote_parity", "compare"]
