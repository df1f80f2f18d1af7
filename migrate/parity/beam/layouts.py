"""A first look at the parts of a side, where only all of them tell types or numbers of rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

import apache_beam as beam

from bridges.files import create, open_input, resolve
from migrate.parity.beam.deal import WORKER_MEMORY, Part, parts_of
from migrate.parity.engine import open_engine
from migrate.parity.engine_errors import reading
from migrate.parity.inputs import Source
from migrate.parity.inputs.pieces import TEXTS, Facts, Layout, layout_of, look
from migrate.parity.policy import Side

Seen = tuple[str, int, Facts]
Run = Callable[[Callable[[Any], None]], None]


def layouts_of(
    sources: tuple[Source, Source], numbered: bool, run: Run, uri: str
) -> tuple[Layout, Layout]:
    """How both sides are read. ``run`` runs a pipeline, which leaves its facts at ``uri``."""
    plain = tuple(layout_of(source, ()) for source in sources)
    asked = [
        part
        for part in parts_of(sources, (plain[0], plain[1]))
        if numbered or part.source.format in TEXTS
    ]
    if not asked:
        return plain[0], plain[1]
    run(lambda pipeline: _build(pipeline, asked, uri))
    with open_input(uri) as stream:
        seen = json.loads(stream.read().decode())
    filesystem, path = resolve(uri)
    filesystem.delete_file(path)
    found: dict[str, list[Facts]] = {side.value: [] for side in Side}
    for side, _, facts in sorted(seen, key=lambda s: s[:2]):
        found[side].append(Facts(**facts))
    old, new = (
        _layout(source, found[side.value], numbered)
        for side, source in zip(Side, sources, strict=True)
    )
    return old, new


def _layout(source: Source, facts: list[Facts], numbered: bool) -> Layout:
    made = layout_of(source, facts)
    return made if numbered else Layout(made.schema, made.types, made.json)


def _build(pipeline: Any, parts: list[Part], uri: str) -> None:
    _ = (
        pipeline
        | "PartsToLookAt" >> beam.Create(parts)
        | "SpreadToLook" >> beam.Reshuffle()
        | "Look" >> beam.Map(look_at)
        | "AllFacts" >> beam.CombineGlobally(together)
        | "KeepFacts" >> beam.Map(_keep, uri)
    )


def look_at(part: Part) -> list[Seen]:
    """The facts of one part."""
    with reading(part.source), open_engine(WORKER_MEMORY, 1) as engine:
        facts = look(engine.connection, part.source, part.piece, engine.work)
    return [(part.side.value, part.piece.number, facts)]


def together(parts: Iterable[list[Seen]]) -> list[Seen]:
    """All facts in one list."""
    return [seen for part in parts for seen in part]


def _keep(seen: list[Seen], uri: str) -> None:
    said = [
        (side, number, {"rows": facts.rows, "fits": dict(facts.fits), "json": facts.json})
        for side, number, facts in seen
    ]
    with create(uri, overwrite=True) as stream:
        stream.write(json.dumps(said).encode())
