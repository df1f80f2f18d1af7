"""``return`` where it leaves a method at once: ``if (c) return v``, and at the end of the body."""

from __future__ import annotations

from migrate.featran.scala.tree import Node, kids, need, part


def early_return(node: Node, whole: Node) -> tuple[Node, Node] | None:
    """The condition and the value of ``if (c) return v`` among the statements of ``whole``."""
    if node.type != "if_expression" or part(node, "alternative") is not None:
        return None
    then = need(node, "consequence")
    if then.type == "block" and len(kids(then)) == 1:
        (then,) = kids(then)
    value = final_return(then, whole)
    return None if value.id == then.id else (need(node, "condition"), value)


def final_return(node: Node, whole: Node) -> Node:
    """``v`` of ``return v``, if ``whole`` is the body of a method; else the node itself.

    A ``return`` in a function literal leaves the method around it, so it stays and is refused.
    """
    around = whole.parent
    is_body = around is not None and around.type == "function_definition"
    found = kids(node) if node.type == "return_expression" and is_body else []
    return found[0] if len(found) == 1 else node
