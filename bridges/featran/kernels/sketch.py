"""Algebird's SketchMap, folded one value at a time.

For each value its cells are counted up; then the list of heavy hitters becomes the first ``keep``
of the Set of the old list and the value, sorted by estimate, ties in the Set's order. The Set's
order is the list's up to four elements and a hash trie's from five on (``jvm.order``).
"""

from __future__ import annotations

import numba as nb
import numpy as np

from bridges.kernels.jit import Array, inlined, kernel


@kernel
def cells(hashes: Array, multipliers: Array, width: int) -> Array:
    """Return int32[k, depth]: the column of each key in each row of the table."""
    out = np.empty((len(hashes), len(multipliers)), dtype=np.int32)
    for i in range(len(hashes)):
        x = nb.int64(hashes[i, 0] ^ hashes[i, 1])
        for j in range(len(multipliers)):
            t = nb.int64(x * multipliers[j])
            out[i, j] = ((t + (t >> 32)) & 0x7FFFFFFF) % width
    return out


@kernel
def trie_keys(java_hashes: Array) -> Array:
    """Return uint64[k]: numbers that sort keys as a trie reads its slots, lowest digit first."""
    out = np.empty(len(java_hashes), dtype=np.uint64)
    for i in range(len(out)):
        h = nb.uint32(java_hashes[i])
        h = nb.uint32(h + nb.uint32(~nb.uint32(h << nb.uint32(9))))
        h = nb.uint32(h ^ (h >> nb.uint32(14)))
        h = nb.uint32(h + nb.uint32(h << nb.uint32(4)))
        h = nb.uint32(h ^ (h >> nb.uint32(10)))
        key = nb.uint64(0)
        for level in range(7):
            key = key << nb.uint64(5) | nb.uint64((h >> nb.uint32(5 * level)) & nb.uint32(31))
        out[i] = key
    return out


@inlined
def _slot(key: int, level: int) -> int:
    return (key >> nb.uint64(5 * (6 - level))) & nb.uint64(31)


@kernel
def _trie_places(ids: Array, n: int, keys: Array, singles_first: bool, place: Array) -> None:
    """Write into ``place`` where each of n ids, sorted by key, stands in a trie's order."""
    if not singles_first:
        for i in range(n):
            place[ids[i]] = i
        return
    low = np.empty(n + 1, dtype=np.int64)
    high = np.empty(n + 1, dtype=np.int64)
    depth = np.empty(n + 1, dtype=np.int64)
    low[0], high[0], depth[0] = 0, n, 0
    top = 1
    out = 0
    while top > 0:
        top -= 1
        a, b, level = low[top], high[top], depth[top]
        if level > 6:
            for i in range(a, b):
                place[ids[i]] = out
                out += 1
            continue
        end = b
        while end > a:
            start = end - 1
            slot = _slot(keys[ids[start]], level)
            while start > a and _slot(keys[ids[start - 1]], level) == slot:
                start -= 1
            if end - start > 1:
                low[top], high[top], depth[top] = start, end, level + 1
                top += 1
            end = start
        start = a
        while start < b:
            end = start + 1
            slot = _slot(keys[ids[start]], level)
            while end < b and _slot(keys[ids[end]], level) == slot:
                end += 1
            if end - start == 1:
                place[ids[start]] = out
                out += 1
            start = end


@inlined
def _estimate(table: Array, cells: Array, key: int) -> int:
    least = table[0, cells[key, 0]]
    for row in range(1, table.shape[0]):
        least = min(least, table[row, cells[key, row]])
    return least


@kernel
def _enter(by_key: Array, n: int, keys: Array, key: int) -> None:
    at = n
    while at > 0 and keys[by_key[at - 1]] > keys[key]:
        by_key[at] = by_key[at - 1]
        at -= 1
    by_key[at] = key


@kernel
def _leave(by_key: Array, n: int, key: int) -> None:
    at = 0
    while by_key[at] != key:
        at += 1
    for i in range(at, n - 1):
        by_key[i] = by_key[i + 1]


@kernel
def _sort(top: Array, n: int, counts: Array, place: Array) -> None:
    """Sort ids by falling count, then by place; they come nearly sorted."""
    for i in range(1, n):
        key = top[i]
        at = i
        while at > 0 and (
            counts[top[at - 1]] < counts[key]
            or (counts[top[at - 1]] == counts[key] and place[top[at - 1]] > place[key])
        ):
            top[at] = top[at - 1]
            at -= 1
        top[at] = key


@kernel
def fold(
    table: Array,
    cells: Array,
    keys: Array,
    codes: Array,
    top: Array,
    size: int,
    keep: int,
    singles_first: bool,
    started: bool,
) -> int:
    """Fold values, as ids, into the table and the list ``top`` of ``size`` ids; return its size.

    ``top`` has room for ``keep + 1`` ids.
    """
    counts = np.zeros(len(keys), dtype=np.int64)
    place = np.zeros(len(keys), dtype=np.int64)
    member = np.zeros(len(keys), dtype=np.bool_)
    by_key = np.empty(keep + 1, dtype=np.int64)
    for i in range(size):
        member[top[i]] = True
        _enter(by_key, i, keys, top[i])
    changed = True
    for code in codes:
        if code < 0:
            continue
        for row in range(table.shape[0]):
            table[row, cells[code, row]] += 1
        n = size
        if not member[code]:
            top[n] = code
            _enter(by_key, n, keys, code)
            n += 1
            changed = True
        if not started:
            started = True
            size = min(n, keep)
            member[code] = size == 1
            continue
        if n >= 5:
            if changed:
                _trie_places(by_key, n, keys, singles_first, place)
        else:
            for i in range(n):
                place[top[i]] = i
        for i in range(n):
            counts[top[i]] = _estimate(table, cells, top[i])
        _sort(top, n, counts, place)
        member[code] = True
        changed = n < 5
        if n > keep:
            member[top[keep]] = False
            _leave(by_key, n, top[keep])
            changed = True
        size = min(n, keep)
    return size
