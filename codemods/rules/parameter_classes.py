"""Classes have the names that Luigi 3 knows.

``BooleanParameter`` became ``BoolParameter``, ``File`` ``LocalTarget`` and ``MockFile``
``MockTarget`` in Luigi 1.x and 2.x; the old names are gone.
"""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from codemods.command import LuigiCommand, without_last_comma
from codemods.engine import Rule

RENAMED = {"BooleanParameter": "BoolParameter", "File": "LocalTarget", "MockFile": "MockTarget"}
#: The modules that have had these classes.
_MODULES = {
    "BooleanParameter": ("luigi", "luigi.parameter"),
    "File": ("luigi", "luigi.file", "luigi.local_target"),
    "MockFile": ("luigi.mock",),
}
_OLD = {f"{module}.{name}": name for name, places in _MODULES.items() for module in places}


class RenameClasses(LuigiCommand):
    """``luigi.BooleanParameter`` → ``luigi.BoolParameter``, imported names included."""

    def leave_ImportFrom(
        self, original_node: cst.ImportFrom, updated_node: cst.ImportFrom
    ) -> cst.ImportFrom:
        names = updated_node.names
        if updated_node.relative or updated_node.module is None or not isinstance(names, Sequence):
            return updated_node
        module = cst.Module([]).code_for_node(updated_node.module)
        if not any(f"{module}.{alias.evaluated_name}" in _OLD for alias in names):
            return updated_node
        renamed = _once([_renamed(alias, module) for alias in names])
        inside = updated_node.lpar is not None
        return updated_node.with_changes(names=without_last_comma(renamed, inside=inside))

    def leave_Name(self, original_node: cst.Name, updated_node: cst.Name) -> cst.Name:
        """A name that was imported as it is called; one of another's is not ours to rename."""
        name = original_node.value
        if name in RENAMED and _OLD.get(self.meaning(original_node)) == name:
            return updated_node.with_changes(value=RENAMED[name])
        return updated_node

    def leave_Attribute(
        self, original_node: cst.Attribute, updated_node: cst.Attribute
    ) -> cst.Attribute:
        name = original_node.attr.value
        if name in RENAMED and _OLD.get(self.meaning(original_node)) == name:
            return updated_node.with_changes(attr=cst.Name(RENAMED[name]))
        return updated_node.with_changes(attr=original_node.attr)

    def leave_Arg(self, original_node: cst.Arg, updated_node: cst.Arg) -> cst.Arg:
        return updated_node.with_changes(keyword=original_node.keyword)


def _renamed(alias: cst.ImportAlias, module: str) -> cst.ImportAlias:
    name = _OLD.get(f"{module}.{alias.evaluated_name}")
    return alias if name is None else alias.with_changes(name=cst.Name(RENAMED[name]))


def _once(aliases: list[cst.ImportAlias]) -> list[cst.ImportAlias]:
    """Without those that have become equal to one before."""
    seen: set[tuple[str, str | None]] = set()
    kept = []
    for alias in aliases:
        key = (alias.evaluated_name, alias.evaluated_alias)
        if key not in seen:
            kept.append(alias)
        seen.add(key)
    return kept


RULE = Rule(
    name="parameter-classes",
    description="Use the class names that Luigi 3 has.",
    before="fast = luigi.BooleanParameter()\n",
    after="fast = luigi.BoolParameter()\n",
    command=RenameClasses,
    words=tuple(RENAMED),
)
