"""Members of values: ``receiver.name(args)`` by what the receiver is."""

from __future__ import annotations

from bridges.featran.getters.types import OptionOf, SeqOf, sides
from migrate.featran.scala import decimals, dsl, library, transformers
from migrate.featran.scala.calls import Call
from migrate.featran.scala.members import (
    attempt,
    either,
    listed,
    mapping,
    option,
    regex,
    sequence_functions,
)
from migrate.featran.scala.members.functions import function_member
from migrate.featran.scala.members.objects import class_member, instance_member, object_member
from migrate.featran.scala.members.typed import typed_member
from migrate.featran.scala.reader import describe
from migrate.featran.scala.values import (
    Attempt,
    ClassValue,
    Decimal,
    Defaulted,
    Extracted,
    Function,
    Instance,
    Library,
    Listed,
    MultiValue,
    Object,
    Pair,
    Regex,
    SpecValue,
    TransformerValue,
    Typed,
    Value,
)


def select(receiver: Value, call: Call) -> Value:
    """The member ``call.name`` of ``receiver``, with the argument lists that it takes."""
    match receiver:
        case Typed():
            return typed_member(receiver, call)
        case Decimal():
            return decimals.member(receiver, call)
        case Attempt():
            return attempt.member(receiver.expr, call)
        case Regex():
            return regex.member(receiver, call)
        case Library():
            return library.select_member(receiver, call)
        case Object():
            return object_member(receiver, call)
        case SpecValue() | MultiValue() | Extracted():
            return _spec_member(receiver, call)
        case TransformerValue():
            return transformers.transformer_member(receiver, call)
        case Defaulted():
            return mapping.of_defaulted(receiver, call)
        case Instance():
            return instance_member(receiver, call)
        case Listed() | Pair():
            return listed.member(receiver, call)
        case Function():
            return function_member(receiver, call)
        case ClassValue():
            return class_member(receiver, call)


def select_with(receiver: Value, call: Call, function: Function) -> Value:
    """A member that takes one function, given here instead of in the source."""
    if isinstance(receiver, Listed):
        return listed.each(receiver, call, function)
    if not isinstance(receiver, Typed):
        raise call.refuse(f"{call.name} of {describe(receiver)}")
    match receiver.type:
        case OptionOf():
            return option.with_function(receiver.expr, call, function)
        case SeqOf():
            return sequence_functions.with_function(receiver.expr, call, function)
    if sides(receiver.type) is not None:
        return either.with_function(receiver.expr, call, function)
    raise call.refuse(f"{call.name} of a {receiver.type}", "FT012")


def _spec_member(receiver: SpecValue | MultiValue | Extracted, call: Call) -> Value:
    """A method of Featran's, else one that the source adds to specs."""
    from migrate.featran.scala.extensions import extension_member

    found = None
    if isinstance(receiver, SpecValue) and call.name not in dsl.METHODS:
        found = extension_member(receiver, call)
    return dsl.spec_member(receiver, call) if found is None else found
