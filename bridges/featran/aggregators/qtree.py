"""Quantiles by Algebird's QTree of counts in dyadic bins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from bridges.featran.columns import Doubles
from bridges.featran.errors import IllegalArgument

I64 = np.ndarray[Any, np.dtype[np.int64]]

_SMALL = 4096
_WRAP = 1 << 64


@dataclass(frozen=True, eq=False)
class Tree:
    """Nodes as ``kernels.qtree`` lays them out: counts and children, and the head."""

    nodes: I64
    head: I64

    @property
    def count(self) -> int:
        """How many values are in it."""
        return int(self.nodes[self.head[0], 0])

    @property
    def upper(self) -> float:
        """The upper end of the root's interval; from 2^47 on it wraps as Java's long does."""
        return 2.0 ** int(self.head[2]) * _signed(int(self.head[1]) + 1)

    def bounds(self, p: float) -> tuple[float, float]:
        """Return the interval that holds the value of rank floor(count·p)."""
        nodes, (at, offset, level) = self.nodes, self.head[:3].tolist()
        rank = min(int(np.floor(self.count * p)), self.count - 1)
        while True:
            count, lower, upper = nodes[at].tolist()
            below = int(nodes[lower, 0]) if lower >= 0 else 0
            own = count - below - (int(nodes[upper, 0]) if upper >= 0 else 0)
            level -= 1
            if rank < below:
                at, offset = lower, offset * 2
            elif rank < below + own:
                scale = 2.0 ** (level + 1)
                return scale * offset, scale * _signed(offset + 1)
            else:
                at, offset, rank = upper, offset * 2 + 1, rank - below - own


def _signed(value: int) -> int:
    value %= _WRAP
    return value - _WRAP if value >> 63 else value


@dataclass(frozen=True)
class QTree:
    """Folds values into a tree that keeps 2^k-ths of the count apart; None before the first one.

    Exact to a bin of 2^−16 below 2^(k + 1) values; beyond, ranks are off by at most count / 2^k,
    and the tree depends on the order of the values and on how parts were merged.
    """

    k: int

    def zero(self) -> Tree | None:
        """Return the state of no rows."""
        return None

    def add(self, state: Tree | None, column: Doubles) -> Tree | None:
        """Fold a column in.

        Raises
        ------
        IllegalArgument
            At a negative value.
        """
        values = np.ascontiguousarray(column.values[column.present])
        return self._fold(state or _empty(), values) if len(values) else state

    def _fold(self, tree: Tree, values: np.ndarray[Any, np.dtype[np.float64]]) -> Tree:
        from bridges.featran.kernels import qtree

        done = qtree.fold(tree.nodes, tree.head, self.k & 63, values, 0)
        while done < len(values):
            if tree.head[qtree.USED] + qtree.ROOM <= len(tree.nodes):
                raise IllegalArgument(
                    "requirement failed: QTree can not accept negative values",
                    next_step=f"quantiles need values from 0 on, and there is {values[done]}",
                )
            tree = _grown(tree, 2 * len(tree.nodes))
            done = qtree.fold(tree.nodes, tree.head, self.k & 63, values, done)
        return tree

    def merge(self, left: Tree | None, right: Tree | None) -> Tree | None:
        """Join two trees and drop what the new count is too large for."""
        from bridges.featran.kernels import qtree

        if left is None or right is None:
            return left or right
        room = int(left.head[qtree.USED] + right.head[qtree.USED]) + 2 * qtree.ROOM
        out, other = _grown(left, room), _grown(right, int(right.head[qtree.USED]) + qtree.ROOM)
        roots = (*left.head[1:3].tolist(), *right.head[1:3].tolist())
        level = qtree.common_level(*roots)
        qtree.lift(out.nodes, out.head, level)
        qtree.lift(other.nodes, other.head, level)
        qtree.join(out.nodes, out.head, other.nodes, other.head)
        limit = out.count >> (self.k & 63)
        if limit > 1:
            qtree.sweep(out.nodes, out.head, limit)
            out.head[qtree.LIMIT] = limit
        return out

    def present(self, state: Tree | None) -> Tree | None:
        """Return the tree."""
        return state


def _empty() -> Tree:
    nodes = np.empty((_SMALL, 3), dtype=np.int64)
    return Tree(nodes, np.array([-1, 0, 0, 0, -1, 0], dtype=np.int64))


def _grown(tree: Tree, size: int) -> Tree:
    used = int(tree.head[3])
    nodes = np.empty((max(size, used), 3), dtype=np.int64)
    nodes[:used] = tree.nodes[:used]
    return Tree(nodes, tree.head.copy())
