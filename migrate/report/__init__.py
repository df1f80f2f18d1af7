"""Reports: one model, rendered for the terminal, as JSON, as SARIF and as one HTML page."""

from __future__ import annotations

from migrate.report.model import (
    Cell,
    Figure,
    GraphNode,
    GraphPicture,
    Proof,
    Report,
    Row,
    Table,
    Verdict,
)

__all__ = [
    "Cell",
    "Figure",
    "GraphNode",
    "GraphPicture",
    "Proof",
    "Report",
    "Row",
    "Table",
    "Verdict",
]
