"""Evaluation of getters column by column; equal to the interpreter, and faster.

Scalars are computed by numpy, options on the rows that have a value, branches on the rows that
take them, functions of collections on the items of all rows (:mod:`bridges.featran.getters.lists`).
Other operations run row by row on their operands alone. Wherever a value would throw, or a function
has no form for columns, :class:`Rowwise` hands the getter back to the interpreter, which throws at
the right row.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from bridges.featran.flavour import Flavour
from bridges.featran.getters import lists, strict
from bridges.featran.getters.ast import Expr, Field, Fn, If, Let, Lit, New, Op, Var
from bridges.featran.getters.mathematics import BINARY, UNARY
from bridges.featran.getters.operations import OPERATIONS
from bridges.featran.getters.raised import JvmException
from bridges.featran.getters.rewrite import free_variables
from bridges.featran.getters.types import (
    BOOLEAN,
    DOUBLE,
    FLOAT,
    INT,
    LONG,
    NUMERIC,
    STRING,
    OptionOf,
    SeqOf,
    Type,
)
from bridges.featran.getters.vectors import (
    DTYPES,
    Array,
    Lists,
    Maybe,
    Rows,
    Rowwise,
    Vector,
    constant,
    field,
    from_rows,
    merge,
    take,
    to_rows,
)

Env = dict[str, Vector]


def evaluate(expr: Expr, env: Env, size: int, flavour: Flavour) -> Vector:
    """The column of ``expr`` for ``size`` rows; raises Rowwise."""
    with np.errstate(all="ignore"):
        return _Evaluation(flavour).run(expr, env, size)


class _Evaluation:
    """One evaluation: the flavour that its operations follow."""

    def __init__(self, flavour: Flavour) -> None:
        self.flavour = flavour

    def run(self, expr: Expr, env: Env, size: int) -> Vector:
        match expr:
            case Lit(value, kind):
                return constant(value, kind, size)
            case Var(name):
                return env[name]
            case Field(of, name):
                owner = self.run(of, env, size)
                if not isinstance(owner, Rows):
                    raise Rowwise
                return field(owner, name, expr.type)
            case Let(name, value, body):
                return self.run(body, {**env, name: self.run(value, env, size)}, size)
            case If(test, then, other, kind):
                return self._if(test, then, other, kind, env, size)
            case New(_, args) if args:
                parts = [to_rows(self.run(a, env, size)) for a in args]
                return list(zip(*parts, strict=True))
            case Op():
                return self._op(expr, env, size)
        raise Rowwise

    def array(self, expr: Expr, env: Env, size: int) -> Array:
        found = self.run(expr, env, size)
        if not isinstance(found, np.ndarray):
            raise Rowwise
        return found

    def _if(self, test: Expr, then: Expr, other: Expr, kind: Type, env: Env, size: int) -> Vector:
        chosen = self.array(test, env, size)
        if chosen.all():
            return self.run(then, env, size)
        if not chosen.any():
            return self.run(other, env, size)
        yes = self.on(then, env, np.flatnonzero(chosen))
        no = self.on(other, env, np.flatnonzero(~chosen))
        return merge(chosen, yes, no, kind)

    def on(self, expr: Expr, env: Env, rows: Array) -> Vector:
        """The column of ``expr`` for some of the rows."""
        used = {name: take(env[name], rows) for name in free_variables(expr)}
        return self.run(expr, used, len(rows))

    def _op(self, op: Op, env: Env, size: int) -> Vector:
        special = _SPECIAL.get(op.name)
        if special is not None:
            return special(self, op, env, size)
        if op.name in lists.WITH_FUNCTION and _keeps_items(op):
            return self._of_items(op, env, size)
        if OPERATIONS[op.name].lazy or any(isinstance(a, Fn) for a in op.args):
            raise Rowwise
        operands = [self.run(a, env, size) for a in op.args]
        kernel = _kernel(op)
        if kernel is not None and all(isinstance(o, np.ndarray) for o in operands):
            return kernel(*operands)
        if len(operands) == 1 and isinstance(operands[0], Lists) and _keeps_items(op):
            found = _of_lists(op, operands[0])
            if found is not None:
                return found
        return self._row_by_row(op, operands, size)

    def _of_items(self, op: Op, env: Env, size: int) -> Vector:
        """An operation whose function is applied to the items of all rows at once."""
        fn = op.args[1]
        if not isinstance(fn, Fn) or len(fn.params) != 1:
            raise Rowwise
        xs = lists.lists_of(self.run(op.args[0], env, size), op.args[0].type)

        def applied() -> Vector:
            inner = {name: take(env[name], xs.rows) for name in free_variables(fn)}
            inner[fn.params[0].name] = xs.inner
            return self.run(fn.body, inner, int(xs.offsets[-1]))

        return lists.WITH_FUNCTION[op.name](xs, applied)

    def _row_by_row(self, op: Op, operands: list[Vector], size: int) -> Vector:
        run = strict.operation(op, self.flavour)
        if _is_of_texts(op):
            run = cache(run)  # texts repeat, and a result depends on nothing else
        columns = [to_rows(o) for o in operands]
        try:
            found = [run(*row) for row in zip(*columns, strict=True)] if columns else [run()] * size
        except JvmException as error:
            raise Rowwise from error
        return from_rows(found, op.type)


def _of_lists(op: Op, xs: Lists) -> Vector | None:
    """An operation on collections alone, if it has a form for columns."""
    if op.name == "Seq.sum" and op.type in (INT, LONG, DOUBLE):
        return lists.summed(xs, op.type)
    plain = lists.PLAIN.get(op.name)
    return None if plain is None else plain(xs)


def _keeps_items(op: Op) -> bool:
    """Whether an operation takes, and makes where it makes one, a collection that is no set."""
    kinds = (op.args[0].type, op.type)
    return all(not isinstance(kind, SeqOf) or kind.kind != "Set" for kind in kinds)


def _is_of_texts(op: Op) -> bool:
    """Whether an operation takes texts and constants alone: equal ones are the same ones."""
    return bool(op.args) and all(isinstance(a, Lit) or a.type == STRING for a in op.args)


def _and_or(it: _Evaluation, op: Op, env: Env, size: int) -> Vector:
    """The right side is computed on the rows that need it."""
    left = it.array(op.args[0], env, size)
    open_rows = left if op.name == "&&" else ~left
    result = left.copy()
    if open_rows.any():
        right = it.on(op.args[1], env, np.flatnonzero(open_rows))
        result[open_rows] = right
    return result


def _maybe(it: _Evaluation, expr: Expr, env: Env, size: int) -> Maybe:
    found = it.run(expr, env, size)
    if not isinstance(found, Maybe):
        raise Rowwise
    return found


def _applied(it: _Evaluation, option: Maybe, fn: Expr, env: Env) -> Vector:
    """A function of the values that are present, with what it uses from outside."""
    if not isinstance(fn, Fn):
        raise Rowwise
    rows = np.flatnonzero(option.present)
    names = free_variables(fn)
    inner = {name: take(env[name], rows) for name in names}
    inner[fn.params[0].name] = option.inner
    return it.run(fn.body, inner, len(rows))


def _map(it: _Evaluation, op: Op, env: Env, size: int) -> Vector:
    option = _maybe(it, op.args[0], env, size)
    return Maybe(option.present, _applied(it, option, op.args[1], env))


def _flat_map(it: _Evaluation, op: Op, env: Env, size: int) -> Vector:
    option = _maybe(it, op.args[0], env, size)
    found = _applied(it, option, op.args[1], env)
    if not isinstance(found, Maybe):
        raise Rowwise
    present = option.present.copy()
    present[option.present] = found.present
    return Maybe(present, found.inner)


def _filter(it: _Evaluation, op: Op, env: Env, size: int) -> Vector:
    option = _maybe(it, op.args[0], env, size)
    kept = _applied(it, option, op.args[1], env)
    if not isinstance(kept, np.ndarray):
        raise Rowwise
    present = option.present.copy()
    present[option.present] = kept
    return Maybe(present, take(option.inner, np.flatnonzero(kept)))


def _tested(it: _Evaluation, op: Op, env: Env, size: int) -> Vector:
    """``exists`` is false and ``forall`` true where there is no value."""
    option = _maybe(it, op.args[0], env, size)
    result = np.full(size, op.name == "Option.forall")
    result[option.present] = _applied(it, option, op.args[1], env)
    return result


def _is_defined(it: _Evaluation, op: Op, env: Env, size: int) -> Vector:
    option = _maybe(it, op.args[0], env, size)
    return option.present if op.name == "Option.isDefined" else ~option.present


def _get(it: _Evaluation, op: Op, env: Env, size: int) -> Vector:
    option = _maybe(it, op.args[0], env, size)
    if not option.present.all():
        raise Rowwise
    return option.inner


def _get_or_else(it: _Evaluation, op: Op, env: Env, size: int) -> Vector:
    option = _maybe(it, op.args[0], env, size)
    if option.present.all():
        return option.inner
    other = it.on(op.args[1], env, np.flatnonzero(~option.present))
    return merge(option.present, option.inner, other, op.type)


def _fold(it: _Evaluation, op: Op, env: Env, size: int) -> Vector:
    option = _maybe(it, op.args[0], env, size)
    other = it.on(op.args[1], env, np.flatnonzero(~option.present))
    return merge(option.present, _applied(it, option, op.args[2], env), other, op.type)


def _or_else(it: _Evaluation, op: Op, env: Env, size: int) -> Vector:
    option = _maybe(it, op.args[0], env, size)
    other = it.on(op.args[1], env, np.flatnonzero(~option.present))
    return merge(
        option.present, Maybe(np.ones(option.present.sum(), bool), option.inner), other, op.type
    )


def _some(it: _Evaluation, op: Op, env: Env, size: int) -> Vector:
    return Maybe(np.ones(size, dtype=np.bool_), it.run(op.args[0], env, size))


def _none(_: _Evaluation, op: Op, __: Env, size: int) -> Vector:
    kind = op.type
    inner = kind.item if isinstance(kind, OptionOf) else kind
    return Maybe(np.zeros(size, dtype=np.bool_), from_rows([], inner))


def _rowwise(_: _Evaluation, __: Op, ___: Env, ____: int) -> Vector:
    raise Rowwise


_SPECIAL: dict[str, Callable[[_Evaluation, Op, Env, int], Vector]] = {
    "&&": _and_or,
    "||": _and_or,
    "Option.map": _map,
    "Option.flatMap": _flat_map,
    "Option.filter": _filter,
    "Option.exists": _tested,
    "Option.forall": _tested,
    "Option.isDefined": _is_defined,
    "Option.isEmpty": _is_defined,
    "Option.get": _get,
    "Option.getOrElse": _get_or_else,
    "Option.fold": _fold,
    "Option.orElse": _or_else,
    "Some": _some,
    "None": _none,
    **dict.fromkeys(("Try.toOption", "Seq.fill", "Map.getOrElse"), _rowwise),
}


def _kernel(op: Op) -> Callable[..., Array] | None:
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
