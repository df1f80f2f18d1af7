"""Constants of the libraries: limits of numbers, pi, e."""

from __future__ import annotations

import math

from bridges.featran.getters.ast import Lit
from bridges.featran.getters.types import DOUBLE, FLOAT, INT, LONG

LIMITS: dict[str, Lit] = {
    "Int.MaxValue": Lit(2**31 - 1, INT),
    "Int.MinValue": Lit(-(2**31), INT),
    "Integer.MAX_VALUE": Lit(2**31 - 1, INT),
    "Integer.MIN_VALUE": Lit(-(2**31), INT),
    "Long.MaxValue": Lit(2**63 - 1, LONG),
    "Long.MinValue": Lit(-(2**63), LONG),
    "Double.MaxValue": Lit(1.7976931348623157e308, DOUBLE),
    "Double.MinValue": Lit(-1.7976931348623157e308, DOUBLE),
    "Double.MAX_VALUE": Lit(1.7976931348623157e308, DOUBLE),
    "Double.MIN_VALUE": Lit(5e-324, DOUBLE),
    "Double.MinPositiveValue": Lit(5e-324, DOUBLE),
    "Double.PositiveInfinity": Lit(math.inf, DOUBLE),
    "Double.NegativeInfinity": Lit(-math.inf, DOUBLE),
    "Double.POSITIVE_INFINITY": Lit(math.inf, DOUBLE),
    "Double.NEGATIVE_INFINITY": Lit(-math.inf, DOUBLE),
    "Double.NaN": Lit(math.nan, DOUBLE),
    "Float.MaxValue": Lit(3.4028234663852886e38, FLOAT),
    "Float.MinValue": Lit(-3.4028234663852886e38, FLOAT),
    "Float.PositiveInfinity": Lit(math.inf, FLOAT),
    "Float.NegativeInfinity": Lit(-math.inf, FLOAT),
    "Float.NaN": Lit(math.nan, FLOAT),
    "math.Pi": Lit(math.pi, DOUBLE),
    "math.PI": Lit(math.pi, DOUBLE),
    "math.E": Lit(math.e, DOUBLE),
}
