"""What can go wrong when data crosses a bridge. Each message says what, where, and the next step.

::

    BridgeError
    ├── SchemaError          a schema cannot be understood, or cannot be said in the other system
    │   ├── RecursiveSchema  a type contains itself
    │   └── NameCollision    two fields would become one name
    ├── DataError            the values do not fit the schema, or the bytes are not what they claim
    │   ├── CorruptData      a bad checksum, a truncated or malformed record
    │   └── LossRefused      a value would change and the mode forbids it
    ├── OutputExists         the destination is taken
    └── MissingPackage       an optional dependency is not installed
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class BridgeError(Exception):
    """Something the user can mend: ``what`` happened, ``where``, and the ``next_step``."""

    def __init__(self, what: str, *, where: str = "", next_step: str = "") -> None:
        self.what = what
        self.where = where
        self.next_step = next_step
        super().__init__(self._message())

    def _message(self) -> str:
        place = f"{self.where}: " if self.where else ""
        hint = f"\n  next: {self.next_step}" if self.next_step else ""
        return f"{place}{self.what}{hint}"

    def locate(self, uri: str) -> None:
        """Name the file too, unless it is named."""
        if uri not in self.where:
            self.where = ", ".join(part for part in (uri, self.where) if part)
            self.args = (self._message(),)


class SchemaError(BridgeError):
    """A schema is invalid, or says something the other system cannot."""


class RecursiveSchema(SchemaError):
    """A type contains itself, so its values have no bounded set of features."""


class NameCollision(SchemaError):
    """Two fields would be written under one name."""


class DataError(BridgeError):
    """Values do not fit their schema."""


class CorruptData(DataError):
    """A checksum does not match, or a record is truncated or malformed."""


class LossRefused(DataError):
    """A value would change on the way and the chosen mode forbids it."""


class OutputExists(BridgeError):
    """The destination holds something already."""


class MissingPackage(BridgeError):
    """A package that is no dependency of every installation is not there."""

    def __init__(self, package: str, extra: str) -> None:
        self.package = package
        self.extra = extra
        super().__init__(
            f"this needs {package}, which is not installed",
            next_step=f"pip install 'paved-road[{extra}]'",
        )


@contextmanager
def located(uri: str) -> Iterator[None]:
    """Let errors of the block name the file at ``uri``."""
    try:
        yield
    except BridgeError as error:
        error.locate(uri)
        raise
