"""Artifacts: what a step hands on by reference, and the digest of its content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Artifact:
    """One artifact as ExecutorInput describes it; ``uri`` is a path for everything made here."""

    name: str
    uri: str
    type: Mapping[str, str] = field(default_factory=dict)
    metadata: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "uri": self.uri,
            "type": dict(self.type),
            "metadata": dict(self.metadata),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Artifact:
        return cls(
            data.get("name", ""), data["uri"], data.get("type") or {}, data.get("metadata") or {}
        )


def local_path(uri: str) -> Path | None:
    """Where ``uri`` is on this machine; None for a remote one."""
    parts = urlsplit(uri)
    if parts.scheme == "file":
        return Path(unquote(parts.path))
    return None if parts.scheme else Path(uri)


def digest(uri: str) -> str | None:
    """A digest of the content behind ``uri``; a missing path has one too, a remote URI has none."""
    path = local_path(uri)
    if path is None:
        return None
    total = hashlib.sha256()
    for part in _parts(path):
        total.update(part.encode())
    return total.hexdigest()


def _parts(path: Path) -> Iterator[str]:
    if path.is_file():
        yield f"file {file_digest(path)}\n"
    for child in sorted(p for p in path.rglob("*") if not p.is_symlink() or p.exists()):
        relative = child.relative_to(path)
        yield f"{relative} {file_digest(child) if child.is_file() else 'dir'}\n"


def file_digest(path: Path) -> str:
    """SHA-256 of a file, read once as long as its size and time stay as they are."""
    status = path.stat()
    return _file_digest(str(path), status.st_size, status.st_mtime_ns, status.st_ino)


@lru_cache(maxsize=65536)
def _file_digest(path: str, _size: int, _mtime: int, _inode: int) -> str:
    total = hashlib.sha256()
    with Path(path).open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            total.update(chunk)
    return total.hexdigest()
