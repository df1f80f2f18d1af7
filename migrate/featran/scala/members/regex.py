"""Members of ``scala.util.matching.Regex``: constant patterns alone."""

from __future__ import annotations

from bridges.featran.getters.ast import Expr, Op
from bridges.featran.getters.types import BOOLEAN, STRING, OptionOf, SeqOf
from migrate.featran.scala.calls import Call
from migrate.featran.scala.values import Regex, Value

_GROUPS = OptionOf(SeqOf(STRING, "List"))


def member(owner: Regex, call: Call) -> Value:
    """A member of a regular expression."""
    if call.name == "findFirstIn":
        return call.op("String.findFirst", _both(owner, call), OptionOf(STRING))
    if call.name == "findAllIn":
        return call.op("String.findAll", _both(owner, call), SeqOf(STRING, "List"))
    if call.name == "matches":
        return call.op("String.matches", _both(owner, call), BOOLEAN)
    if call.name in ("replaceAllIn", "replaceFirstIn"):
        text, new = call.take(2)
        name = call.name.removesuffix("In")
        args = (call.value(text, STRING), owner.source, call.value(new, STRING))
        return call.op(f"String.{name}", args, STRING)
    if call.name in ("regex", "toString"):
        from migrate.featran.scala.values import Typed

        return Typed(owner.source)
    raise call.refuse(f"{call.name} of a regular expression")


def _both(owner: Regex, call: Call) -> tuple[Expr, ...]:
    (node,) = call.take(1)
    return (call.value(node, STRING), owner.source)


def groups(owner: Regex, text: Expr) -> Expr:
    """The groups of a text that matches as a whole."""
    return Op("String.groups", (text, owner.source), _GROUPS)
