"""Rows of any shape as flat features, and back: the mapping that ``docs/data-plane.md`` tells."""

from bridges.features.columns import Bits, Column, FeatureColumns, Physical
from bridges.features.flatten import flatten
from bridges.features.plan import Feature, Float64, Kind, Plan, Role
from bridges.features.planner import make_plan
from bridges.features.unflatten import unflatten

__all__ = [
    "Bits",
    "Column",
    "Feature",
    "FeatureColumns",
    "Float64",
    "Kind",
    "Physical",
    "Plan",
    "Role",
    "flatten",
    "make_plan",
    "unflatten",
]
