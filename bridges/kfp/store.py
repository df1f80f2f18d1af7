"""What is kept of a finished step, so that a later run can take it over.

A record is written beside the step's outputs (for resume) and under its fingerprint (for the
cache). The fingerprint covers what the step was told to do, its inputs and the content of its
input artifacts; a record counts only while its output artifacts still have the same content.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bridges.kfp.artifacts import digest, file_digest
from bridges.kfp.model import ImageMap, Values
from bridges.kfp.spec import Component, Container

_SKIPPED_FOLDERS = frozenset({"__pycache__", "node_modules", "site-packages"})


@dataclass(frozen=True, slots=True)
class Record:
    """One finished step."""

    fingerprint: str
    outputs: Values
    digests: Mapping[str, str | None]

    @classmethod
    def of(cls, fingerprint: str, outputs: Values) -> Record:
        return cls(fingerprint, outputs, _digests(outputs))

    @property
    def intact(self) -> bool:
        """Whether every output artifact still has the content it had."""
        return _digests(self.outputs) == self.digests

    def write(self, path: Path) -> None:
        write_json(
            path,
            {
                "fingerprint": self.fingerprint,
                "outputs": self.outputs.as_dict(),
                "digests": dict(self.digests),
            },
        )


def read_record(path: Path, fingerprint: str) -> Record | None:
    """The intact record for this fingerprint; None when there is none."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        record = Record(data["fingerprint"], Values.from_dict(data["outputs"]), data["digests"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return record if record.fingerprint == fingerprint and record.intact else None


def fingerprint(component: Component, inputs: Values, sources: str) -> str:
    """What decides the outputs of a step, as one digest."""
    assert isinstance(component.body, Container)
    told = {
        "image": component.body.image,
        "command": component.body.command,
        "args": component.body.args,
        "env": dict(component.body.env),
        "outputs": [sorted(component.output_parameters), sorted(component.output_artifacts)],
        "parameters": dict(inputs.parameters),
        "artifacts": {
            name: [[digest(a.uri) or a.uri, dict(a.type), dict(a.metadata)] for a in artifacts]
            for name, artifacts in inputs.artifacts.items()
        },
        "sources": sources,
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def sources_digest(image: ImageMap, python: str) -> str:
    """A digest of the interpreter and of all Python code that the image map puts in its reach.

    On a cluster new code means a new image; here the same image name keeps pointing at a
    directory that people edit.
    """
    total = hashlib.sha256(python.encode())
    for name, path in sorted(image.files.items()):
        total.update(f"{name} {file_digest(path) if path.is_file() else ''}\n".encode())
    folders = dict.fromkeys([*image.pythonpath, *([image.cwd] if image.cwd else [])])
    for folder in folders:
        for path in _python_files(folder):
            total.update(f"{path} {file_digest(path)}\n".encode())
    total.update(json.dumps(dict(image.env), sort_keys=True).encode())
    return total.hexdigest()


def _python_files(folder: Path) -> Iterable[Path]:
    for here, folders, files in os.walk(folder):
        if "run.json" in files:  # a run folder: its copies of component sources are no sources
            folders.clear()
            continue
        folders[:] = sorted(f for f in folders if f not in _SKIPPED_FOLDERS and f[0] != ".")
        found = (Path(here, name) for name in sorted(files) if name.endswith(".py"))
        yield from (path for path in found if path.is_file())  # no pipe, no link to nothing


def _digests(outputs: Values) -> dict[str, str | None]:
    return {
        f"{name}[{index}]": digest(artifact.uri)
        for name, artifacts in outputs.artifacts.items()
        for index, artifact in enumerate(artifacts)
    }


def write_json(path: Path, data: Any) -> None:
    """The file holds the data; a reader never sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        json.dump(data, stream, indent=1, sort_keys=True)
    Path(temporary).replace(path)
