"""Loads, stores and copies at any address, aligned or not, as compiled one-instruction calls.

Addresses are int64. Nothing here checks bounds: callers do, once per row or list.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba as nb
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from bridges.kernels.jit import inlined

#: Bytes that :func:`copy_short` may read and write past the end.
SLACK = 8


def _load(result: types.Type, llvm: ir.Type) -> Callable[..., Any]:
    @intrinsic
    def load(_context: Any, _address: Any) -> Any:
        def generate(_c: Any, builder: Any, _signature: Any, args: Any) -> Any:
            value = builder.load(builder.inttoptr(args[0], ir.PointerType(llvm)))
            value.align = 1
            return value

        return result(types.int64), generate

    return load


def _store(operand: types.Type, llvm: ir.Type) -> Callable[..., Any]:
    @intrinsic
    def store(_context: Any, _address: Any, _value: Any) -> Any:
        def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
            done = builder.store(args[1], builder.inttoptr(args[0], ir.PointerType(llvm)))
            done.align = 1
            return context.get_dummy_value()

        return types.void(types.int64, operand), generate

    return store


_I8, _I16, _I32, _I64 = (ir.IntType(bits) for bits in (8, 16, 32, 64))

load_u8 = _load(types.uint8, _I8)
load_i8 = _load(types.int8, _I8)
load_u16 = _load(types.uint16, _I16)
load_i16 = _load(types.int16, _I16)
load_u32 = _load(types.uint32, _I32)
load_i32 = _load(types.int32, _I32)
load_u64 = _load(types.uint64, _I64)
load_i64 = _load(types.int64, _I64)
load_f32 = _load(types.float32, ir.FloatType())
load_f64 = _load(types.float64, ir.DoubleType())

store_u8 = _store(types.uint8, _I8)
store_i32 = _store(types.int32, _I32)
store_u32 = _store(types.uint32, _I32)
store_i64 = _store(types.int64, _I64)
store_u64 = _store(types.uint64, _I64)
store_f32 = _store(types.float32, ir.FloatType())


def _copier(name: str) -> Callable[..., Any]:
    @intrinsic
    def copy(_context: Any, _target: Any, _source: Any, _size: Any) -> Any:
        def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
            pointer = _I8.as_pointer()
            function = builder.module.declare_intrinsic(name, [pointer, pointer, _I64])
            target, source = (builder.inttoptr(a, pointer) for a in args[:2])
            builder.call(function, [target, source, args[2], ir.Constant(ir.IntType(1), 0)])
            return context.get_dummy_value()

        return types.void(types.int64, types.int64, types.int64), generate

    return copy


#: ``copy(target, source, size)``: the two may not overlap.
copy = _copier("llvm.memcpy")
#: ``move(target, source, size)``: the two may overlap.
move = _copier("llvm.memmove")


@inlined
def copy_short(target: int, source: int, size: int) -> None:
    """Copy a short string eight bytes at a time; touches up to ``SLACK`` bytes past the end."""
    done = 0
    while done < size:
        store_u64(target + done, load_u64(source + done))
        done += 8


@inlined
def get_bit(address: int, index: int) -> int:
    """Return bit ``index`` of an Arrow bitmap."""
    return (load_u8(address + (index >> 3)) >> nb.uint8(index & 7)) & 1
