"""The policy of ``migrate parity``: the file's, with what the command line says over it."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from migrate.errors import UsageError

if TYPE_CHECKING:
    from migrate.parity.policy import Policy


class Mode(StrEnum):
    """How rows are paired without a policy."""

    KEY = "key"
    MULTISET = "multiset"
    DISTRIBUTION = "distribution"


class DuplicatesOption(StrEnum):
    """What becomes of keys that are not unique."""

    FAIL = "fail"
    MULTISET = "multiset"
    RANK = "rank"
    PAIRWISE = "pairwise"


class NullKeysOption(StrEnum):
    """What a null in a key is."""

    MATCH = "match"
    DISTINCT = "distinct"
    FAIL = "fail"


def policy_of(
    config: str | None,
    key: str | None,
    mode: Mode | None,
    duplicates: DuplicatesOption | None,
    null_keys: NullKeysOption | None,
) -> Policy:
    """The file's policy with what the command line says over it."""
    from migrate.parity.model import AlignmentMode
    from migrate.parity.policy import Duplicates, NullKeys, Policy
    from migrate.parity.policy_file import read_policy

    policy = read_policy(config) if config is not None else Policy()
    if key is not None:
        policy = replace(policy, key=_names(key))
    if mode is not None:
        policy = replace(policy, mode=AlignmentMode(mode.value))
    if duplicates is not None:
        policy = replace(policy, duplicates=Duplicates(duplicates.value))
    if null_keys is not None:
        policy = replace(policy, null_keys=NullKeys(null_keys.value))
    return policy


def _names(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(","))
    if not all(names) or len(set(names)) < len(names):
        raise UsageError(f"{text!r} is no list of columns", where="--key", next_step="write a,b.c")
    return names
