"""CRC-32C (Castagnoli), and the masked form that TFRecord files carry.

With SSE 4.2 the processor computes it, three stripes at a time; elsewhere a table per byte of a
word does ("slicing by eight"). Both give the same sums.
"""

from __future__ import annotations

from typing import Any

import llvmlite.binding as llvm
import numba as nb
import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from bridges.kernels.jit import Array, kernel
from bridges.kernels.memory import load_u8, load_u64

_POLYNOMIAL = np.uint32(0x82F63B78)
_MASK_DELTA = 0xA282EAD8
#: Bytes of one stripe: long enough to hide the instruction's latency, short enough for a row.
STRIPE = 128


def _tables(count: int) -> np.ndarray[Any, np.dtype[np.uint32]]:
    """Return table k: the sum of a byte followed by k zero bytes."""
    table = np.arange(256, dtype=np.uint32)
    for _ in range(8):
        table = np.where(table & 1, (table >> 1) ^ _POLYNOMIAL, table >> 1).astype(np.uint32)
    tables = [table]
    for _ in range(count - 1):
        tables.append(table[tables[-1] & 0xFF] ^ (tables[-1] >> 8))
    return np.array(tables, dtype=np.uint32)


def _after_zeros(size: int) -> np.ndarray[Any, np.dtype[np.uint32]]:
    """Return four tables that give, byte by byte, a sum after ``size`` further zero bytes."""
    base = _tables(1)[0]
    states = (
        np.arange(256, dtype=np.uint32)[None, :] << (8 * np.arange(4, dtype=np.uint32))[:, None]
    )
    for _ in range(size):
        states = base[states & 0xFF] ^ (states >> 8)
    return states.astype(np.uint32)


_T = _tables(8)
_Z1 = _after_zeros(STRIPE)
_Z2 = _after_zeros(2 * STRIPE)


@intrinsic
def _crc_word(_context: Any, _crc: Any, _word: Any) -> Any:
    def generate(_c: Any, builder: Any, _signature: Any, args: Any) -> Any:
        i64 = ir.IntType(64)
        name = "llvm.x86.sse42.crc32.64.64"
        known = builder.module.globals.get(name)
        function = known or ir.Function(builder.module, ir.FunctionType(i64, [i64, i64]), name)
        return builder.call(function, args)

    return types.uint64(types.uint64, types.uint64), generate


@kernel
def _zeros(tables: Array, crc: int) -> int:
    c = nb.uint32(crc)
    return (
        tables[0, c & nb.uint32(255)]
        ^ tables[1, (c >> nb.uint32(8)) & nb.uint32(255)]
        ^ tables[2, (c >> nb.uint32(16)) & nb.uint32(255)]
        ^ tables[3, c >> nb.uint32(24)]
    )


@kernel
def _tail(crc: int, at: int, end: int) -> int:
    c = nb.uint32(crc)
    while at < end:
        c = _T[0, (c ^ load_u8(at)) & nb.uint32(255)] ^ (c >> nb.uint32(8))
        at += 1
    return nb.uint32(~c)


@kernel
def crc32c_sse42(crc: int, at: int, size: int) -> int:
    """Return the sum after ``size`` more bytes, by the processor's instruction."""
    crc = nb.uint64(nb.uint32(~nb.uint32(crc)))
    end = at + size
    while at + 3 * STRIPE <= end:
        second = nb.uint64(0)
        third = nb.uint64(0)
        for i in range(0, STRIPE, 8):
            crc = _crc_word(crc, load_u64(at + i))
            second = _crc_word(second, load_u64(at + STRIPE + i))
            third = _crc_word(third, load_u64(at + 2 * STRIPE + i))
        crc = nb.uint64(_zeros(_Z2, crc) ^ _zeros(_Z1, second)) ^ third
        at += 3 * STRIPE
    while at + 8 <= end:
        crc = _crc_word(crc, load_u64(at))
        at += 8
    return _tail(crc, at, end)


@kernel
def crc32c_portable(crc: int, at: int, size: int) -> int:
    """Return the sum after ``size`` more bytes, by tables."""
    crc = nb.uint64(nb.uint32(~nb.uint32(crc)))
    end = at + size
    while at + 8 <= end:
        word = load_u64(at) ^ crc
        crc = nb.uint64(0)
        for i in range(8):
            crc ^= nb.uint64(_T[7 - i, (word >> nb.uint64(8 * i)) & nb.uint64(255)])
        at += 8
    return _tail(crc, at, end)


HAS_SSE42 = bool(llvm.get_host_cpu_features().get("sse4.2", False))
crc32c = crc32c_sse42 if HAS_SSE42 else crc32c_portable


@kernel
def masked_crc32c(at: int, size: int) -> int:
    """Return the sum as TFRecord stores it: rotated by 15 bits, plus a constant."""
    crc = nb.uint32(crc32c(0, at, size))
    rotated = (crc >> nb.uint32(15)) | (crc << nb.uint32(17))
    return nb.uint32(rotated + nb.uint32(_MASK_DELTA))
