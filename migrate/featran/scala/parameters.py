"""Constructor and method parameters that the command line gives: ``--param name=value``."""

from __future__ import annotations

from bridges.featran.getters.ast import Expr, Lit
from bridges.featran.getters.types import BOOLEAN, STRING, SeqOf, Type
from migrate.featran.scala.literals import floating, integer
from migrate.featran.scala.reader import Reader
from migrate.featran.scala.refusal import BOUND
from migrate.featran.scala.scope import Scope, Unknown
from migrate.featran.scala.tree import part
from migrate.featran.scala.values import Typed, Value


def given_value(reader: Reader, unknown: Unknown) -> Value:
    """The value of a parameter: as given, else its default; raises Refused."""
    name = unknown.name
    if unknown.bound:
        raise reader.refuse(
            BOUND, f"{name} has a value in its caller alone", unknown.node, unknown.scope
        )
    if name in reader.params:
        reader.used_params.add(name)
        return Typed(_parsed(reader, unknown, reader.params[name]))
    default = part(unknown.node, "default_value")
    if default is not None:
        reader.note_default(unknown)
        return reader.expression(default, unknown.scope, unknown.type)
    what = f"the value of parameter {name} is not in the source"
    raise reader.refuse("FT011", what, unknown.node, _scope(unknown))


def _scope(unknown: Unknown) -> Scope:
    return unknown.scope


def _parsed(reader: Reader, unknown: Unknown, text: str) -> Expr:
    """A parameter's text as its declared type; lists are separated by commas."""
    kind = unknown.type
    try:
        if isinstance(kind, SeqOf):
            from bridges.featran.getters.ast import Op

            items = tuple(_scalar(t.strip(), kind.item) for t in text.split(",") if t.strip())
            return Op("Seq.of", items, kind)
        return _scalar(text, kind)
    except ValueError as error:
        what = f"--param {unknown.name}={text} is not a {kind}: {error}"
        raise reader.refuse("FT011", what, unknown.node, unknown.scope) from error


def _scalar(text: str, kind: Type | None) -> Expr:
    from migrate.featran.scala.coercion import convert

    if kind == STRING:
        return Lit(text, STRING)
    if kind == BOOLEAN:
        if text not in ("true", "false"):
            raise ValueError("true or false is expected")
        return Lit(text == "true", BOOLEAN)
    whole = text.lstrip("-").isdigit()
    literal = integer(text) if whole else floating(text)
    from bridges.featran.getters.types import NUMERIC, Prim

    if kind not in NUMERIC:
        raise ValueError("this type cannot be given on the command line")
    assert isinstance(kind, Prim)
    return convert(literal, kind)
