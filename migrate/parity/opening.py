"""Both sides as relations of the engine, and the plan of their comparison."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from migrate.parity.engine import Engine
from migrate.parity.engine_errors import reading
from migrate.parity.inputs import Source, open_source, stage
from migrate.parity.inputs.names import ROW
from migrate.parity.leaves import leaves_of
from migrate.parity.plan import Plan
from migrate.parity.planning import make_plan
from migrate.parity.policy import Side
from migrate.parity.request import Request, today_of


def open_sources(request: Request) -> tuple[Source, Source]:
    """Both sides, proven readable."""
    old, new = (
        open_source(path, schema=schema, names=names, dialect=dialect)
        for path, schema, names, dialect in zip(
            (request.old, request.new),
            request.schemas,
            request.names,
            request.dialects,
            strict=True,
        )
    )
    return old, new


def plan_for(engine: Engine, sources: tuple[Source, Source], request: Request) -> Plan:
    """Make the relations ``old`` and ``new``, and plan their comparison."""
    numbered = ROW in request.policy.key
    _stage(engine, sources, numbered)
    leaves = [
        leaves_of(engine.connection, side.value, side, request.policy)
        for side in (Side.OLD, Side.NEW)
    ]
    if not numbered:
        leaves = [tuple(leaf for leaf in side if leaf.path != ROW) for side in leaves]
    plan = make_plan(leaves[0], leaves[1], request.policy, today_of(request))
    return replace(plan, sample=request.sample, seed=request.seed)


def _stage(engine: Engine, sources: tuple[Source, Source], numbered: bool) -> None:
    """Both sides at a time: decoding holds no lock."""

    def one(name: str, source: Source) -> Any:
        with reading(source), engine.connection.cursor() as cursor:
            return stage(cursor, name, source, engine.work, numbered=numbered)

    names = ("old", "new")
    with ThreadPoolExecutor(2) as pool:
        for name, rows in zip(names, pool.map(one, names, sources), strict=True):
            if rows is not None:  # what a cursor registers goes away with it
                engine.connection.register(name, rows)
