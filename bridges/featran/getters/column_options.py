"""Operations of columns that compute only some rows: options, and the logic of conditions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from bridges.featran.getters.ast import Expr, Fn, Op
from bridges.featran.getters.rewrite import free_variables
from bridges.featran.getters.types import OptionOf
from bridges.featran.getters.vectors import Maybe, Rowwise, Vector, from_rows, merge, take

if TYPE_CHECKING:
    from bridges.featran.getters.vectorised import Env, Evaluation


def _and_or(it: Evaluation, op: Op, env: Env, size: int) -> Vector:
    """The right side is computed on the rows that need it."""
    left = it.array(op.args[0], env, size)
    open_rows = left if op.name == "&&" else ~left
    result = left.copy()
    if open_rows.any():
        right = it.on(op.args[1], env, np.flatnonzero(open_rows))
        result[open_rows] = right
    return result


def _maybe(it: Evaluation, expr: Expr, env: Env, size: int) -> Maybe:
    found = it.run(expr, env, size)
    if not isinstance(found, Maybe):
        raise Rowwise
    return found


def _applied(it: Evaluation, option: Maybe, fn: Expr, env: Env) -> Vector:
    """A function of the values that are present, with what it uses from outside."""
    if not isinstance(fn, Fn):
        raise Rowwise
    rows = np.flatnonzero(option.present)
    names = free_variables(fn)
    inner = {name: take(env[name], rows) for name in names}
    inner[fn.params[0].name] = option.inner
    return it.run(fn.body, inner, len(rows))


def _map(it: Evaluation, op: Op, env: Env, size: int) -> Vector:
    option = _maybe(it, op.args[0], env, size)
    return Maybe(option.present, _applied(it, option, op.args[1], env))


def _flat_map(it: Evaluation, op: Op, env: Env, size: int) -> Vector:
    option = _maybe(it, op.args[0], env, size)
    found = _applied(it, option, op.args[1], env)
    if not isinstance(found, Maybe):
        raise Rowwise
    present = option.present.copy()
    present[option.present] = found.present
    return Maybe(present, found.inner)


def _filter(it: Evaluation, op: Op, env: Env, size: int) -> Vector:
    option = _maybe(it, op.args[0], env, size)
    kept = _applied(it, option, op.args[1], env)
    if not isinstance(kept, np.ndarray):
        raise Rowwise
    present = option.present.copy()
    present[option.present] = kept
    return Maybe(present, take(option.inner, np.flatnonzero(kept)))


def _tested(it: Evaluation, op: Op, env: Env, size: int) -> Vector:
    """``exists`` is false and ``forall`` true where there is no value."""
    option = _maybe(it, op.args[0], env, size)
    result = np.full(size, op.name == "Option.forall")
    result[option.present] = _applied(it, option, op.args[1], env)
    return result


def _is_defined(it: Evaluation, op: Op, env: Env, size: int) -> Vector:
    option = _maybe(it, op.args[0], env, size)
    return option.present if op.name == "Option.isDefined" else ~option.present


def _get(it: Evaluation, op: Op, env: Env, size: int) -> Vector:
    option = _maybe(it, op.args[0], env, size)
    if not option.present.all():
        raise Rowwise
    return option.inner


def _get_or_else(it: Evaluation, op: Op, env: Env, size: int) -> Vector:
    option = _maybe(it, op.args[0], env, size)
    if option.present.all():
        return option.inner
    other = it.on(op.args[1], env, np.flatnonzero(~option.present))
    return merge(option.present, option.inner, other, op.type)


def _fold(it: Evaluation, op: Op, env: Env, size: int) -> Vector:
    option = _maybe(it, op.args[0], env, size)
    other = it.on(op.args[1], env, np.flatnonzero(~option.present))
    return merge(option.present, _applied(it, option, op.args[2], env), other, op.type)


def _or_else(it: Evaluation, op: Op, env: Env, size: int) -> Vector:
    option = _maybe(it, op.args[0], env, size)
    other = it.on(op.args[1], env, np.flatnonzero(~option.present))
    return merge(
        option.present, Maybe(np.ones(option.present.sum(), bool), option.inner), other, op.type
    )


def _some(it: Evaluation, op: Op, env: Env, size: int) -> Vector:
    return Maybe(np.ones(size, dtype=np.bool_), it.run(op.args[0], env, size))


def _none(_: Evaluation, op: Op, __: Env, size: int) -> Vector:
    kind = op.type
    inner = kind.item if isinstance(kind, OptionOf) else kind
    return Maybe(np.zeros(size, dtype=np.bool_), from_rows([], inner))


def _rowwise(_: Evaluation, __: Op, ___: Env, ____: int) -> Vector:
    raise Rowwise


SPECIAL: dict[str, Callable[[Evaluation, Op, Env, int], Vector]] = {
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
