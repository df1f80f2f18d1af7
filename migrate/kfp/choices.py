"""What lowering a graph is given, and what it gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from migrate.kfp.loops import Walks
from migrate.kfp.mounts import Mounts
from migrate.kfp.plan import Component, Flow, Step
from migrate.kfp.probes import Binding


@dataclass(frozen=True, slots=True)
class Choices:
    """What the lowering needs besides the graph: flows, bindings and the platform's choices."""

    flows: Mapping[str, Flow]
    binding: Binding
    mounts: Mounts
    workspace: str
    container: bool
    check_outputs: bool = True
    kept_out: tuple[str, ...] = ()
    walks: Walks = field(default_factory=Walks)
    environment: bool = False


@dataclass(frozen=True, slots=True)
class Lowered:
    """Steps in topological order, their components, and the dropped WrapperTasks.

    The steps of one loop stand together; ``loop_variables`` names the item of each.
    """

    steps: tuple[Step, ...]
    components: tuple[Component, ...]
    loop_variables: Mapping[str, str]
    contracted: tuple[str, ...]
