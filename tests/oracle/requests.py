"""Requests to the JVM program ``Oracle``: a spec and rows as one JSON object."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from bridges.featran.model import FeatureSpec
from bridges.featran.transformers.base import parameters
from tests.oracle.maven import java


def request(
    name: str,
    spec: FeatureSpec,
    train: list[Any],
    test: list[Any] | None,
    crossings: list[list[str]] | None = None,
) -> dict[str, Any]:
    """Return a request; rows are lists of recorded values, one per feature."""
    features = [_feature(f.transformer, f.default) for f in spec.features]
    return {
        "id": name,
        "features": features,
        "crossings": crossings or [],
        "train": train,
        "test": test,
    }


def _feature(transformer: Any, default: Any) -> dict[str, Any]:
    arguments = {
        p.name: _argument(getattr(transformer, p.field)) for p in parameters(type(transformer))
    }
    return {
        "class": type(transformer).__name__,
        "arguments": arguments,
        "default": _argument(default),
    }


def _argument(value: Any) -> Any:
    match value:
        case float():
            return java_hex(value)
        case tuple():
            return [_argument(x) for x in value]
        case _:
            return value


def java_hex(x: float) -> str:
    """Return a double as ``Double.parseDouble`` reads it, exactly."""
    if x != x:
        return "NaN"
    return x.hex().replace("inf", "Infinity")


def answers(requests: Iterable[dict[str, Any]], scala: str) -> list[dict[str, Any]]:
    """Return what the library says to each.

    Raises
    ------
    NotRun
        If it cannot be built here.
    """
    lines = "\n".join(json.dumps(r) for r in requests)
    # Not splitlines: labels hold U+2028 and U+0085 as they are.
    said = java("Oracle", scala=scala, given=lines).split("\n")
    return [json.loads(line) for line in said if line]
