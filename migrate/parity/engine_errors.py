"""What the engine says of the data, as bad input."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from migrate.bridge.failures import told
from migrate.errors import BadInput
from migrate.parity.inputs import Source


@contextmanager
def reading(source: Source) -> Iterator[None]:
    """Errors of the engine as errors of the side that it was reading."""
    import duckdb

    try:
        with told():
            yield
    except (duckdb.IOException, duckdb.InvalidInputException, duckdb.ConversionException) as error:
        what = f"cannot be read: {str(error).splitlines()[0]}"
        raise BadInput(what, where=source.path) from error


@contextmanager
def comparing() -> Iterator[None]:
    """Values that the engine cannot bring to a common type are bad input."""
    import duckdb

    try:
        yield
    except (
        duckdb.InvalidInputException,
        duckdb.ConversionException,
        duckdb.OutOfRangeException,
    ) as error:
        raise BadInput(
            f"values cannot be compared: {' '.join(str(error).split())[:300]}",
            next_step="cast one side in [[normalise]] of a policy, or [[ignore]] the field",
        ) from error
