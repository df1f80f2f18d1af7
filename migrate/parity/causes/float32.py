"""A number went through a narrower float: tf.Example and Spark have 32 bits, embeddings 16."""

from collections.abc import Iterator

from migrate.parity import sql
from migrate.parity.causes.base import Attempt, Cause, Subject, share
from migrate.parity.functions import narrow
from migrate.parity.sql import Expr
from migrate.parity.types import Family

#: Half a step above the largest float: from here on a double becomes infinite.
_OVERFLOW = 3.4028235677973366e38


def narrowed(value: str) -> str:
    """The double nearest to ``value`` that a float holds."""
    return (
        f"CASE WHEN isfinite({value}) AND abs({value}) >= {_OVERFLOW!r} "
        f"THEN sign({value}) * 'inf'::DOUBLE ELSE CAST(CAST(CASE WHEN NOT isfinite({value}) OR "
        f"abs({value}) < {_OVERFLOW!r} THEN {value} END AS FLOAT) AS DOUBLE) END"
    )


def _attempts(subject: Subject) -> Iterator[Attempt]:
    if subject.type.sql == "DOUBLE":
        yield Attempt("to float32", old=narrowed)
        yield Attempt("from float32", new=narrowed)
    if subject.family is Family.FLOAT:
        yield from _halves(subject, "float16")
        yield from _halves(subject, "bfloat16")
    if subject.family is Family.INT and subject.type.size >= 64 and subject.clock is None:
        yield Attempt("integer through float32", old=_integer("FLOAT"))
        yield Attempt("integer through float64", old=_integer("DOUBLE"))


def _halves(subject: Subject, kind: str) -> Iterator[Attempt]:
    """A float of 16 bits, where half of the evidence says so: few bits are a round number too."""
    if share(subject, lambda a, b: narrow(a, kind) == b) >= 0.5:
        yield Attempt(f"to {kind}", old=_half(kind))
    if share(subject, lambda a, b: a == narrow(b, kind)) >= 0.5:
        yield Attempt(f"from {kind}", new=_half(kind))


def _half(kind: str) -> Expr:
    return lambda v: f"parity_narrow({v}, {sql.text(kind)})"


def _integer(kind: str) -> Expr:
    return lambda v: f"CAST(CAST({v} AS {kind}) AS HUGEINT)"


CAUSE = Cause("float32", "a number lost precision in a narrower float", _attempts)
