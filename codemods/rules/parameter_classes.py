"""Parameter and target classes have the names that Luigi 3 knows.

``BooleanParameter`` became ``BoolParameter`` and ``File`` became ``LocalTarget`` in Luigi 1.x; the
old names are gone.
"""

from __future__ import annotations

import libcst as cst
from libcst import matchers as m
from libcst.codemod import VisitorBasedCodemodCommand

from codemods.engine import Rule

RENAMED = {"BooleanParameter": "BoolParameter", "File": "LocalTarget"}


class RenameClasses(VisitorBasedCodemodCommand):
    """``luigi.BooleanParameter`` → ``luigi.BoolParameter``, imported names included."""

    def __init__(self, context: cst.codemod.CodemodContext) -> None:
        super().__init__(context)
        self._imported: set[str] = set()

    def visit_ImportFrom(self, node: cst.ImportFrom) -> bool:
        if _is_from_luigi(node):
            names = () if isinstance(node.names, cst.ImportStar) else node.names
            self._imported |= {a.evaluated_name for a in names if a.asname is None}
        return True

    def leave_ImportFrom(
        self, original_node: cst.ImportFrom, updated_node: cst.ImportFrom
    ) -> cst.ImportFrom:
        if not _is_from_luigi(original_node) or isinstance(updated_node.names, cst.ImportStar):
            return updated_node
        return updated_node.with_changes(names=[_renamed(alias) for alias in updated_node.names])

    def leave_Name(self, original_node: cst.Name, updated_node: cst.Name) -> cst.Name:
        if updated_node.value in RENAMED and updated_node.value in self._imported:
            return updated_node.with_changes(value=RENAMED[updated_node.value])
        return updated_node

    def leave_Attribute(
        self, original_node: cst.Attribute, updated_node: cst.Attribute
    ) -> cst.Attribute:
        """Only on ``luigi`` itself: an attribute of anything else is not ours to rename."""
        name = original_node.attr.value
        if name in RENAMED and m.matches(original_node.value, m.Name("luigi")):
            return updated_node.with_changes(attr=cst.Name(RENAMED[name]))
        return updated_node.with_changes(attr=original_node.attr)


def _is_from_luigi(node: cst.ImportFrom) -> bool:
    return node.module is not None and m.matches(node.module, m.Name("luigi"))


def _renamed(alias: cst.ImportAlias) -> cst.ImportAlias:
    name = alias.evaluated_name
    return alias.with_changes(name=cst.Name(RENAMED[name])) if name in RENAMED else alias


RULE = Rule(
    name="parameter-classes",
    description="Use the class names that Luigi 3 has.",
    before="fast = luigi.BooleanParameter()\n",
    after="fast = luigi.BoolParameter()\n",
    command=RenameClasses,
)
