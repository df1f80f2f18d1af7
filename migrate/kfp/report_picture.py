"""The picture of the graph in a conversion's report."""

from __future__ import annotations

from migrate.kfp.convert import Conversion
from migrate.kfp.names import display_name, telling_parameters
from migrate.kfp.plan import Flow
from migrate.kfp.report_tables import LABELS, anchor, steps_of
from migrate.luigi.graph import Node
from migrate.report.model import GraphNode, GraphPicture


def picture_of(conversion: Conversion) -> GraphPicture:
    """Luigi's graph with the wrappers still in it; the colour says what became of each task."""
    steps = steps_of(conversion)
    telling = telling_parameters(conversion.graph.nodes.values())
    nodes = []
    for task_id, node in sorted(conversion.graph.nodes.items()):
        kind = _picture_kind(conversion.flows[task_id], node.kind, task_id in steps)
        label = _label(node, telling[node.family])
        nodes.append(GraphNode(task_id, label, kind, display_name(node), f"#{anchor(task_id)}"))
    kinds = tuple(k for k in PICTURE_KINDS if any(n.kind == k for n in nodes))
    return GraphPicture(tuple(nodes), tuple(sorted(conversion.graph.edges)), kinds)


def _label(node: Node, telling: tuple[str, ...]) -> str:
    """The class name, and what tells this task from the others of its family."""
    values = [p.text for name in telling[:2] if (p := node.param(name)) and p.text]
    return f"{node.class_name}({', '.join(values)})" if values else node.class_name


PICTURE_KINDS = (*LABELS.values(), "external", "no step")


def _picture_kind(flow: Flow, kind: str, is_step: bool) -> str:
    if not is_step:
        return "no step"
    return "external" if kind == "external" else LABELS[flow.mode]
