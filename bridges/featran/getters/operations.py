"""The operations of getter expressions: what each takes, and whether it is lazy or raises.

Names are ``Kind.method`` for methods of strings and collections, and symbols for arithmetic.
The type of the first operand chooses the arithmetic; operands of an arithmetic or comparing
operation have one type (shifts take an ``Int`` on the right). ``Seq.*`` works on every kind of
collection. An operation that is *lazy* computes only the operands it needs, in order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: its operands, as text for people, and what engines must mind."""

    operands: str
    lazy: bool = False
    raises: str = ""


_NULL = "NullPointerException"
_ZERO = "ArithmeticException"
_NUMBER = "NumberFormatException"
_EMPTY = "NoSuchElementException"
_UNSUPPORTED = "UnsupportedOperationException"
_INDEX = "IndexOutOfBoundsException"
_TEXT_INDEX = "StringIndexOutOfBoundsException"


def _all(
    names: str, operands: str, *, lazy: bool = False, raises: str = ""
) -> dict[str, Operation]:
    return {name: Operation(operands, lazy, raises) for name in names.split()}


_SCALARS = {
    **_all("+ - * neg", "Int | Long | Float | Double"),
    **_all("/ %", "Int | Long | Float | Double", raises=f"{_ZERO} for integers"),
    **_all("~ & | ^", "Int | Long, and Boolean but for ~"),
    **_all("<< >> >>>", "Int | Long, Int"),
    **_all("< <= > >=", "one numeric type"),
    **_all("== !=", "anything, compared as Scala's =="),
    **_all("!", "Boolean"),
    **_all("&& ||", "Boolean, Boolean", lazy=True),
    **_all("convert", "a numeric type, converted to the operation's own"),
    **_all("unbox", "Boxed", raises=_NULL),
    **_all("box", "scalar"),
    **_all("as", "anything, unchanged: the static type alone differs"),
    **_all("isNull", "anything that may be null"),
    **_all("asDouble", "Boolean: 1.0 or 0.0"),
    **_all("isNaN isInfinity isPosInfinity isNegInfinity", "Float | Double"),
    **_all("compare", "one scalar type: Int below, at or above 0"),
    **_all("str", "anything: String.valueOf, null is 'null'"),
    **_all("toString", "anything", raises=_NULL),
    **_all("format", "literal conversion, value"),
    **_all("hashCode", "String | Boolean | Char | Int | Long | Double", raises=_NULL),
}

_MATH = {
    **_all("math.abs math.signum", "Int | Long | Float | Double"),
    **_all("math.max math.min", "one numeric type, twice"),
    **_all("math.round", "Float (Int) | Double (Long)"),
    **_all("math.floorMod math.floorDiv", "Int | Long", raises=_ZERO),
    **_all(
        "math.floor math.ceil math.rint math.sqrt math.cbrt math.exp math.expm1 math.log math.log10"
        " math.log1p math.sin math.cos math.tan math.asin math.acos math.atan math.sinh math.cosh"
        " math.tanh math.toDegrees math.toRadians",
        "Double",
    ),
    **_all("math.pow math.atan2 math.hypot", "Double, Double"),
}

_STRINGS = {
    **_all(
        "String.length String.toLowerCase String.toUpperCase String.trim String.isEmpty"
        " String.nonEmpty String.reverse",
        "String",
        raises=_NULL,
    ),
    **_all("String.capitalize", "String: null is null"),
    **_all("String.concat", "String, String: null is 'null'"),
    **_all(
        "String.startsWith String.endsWith String.contains String.indexOf String.lastIndexOf"
        " String.stripPrefix String.stripSuffix String.equalsIgnoreCase",
        "String, String",
        raises=_NULL,
    ),
    **_all("String.charAt", "String, Int", raises=_TEXT_INDEX),
    **_all("String.substring", "String, Int[, Int]", raises=_TEXT_INDEX),
    **_all(
        "String.take String.drop String.takeRight String.dropRight", "String, Int", raises=_NULL
    ),
    **_all("String.replace", "String, String, String", raises=_NULL),
    **_all(
        "String.replaceAll String.replaceFirst", "String, literal pattern, String", raises=_NULL
    ),
    **_all("String.matches", "String, literal pattern", raises=_NULL),
    **_all("String.groups", "String, literal pattern: Option of the groups; null is None"),
    **_all("String.findFirst String.findAll", "String, literal pattern", raises=_NULL),
    **_all(
        "String.findMatch String.findMatches",
        "String, literal pattern: Option or list of matches, each the whole and its groups",
        raises=_NULL,
    ),
    **_all("String.split", "String, literal pattern: Array[String] as Java's", raises=_NULL),
    **_all("String.splitChar", "String, Char: as Scala's", raises=_NULL),
    **_all("String.toChars", "String: its UTF-16 units", raises=_NULL),
    **_all("String.lines", "String: without their ends", raises=_NULL),
    **_all("String.codePointCount", "String, Int, Int", raises=_INDEX),
    **_all("String.utf8", "String: Array[Byte]", raises=_NULL),
    **_all("String.repeat", "String, Int", raises=_NULL),
    **_all(
        "Char.isDigit Char.isLetter Char.isLetterOrDigit Char.isUpper Char.isLower"
        " Char.isWhitespace Char.toUpper Char.toLower Char.asDigit Char.numericValue",
        "Char",
    ),
    **_all("parse", "String, to the operation's type", raises=_NUMBER),
    **_all("parseRadix", "String, Int, to Int | Long", raises=_NUMBER),
    **_all("inRadix", "Int | Long, the radix 2, 8 or 16: its bits as text"),
    **_all("Decimal.of", "Double: as BigDecimal has it", raises=_NUMBER),
    **_all("Decimal.setScale", "Double, Int, literal mode", raises=f"{_ZERO} for UNNECESSARY"),
    **_all("parseOption", "String, to Option of a type (Scala 2.13)", raises=_NULL),
}

