"""The two sides: whatever format their files have, they become one relation each."""

from migrate.parity.inputs.source import Source, open_source
from migrate.parity.inputs.stage import stage

__all__ = ["Source", "open_source", "stage"]
