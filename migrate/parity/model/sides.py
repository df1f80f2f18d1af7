"""What was compared: the two sides, their columns, how their rows were paired, and by what."""

from __future__ import annotations

from dataclasses import dataclass

from migrate.parity.model.kinds import AlignmentMode, Compatibility


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file that was read. ``sha256`` is of the whole file, or (``whole`` false) of its
    size and its first and last mebibyte."""

    uri: str
    size: int
    sha256: str
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Input:
    """One side. ``rows`` were read; ``used`` are left after filters and sampling."""

    source: str
    format: str
    rows: int
    used: int
    columns: int
    files: tuple[InputFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Provenance:
    """What made this result: enough to make it again. No clock, no host name."""

    tool: str
    engine: str
    versions: tuple[tuple[str, str], ...] = ()
    policy: str = ""
    """Path of the policy file, empty without one."""
    policy_sha256: str = ""
    sample: float = 1.0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class ColumnPair:
    """A leaf column (dotted path) of one or both sides."""

    name: str
    compatibility: Compatibility
    left_name: str = ""
    right_name: str = ""
    left_type: str = ""
    right_type: str = ""
    ignored: str = ""
    """The reason of the policy's ignore entry; empty where the column is compared."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """How rows were paired."""

    mode: AlignmentMode
    key: tuple[str, ...] = ()
    duplicates: str = "fail"
    null_keys: str = "match"
    null_keys_left: int = 0
    """Rows of OLD whose key has a null; likewise of NEW."""
    null_keys_right: int = 0
    duplicate_keys_left: int = 0
    """Keys that more than one row of OLD has; likewise of NEW."""
    duplicate_keys_right: int = 0
