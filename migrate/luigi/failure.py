"""Why a capture failed, as one error with a next step."""

from __future__ import annotations

import json
import re
import signal
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from migrate.errors import BadInput, CaptureFailed, MigrateError
from migrate.luigi.inventory.bases import FRAMEWORKS
from migrate.luigi.request import CaptureFiles, CaptureRequest
from migrate.luigi.sources import sources


def failure_of(
    files: CaptureFiles, code: int, log: str, request: CaptureRequest, python: str
) -> CaptureFailed:
    """What the script said about its failure, or what its end says where it could not."""
    if files.error.exists():
        facts = json.loads(files.error.read_bytes())
        trace = foreign_frames(facts.get("trace") or [], files.script)
        message = facts["message"] + "".join(f"\n  | {line}" for line in trace[-6:])
        where = _where(facts, request, python)
        return CaptureFailed(message, where=where, next_step=facts["next_step"])
    tail = "".join(f"\n  | {line}" for line in log.strip().splitlines()[-6:])
    if code == -signal.SIGKILL:
        return CaptureFailed(
            f"not done after {request.time_limit:g} seconds, and ended{tail}",
            where=request.task,
            next_step="raise --time-limit, or see what its import waits for",
        )
    if "luigi/configuration" in log:
        return CaptureFailed(
            f"the configuration cannot be read: {last_words(log)}",
            where=str(request.repo),
            next_step="mend the configuration file; migrate assess tells file and line (LK121)",
        )
    return CaptureFailed(
        f"{python} ended with code {code} and wrote no graph{tail}",
        where=request.task,
        next_step="give --python a Python 2.7 or 3.6 to 3.13 that runs the repository",
    )


def last_words(log: str) -> str:
    """The error at the end of a traceback, whose text may go on in further lines."""
    lines = log.strip().splitlines()
    starts = [n for n, line in enumerate(lines) if re.match(r"[\w.]*(Error|Exception)\b", line)]
    return " ".join(line.strip() for line in lines[starts[-1] if starts else -1 :])


def without_luigi(repo: Path, said: CaptureFailed) -> MigrateError:
    """A failed capture of what may be no Luigi repository: that is said first.

    Not asked before the capture: a framework that nobody here knows may import Luigi for the tasks.
    """
    names = tuple(name.encode() for name in ("luigi", *FRAMEWORKS))
    texts = (source.read_bytes() for source in sources(repo))
    if any(name in text for text in texts for name in names):
        return said
    return BadInput(
        f"no file of it imports luigi, or a framework on it that is known\n  | {said.what}",
        where=str(repo),
        next_step="give the root of a repository with Luigi tasks",
    )


def foreign_frames(trace: Sequence[str], script: Path) -> list[str]:
    """The lines of a traceback about other files than the script; none if that leaves no file."""
    kept: list[str] = []
    is_ours = False
    for line in trace:
        if line.startswith("  File "):
            is_ours = f'"{script}"' in line
        elif not line.startswith("    "):
            is_ours = line.startswith("Traceback ")
        if not is_ours:
            kept.append(line)
    return kept if any(line.startswith("  File ") for line in kept) else []


def _where(facts: Mapping[str, Any], request: CaptureRequest, python: str) -> str:
    if facts["error"] in {"no_luigi", "no_config_parser"}:
        return python
    return f"{request.repo}: {facts['where']}" if facts["where"] else str(request.repo)