_OPTIONS = {
    **_all("Some", "value"),
    **_all("None", "nothing"),
    **_all("Option", "value: None for null"),
    **_all("Option.get", "Option", raises=_EMPTY),
    **_all("Option.isDefined Option.isEmpty Option.orNull Option.toSeq", "Option"),
    **_all("Option.getOrElse Option.orElse", "Option, alternative", lazy=True),
    **_all("Option.fold", "Option, alternative, Fn", lazy=True),
    **_all("Option.map Option.flatMap Option.filter Option.exists Option.forall", "Option, Fn"),
    **_all("Option.contains", "Option, value"),
    **_all("Try.toOption", "anything: None where it raises", lazy=True),
    **_all("Try.catch", "anything, then alternatives and their literal classes", lazy=True),
}

_REPEATS = {
    **_all("loop", "state, Fn to Boolean, Fn to the next state: while", lazy=True),
    **_all(
        "recursive",
        "Fn whose first parameter is itself, arguments",
        lazy=True,
        raises="StackOverflowError",
    ),
    **_all("again", "the first parameter of the Fn around, arguments", lazy=True),
}

_SEQS = {
    **_all("Seq.of", "items"),
    **_all("Seq.range", "from, until, step: Int | Long", raises="IllegalArgumentException"),
    **_all("Seq.fill", "count, item computed each time", lazy=True),
    **_all("Seq.tabulate", "count, Fn"),
    **_all("Seq.to", "Seq, to the operation's kind"),
    **_all("Seq.map Seq.flatMap Seq.filter Seq.exists Seq.forall Seq.count Seq.find", "Seq, Fn"),
    **_all("Seq.takeWhile Seq.dropWhile Seq.sortBy", "Seq, Fn"),
    **_all("Seq.maxBy Seq.minBy", "Seq, Fn", raises=_UNSUPPORTED),
    **_all("Seq.size Seq.isEmpty Seq.nonEmpty Seq.headOption Seq.lastOption", "Seq"),
    **_all("Seq.head Seq.last", "Seq", raises=_EMPTY),
    **_all("Seq.tail Seq.init", "Seq", raises=_UNSUPPORTED),
    **_all("Seq.max Seq.min", "Seq", raises=_UNSUPPORTED),
    **_all("Seq.take Seq.drop Seq.takeRight Seq.dropRight", "Seq, Int"),
    **_all("Seq.slice", "Seq, Int, Int"),
    **_all("Seq.apply", "Seq, Int", raises=_INDEX),
    **_all("Seq.lift", "Seq, Int: Option"),
    **_all("Seq.distinct Seq.sorted Seq.reverse Seq.sum Seq.product Seq.flatten", "Seq"),
    **_all("Seq.contains Seq.indexOf Seq.lastIndexOf", "Seq, value"),
    **_all("Seq.append Seq.prepend", "Seq, value"),
    **_all("Seq.concat Seq.zip", "Seq, Seq"),
    **_all("Seq.zipWithIndex", "Seq"),
    **_all("Seq.mkString", "Seq, start, separator, end"),
    **_all("Seq.foldLeft", "Seq, start, Fn of two"),
    **_all("Seq.reduce", "Seq, Fn of two", raises=_UNSUPPORTED),
    **_all("Seq.sliding", "Seq, Int[, Int]", raises="IllegalArgumentException"),
    **_all("Seq.scanLeft", "Seq, start, Fn of two"),
    **_all("Seq.collectFirst", "Seq, Fn to Option"),
    **_all("Seq.sortWith", "Seq, Fn of two to Boolean"),
    **_all("Seq.groupBy", "Seq, Fn: a Map to collections of the same kind"),
    **_all("Seq.updated", "Seq, Int, value", raises=_INDEX),
    **_all("Seq.diff Seq.intersect", "Seq, Seq: as bags"),
    **_all("Seq.toMap", "Seq of pairs"),
}

_MAPS = {
    **_all("Map.get Map.contains", "Map, key"),
    **_all("Map.apply", "Map, key", raises=_EMPTY),
    **_all("Map.getOrElse", "Map, key, alternative", lazy=True),
    **_all("Map.size Map.isEmpty Map.nonEmpty", "Map"),
    **_all("Map.filter", "Map, Fn of a pair"),
    **_all("Map.updated", "Map, key, value"),
    **_all("Map.removed", "Map, keys"),
    **_all("Map.concat", "Map, Map or Seq of pairs"),
    **_all("Map.like", "Map, Seq of pairs: their map, of the class that the first one has"),
    **_all("Map.keys Map.values Map.pairs", "Map: a collection, in iteration order"),
}

OPERATIONS: Mapping[str, Operation] = MappingProxyType(
    {**_SCALARS, **_MATH, **_STRINGS, **_OPTIONS, **_REPEATS, **_SEQS, **_MAPS}
)
"""Every operation by name."""
