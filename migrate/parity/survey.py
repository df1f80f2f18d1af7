"""Compares one shard: joins what has to be joined, and counts."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from migrate.errors import BadInput
from migrate.parity import ambiguous, buckets, join
from migrate.parity.partial import Survey
from migrate.parity.plan import Plan
from migrate.parity.policy import NullKeys, Side
from migrate.parity.relations import joined_as_written, key_columns, prepare
from migrate.parity.row_counts import classify, counted
from migrate.parity.view_counts import count


def survey(connection: Any, plan: Plan, *, bisect: bool | None = None) -> Survey:
    """Compare the relations ``old`` and ``new``; leaves tables d0 … and ``rows`` behind.

    ``bisect``: compare checksums first; None decides by the size.
    """
    prepare(connection, plan, Side.OLD, "old", "old_rows")
    prepare(connection, plan, Side.NEW, "new", "new_rows")
    left, right = count(connection, plan, "old_rows"), count(connection, plan, "new_rows")
    nulls = bool(left.null_keys or right.null_keys)
    if nulls and plan.policy.null_keys is NullKeys.FAIL:
        raise BadInput(
            f"the key is null in {left.null_keys} row(s) of OLD and {right.null_keys} of NEW",
            next_step='set null_keys = "match" or "distinct", or choose another key',
        )
    with joined_as_written(connection):
        sides, doubled = _narrowed(connection, plan, (left.rows, right.rows), bisect)
        join.build(connection, plan, *sides, doubled, nulls=nulls)
    classify(connection, plan)
    return counted(connection, plan, left, right, doubled)


def _narrowed(
    connection: Any, plan: Plan, rows: tuple[int, int], bisect: bool | None
) -> tuple[tuple[str, str], ambiguous.Ambiguous]:
    """Where the rows are that have to be joined, and the keys that are not unique."""
    whole = ("old_rows", "new_rows")
    if not _worth(plan, rows, bisect):
        return whole, ambiguous.find(connection, plan, *whole, rows)
    with ThreadPoolExecutor(1) as pool:  # one side is sorted while the other one is read
        left = buckets.keyed(connection, plan, whole[0], ambiguous.HASHES)
        twice = pool.submit(_repeated, left.hashes)
        right = buckets.keyed(connection, plan, whole[1], ambiguous.HASHES)
        suspects = twice.result()
    unproven = right.hashes
    if suspects is not None and not len(suspects) and unproven is not None:
        # Where a bucket has the same rows on both sides, it was enough to look at one of them.
        unproven = buckets.of_differing(unproven, left, right)
    known = suspects, _repeated(unproven)
    doubled = ambiguous.find(connection, plan, *whole, rows, known)
    if doubled:
        return whole, doubled
    part = buckets.differing(connection, left, right)
    if part >= buckets.WORTH and not bisect:
        return whole, doubled
    old, new = (buckets.within(key_columns(plan), view) for view in whole)
    return (old, new), doubled


def _repeated(hashes: Any) -> Any:
    return None if hashes is None else ambiguous.repeated(hashes)


def _worth(plan: Plan, rows: tuple[int, int], bisect: bool | None) -> bool:
    """Whether checksums can tell that rows are equal, and are likely to pay."""
    exact = all(field.hashes_exactly for field in plan.fields)
    if plan.policy.null_keys is NullKeys.DISTINCT or not exact:
        return False
    return bisect if bisect is not None else min(rows) >= buckets.LEAST_ROWS
