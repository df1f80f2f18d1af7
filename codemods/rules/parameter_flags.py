"""Flags of ``luigi.Parameter`` that became classes or went away.

``is_boolean=True`` → ``BoolParameter``, ``is_global`` and ``is_list`` need a person unless false:
a global parameter is now a Config class, a list's text has another syntax.
"""

from __future__ import annotations

import libcst as cst
from libcst import matchers as m
from libcst.codemod import VisitorBasedCodemodCommand

from codemods.engine import Rule

FLAGS = frozenset({"is_boolean", "is_global", "is_list"})
NEEDS_PERSON = {
    "is_global": "is_global=True: use a luigi.Config class",
    "is_list": "is_list=True: ListParameter reads JSON, the old flag took repeated options",
}


class ReplaceFlags(VisitorBasedCodemodCommand):
    """Rewrites calls of a Parameter class that carry one of the old flags."""

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.Call:
        if not _is_parameter(updated_node.func):
            return updated_node
        flags = {k: v for arg in updated_node.args if (k := _flag(arg)) for v in [_truth(arg)]}
        if not flags:
            return updated_node
        for name in sorted(flags):
            if flags[name] is not False and name in NEEDS_PERSON:
                self.warn(NEEDS_PERSON[name])
        settled = {n for n, true in flags.items() if true is False or (n == "is_boolean" and true)}
        args = [arg for arg in updated_node.args if _flag(arg) not in settled]
        if args:
            args[-1] = args[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
        func = updated_node.func
        if flags.get("is_boolean") and m.matches(func, m.Attribute(attr=m.Name("Parameter"))):
            func = cst.ensure_type(func, cst.Attribute).with_changes(attr=cst.Name("BoolParameter"))
        return updated_node.with_changes(func=func, args=args)


def _is_parameter(func: cst.BaseExpression) -> bool:
    return m.matches(
        func,
        m.Attribute(
            value=m.Name("luigi"),
            attr=m.Name(value=m.MatchIfTrue(lambda n: n.endswith("Parameter"))),
        ),
    )


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
)
