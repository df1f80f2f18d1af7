"""The ledger closes only over its inventory."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate.ledger import Entry, LedgerMismatch, Outcome, close

CONSTRUCTS = st.lists(st.tuples(st.sampled_from(["task", "target"]), st.sampled_from("abc")))
ENTRIES = st.lists(
    st.builds(
        Entry, st.sampled_from(["task", "target"]), st.sampled_from("abc"), st.sampled_from(Outcome)
    )
)


@given(ENTRIES)
def test_counts_add_up_to_the_inventory(entries: list[Entry]) -> None:
    inventory = [(e.kind, e.name) for e in entries]
    counts = close(list(reversed(inventory)), entries).counts()
    assert {kind: sum(row.values()) for kind, row in counts.items()} == Counter(
        kind for kind, _ in inventory
    )
    assert all(list(row) == [o.value for o in Outcome] for row in counts.values())


@given(CONSTRUCTS, ENTRIES)
def test_closes_exactly_when_the_sums_agree(
    inventory: list[tuple[str, str]], entries: list[Entry]
) -> None:
    if Counter(inventory) == Counter((e.kind, e.name) for e in entries):
        close(inventory, entries)
        return
    with pytest.raises(LedgerMismatch):
        close(inventory, entries)


MISMATCHES = {
    "missing": ([("task", "A")], [], r"not accounted for: \[\('task', 'A'\)\]"),
    "invented": ([], ["A"], r"not in the inventory: \[\('task', 'A'\)\]"),
    "counted twice": ([("task", "A")], ["A", "A"], r"not in the inventory: \[\('task', 'A'\)\]"),
    "two of one name": ([("task", "A")] * 2, ["A"], r"not accounted for: \[\('task', 'A'\)\]"),
}


@pytest.mark.parametrize(("inventory", "names", "said"), MISMATCHES.values(), ids=MISMATCHES)
def test_a_mismatch_names_the_construct(
    inventory: list[tuple[str, str]], names: list[str], said: str
) -> None:
    with pytest.raises(LedgerMismatch, match=said):
        close(inventory, [Entry("task", name, Outcome.CONVERTED) for name in names])
