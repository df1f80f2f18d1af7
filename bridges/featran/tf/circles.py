"""The density of a von Mises distribution; its ``cos`` and ``exp`` are TensorFlow's."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from bridges.featran.tf import exact
from bridges.featran.tf.columns import Doubles
from bridges.featran.tf.exact import Tensor


@dataclass(frozen=True, slots=True)
class Circle:
    """Featran's arguments, ln(2π·I0(kappa)), and the greatest value that is an angle."""

    kappa: float
    scale: float
    points: tuple[float, ...]
    normaliser: float
    upper: float


def densities(column: Doubles, circle: Circle) -> Tensor:
    """exp(kappa·cos(scale·point − scale·x) − normaliser): float64 ``[batch, points]``.

    The batch fails at a present value that is no angle, as the extraction does in Featran.
    """
    import tensorflow as tf

    mu = exact.choose(column.present, column.values, 0.0)
    turned = exact.mul(mu, exact.constant(circle.scale))
    with tf.control_dependencies(_checks(column, mu, turned, circle)):
        turned = tf.identity(turned)
    points = exact.constant(np.float64(circle.scale) * np.array(circle.points))
    angles = exact.sub(points[None, :], turned[:, None])
    weighted = exact.mul(exact.barrier(tf.cos(angles)), exact.constant(circle.kappa))
    return exact.barrier(tf.exp(exact.sub(weighted, exact.constant(circle.normaliser))))


def _checks(column: Doubles, mu: Tensor, turned: Tensor, circle: Circle) -> list[Tensor]:
    import tensorflow as tf

    none = exact.constant(0.0)
    angle = exact.less_equal(none, mu) & exact.less_equal(mu, circle.upper)
    within = exact.less_equal(none, turned)
    within &= exact.less_equal(turned, 2 * math.pi)
    positive = tf.fill(tf.shape(angle), circle.kappa >= 0)
    checks = (
        (angle, f"mu not in the range[0.0, {circle.upper}]"),
        (positive, "K must be positive"),
        (within, "Mu must be in the range [0,2pi]"),
    )
    found = [
        exact.check(tf.reduce_all(fine | ~column.present), [message]) for fine, message in checks
    ]
    return [check for check in found if check is not None]
