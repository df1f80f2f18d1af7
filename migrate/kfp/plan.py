"""The plan: what the pipeline will hold, decided completely before anything is rendered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Literal

from migrate.findings import Finding, Location
from migrate.kfp.environment import Environment
from migrate.ledger import Ledger

KfpType = Literal["str", "int", "float", "bool"]
StructPath = tuple[str | int, ...]


class Kind(Enum):
    """What a step is. The last five are helpers: they stand for no Luigi task."""

    TASK = "task"
    EXTERNAL = "external"
    WRAPPER = "wrapper"
    PREPARE = "prepare"
    BUNDLE = "bundle"
    IMPORTER = "importer"
    ITEMS = "items"
    PLAN = "plan"

    @property
    def is_helper(self) -> bool:
        return self not in {Kind.TASK, Kind.EXTERNAL, Kind.WRAPPER}

    @property
    def runs_legacy_code(self) -> bool:
        """The step imports the repository, if only to ask it something."""
        return self not in {Kind.PREPARE, Kind.BUNDLE, Kind.IMPORTER}


class Mode(Enum):
    """Where the data of a task lives once it is a step."""

    ARTIFACT = "artifact"
    WORKSPACE = "workspace"
    IN_PLACE = "in_place"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a decision was taken, and the source line that shows it."""

    text: str
    location: Location = field(default_factory=Location)

    def __str__(self) -> str:
        return f"{self.text} ({self.location})" if self.location.path else self.text


@dataclass(frozen=True, slots=True)
class Flow:
    """The data flow of one task: its mode, whether it needs the shared volume, and why."""

    mode: Mode
    reasons: tuple[Reason, ...]
    mounts_workspace: bool = False
    overridden: bool = False


@dataclass(frozen=True, slots=True)
class Argument:
    """One Luigi parameter as a component argument, or a value to start walking from.

    ``literal`` is the constant of this step; ``pipeline_param`` names what takes its place: the
    pipeline parameter where probes have proved that the value follows the root's, or the variable
    of a loop.
    """

    luigi_name: str
    name: str
    kfp_type: KfpType
    transport: Literal["text", "json", "start"]
    literal: Any
    pipeline_param: str | None = None


@dataclass(frozen=True, slots=True)
class ArtifactInput:
    """One artifact a step reads: who makes it, and which upstream target it stands for.

    ``many`` is a list: one artifact from each round of the loop that the producer is in.
    """

    name: str
    producer: str
    output: str
    requires_path: StructPath | None
    output_path: StructPath | None
    legacy_path: str = ""
    upstream_id: str = ""
    many: bool = False


@dataclass(frozen=True, slots=True)
class ArtifactOutput:
    """One artifact a step writes, and the target it stands for."""

    name: str
    output_path: StructPath
    legacy_path: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """How a step is run: retries, timeout in seconds, caching, volume, secret, variables."""

    retries: int = 0
    timeout: int = 0
    caching: bool = True
    workspace: bool = False
    secret: bool = False
    environment: bool = False


@dataclass(frozen=True, slots=True)
class Component:
    """One component function: what all steps of one family and shape share."""

    name: str
    doc: str
    kind: Kind
    task: Mapping[str, Any]
    arguments: tuple[tuple[str, KfpType, str], ...] = ()
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    container: bool = False
    many: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Step:
    """One KFP task. ``key`` is the Luigi task id, or a name of its own for helpers.

    ``loop`` is the key of the helper whose items the step runs once for each of, or empty.
    """

    key: str
    variable: str
    display_name: str
    kind: Kind
    component: str
    arguments: tuple[Argument, ...] = ()
    inputs: tuple[ArtifactInput, ...] = ()
    outputs: tuple[ArtifactOutput, ...] = ()
    after: tuple[str, ...] = ()
    policy: Policy = field(default_factory=Policy)
    flow: Flow | None = None
    extras: Mapping[str, str] = field(default_factory=dict)
    uri: str = ""
    loop: str = ""


@dataclass(frozen=True, slots=True)
class PipelineParam:
    """A parameter of the pipeline: proved by probes, or one the platform needs."""

    name: str
    kfp_type: KfpType
    default: Any
    description: str = ""
    luigi_name: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything the renderer needs, steps in topological order.

    ``parts`` are the steps of each pipeline where one would be too large; else there are none.
    """

    name: str
    title: str
    steps: tuple[Step, ...]
    components: tuple[Component, ...]
    params: tuple[PipelineParam, ...]
    contracted: tuple[str, ...]
    findings: tuple[Finding, ...]
    ledger: Ledger
    loop_variables: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[tuple[Step, ...], ...] = ()
    environment: Environment = field(default_factory=dict)

    def step(self, key: str) -> Step:
        return next(step for step in self.steps if step.key == key)

    @property
    def luigi_steps(self) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if not step.kind.is_helper)

    @property
    def uses_workspace(self) -> bool:
        return any(step.policy.workspace for step in self.steps)
