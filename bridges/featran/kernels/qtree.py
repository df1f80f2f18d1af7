"""Algebird's QTree as arrays of nodes, folded one value at a time.

Algebird joins a tree of one leaf into the tree and then drops the children of every node whose
count is below ``total >> k``. Only nodes on the new leaf's path can fall under an unchanged limit,
so the path is cut while it is walked; the whole tree is swept when the limit rises, once in 2^k
values. The tree that results is the same.
"""

from __future__ import annotations

import numba as nb
import numpy as np

from bridges.kernels.jit import Array, kernel

#: Rows of the int64 node table: count, and the lower and upper child (−1 for none).
COUNT, LOWER, UPPER = 0, 1, 2
#: Fields of the int64 head: root, its offset and level, nodes in use, first free node, limit.
ROOT, OFFSET, LEVEL, USED, FREE, LIMIT = 0, 1, 2, 3, 4, 5
#: The level of a leaf: bins are 2^−16 wide.
LEAF = -16
#: More nodes than one value can need.
ROOM = 160


@kernel
def _take(nodes: Array, head: Array, count: int) -> int:
    at = head[FREE]
    if at >= 0:
        head[FREE] = nodes[at, LOWER]
    else:
        at = head[USED]
        head[USED] += 1
    nodes[at, COUNT] = count
    nodes[at, LOWER] = -1
    nodes[at, UPPER] = -1
    return at


@kernel
def _drop(nodes: Array, head: Array, at: int, stack: Array) -> None:
    """Give back all nodes under one."""
    top = 0
    for side in (LOWER, UPPER):
        if nodes[at, side] >= 0:
            stack[top] = nodes[at, side]
            top += 1
        nodes[at, side] = -1
    while top > 0:
        top -= 1
        node = stack[top]
        for side in (LOWER, UPPER):
            if nodes[node, side] >= 0:
                stack[top] = nodes[node, side]
                top += 1
        nodes[node, LOWER] = head[FREE]
        head[FREE] = node


@kernel
def sweep(nodes: Array, head: Array, limit: int) -> None:
    """Drop the children of every node below the limit."""
    stack = np.empty(256, dtype=np.int64)
    walk = np.empty(256, dtype=np.int64)
    walk[0] = head[ROOT]
    top = 1
    while top > 0:
        top -= 1
        at = walk[top]
        if nodes[at, COUNT] < limit:
            _drop(nodes, head, at, stack)
            continue
        for side in (LOWER, UPPER):
            if nodes[at, side] >= 0:
                walk[top] = nodes[at, side]
                top += 1


@kernel
def common_level(a: int, a_level: int, b: int, b_level: int) -> int:
    """Return the least level at which two nodes are in one, given their offsets."""
    low = min(a_level, b_level)
    apart = nb.int64((a << (a_level - low)) ^ (b << (b_level - low)))
    level = low
    while apart > 0:
        level += 1
        apart >>= 1
    return max(level, max(a_level, b_level))


@kernel
def lift(nodes: Array, head: Array, level: int) -> None:
    """Put nodes above the root until it has a level."""
    while head[LEVEL] < level:
        parent = _take(nodes, head, nodes[head[ROOT], COUNT])
        nodes[parent, UPPER if head[OFFSET] & 1 else LOWER] = head[ROOT]
        head[ROOT] = parent
        head[OFFSET] >>= 1
        head[LEVEL] += 1


@kernel
def _bin(x: float) -> int:
    if x != x:
        return 0
    q = np.floor(x * 65536.0)
    if q >= 9223372036854775808.0:
        return 9223372036854775807
    return nb.int64(q) if q >= 0.0 else -1


@kernel
def fold(nodes: Array, head: Array, k: int, values: Array, first: int) -> int:
    """Join values from ``first`` on and return where it stopped.

    It stops at the end, where the table might overflow, or at a negative value.
    """
    stack = np.empty(256, dtype=np.int64)
    for i in range(first, len(values)):
        if head[USED] + ROOM > len(nodes):
            return i
        offset = _bin(values[i])
        if offset < 0:
            return i
        if head[ROOT] < 0:
            head[ROOT] = _take(nodes, head, 1)
            head[OFFSET] = offset
            head[LEVEL] = LEAF
            continue
        lift(nodes, head, common_level(head[OFFSET], head[LEVEL], offset, LEAF))
        limit = (nodes[head[ROOT], COUNT] + 1) >> k
        _insert(nodes, head, offset, limit, stack)
        if limit > 1 and limit != head[LIMIT]:
            sweep(nodes, head, limit)
            head[LIMIT] = limit
    return len(values)


@kernel
def _insert(nodes: Array, head: Array, offset: int, limit: int, stack: Array) -> None:
    at = head[ROOT]
    level = head[LEVEL]
    nodes[at, COUNT] += 1
    while level > LEAF:
        if limit > 1 and nodes[at, COUNT] < limit:
            _drop(nodes, head, at, stack)
            return
        level -= 1
        side = UPPER if (offset >> (level - LEAF)) & 1 else LOWER
        child = nodes[at, side]
        if child < 0:
            child = _take(nodes, head, 0)
            nodes[at, side] = child
        nodes[child, COUNT] += 1
        at = child


@kernel
def join(nodes: Array, head: Array, others: Array, other: Array) -> None:
    """Add another tree to this one; both have a root, at one level.

    The table must have room for all nodes of both.
    """
    here = np.empty(512, dtype=np.int64)
    there = np.empty(512, dtype=np.int64)
    here[0], there[0] = head[ROOT], other[ROOT]
    top = 1
    while top > 0:
        top -= 1
        a, b = here[top], there[top]
        nodes[a, COUNT] += others[b, COUNT]
        for side in (LOWER, UPPER):
            if others[b, side] < 0:
                continue
            if nodes[a, side] < 0:
                nodes[a, side] = _take(nodes, head, 0)
            here[top], there[top] = nodes[a, side], others[b, side]
            top += 1
