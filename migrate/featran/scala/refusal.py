"""What the reader cannot say in Python: one exception with a code, a place and a reason."""

from __future__ import annotations

from migrate.featran.scala.tree import Node, Source
from migrate.findings import Location

BOUND = "BOUND"
"""The code of a refusal that is none: the place is read where its function is called."""


class Refused(Exception):
    """``code`` says what kind of construct it is, ``what`` names it, ``location`` where."""

    def __init__(self, code: str, what: str, location: Location) -> None:
        self.code = code
        self.what = what
        self.location = location
        super().__init__(what)


def refuse(code: str, what: str, source: Source, node: Node) -> Refused:
    """The refusal of the construct at ``node``."""
    return Refused(code, what, source.place(node))
