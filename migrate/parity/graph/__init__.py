"""Whether two task graphs are the same: Luigi's against a compiled pipeline, or two of a kind."""

from __future__ import annotations

from migrate.parity.graph.compare import compare_graphs
from migrate.parity.graph.model import (
    Change,
    EdgeResult,
    GraphParity,
    Kind,
    NodeResult,
    Side,
    Status,
    TaskNode,
)
from migrate.parity.graph.read import read_side, read_sides

__all__ = [
    "Change",
    "EdgeResult",
    "GraphParity",
    "Kind",
    "NodeResult",
    "Side",
    "Status",
    "TaskNode",
    "compare_graphs",
    "read_side",
    "read_sides",
]
