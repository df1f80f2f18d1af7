"""Errors of the bridges as errors of the command line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bridges.errors import BridgeError, MissingPackage, OutputExists
from migrate.errors import BadInput, MissingExtra, OutputConflict


@contextmanager
def told() -> Iterator[None]:
    """Give every error of a bridge its exit code; nothing of its message is lost."""
    try:
        yield
    except MissingPackage as error:
        raise MissingExtra(error.package, error.extra) from error
    except OutputExists as error:
        raise OutputConflict(error.what, where=error.where, next_step=error.next_step) from error
    except BridgeError as error:
        raise BadInput(error.what, where=error.where, next_step=error.next_step) from error
