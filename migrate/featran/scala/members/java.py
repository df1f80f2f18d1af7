"""Members of ``java.util`` collections, which Avro's getters return."""

from __future__ import annotations

from bridges.featran.getters.types import INT, MapOf, SeqOf
from migrate.featran.scala.calls import Call
from migrate.featran.scala.values import Typed, Value


def member(receiver: Typed, call: Call) -> Value | None:
    """The Java member; None where the Scala one means the same."""
    name = call.name
    if name == "asScala":
        return Typed(receiver.expr)
    if isinstance(receiver.type, SeqOf) and name == "get":
        (node,) = call.take(1)
        return call.op("Seq.apply", (receiver.expr, call.value(node, INT)), receiver.type.item)
    if isinstance(receiver.type, MapOf) and name in ("get", "getOrDefault", "keySet", "entrySet"):
        raise call.refuse(f"{name} of a java.util.Map: use asScala")
    # Implicit conversions make Scala's other members available on Java collections.
    return None
