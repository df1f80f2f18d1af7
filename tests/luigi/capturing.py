"""Capture a repository written into a temporary directory, for the tests beside this file."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from migrate.luigi.launch import run_capture
from migrate.luigi.request import CaptureRequest

MODULE = "pipeline"


def write_repo(root: Path, files: Mapping[str, str]) -> Path:
    """``root`` with these files; the code is dedented."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
    return root


def captured(root: Path, code: str, *, task: str = "Root", **options: Any) -> dict[str, Any]:
    """The graph.json of a repository that is one module ``pipeline``."""
    write_repo(root, {f"{MODULE}.py": "import luigi\n" + textwrap.dedent(code)})
    return run_capture(CaptureRequest(repo=root, modules=(MODULE,), task=task, **options))


def node_of(graph: Mapping[str, Any], family: str) -> dict[str, Any]:
    """The one node of a family."""
    node: dict[str, Any]
    (node,) = (n for n in graph["nodes"] if n["family"] == family)
    return node


def params_of(graph: Mapping[str, Any], family: str = "Root") -> dict[str, dict[str, Any]]:
    return {p["name"]: p for p in node_of(graph, family)["params"]}


def facts_of(graph: Mapping[str, Any], family: str = "Root", method: str = "run") -> set[str]:
    """Names of the facts of one method of one family's class."""
    facts = graph["classes"][node_of(graph, family)["class_key"]]["facts"]
    return {fact["name"] for fact in facts if fact["method"] == method}
