"""The compiled pipeline as frozen values; :mod:`bridges.kfp.load` makes them from YAML.

Names follow the PipelineSpec message, so that a reader of the YAML finds everything again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class ParameterDef:
    """An input or output parameter of a component."""

    type: str
    optional: bool = False
    has_default: bool = False
    default: Any = None


@dataclass(frozen=True, slots=True)
class ArtifactDef:
    """An input or output artifact of a component."""

    type: Mapping[str, str] = field(default_factory=dict)
    is_list: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Constant:
    """A value written in the pipeline; placeholders in it are still to be filled."""

    value: Any


@dataclass(frozen=True, slots=True)
class FromTask:
    """An output of another task of the same DAG."""

    task: str
    key: str


@dataclass(frozen=True, slots=True)
class FromParent:
    """An input of the DAG that the task is in."""

    name: str


@dataclass(frozen=True, slots=True)
class FinalStatus:
    """How another task of the same DAG ended."""

    task: str


@dataclass(frozen=True, slots=True)
class ParameterInput:
    """Where a parameter comes from, and the keys to follow inside its JSON value."""

    source: Constant | FromTask | FromParent | FinalStatus
    selector: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Loop:
    """A ParallelFor: ``items`` is a fixed list or the name of an input that holds the list."""

    item_input: str
    items: list[Any] | str
    over_artifacts: bool = False
    parallelism: int = 0


@dataclass(frozen=True, slots=True)
class Retry:
    """How often and how slowly a failed step starts again; times in seconds."""

    attempts: int = 1
    backoff: float = 0.0
    factor: float = 1.0
    longest: float = 3600.0


@dataclass(frozen=True, slots=True)
class Task:
    """A node of a DAG.

    ``dependencies`` are all tasks it needs; ``declared`` those that the YAML says it waits for,
    which is what a cluster goes by.
    """

    name: str
    component: str
    display_name: str = ""
    dependencies: frozenset[str] = frozenset()
    declared: frozenset[str] = frozenset()
    parameters: Mapping[str, ParameterInput] = field(default_factory=dict)
    artifacts: Mapping[str, FromTask | FromParent] = field(default_factory=dict)
    condition: str = ""
    runs_always: bool = False
    loop: Loop | None = None
    retry: Retry = field(default_factory=Retry)
    cached: bool = False


@dataclass(frozen=True, slots=True)
class Dag:
    """A group of tasks; an output is taken from the first of its sources that has it."""

    tasks: Mapping[str, Task]
    parameters: Mapping[str, tuple[FromTask, ...]] = field(default_factory=dict)
    artifacts: Mapping[str, tuple[FromTask, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Container:
    """A command in an image."""

    image: str
    command: tuple[str, ...] = ()
    args: tuple[str, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Importer:
    """An artifact that exists already; ``uri`` may come from the input parameter ``uri_input``."""

    uri: str = ""
    uri_input: str = ""
    type: Mapping[str, str] = field(default_factory=dict)
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SecretEnv:
    """One environment variable from one key of a Kubernetes secret."""

    secret: str
    key: str
    variable: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class SecretVolume:
    """A Kubernetes secret mounted as a directory."""

    secret: str
    mount_path: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Kubernetes:
    """What the platform document says about one executor."""

    timeout: float | None = None
    mounts: tuple[str, ...] = ()
    secret_env: tuple[SecretEnv, ...] = ()
    secret_volumes: tuple[SecretVolume, ...] = ()


@dataclass(frozen=True, slots=True)
class Component:
    """A component: its interface and what it does."""

    name: str
    body: Dag | Container | Importer
    parameters: Mapping[str, ParameterDef] = field(default_factory=dict)
    artifacts: Mapping[str, ArtifactDef] = field(default_factory=dict)
    output_parameters: Mapping[str, ParameterDef] = field(default_factory=dict)
    output_artifacts: Mapping[str, ArtifactDef] = field(default_factory=dict)
    kubernetes: Kubernetes = field(default_factory=Kubernetes)


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A whole compiled pipeline."""

    name: str
    root: Component
    components: Mapping[str, Component]

    def leaves(self, dag: Dag, path: str = "") -> Iterator[tuple[str, Task]]:
        """Every step below ``dag`` with its name; ``*`` stands for the iterations of a loop."""
        for task in dag.tasks.values():
            name = f"{path}{task.name}" + ("/*" if task.loop else "")
            body = self.components[task.component].body
            if isinstance(body, Dag):
                yield from self.leaves(body, f"{name}/")
            else:
                yield name, task
