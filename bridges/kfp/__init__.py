"""Runs compiled KFP v2 pipelines on this machine, as a cluster would."""

from bridges.kfp.errors import (
    ArgumentInvalid,
    KfpRunError,
    RunFolderInvalid,
    SpecInvalid,
    StepError,
)
from bridges.kfp.load import load_pipeline
from bridges.kfp.model import (
    Event,
    EventKind,
    ImageMap,
    RunOptions,
    RunResult,
    RunState,
    SkipReason,
    StepResult,
    StepState,
    Values,
)
from bridges.kfp.process import Canceller
from bridges.kfp.run import arguments_from_text, pipeline_inputs, run_pipeline

__all__ = [
    "ArgumentInvalid",
    "Canceller",
    "Event",
    "EventKind",
    "ImageMap",
    "KfpRunError",
    "RunFolderInvalid",
    "RunOptions",
    "RunResult",
    "RunState",
    "SkipReason",
    "SpecInvalid",
    "StepError",
    "StepResult",
    "StepState",
    "Values",
    "arguments_from_text",
    "load_pipeline",
    "pipeline_inputs",
    "run_pipeline",
]
