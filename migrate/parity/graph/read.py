"""Reads a graph of either kind; what it is, its content tells."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bridges.kfp.spec import Pipeline
from migrate.errors import BadInput
from migrate.kfp.compiled import read_compiled
from migrate.luigi.graph import FORMAT, TaskGraph
from migrate.luigi.read_graph import graph_from_json
from migrate.parity.graph.kfp_side import is_ours, kfp_side
from migrate.parity.graph.known_values import root_values
from migrate.parity.graph.luigi_side import luigi_side
from migrate.parity.graph.model import Kind, Side
from migrate.parity.graph.unfolded_side import asks_luigi, unfolded_side

WANTED = "give a graph.json of `migrate capture`, or a pipeline.yaml that kfp compiled"


@dataclass(frozen=True, slots=True)
class _File:
    """A file that was read; ``graph`` where it was captured from Luigi."""

    where: str
    sha256: str
    documents: list[Any]
    graph: TaskGraph | None


def read_sides(old: Path, new: Path, arguments: Mapping[str, str]) -> tuple[Side, Side]:
    """Both graphs; ``arguments`` are for the parameters of compiled pipelines.

    Where one is captured from Luigi, it tells what the loops of the other run over: what they ask
    Luigi's requires() for in a run. Raises BadInput (GraphInvalid for a damaged graph.json) and
    names the file.
    """
    files = [_read(path) for path in (old, new)]
    captured = next((file.graph for file in files if file.graph is not None), None)
    first, second = (_side(file, arguments, captured) for file in files)
    return first, second


def read_side(path: Path, arguments: Mapping[str, str]) -> Side:
    """The graph in one file, by itself."""
    return _side(_read(path), arguments, None)


def _read(path: Path) -> _File:
    content = _content(path)
    documents = _documents(content, path)
    graph = graph_from_json(documents[0], where=str(path)) if _is_captured(documents) else None
    return _File(str(path), hashlib.sha256(content).hexdigest(), documents, graph)


def _side(file: _File, arguments: Mapping[str, str], captured: TaskGraph | None) -> Side:
    if file.graph is not None:
        return luigi_side(file.graph, file.where, file.sha256)
    pipeline = _pipeline(file.documents, file.where)
    if captured is not None:
        values = root_values(pipeline.root, arguments, file.where)
        steps = read_compiled(file.documents[0], values) if is_ours(pipeline) else {}
        if asks_luigi(steps):
            parameters = tuple(sorted(pipeline.root.parameters))
            return unfolded_side(steps, captured, file.where, file.sha256, parameters)
    return kfp_side(pipeline, arguments, file.where, file.sha256)


def kind_of(side: Side) -> str:
    """In words, for a report."""
    return "Luigi's graph" if side.kind is Kind.LUIGI else "a compiled pipeline"


def _content(path: Path) -> bytes:
    if path.is_dir():
        raise BadInput("it is a directory", where=str(path), next_step=WANTED)
    try:
        return path.read_bytes()
    except OSError as error:
        said = f"cannot be read: {error.strerror}"
        raise BadInput(said, where=str(path), next_step=WANTED) from error


def _documents(content: bytes, path: Path) -> list[Any]:
    """JSON is read as JSON, which is faster and says better what is wrong with it."""
    import yaml

    try:
        if content.lstrip()[:1] == b"{":
            return [json.loads(content)]
        return [one for one in yaml.load_all(content, _loader(yaml)) if one]
    except (ValueError, yaml.YAMLError) as error:
        said = " ".join(str(error).split())
        raise BadInput(
            f"neither JSON nor YAML: {said}", where=str(path), next_step=WANTED
        ) from error


def _loader(yaml: Any) -> Any:
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _is_captured(documents: list[Any]) -> bool:
    return (
        bool(documents) and isinstance(documents[0], dict) and documents[0].get("format") == FORMAT
    )


def _pipeline(documents: list[Any], where: str) -> Pipeline:
    from bridges.kfp.errors import SpecInvalid
    from bridges.kfp.load import pipeline_from_documents

    try:
        return pipeline_from_documents(documents)
    except SpecInvalid as error:
        raise BadInput(str(error), where=where, next_step=WANTED) from error
