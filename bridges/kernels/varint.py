"""Protobuf varints: seven bits a byte, least significant first.

Up to eight bytes are gathered or spread in one word, without a branch per byte: the lengths of
numbers are what a processor cannot guess.
"""

from __future__ import annotations

from typing import Any

import numba as nb
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from bridges.kernels.jit import inlined
from bridges.kernels.memory import load_u8, load_u64, store_u8, store_u64

_WORD = 8
_CONTINUED = 0x8080808080808080


def _zeros(name: str) -> Any:
    @intrinsic
    def count(_context: Any, _word: Any) -> Any:
        def generate(_c: Any, builder: Any, _signature: Any, args: Any) -> Any:
            i64, i1 = ir.IntType(64), ir.IntType(1)
            known = builder.module.globals.get(name)
            kind = ir.FunctionType(i64, [i64, i1])
            function = known or ir.Function(builder.module, kind, name)
            return builder.call(function, [args[0], ir.Constant(i1, 1)])

        return types.int64(types.uint64), generate

    return count


#: How many zero bits a word begins or ends with; the word may not be zero.
_leading_zeros = _zeros("llvm.ctlz.i64")
_trailing_zeros = _zeros("llvm.cttz.i64")


@inlined
def varint_size(value: int) -> int:
    """Return how many bytes the unsigned ``value`` takes."""
    bits = 64 - _leading_zeros(nb.uint64(value) | nb.uint64(1))
    return (9 * bits + 64) >> 6


@inlined
def _spread(value: int) -> int:
    """Return 56 bits as eight bytes of seven."""
    x = nb.uint64(value)
    x = (x & nb.uint64(0x000000000FFFFFFF)) | ((x & nb.uint64(0x00FFFFFFF0000000)) << nb.uint64(4))
    x = (x & nb.uint64(0x00003FFF00003FFF)) | ((x & nb.uint64(0x0FFFC0000FFFC000)) << nb.uint64(2))
    return (x & nb.uint64(0x007F007F007F007F)) | (
        (x & nb.uint64(0x3F803F803F803F80)) << nb.uint64(1)
    )


@inlined
def gathered(word: int) -> int:
    """Return the low seven bits of eight bytes as 56 bits."""
    x = nb.uint64(word)
    x = (x & nb.uint64(0x007F007F007F007F)) | ((x & nb.uint64(0x7F007F007F007F00)) >> nb.uint64(1))
    x = (x & nb.uint64(0x00003FFF00003FFF)) | ((x & nb.uint64(0x3FFF00003FFF0000)) >> nb.uint64(2))
    return (x & nb.uint64(0x000000000FFFFFFF)) | (
        (x & nb.uint64(0x0FFFFFFF00000000)) >> nb.uint64(4)
    )


@inlined
def write_varint(at: int, value: int) -> int:
    """Write the unsigned ``value`` and return the address after it; up to 8 bytes are touched."""
    if value < 128:
        store_u8(at, nb.uint8(value))
        return at + 1
    if value < nb.uint64(1 << 56):
        size = varint_size(value)
        marks = nb.uint64(_CONTINUED) >> nb.uint64(8 * (_WORD + 1 - size))
        store_u64(at, _spread(value) | marks)
        return at + size
    return write_varint_within(at, value)


@inlined
def write_varint_within(at: int, value: int) -> int:
    """Write the unsigned ``value``, touch nothing behind it and return the address there."""
    while value >= 128:
        store_u8(at, nb.uint8((value & nb.uint64(127)) | nb.uint64(128)))
        at += 1
        value >>= nb.uint64(7)
    store_u8(at, nb.uint8(value))
    return at + 1


@inlined
def ends_in(word: int) -> int:
    """Return how many of eight bytes the varint at their begin takes; 9 if it goes on."""
    last = ~nb.uint64(word) & nb.uint64(_CONTINUED)
    if last == 0:
        return _WORD + 1
    return (_trailing_zeros(last) >> 3) + 1


@inlined
def masked(word: int, size: int) -> int:
    """Return the first ``size`` bytes of a word, one to eight, and zeros."""
    return nb.uint64(word) & (nb.uint64(0xFFFFFFFFFFFFFFFF) >> nb.uint64(8 * (_WORD - size)))


@inlined
def read_varint(at: int, end: int) -> tuple[int, int]:
    """Return the address after the varint and its 64 bits; address -1 when it is malformed."""
    if at < end and load_u8(at) < 128:
        return at + 1, nb.uint64(load_u8(at))
    if end - at >= _WORD:
        word = load_u64(at)
        size = ends_in(word)
        if size <= _WORD:
            return at + size, gathered(masked(word, size))
    return _read_bytes(at, end)


@inlined
def _read_bytes(at: int, end: int) -> tuple[int, int]:
    value = nb.uint64(0)
    shift = nb.uint64(0)
    while at < end and shift < 64:
        byte = nb.uint64(load_u8(at))
        at += 1
        value |= (byte & nb.uint64(127)) << shift
        if byte < 128:
            return at, value
        shift += nb.uint64(7)
    return -1, nb.uint64(0)
