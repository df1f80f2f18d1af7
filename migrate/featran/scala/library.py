"""Names of the Scala and Java libraries that getters know: constructors, constants, ``math``."""

from __future__ import annotations

from bridges.featran.getters.ast import Op
from bridges.featran.getters.types import (
    BOOLEAN,
    DOUBLE,
    FLOAT,
    INT,
    LONG,
    NOTHING,
    STRING,
    OptionOf,
    SeqOf,
)
from migrate.featran.scala import dsl, eithers, transformers
from migrate.featran.scala.calls import Call
from migrate.featran.scala.collecting import SEQS, companion
from migrate.featran.scala.constructors import invoke
from migrate.featran.scala.durations import CONVERSIONS
from migrate.featran.scala.interpolation import shown
from migrate.featran.scala.limits import LIMITS
from migrate.featran.scala.mathematics import mathematics
from migrate.featran.scala.methods import definition
from migrate.featran.scala.names import FEATRAN, from_path
from migrate.featran.scala.scope import Definition
from migrate.featran.scala.statics import STATICS
from migrate.featran.scala.times import statics as times
from migrate.featran.scala.times.kinds import PACKAGE, in_reach
from migrate.featran.scala.values import Function, Library, Typed, Value

_SCALARS = ("Int", "Long", "Double", "Float", "Short", "Byte", "Char", "Boolean", "String")
_OTHERS = (
    *(
        "Some",
        "Option",
        "Map",
        "ListMap",
        "Try",
        "Either",
        "Left",
        "Right",
        "Range",
        "Integer",
        "Character",
        "BigDecimal",
        "WeightedLabel",
        "MDLRecord",
    ),
    *("FeatureSpec", "MultiFeatureSpec"),
)
_ROOTS = frozenset({"com", "scala", "java", "_root_", "org", "BigDecimal"})
"""What the paths of libraries begin with."""
_BOXING = {"Int.box": INT, "Long.box": LONG, "Double.box": DOUBLE, "Boolean.box": BOOLEAN}
_PARSERS = {
    "Double.parseDouble": DOUBLE,
    "Float.parseFloat": FLOAT,
    "Boolean.parseBoolean": BOOLEAN,
}


def bare(call: Call) -> Value | None:
    """The value of a library name that needs no import, or None."""
    name = call.name
    if name == "None":
        return Typed(Op("None", (), OptionOf(NOTHING)))
    if name == "Nil":
        return Typed(Op("Seq.of", (), SeqOf(NOTHING, "List")))
    if name in ("identity", "implicitly"):
        return _identity(call)
    if name in SEQS or name in _SCALARS or name in _OTHERS:
        return Library(name)
    if name in ("transformers", "converters"):
        return Library(f"{FEATRAN}.{name}")
    if name in ("math", "Math", "StrictMath"):
        return Library("scala.math")
    wildcard = in_reach(name, call.scope)
    if wildcard is not None:
        return Library(wildcard)
    return transformers.transformer_named(name, call)


def _identity(call: Call) -> Value:
    if call.name != "identity":
        raise call.refuse("an implicit value")
    return Function(lambda args, _: args[0], 1, "identity")


def member(path: str, call: Call) -> Value:
    """The value of an imported path."""
    parent, _, simple = path.rpartition(".")
    if path.startswith(f"{PACKAGE}."):
        short = path.removeprefix(f"{PACKAGE}.").removeprefix("temporal.")
        return times.constant(short) or Library(path)
    if path.startswith(FEATRAN):
        found = transformers.transformer_named(simple, call)
        if found is not None:
            return found
        return Library(simple if simple in _OTHERS else path)
    if path.startswith("java.math."):
        return Library(path)
    if parent.endswith((".math", ".Math", ".StrictMath")) or parent in ("math", "Math"):
        return mathematics(simple, call)
    owner = parent.rpartition(".")[2]
    if f"{owner}.{simple}" in LIMITS:
        return Typed(LIMITS[f"{owner}.{simple}"])
    known = simple in SEQS or simple in _OTHERS or simple in _SCALARS
    return Library(simple if known and path.startswith(("scala.", "java.")) else path)


def select_member(owner: Library, call: Call) -> Value:
    """``owner.name(args)`` for a library name, or for a package of the given files."""
    path, name = owner.path, call.name
    if set(path.split(".")) & call.reader.program.packages:
        found = from_path(f"{path}.{name}", call.reader.program)
        if isinstance(found, Definition):
            return definition(call, found)
        if name in call.reader.program.packages:
            return Library(f"{path}.{name}")
    if path == "Either" or path.endswith("util.Either"):
        return eithers.static(call)
    if path in ("FeatureSpec", "MultiFeatureSpec"):
        return dsl.companion(path, call)
    if path == "scala.math":
        return mathematics(name, call)
    if path == PACKAGE or path.startswith(f"{PACKAGE}."):
        return times.static(path, call)
    short = f"{path.rpartition('.')[2]}.{name}"
    if short in LIMITS:
        return Typed(LIMITS[short])
    if short in _PARSERS:
        (node,) = call.take(1)
        return call.op("parse", (call.value(node, STRING),), _PARSERS[short])
    if name == "apply" and (path in _OTHERS or path in SEQS):
        return invoke(owner, call)
    if path in SEQS or path in ("Option", "Map", "Range"):
        return companion(path, call)
    return _static(path, short, call)


def _format(call: Call) -> Value:
    """``String.format(form, values…)``, perhaps with a locale before them."""
    from migrate.featran.scala.members.strings import take_plain_locale

    first = call.reader.expression(call.lists[0][0], call.scope) if call.lists else None
    if isinstance(first, Library):
        take_plain_locale(call)
    form, *values = call.take()
    call.lists.insert(0, values)
    text = call.value(form, STRING)
    from migrate.featran.scala.members.typed import typed_member

    return typed_member(Typed(text), call)


def _static(path: str, short: str, call: Call) -> Value:
    if short in ("Double.isNaN", "Float.isNaN"):
        (x,) = call.take(1)
        return call.op("isNaN", (call.value(x),), BOOLEAN)
    if short == "Double.compare":
        a, b = call.take(2)
        return call.op("compare", (call.value(a, DOUBLE), call.value(b, DOUBLE)), INT)
    if short in CONVERSIONS:
        return CONVERSIONS[short](call)
    if short == "String.format":
        return _format(call)
    if short in _BOXING:
        (x,) = call.take(1)
        return Typed(call.value(x, _BOXING[short]))
    if short in STATICS:
        return STATICS[short](call)
    if short == "String.valueOf":
        (x,) = call.take(1)
        return Typed(shown(call.reader, call.value(x), x, call.scope))
    if path.startswith(FEATRAN) or path.split(".")[0] in _ROOTS:
        return member(f"{path}.{call.name}".removeprefix("_root_."), call)
    raise call.refuse(f"{short} of a library", "FT012")
