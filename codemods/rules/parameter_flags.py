"""Flags of ``luigi.Parameter`` that became classes or went away.

``is_boolean=True`` → ``BoolParameter``, ``is_global`` and ``is_list`` need a person unless false:
a global parameter is now a Config class, a list's text has another syntax.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import libcst as cst
from libcst.codemod.visitors import AddImportsVisitor

from codemods.command import LuigiCommand
from codemods.engine import Rule

FLAGS = ("is_boolean", "is_global", "is_list")
NEEDS_PERSON = {
    "is_boolean": "is_boolean that is not the literal True of a plain Parameter: use BoolParameter",
    "is_global": "is_global=True: use a luigi.Config class",
    "is_list": "is_list=True: ListParameter reads JSON, the old flag took repeated options",
}
_PARAMETER = re.compile(r"luigi\.(parameter\.)?\w*Parameter")
_PLAIN = re.compile(r"luigi\.(parameter\.)?Parameter")


class ReplaceFlags(LuigiCommand):
    """Rewrites calls of a Parameter class that carry one of the old flags."""

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.Call:
        flags = {name: _truth(arg) for arg in updated_node.args if (name := _flag(arg))}
        if not flags or not _PARAMETER.fullmatch(self.meaning(original_node.func)):
            return updated_node
        dropped = {name for name, true in flags.items() if true is False}
        if self._is_boolean(original_node, flags):
            dropped.add("is_boolean")
        for name in sorted(flags.keys() - dropped):
            self.note(original_node, NEEDS_PERSON[name])
        if not dropped:
            return updated_node
        made = updated_node.with_changes(args=_without(updated_node.args, dropped))
        if flags.get("is_boolean") and "is_boolean" in dropped:
            return made.with_changes(func=self._bool(made.func))
        return made

    def _is_boolean(self, call: cst.Call, flags: dict[str, bool | None]) -> bool:
        """Whether BoolParameter says all that the call says of the value's type."""
        plain = _PLAIN.fullmatch(self.meaning(call.func))
        return plain is not None and flags.get("is_boolean") is True and not flags.get("is_list")

    def _bool(self, func: cst.BaseExpression) -> cst.BaseExpression:
        if isinstance(func, cst.Attribute):
            return func.with_changes(attr=cst.Name("BoolParameter"))
        AddImportsVisitor.add_needed_import(self.context, "luigi", "BoolParameter")
        return cst.Name("BoolParameter")


def _without(args: Sequence[cst.Arg], names: set[str]) -> list[cst.Arg]:
    """The arguments but those; the last ends as the last did, so the lines stay as they were."""
    kept = [arg for arg in args if _flag(arg) not in names]
    if kept and kept[-1] is not args[-1]:
        last = args[-1]
        ends = {"comma": last.comma, "whitespace_after_arg": last.whitespace_after_arg}
        kept[-1] = kept[-1].with_changes(**ends)
    return kept


def _flag(arg: cst.Arg) -> str:
    return arg.keyword.value if arg.keyword and arg.keyword.value in FLAGS else ""


def _truth(arg: cst.Arg) -> bool | None:
    """The literal value, or None where only a run could tell."""
    return {"True": True, "False": False}.get(getattr(arg.value, "value", ""))


RULE = Rule(
    name="parameter-flags",
    description="Replace is_boolean=True and drop flags that are false.",
    before="fast = luigi.Parameter(is_boolean=True, default=False)\n",
    after="fast = luigi.BoolParameter(default=False)\n",
    command=ReplaceFlags,
    words=FLAGS,
)
