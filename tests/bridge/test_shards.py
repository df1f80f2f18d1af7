"""How sources are cut: every byte and row group once, and evenly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridges.convert.shards import SHARD_BYTES, Piece, cut, deal, shard_count

SIZES = st.lists(st.integers(0, 1000), min_size=1, max_size=8)


@given(sizes=SIZES, count=st.integers(1, 9))
def test_cut_covers_every_byte_once_and_in_order(sizes, count):
    shares = cut([(f"f{i}", size) for i, size in enumerate(sizes)], count)
    assert len(shares) == count
    covered = [(p.uri, at) for share in shares for p in share for at in range(p.start, p.end)]
    assert covered == [(f"f{i}", at) for i, size in enumerate(sizes) for at in range(size)]


@given(sizes=SIZES, count=st.integers(1, 9))
def test_cut_is_even(sizes, count):
    shares = cut([(f"f{i}", size) for i, size in enumerate(sizes)], count)
    weights = [sum(piece.size for piece in share) for share in shares]
    assert max(weights) - min(weights) <= 1


@given(sizes=SIZES, count=st.integers(1, 9))
def test_deal_keeps_order_and_leaves_no_shard_empty_if_it_can(sizes, count):
    pieces = [Piece("f", i, i + 1, size) for i, size in enumerate(sizes)]
    dealt = deal(pieces, count)
    assert [piece for share in dealt for piece in share] == pieces
    assert len(dealt) == count
    assert sum(1 for share in dealt if share) == min(count, len(pieces))


def test_deal_balances_what_is_uneven():
    pieces = [Piece("f", i, i + 1, size) for i, size in enumerate([90, 10, 10, 10, 60])]
    assert [[p.size for p in share] for share in deal(pieces, 2)] == [[90], [10, 10, 10, 60]]


@pytest.mark.parametrize(
    ("total", "asked", "count"),
    [(0, None, 1), (1, None, 1), (SHARD_BYTES, None, 1), (SHARD_BYTES + 1, None, 2), (9, 5, 5)],
)
def test_the_size_decides_unless_somebody_does(total, asked, count):
    assert shard_count(total, asked) == count
