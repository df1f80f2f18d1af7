"""Operations of whole columns: arithmetic, comparisons, conversions, mathematics."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from bridges.featran.getters.ast import Op
from bridges.featran.getters.mathematics import BINARY, UNARY
from bridges.featran.getters.types import BOOLEAN, DOUBLE, FLOAT, INT, LONG, NUMERIC, Type
from bridges.featran.getters.vectors import DTYPES, Array, Rowwise


def kernel(op: Op) -> Callable[..., Array] | None:
    """The numpy form of an operation on scalars, if it has one."""
    kind = op.args[0].type if op.args else op.type
    if op.name == "convert":
        return lambda x: _convert(x, kind, op.type)
    if op.name in _COMPARING and kind in (*NUMERIC, BOOLEAN):
        return _COMPARING[op.name]
    if op.name in _BOOLEAN and kind == BOOLEAN:
        return _BOOLEAN[op.name]
    if op.name in _ARITHMETIC and kind in (INT, LONG, FLOAT, DOUBLE):
        return _ARITHMETIC[op.name]
    if op.name in ("/", "%"):
        return _DIVISION.get((op.name, kind))
    return _mathematical(op.name, kind)


def _mathematical(name: str, kind: Type) -> Callable[..., Array] | None:
    if name in ("math.abs", "asDouble"):
        return np.abs if name == "math.abs" else lambda x: x.astype(np.float64)
    if name in _EXACT:
        return _EXACT[name]
    if name in UNARY or name in BINARY:
        return _each(UNARY[name] if name in UNARY else BINARY[name])
    if name in ("math.max", "math.min"):
        return _extreme(name, kind)
    return None


def _each(function: Callable[..., float]) -> Callable[..., Array]:
    """A function of the C library, value by value: numpy's own differ in the last bit."""

    def run(*columns: Array) -> Array:
        rows = zip(*(c.tolist() for c in columns), strict=True)
        return np.array([function(*row) for row in rows], dtype=np.float64)

    return run


def _extreme(name: str, kind: Type) -> Callable[[Array, Array], Array]:
    """NaN wins; of two zeros the positive is the greater."""
    if kind not in (FLOAT, DOUBLE):
        return np.maximum if name == "math.max" else np.minimum
    if name == "math.max":
        return lambda a, b: np.where((a == 0) & (b == 0), a + b, np.maximum(a, b))
    return lambda a, b: np.where((a == 0) & (b == 0), -((-a) + (-b)), np.minimum(a, b))


def _convert(x: Array, source: Type, target: Type) -> Array:
    dtype = DTYPES[target]
    if source in (FLOAT, DOUBLE) and target not in (FLOAT, DOUBLE):
        wide = _saturated(x.astype(np.float64), np.int64 if target == LONG else np.int32)
        return wide if target in (INT, LONG) else _narrowed(wide, target)
    if target.name == "Char":  # type: ignore[union-attr]
        return _narrowed(x, target)
    return x.astype(dtype)


def _narrowed(x: Array, target: Type) -> Array:
    if target.name == "Char":  # type: ignore[union-attr]
        return x.astype(np.uint16).astype(np.int32)
    return x.astype(DTYPES[target])


def _saturated(x: Array, dtype: Any) -> Array:
    ends = np.iinfo(dtype)
    half = 2.0 ** (ends.bits - 1)
    inside = (x > -half) & (x < half)
    whole = np.where(inside, x, 0.0).astype(dtype)
    return np.where(inside | np.isnan(x), whole, np.where(x > 0, ends.max, ends.min)).astype(dtype)


def _divide_int(a: Array, b: Array) -> Array:
    if (b == 0).any():
        raise Rowwise
    quotient = a // b
    quotient += ((a % b != 0) & ((a < 0) != (b < 0))).astype(a.dtype)
    return quotient


def _remainder_int(a: Array, b: Array) -> Array:
    if (b == 0).any():
        raise Rowwise
    return np.fmod(a, b)


_COMPARING: dict[str, Callable[[Array, Array], Array]] = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "==": np.equal,
    "!=": np.not_equal,
}


_BOOLEAN: dict[str, Callable[..., Array]] = {
    "!": np.logical_not,
    "&": np.logical_and,
    "|": np.logical_or,
    "^": np.logical_xor,
}


_ARITHMETIC: dict[str, Callable[..., Array]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "neg": np.negative,
}


_DIVISION: dict[tuple[str, Type], Callable[[Array, Array], Array]] = {
    **{("/", kind): np.divide for kind in (FLOAT, DOUBLE)},
    **{("%", kind): np.fmod for kind in (FLOAT, DOUBLE)},
    **{("/", kind): _divide_int for kind in (INT, LONG)},
    **{("%", kind): _remainder_int for kind in (INT, LONG)},
}


_EXACT: dict[str, Callable[[Array], Array]] = {
    "math.floor": np.floor,
    "math.ceil": np.ceil,
    "math.rint": np.rint,
    "math.sqrt": np.sqrt,
    "isNaN": np.isnan,
    "isInfinity": np.isinf,
}
