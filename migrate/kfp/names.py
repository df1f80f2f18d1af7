"""Names: Luigi families and parameters as Python identifiers, unique and readable."""

from __future__ import annotations

import builtins
import hashlib
import keyword
import re
from collections.abc import Collection, Iterable

from migrate.luigi.graph import Node

LONGEST = 48
# Names that pipeline.py gives to things of its own: the parameter for the claim of the shared
# volume, a component, and the function every task goes through.
CLAIM = "workspace_claim"
PREPARE_COMPONENT = "prepare_workspace"
PLAN_COMPONENT = "plan_run"
OWN = frozenset({CLAIM, PREPARE_COMPONENT, PLAN_COMPONENT, "step"})
RESERVED = frozenset(
    {*keyword.kwlist, *keyword.softkwlist, *dir(builtins)}
    | {"compiler", "dsl", "kubernetes", "json", "pipeline", "task_id", "route", "members", "sys"}
    | {"paved_road_step"}  # what every component imports
)


def snake(text: str) -> str:
    """``Top10Artists`` → ``top10_artists``; anything else becomes single underscores."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", text)
    return re.sub(r"[^0-9a-zA-Z]+", "_", spaced).strip("_").lower()


def identifier(text: str, fallback: str = "task") -> str:
    """A valid, not reserved, not too long Python identifier for ``text``."""
    name = snake(text) or fallback
    if name[0].isdigit():
        name = f"{fallback}_{name}"
    if len(name) > LONGEST:
        digest = hashlib.sha256(text.encode()).hexdigest()[:8]
        name = f"{name[: LONGEST - 9].rstrip('_')}_{digest}"
    return f"{name}_" if name in RESERVED else name


class Names:
    """Hands out identifiers, each once; a taken one gets ``_2``, ``_3`` …"""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)

    def take(self, text: str, fallback: str = "task") -> str:
        base = identifier(text, fallback)
        name, number = base, 2
        while name in self._taken:
            name, number = f"{base.rstrip('_')}_{number}", number + 1
        self._taken.add(name)
        return name


def pipeline_names(luigi_names: Iterable[str]) -> dict[str, str]:
    """``{Luigi's name: pipeline parameter}`` of the root parameters a pipeline exposes."""
    names = Names(taken=OWN)
    return {name: names.take(name, "param") for name in luigi_names}


def telling_parameters(nodes: Iterable[Node]) -> dict[str, tuple[str, ...]]:
    """Per family, the significant parameters whose values differ between its instances."""
    values: dict[str, dict[str, set[str]]] = {}
    for node in nodes:
        family = values.setdefault(node.family, {})
        for param in node.params:
            if param.significant and param.text is not None:
                family.setdefault(param.name, set()).add(param.text)
    return {
        family: tuple(name for name, texts in params.items() if len(texts) > 1)
        for family, params in values.items()
    }


def variable_text(node: Node, telling: tuple[str, ...]) -> str:
    """The family and the values that tell this instance from its siblings, value by value."""
    texts = [p.text or "" for name in telling if (p := node.param(name))]
    return (
        "_".join([snake(node.family), *(t[:16] for t in texts[:3])])
        if texts
        else f"{node.family}_task"
    )


def display_name(node: Node, later: Collection[str] = ()) -> str:
    """``Family(date=2012-06-01, n=3)`` as Luigi prints a task, at most 120 characters.

    Parameters in ``later`` get their value when the pipeline runs: ``date=<date>``.
    """
    shown = ", ".join(
        f"{p.name}=<{p.name}>" if p.name in later else f"{p.name}={p.text}"
        for p in node.params
        if p.significant and p.text is not None
    )
    text = re.sub(r"\{(?=\{)", "{ ", f"{node.family}({shown})")
    return text if len(text) <= 120 else f"{text[:117]}..."
