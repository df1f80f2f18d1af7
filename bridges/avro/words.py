"""Tables of 64-bit words by address, and the instructions of a program among them."""

from __future__ import annotations

from typing import Any

from bridges.avro.opcodes import WIDTH
from bridges.kernels.jit import inlined
from bridges.kernels.memory import load_i64, store_i64


@inlined
def word(address: Any, index: Any) -> Any:
    return load_i64(address + 8 * index)


@inlined
def set_word(address: Any, index: Any, value: Any) -> None:
    store_i64(address + 8 * index, value)


@inlined
def field_of(program: Any, pc: Any, name: Any) -> Any:
    """One of the integers of an instruction."""
    return load_i64(program + 8 * (WIDTH * pc + name))
