"""A module ``kfp.dsl`` with the names that component sources import."""

from __future__ import annotations

import sys
import types
import typing

from bridges.kfp.lightweight.annotations import (
    Direction,
    InputPath,
    OutputPath,
    PipelineTaskFinalStatus,
)
from bridges.kfp.lightweight.artifacts import (
    HTML,
    Artifact,
    Dataset,
    Markdown,
    Metrics,
    Model,
)


def install_names() -> None:
    """``import kfp`` and ``from kfp.dsl import …`` now find the names of this file."""
    dsl = types.ModuleType("kfp.dsl")
    names: dict[str, typing.Any] = {
        "Artifact": Artifact,
        "Input": Direction("input"),
        "Output": Direction("output"),
        "InputPath": InputPath,
        "OutputPath": OutputPath,
        "PipelineTaskFinalStatus": PipelineTaskFinalStatus,
    }
    for standard in (Dataset, HTML, Markdown, Metrics, Model):
        names[standard.__name__] = standard
    dsl.__dict__.update(names, __all__=sorted(names))
    kfp = types.ModuleType("kfp")
    kfp.__dict__.update(dsl=dsl, __path__=[])
    sys.modules["kfp"], sys.modules["kfp.dsl"] = kfp, dsl
