"""What a result says of its sides and of what made it."""

from __future__ import annotations

import platform

import pyarrow as pa

from migrate import __version__
from migrate.parity.engine import Engine
from migrate.parity.inputs import Source
from migrate.parity.inputs.digest import input_files
from migrate.parity.model import Input, Provenance
from migrate.parity.plan import Plan
from migrate.parity.request import Request


def columns_of(plan: Plan) -> tuple[list[str], list[str]]:
    """Leaf columns of each side."""
    left = [pair.left_name for pair in plan.schema if pair.left_name]
    right = [pair.right_name for pair in plan.schema if pair.right_name]
    return left, right


def describe(source: Source, rows: int, used: int, columns: int) -> Input:
    """One side as the result shows it."""
    files = input_files(source.files)
    return Input(source.path, source.format.value, rows, used, columns, files)


def provenance(request: Request, engine: Engine, name: str) -> Provenance:
    """Versions and choices."""
    versions = (
        ("duckdb", engine.version),
        ("paved-road", __version__),
        ("pyarrow", pa.__version__),
        ("python", platform.python_version()),
    )
    policy = request.policy
    return Provenance(
        "paved-road", name, versions, policy.path, policy.sha256, request.sample, request.seed
    )
