"""The Python API of parity: ``compare`` gives a result, ``migrate.parity.testing`` asserts it."""

from __future__ import annotations

from dataclasses import replace
from os import PathLike, fspath
from typing import TYPE_CHECKING, Any

from migrate.parity.model import ParityResult

if TYPE_CHECKING:
    from migrate.parity.policy import Policy


def compare(
    old: str | PathLike[str],
    new: str | PathLike[str],
    policy: Policy | str | PathLike[str] | None = None,
    *,
    key: str | tuple[str, ...] = (),
    **options: Any,
) -> ParityResult:
    """The whole comparison of two data sets: paths, globs, directories or URIs.

    ``policy`` is a :class:`~migrate.parity.policy.Policy`, the path of a ``parity.toml``, or None:
    then nothing may differ. ``key`` (``"a,b.c"`` or names) goes before the policy's. ``options``
    are those of :class:`migrate.parity.run.Request`, such as ``sample`` or ``memory``. Raises
    MigrateError where the two cannot be compared.
    """
    from migrate.parity.request import Request
    from migrate.parity.run import compared

    return compared(Request(fspath(old), fspath(new), _policy(policy, key), **options))


def _policy(given: Policy | str | PathLike[str] | None, key: str | tuple[str, ...]) -> Policy:
    from migrate.parity.policy import Policy
    from migrate.parity.policy_file import read_policy

    if given is None:
        found = Policy()
    else:
        found = given if isinstance(given, Policy) else read_policy(fspath(given))
    names = tuple(key.split(",")) if isinstance(key, str) and key else tuple(key)
    return replace(found, key=tuple(name.strip() for name in names)) if names else found
