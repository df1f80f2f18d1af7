"""Modules that moved are imported from where they are.

Most went to ``luigi.contrib`` in Luigi 1.1.2, ``luigi.file`` became ``luigi.local_target``, and 2.x
removed the old names: ``import luigi.s3`` fails since then.
"""

from __future__ import annotations

import re

import libcst as cst
from libcst import matchers as m

from codemods.command import LuigiCommand, dotted, without_last_comma
from codemods.engine import Rule

_TO_CONTRIB = (
    *("esindex", "ftp", "hadoop", "hadoop_jar", "hdfs", "hive", "lsf", "mysqldb", "postgres"),
    *("rdbms", "redshift", "s3", "scalding", "spark", "sge", "sparkey", "ssh", "webhdfs"),
)
MOVED = {**{name: f"contrib.{name}" for name in _TO_CONTRIB}, "file": "local_target"}
#: Modules that Luigi 3 has nowhere.
GONE = {
    "six": "luigi.six is gone: import six, or write Python 3",
    "deprecate_kwarg": "luigi.deprecate_kwarg is gone",
    "mrrunner": "luigi.mrrunner is gone: luigi.contrib.hadoop runs its jobs itself",
}

_WORDS = (*MOVED, *GONE)
_NAMES = "|".join(_WORDS)
_IMPORTED = rf"from\s+luigi\s+import\b(\s*\([^)]*|([^\n\\]|\\\n)*)\b({_NAMES})\b"
_CONCERNED = re.compile(rf"\bluigi\.({_NAMES})\b|{_IMPORTED}|\bluigi\s+as\b")


class MoveImports(LuigiCommand):
    """``luigi.s3`` → ``luigi.contrib.s3`` in imports and in dotted uses of them."""

    def visit_ImportAlias(self, node: cst.ImportAlias) -> bool:
        self._note_gone(node, node.evaluated_name)
        return True

    def visit_ImportFrom(self, node: cst.ImportFrom) -> bool:
        if _is_luigi(node.module) and not node.relative and not _is_star(node):
            for alias in _aliases(node):
                self._note_gone(node, f"luigi.{alias.evaluated_name}")
        elif node.module is not None and not node.relative:
            self._note_gone(node, cst.Module([]).code_for_node(node.module))
        return True

    def _note_gone(self, node: cst.CSTNode, module: str) -> None:
        package, _, name = module.partition(".")
        if package == "luigi" and name in GONE:
            self.note(node, GONE[name])

    def leave_SimpleStatementLine(
        self, original_node: cst.SimpleStatementLine, updated_node: cst.SimpleStatementLine
    ) -> cst.SimpleStatementLine | cst.FlattenSentinel[cst.SimpleStatementLine]:
        """An import that became two stands on two lines, its comment on the second."""
        if len(original_node.body) != 1 or len(updated_node.body) != 2:
            return updated_node
        first, second = updated_node.body
        before = cst.SimpleStatementLine([first], leading_lines=updated_node.leading_lines)
        return cst.FlattenSentinel(
            [before, updated_node.with_changes(body=[second], leading_lines=[])]
        )

    def leave_ImportFrom(
        self, original_node: cst.ImportFrom, updated_node: cst.ImportFrom
    ) -> cst.ImportFrom | cst.FlattenSentinel[cst.BaseSmallStatement]:
        if updated_node.relative or updated_node.module is None:
            return updated_node
        if _is_luigi(updated_node.module):
            parts = _split(updated_node)
            return parts[0] if len(parts) == 1 else cst.FlattenSentinel(parts)
        return updated_node.with_changes(module=_moved(updated_node.module))

    def leave_ImportAlias(
        self, original_node: cst.ImportAlias, updated_node: cst.ImportAlias
    ) -> cst.ImportAlias:
        return updated_node.with_changes(name=_moved(updated_node.name))

    def leave_Attribute(
        self, original_node: cst.Attribute, updated_node: cst.Attribute
    ) -> cst.Attribute:
        name = original_node.attr.value
        if name not in MOVED or self.meaning(original_node) != f"luigi.{name}":
            return updated_node
        *packages, last = MOVED[name].split(".")
        value = updated_node.value
        for package in packages:
            value = cst.Attribute(value, cst.Name(package))
        return updated_node.with_changes(value=value, attr=cst.Name(last))


def _is_luigi(module: cst.BaseExpression | None) -> bool:
    return module is not None and m.matches(module, m.Name("luigi"))


def _moved(module: cst.Attribute | cst.Name) -> cst.Attribute | cst.Name:
    """``luigi.contrib.s3`` for the module ``luigi.s3`` of an import."""
    if not m.matches(module, m.Attribute(value=m.Name("luigi"))):
        return module
    name = cst.ensure_type(module, cst.Attribute).attr.value
    return dotted(f"luigi.{MOVED[name]}") if name in MOVED else module


def _is_star(node: cst.ImportFrom) -> bool:
    return isinstance(node.names, cst.ImportStar)


def _aliases(node: cst.ImportFrom) -> list[cst.ImportAlias]:
    return [] if isinstance(node.names, cst.ImportStar) else list(node.names)


def _split(node: cst.ImportFrom) -> list[cst.ImportFrom]:
    """``from luigi import s3, Task`` as an import from luigi.contrib and one from luigi."""
    moved = [alias for alias in _aliases(node) if alias.evaluated_name in _TO_CONTRIB]
    kept = [_renamed(alias) for alias in _aliases(node) if alias not in moved]
    if not moved:
        return [node if _is_star(node) else node.with_changes(names=kept)]
    pairs = ((dotted("luigi.contrib"), moved), (node.module, kept))
    inside = node.lpar is not None
    return [
        node.with_changes(module=module, names=without_last_comma(names, inside=inside))
        for module, names in pairs
        if names
    ]


def _renamed(alias: cst.ImportAlias) -> cst.ImportAlias:
    """A module that moved within luigi, under the name that it has here."""
    name = alias.evaluated_name
    if name not in MOVED:
        return alias
    here = alias.asname or cst.AsName(cst.Name(name))
    return alias.with_changes(name=cst.Name(MOVED[name]), asname=here)


RULE = Rule(
    name="contrib-imports",
    description="Import modules that moved, most of them to luigi.contrib, from where they are.",
    before="import luigi.s3\ntarget = luigi.s3.S3Target(path)\n",
    after="import luigi.contrib.s3\ntarget = luigi.contrib.s3.S3Target(path)\n",
    command=MoveImports,
    words=_WORDS,
    concerned=_CONCERNED,
)
