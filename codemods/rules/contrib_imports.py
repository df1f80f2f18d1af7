"""Modules that moved to ``luigi.contrib`` are imported from there.

Luigi 1.1.2 moved them and 2.x removed the old names: ``import luigi.s3`` fails since then.
"""

from __future__ import annotations

import libcst as cst
from libcst import matchers as m
from libcst.codemod import VisitorBasedCodemodCommand
from libcst.helpers import get_full_name_for_node

from codemods.engine import Rule

MOVED = frozenset(
    {"esindex", "ftp", "hadoop", "hadoop_jar", "hdfs", "hive", "lsf", "mysqldb", "postgres"}
    | {"rdbms", "redshift", "s3", "scalding", "spark", "sge", "sparkey", "ssh", "webhdfs"}
)


class MoveImports(VisitorBasedCodemodCommand):
    """``luigi.s3`` → ``luigi.contrib.s3`` in imports and in dotted uses of them."""

    def leave_ImportFrom(
        self, original_node: cst.ImportFrom, updated_node: cst.ImportFrom
    ) -> cst.BaseSmallStatement | cst.FlattenSentinel[cst.BaseSmallStatement]:
        if updated_node.module is None or updated_node.relative:
            return updated_node
        if m.matches(updated_node.module, m.Name("luigi")):
            return _split(updated_node)
        return updated_node

    def leave_Attribute(
        self, original_node: cst.Attribute, updated_node: cst.Attribute
    ) -> cst.Attribute:
        if get_full_name_for_node(original_node) not in {f"luigi.{name}" for name in MOVED}:
            return updated_node
        contrib = cst.Attribute(updated_node.value, cst.Name("contrib"))
        return updated_node.with_changes(value=contrib)


def _split(
    node: cst.ImportFrom,
) -> cst.BaseSmallStatement | cst.FlattenSentinel[cst.BaseSmallStatement]:
    """``from luigi import s3, Task`` → one import from luigi.contrib and one from luigi."""
    if isinstance(node.names, cst.ImportStar):
        return node
    moved = [alias for alias in node.names if alias.evaluated_name in MOVED]
    kept = [alias for alias in node.names if alias not in moved]
    if not moved:
        return node
    contrib = cst.Attribute(cst.Name("luigi"), cst.Name("contrib"))
    parts = [cst.ImportFrom(module=contrib, names=_without_last_comma(moved))]
    if kept:
        parts.append(node.with_changes(names=_without_last_comma(kept)))
    return cst.FlattenSentinel(parts) if len(parts) > 1 else parts[0]


def _without_last_comma(aliases: list[cst.ImportAlias]) -> list[cst.ImportAlias]:
    return [*aliases[:-1], aliases[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)]


RULE = Rule(
    name="contrib-imports",
    description="Import modules that moved to luigi.contrib from there.",
    before="import luigi.s3\ntarget = luigi.s3.S3Target(path)\n",
    after="import luigi.contrib.s3\ntarget = luigi.contrib.s3.S3Target(path)\n",
    command=MoveImports,
)
