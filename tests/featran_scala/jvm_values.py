"""Values of getters in the notation of ``golden/record.py``, and the methods of Getters.scala."""

import math
import struct
from functools import cache
from pathlib import Path

from bridges.featran.flavour import Flavour
from bridges.featran.getters.ast import Fn
from bridges.featran.getters.interpret import constant, prepare
from bridges.featran.getters.raised import JvmException
from bridges.featran.getters.text import split_pairs
from bridges.featran.getters.types import Boxed, MapOf, OptionOf, Prim, RecordOf, SeqOf, TupleOf
from migrate.featran.scala.calls import as_fn
from migrate.featran.scala.definitions import Program
from migrate.featran.scala.expressions import HANDLERS
from migrate.featran.scala.reader import Reader
from migrate.featran.scala.tree import parse
from migrate.featran.scala.types import Types

GOLDEN = Path(__file__).parent / "golden"
_MARKS = {"Int": "I", "Long": "L", "Short": "H", "Byte": "Y", "Char": "C"}


def shown(value, kind) -> str:
    if value is None:
        return "null"
    match kind:
        case Boxed(item):
            return shown(value, item)
        case OptionOf(item):
            return f"+{shown(value[0], item)}" if value else "-"
        case MapOf(key, item):
            return (
                "{" + "|".join(f"{shown(k, key)}>{shown(v, item)}" for k, v in value.items()) + "}"
            )
        case SeqOf(item, seq):
            start, end = "<>" if seq == "Set" else "[]"
            return start + "|".join(shown(v, item) for v in value) + end
        case TupleOf(items):
            return "(" + "|".join(shown(v, t) for v, t in zip(value, items, strict=True)) + ")"
        case RecordOf(_, fields):
            return (
                "(" + "|".join(shown(v, t) for v, (_, t) in zip(value, fields, strict=True)) + ")"
            )
    return _scalar(value, kind)


def _scalar(value, kind: Prim) -> str:
    if kind.name == "Double":
        return "Dnan" if math.isnan(value) else f"D{_bits(value, '<d', '<Q'):x}"
    if kind.name == "Float":
        return "Fnan" if math.isnan(value) else f"F{_bits(value, '<f', '<I'):x}"
    if kind.name == "Boolean":
        return f"B{str(value).lower()}"
    if kind.name == "String":
        return "S" + "".join(
            c if " " <= c <= "~" and c != "%" else f"%{ord(c):04x}" for c in split_pairs(value)
        )
    return _MARKS[kind.name] + str(value)


def _bits(value, of, to):
    return struct.unpack(to, struct.pack(of, value))[0]


@cache
def getters() -> tuple[Reader, object]:
    program = Program()
    source = parse((GOLDEN / "Getters.scala").read_text(encoding="utf-8"), "Getters.scala")
    scope = program.add(source)
    return Reader(program, Types(program), HANDLERS), scope


@cache
def getter_scope():
    from migrate.featran.scala.templates import object_scope

    reader, scope = getters()
    return object_scope(scope.names["Getters"], reader.program)


@cache
def records(scala: str = "2.13") -> tuple:
    found = member("records")
    return constant(found.expr, Flavour(scala))


@cache
def record_type():
    return member("records").type.item


@cache
def member(name: str):
    from migrate.featran.scala.calls import Call
    from migrate.featran.scala.methods import definition

    reader, _ = getters()
    scope = getter_scope()
    binding = scope.names[name]
    return definition(Call(reader, name, binding.node, scope), binding)


@cache
def method(name: str) -> Fn:
    """The method as a function of a record; raises Refused."""
    reader, _ = getters()
    node = getter_scope().names[name].node
    return as_fn(reader, member(name), [record_type()], None, node, getter_scope())


def evaluate(fn: Fn, record, scala: str = "2.13") -> str:
    run = prepare(fn.body, Flavour(scala))
    try:
        return shown(run({fn.params[0].name: record}), fn.type)
    except JvmException as error:
        return f"!{error.exception}"
