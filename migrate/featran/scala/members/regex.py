"""Members of ``scala.util.matching.Regex``: constant patterns alone."""

from __future__ import annotations

from bridges.featran.getters.ast import Expr, Field, Lit, Op
from bridges.featran.getters.types import BOOLEAN, INT, STRING, OptionOf, RecordOf, SeqOf
from migrate.featran.scala.calls import Call
from migrate.featran.scala.values import Regex, Typed, Value

_PARTS = SeqOf(STRING, "List")
MATCH = RecordOf("scala.util.matching.Regex.Match", (("parts", _PARTS),))
"""A match: the text of the whole, then those of its groups; null where one took no part."""
_GROUPS = OptionOf(_PARTS)


def member(owner: Regex, call: Call) -> Value:
    """A member of a regular expression."""
    if call.name == "findFirstIn":
        return call.op("String.findFirst", _both(owner, call), OptionOf(STRING))
    if call.name == "findAllIn":
        return call.op("String.findAll", _both(owner, call), SeqOf(STRING, "List"))
    if call.name == "findFirstMatchIn":
        return call.op("String.findMatch", _both(owner, call), OptionOf(MATCH))
    if call.name == "findAllMatchIn":
        return call.op("String.findMatches", _both(owner, call), SeqOf(MATCH, "List"))
    if call.name == "split":
        return call.op("String.split", _both(owner, call), SeqOf(STRING, "Array"))
    if call.name == "matches":
        return call.op("String.matches", _both(owner, call), BOOLEAN)
    if call.name in ("replaceAllIn", "replaceFirstIn"):
        text, new = call.take(2)
        name = call.name.removesuffix("In")
        args = (call.value(text, STRING), owner.source, call.value(new, STRING))
        return call.op(f"String.{name}", args, STRING)
    if call.name in ("regex", "toString"):
        return Typed(owner.source)
    raise call.refuse(f"{call.name} of a regular expression")


def _both(owner: Regex, call: Call) -> tuple[Expr, ...]:
    (node,) = call.take(1)
    return (call.value(node, STRING), owner.source)


def groups(owner: Regex, text: Expr) -> Expr:
    """The groups of a text that matches as a whole."""
    return Op("String.groups", (text, owner.source), _GROUPS)


def of_match(expr: Expr, call: Call) -> Value:
    """A member of a match: ``group(n)``, ``matched``, ``subgroups``, ``groupCount``."""
    found = Field(expr, "parts", call.at)
    if call.name in ("group", "apply"):
        (node,) = call.take(1)
        return call.op("Seq.apply", (found, call.value(node, INT)), STRING)
    if call.name in ("matched", "toString"):
        call.take_optional()
        return call.op("Seq.apply", (found, Lit(0, INT)), STRING)
    if call.name == "subgroups":
        return call.op("Seq.tail", (found,), _PARTS)
    if call.name == "groupCount":
        size = Op("Seq.size", (found,), INT)
        return call.op("-", (size, Lit(1, INT)), INT)
    raise call.refuse(f"{call.name} of a match", "FT012")
