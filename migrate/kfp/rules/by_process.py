"""What only two captures of one graph can show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from migrate.codes import finding
from migrate.findings import Finding, Location
from migrate.kfp.rules.subject import shown_value
from migrate.luigi.graph import TaskGraph
from migrate.luigi.repeat import Drawn, drawn_defaults, moved_targets


def drawn_findings(graphs: Sequence[TaskGraph], again: Sequence[TaskGraph]) -> Iterator[Finding]:
    """Defaults and targets that each process makes anew: steps look for other tasks and files."""
    graph = graphs[0]
    for drawn in drawn_defaults(graph, again):
        next_step = (
            f"Set {drawn.name} in section [{drawn.node.family}] of luigi.cfg: each step "
            "draws its own default, and then looks for other tasks than its neighbours made."
        )
        yield _varies("LK084", f"the default of {drawn.name}", graph, drawn, next_step)
    for drawn in moved_targets(graph, again):
        next_step = (
            "Put what varies into a parameter: each step is a process of its own, and "
            "looks for other files than its neighbours wrote."
        )
        yield _varies("LK038", "its target", graph, drawn, next_step)


def _varies(code: str, what: str, graph: TaskGraph, drawn: Drawn, next_step: str) -> Finding:
    cls = graph.classes.get(drawn.node.class_key)
    first, second = map(shown_value, drawn.texts)
    return finding(
        code,
        f"{what} was {first} in one process and {second} in another",
        location=Location(cls.path, cls.line) if cls else Location(),
        subject=drawn.node.family,
        next_step=next_step,
    )
