"""Vectors of a known length: norms and polynomial terms."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from bridges.featran.tf import exact
from bridges.featran.tf.block import Rejections, wrong_dimension
from bridges.featran.tf.columns import Vectors
from bridges.featran.tf.exact import Tensor


def fitting(column: Vectors, length: int) -> tuple[Tensor, Tensor, Rejections]:
    """Values float64 ``[batch, length]``, which rows have this length ``[batch, 1]``, and the rest.

    Rows of another length are cut or filled up with 0.0.
    """
    import tensorflow as tf

    lengths = column.values.row_lengths()
    fits = column.present & (lengths == length)
    dense = tf.ensure_shape(column.values.to_tensor(0.0, shape=[None, length]), [None, length])
    rejections = wrong_dimension(column.present & ~fits, length, lengths)
    return dense, fits[:, None], rejections


def norm(values: Tensor, p: float) -> Tensor:
    """The p-norm of each row ``[batch, n] -> [batch]``, summed from left to right.

    p = 1, 2 and infinity are exact; other p go through the C library's ``pow``.
    """
    import tensorflow as tf

    size = exact.absolute(values)
    if math.isinf(p):
        return _largest(size)
    if p == 1.0:
        return exact.sequential_sum(size)
    if p == 2.0:
        return exact.barrier(tf.sqrt(exact.sequential_sum(exact.mul(size, size))))
    powers = exact.barrier(tf.pow(size, exact.constant(p)))
    return exact.barrier(tf.pow(exact.sequential_sum(powers), exact.constant(1.0 / p)))


def _largest(size: Tensor) -> Tensor:
    import tensorflow as tf

    largest = tf.zeros(tf.shape(size)[:1], tf.float64)
    for i in range(size.shape[1]):
        largest = exact.maximum(largest, size[:, i])
    return largest


@dataclass(frozen=True, eq=False)
class Terms:
    """Polynomial terms by degree: each is a term of one degree less times one variable.

    ``levels[k]``: parents (places in level k - 1) and variables; ``places``: where each term of
    the levels, one after the other, stands in the output.
    """

    levels: tuple[tuple[np.ndarray[tuple[int], np.dtype[np.int32]], ...], ...]
    output: np.ndarray[tuple[int], np.dtype[np.int32]]


@lru_cache(maxsize=64)
def terms(n: int, degree: int) -> Terms:
    """The terms of Featran's (and Spark ML's) expansion in output order.

    A term multiplies its variables from the last to the first; its parent is without its last
    factor, so the products come out in Featran's order.
    """
    exponents = _output_order(n, degree)
    by_degree: list[list[tuple[int, ...]]] = [[] for _ in range(degree + 1)]
    for exponent in exponents:
        by_degree[sum(exponent)].append(exponent)
    by_degree[0] = [(0,) * n]
    levels, flat = [], []
    for level in range(1, degree + 1):
        parents = {term: i for i, term in enumerate(by_degree[level - 1])}
        rows = [_split(term) for term in by_degree[level]]
        levels.append(
            (
                np.array([parents[parent] for parent, _ in rows], np.int32),
                np.array([variable for _, variable in rows], np.int32),
            )
        )
        flat += by_degree[level]
    places = {term: i for i, term in enumerate(flat)}
    return Terms(tuple(levels), np.array([places[e] for e in exponents], np.int32))


def _split(term: tuple[int, ...]) -> tuple[tuple[int, ...], int]:
    """The term without its last factor, the first variable it has, and that variable."""
    variable = next(i for i, power in enumerate(term) if power)
    return (*term[:variable], term[variable] - 1, *term[variable + 1 :]), variable


def _output_order(n: int, degree: int) -> list[tuple[int, ...]]:
    """Exponents of every term but 1, as the recursion writes them."""

    def expand(last: int, left: int, above: tuple[int, ...]) -> list[tuple[int, ...]]:
        if last < 0 or left == 0:
            return [(0,) * (last + 1) + above]
        return [
            term
            for power in range(left + 1)
            for term in expand(last - 1, left - power, (power, *above))
        ]

    return expand(n - 1, degree, ())[1:]


def expand(values: Tensor, degree: int) -> Tensor:
    """All products up to a degree: ``[batch, n] -> [batch, C(n + degree, degree) - 1]``.

    Where a product is zero, everything below it is +0.0, also times infinity or NaN: Featran
    does not go on multiplying there.
    """
    import tensorflow as tf

    n = values.shape[1]
    plan = terms(n, degree)
    none = tf.zeros([], tf.float64)
    before = tf.where(exact.is_zero(values), none, values)
    levels = [tf.gather(before, plan.levels[0][1], axis=1)] if degree else []
    for parents, variables in plan.levels[1:]:
        parent = tf.gather(levels[-1], parents, axis=1)
        product = exact.mul(parent, tf.gather(values, variables, axis=1))
        dead = exact.is_zero(parent) | exact.is_zero(product)
        levels.append(tf.where(dead, none, product))
    return tf.gather(tf.concat(levels, axis=1), plan.output, axis=1)
