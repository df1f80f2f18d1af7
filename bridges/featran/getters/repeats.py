"""Loops and recursive functions of getters, record by record.

``loop(start, test, step)`` is a ``while`` whose variables are one value. ``recursive(fn, args…)``
calls ``fn``, whose first parameter stands for the function itself: ``again(self, args…)`` in its
body is the next call. A call that nothing follows is a round of a loop, as ``@tailrec`` has it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from bridges.featran.getters.ast import Expr, Fn, If, Let, Op, Var
from bridges.featran.getters.raised import JvmException

Env = dict[str, Any]
Code = Callable[[Env], Any]
_DEEPEST = 20_000
"""Python frames; a call of a getter's function takes about five."""


@dataclass(frozen=True, slots=True)
class _Again:
    """The arguments of a call that is the last thing of a body."""

    args: tuple[Any, ...]


def loop(start: Code, test: Code, step: Code) -> Code:
    """``while``: the state after the last round."""

    def run(env: Env) -> Any:
        state = start(env)
        holds, advance = test(env), step(env)
        while holds(state):
            state = advance(state)
        return state

    return run


def recursive(op: Op, prepare: Callable[[Expr], Code]) -> Code:
    """A call of a function that calls itself; raises JvmException where the stack is too small."""
    fn, *given = op.args
    assert isinstance(fn, Fn)
    own, *names = [p.name for p in fn.params]
    body, args = _tail(fn.body, own, prepare), [prepare(a) for a in given]

    def run(env: Env) -> Any:
        def call(*values: Any) -> Any:
            while True:
                inner = {**env, own: call, **dict(zip(names, values, strict=True))}
                found = body(inner)
                if not isinstance(found, _Again):
                    return found
                values = found.args

        with _deep():
            return call(*(a(env) for a in args))

    return run


def again(op: Op, prepare: Callable[[Expr], Code]) -> Code:
    """The next call of the function around, where something is still to be done with it."""
    own, *given = op.args
    assert isinstance(own, Var)
    name, args = own.name, [prepare(a) for a in given]
    return lambda env: env[name](*(a(env) for a in args))


def _tail(expr: Expr, own: str, prepare: Callable[[Expr], Code]) -> Code:
    """``expr`` where nothing follows it: a call of ``own`` gives its arguments."""
    match expr:
        case If(test, then, other):
            holds = prepare(test)
            yes, no = (_tail(e, own, prepare) for e in (then, other))
            return lambda env: yes(env) if holds(env) else no(env)
        case Let(name, value, body):
            bound, rest = prepare(value), _tail(body, own, prepare)
            return lambda env: rest({**env, name: bound(env)})
        case Op("again", (Var(name), *given)) if name == own:
            args = [prepare(a) for a in given]
            return lambda env: _Again(tuple(a(env) for a in args))
    return prepare(expr)


@contextmanager
def _deep() -> Iterator[None]:
    """Room for deep calls; where even that is used up, the JVM's error for it."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _DEEPEST))
    try:
        yield
    except RecursionError:
        raise JvmException("java.lang.StackOverflowError") from None
    finally:
        sys.setrecursionlimit(before)
