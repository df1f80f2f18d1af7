"""What a TFX step is told on its command line: the executor, its properties, its artifacts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class StepRequest:
    """One TFX component as a KFP step.

    ``executor`` and the types of artifacts are dotted names of classes. ``properties`` are TFX's
    ``pipeline_pb2.Value`` messages as JSON, by name. ``inputs`` maps a KFP input to TFX's key and
    type, ``outputs`` a KFP output to its type. ``late`` names properties whose value is only known
    when the step runs: ``int``, ``float``, ``str`` or ``bool`` for a KFP parameter of that name,
    ``path`` for the path of a KFP artifact.
    """

    executor: str
    properties: Mapping[str, Any] = field(default_factory=dict)
    inputs: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    outputs: Mapping[str, str] = field(default_factory=dict)
    late: Mapping[str, str] = field(default_factory=dict)
    beam_args: tuple[str, ...] = ()

    def as_text(self) -> str:
        """JSON with sorted keys: the same component compiles to the same bytes."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_text(cls, text: str) -> StepRequest:
        """The request that :meth:`as_text` wrote."""
        data = json.loads(text)
        inputs = {name: (key, kind) for name, (key, kind) in data["inputs"].items()}
        return cls(**{**data, "inputs": inputs, "beam_args": tuple(data["beam_args"])})
