"""Evaluation of getters column by column; equal to the interpreter, and faster.

Scalars are computed by numpy, options on the rows that have a value, branches on the rows that
take them, functions of collections on the items of all rows (:mod:`bridges.featran.getters.lists`).
Other operations run row by row on their operands alone. Wherever a value would throw, or a function
has no form for columns, :class:`Rowwise` hands the getter back to the interpreter, which throws at
the right row.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from bridges.featran.flavour import Flavour
from bridges.featran.getters import lists, strict
from bridges.featran.getters.ast import Expr, Field, Fn, If, Let, Lit, New, Op, Var
from bridges.featran.getters.column_options import SPECIAL
from bridges.featran.getters.kernels import kernel
from bridges.featran.getters.operations import OPERATIONS
from bridges.featran.getters.raised import JvmException
from bridges.featran.getters.rewrite import free_variables
from bridges.featran.getters.types import DOUBLE, INT, LONG, STRING, SeqOf, Type
from bridges.featran.getters.vectors import (
    Array,
    Lists,
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
        return Evaluation(flavour).run(expr, env, size)


class Evaluation:
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
        special = SPECIAL.get(op.name)
        if special is not None:
            return special(self, op, env, size)
        if op.name in lists.WITH_FUNCTION and _keeps_items(op):
            return self._of_items(op, env, size)
        if OPERATIONS[op.name].lazy or any(isinstance(a, Fn) for a in op.args):
            raise Rowwise
        operands = [self.run(a, env, size) for a in op.args]
        compute = kernel(op)
        if compute is not None and all(isinstance(o, np.ndarray) for o in operands):
            return compute(*operands)
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
