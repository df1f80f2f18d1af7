"""Two types as one that says the values of both, and how each side gets there.

The rules are a table by the two families; what is in no row is incompatible. A string beside
another scalar is compared as text: each side in the engine's own printing of the typed side, and
a string that does not parse stays as it is, so it differs.
"""

from migrate.parity.unify.table import unify
from migrate.parity.unify.unified import Unified

__all__ = ["Unified", "unify"]
