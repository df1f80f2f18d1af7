"""What only two captures of one graph can show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from migrate.codes import finding
from migrate.findings import Finding, Location
from migrate.kfp.rules.subject import shown_value
from migrate.luigi.graph import TaskGraph
from migrate.luigi.repeat import drawn_defaults


def drawn_findings(graphs: Sequence[TaskGraph], again: Sequence[TaskGraph]) -> Iterator[Finding]:
    """Defaults that each process draws anew: steps that meet one look for other tasks."""
    graph = graphs[0]
    for drawn in drawn_defaults(graph, again):
        cls = graph.classes.get(drawn.node.class_key)
        first, second = map(shown_value, drawn.texts)
        yield finding(
            "LK084",
            f"the default of {drawn.name} was {first} in one process and {second} in another",
            location=Location(cls.path, cls.line) if cls else Location(),
            subject=drawn.node.family,
            next_step=f"Set {drawn.name} in section [{drawn.node.family}] of luigi.cfg: each step "
            "draws its own default, and then looks for other tasks than its neighbours made.",
        )
