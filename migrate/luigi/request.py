"""What a capture is asked for, and the files that it leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

MAX_NODES = 20_000
TIME_LIMIT = 300.0


@dataclass(frozen=True, slots=True)
class CaptureRequest:
    """Which graph to take from which repository, and with which interpreter."""

    repo: Path
    modules: tuple[str, ...]
    task: str
    params: Mapping[str, str] = field(default_factory=dict)
    python: Path | None = None
    config: Path | None = None
    stub_missing: bool = False
    max_nodes: int = MAX_NODES
    time_limit: float = TIME_LIMIT
    paths: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class CaptureFiles:
    """The script and what it writes, in a directory of their own."""

    scratch: Path

    @property
    def script(self) -> Path:
        return self.scratch / "capture.py"

    @property
    def out(self) -> Path:
        return self.scratch / "graph.json"

    @property
    def error(self) -> Path:
        return self.scratch / "error.json"
