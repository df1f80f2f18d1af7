"""Reads a graph of either kind; what it is, its content tells."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from migrate.errors import BadInput
from migrate.luigi.graph import FORMAT
from migrate.luigi.read_graph import graph_from_json
from migrate.parity.graph.kfp_side import kfp_side
from migrate.parity.graph.luigi_side import luigi_side
from migrate.parity.graph.model import Kind, Side

WANTED = "give a graph.json of `migrate capture`, or a pipeline.yaml that kfp compiled"


def read_side(path: Path, arguments: Mapping[str, str]) -> Side:
    """The graph in ``path``; ``arguments`` are for the parameters of a compiled pipeline.

    Raises BadInput (GraphInvalid for a damaged graph.json) and names the file.
    """
    content = _content(path)
    sha256 = hashlib.sha256(content).hexdigest()
    documents = _documents(content, path)
    if _is_captured(documents):
        return luigi_side(graph_from_json(documents[0], where=str(path)), str(path), sha256)
    return kfp_side(_pipeline(documents, path), arguments, str(path), sha256)


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


def _pipeline(documents: list[Any], path: Path) -> Any:
    from bridges.kfp.errors import SpecInvalid
    from bridges.kfp.load import pipeline_from_documents

    try:
        return pipeline_from_documents(documents)
    except SpecInvalid as error:
        raise BadInput(str(error), where=str(path), next_step=WANTED) from error
