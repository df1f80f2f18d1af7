"""A node of syntax that names ``argument``, for calls whose argument is a value already."""

from __future__ import annotations

from functools import cache

from migrate.featran.scala.tree import Node, parse, text, walk


@cache
def argument() -> Node:
    """A node that names ``argument``."""
    found = parse("object O { val v = argument }", "")
    return next(n for n in walk(found.root) if text(n) == "argument")
