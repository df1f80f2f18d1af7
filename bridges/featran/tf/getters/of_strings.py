"""The operations of strings and characters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bridges.featran.getters.ast import Expr, Lit, Op
from bridges.featran.getters.types import CHAR
from bridges.featran.tf.errors import NoRule
from bridges.featran.tf.exact import Tensor
from bridges.featran.tf.getters import chars, cuts, parsing, patterns, strings, texts
from bridges.featran.tf.getters.evaluate import Rule, evaluate, literal_text, operands, scalar
from bridges.featran.tf.getters.scope import Scope
from bridges.featran.tf.getters.values import Items


def unary(node: Op, scope: Scope) -> Any:
    return strings.unary(node.name, operands(node, scope)[0], scope)


def tested(node: Op, scope: Scope) -> Any:
    """``startsWith``, ``contains``, ``stripPrefix`` …: RE2 for constants, units for any other."""
    text, other = evaluate(node.args[0], scope), node.args[1]
    if isinstance(other, Lit) and isinstance(other.value, str) and strings.is_whole(other.value):
        return strings.with_constant(node.name, text, other.value)
    wanted = evaluate(other, scope)
    if node.name.startswith("String.strip"):
        return cuts.stripped(node.name, text, wanted)
    return cuts.tested(node.name, text, wanted)


def found(node: Op, scope: Scope) -> Any:
    text, wanted, *start = operands(node, scope)
    if node.name == "String.lastIndexOf":
        return cuts.last_index_of(text, wanted)
    return cuts.index_of(text, wanted, *start)


def part(node: Op, scope: Scope) -> Any:
    text, count = operands(node, scope)
    return cuts.part(node.name.removeprefix("String."), text, count)


def substring(node: Op, scope: Scope) -> Any:
    text, *bounds = operands(node, scope)
    return cuts.substring(text, bounds, scope)


def char_at(node: Op, scope: Scope) -> Any:
    text, place = operands(node, scope)
    return cuts.char_at(text, place, scope)


def to_chars(node: Op, scope: Scope) -> Any:
    return cuts.units(operands(node, scope)[0])


def repeat(node: Op, scope: Scope) -> Any:
    text, count = operands(node, scope)
    return cuts.repeat(text, count, scope)


def concat(node: Op, scope: Scope) -> Any:
    return strings.joined(operands(node, scope), scope)


def capitalize(node: Op, scope: Scope) -> Any:
    (text,) = operands(node, scope)
    return cuts.with_first(text, lambda first: chars.method("toUpper", first))


def replace(node: Op, scope: Scope) -> Any:
    text = evaluate(node.args[0], scope)
    target, new = (literal_text(arg, node.name) for arg in node.args[1:])
    return strings.replaced(text, target, new, scope)


def replace_pattern(node: Op, scope: Scope) -> Any:
    text = evaluate(node.args[0], scope)
    source, new = (literal_text(arg, node.name) for arg in node.args[1:])
    return patterns.replaced(text, source, new, scope, every=node.name == "String.replaceAll")


def matches(node: Op, scope: Scope) -> Any:
    text = evaluate(node.args[0], scope)
    return patterns.matches(text, literal_text(node.args[1], node.name))


def split(node: Op, scope: Scope) -> Any:
    text = evaluate(node.args[0], scope)
    limit = _number(node.args[2], node.name) if len(node.args) > 2 else 0
    return patterns.split(text, literal_text(node.args[1], node.name), limit)


def _number(node: Expr, what: str) -> int:
    if isinstance(node, Lit) and isinstance(node.value, int):
        return node.value
    raise NoRule(f"{what} with an operand that is no constant")


def split_char(node: Op, scope: Scope) -> Items:
    letter = chr(_number(node.args[1], node.name))
    return strings.split(evaluate(node.args[0], scope), letter)


def equal_ignoring_case(node: Op, scope: Scope) -> Any:
    left, right = (_folded(text) for text in operands(node, scope))
    return left == right


def _folded(text: Tensor) -> Tensor:
    """Each unit in the lower case of its upper case, as ``equalsIgnoreCase`` compares."""
    items = cuts.units(text)
    upper = chars.method("toUpper", items.item)
    return cuts.joined(Items(items.splits, chars.method("toLower", upper)))


def of_char(node: Op, scope: Scope) -> Any:
    return chars.method(node.name.removeprefix("Char."), operands(node, scope)[0])


def text(node: Op, scope: Scope) -> Any:
    return texts.shown(operands(node, scope)[0], node.args[0].type, scope.flavour)


def parsed(node: Op, scope: Scope) -> Any:
    return parsing.parse(operands(node, scope)[0], scalar(node.type), scope)


RULES: Mapping[str, Rule] = {
    **dict.fromkeys(("length", "isEmpty", "nonEmpty", "trim", "reverse"), unary),
    **dict.fromkeys(("toLowerCase", "toUpperCase"), unary),
    **dict.fromkeys(("startsWith", "endsWith", "contains", "stripPrefix", "stripSuffix"), tested),
    **dict.fromkeys(("indexOf", "lastIndexOf"), found),
    **dict.fromkeys(("take", "drop", "takeRight", "dropRight"), part),
    **dict.fromkeys(("replaceAll", "replaceFirst"), replace_pattern),
    "substring": substring,
    "charAt": char_at,
    "toChars": to_chars,
    "repeat": repeat,
    "concat": concat,
    "capitalize": capitalize,
    "replace": replace,
    "matches": matches,
    "split": split,
    "splitChar": split_char,
    "equalsIgnoreCase": equal_ignoring_case,
}
"""By the name after ``String.``."""

#: What can cut a surrogate pair in two; text of a character is a half if the character is.
_CUTTING = frozenset(
    f"String.{name}"
    for name in ("substring", "take", "drop", "takeRight", "dropRight", "split", "capitalize")
) | {"String.toChars", "String.charAt", "String.stripPrefix", "String.stripSuffix"}


def cuts_pairs(node: Expr) -> bool:
    """Whether an operation may leave half of a surrogate pair."""
    match node:
        case Op(name, args):
            of_char = name in ("str", "toString") and args[0].type == CHAR
            return name in _CUTTING or of_char or node.type == CHAR
        case Lit(str() as value):
            return not strings.is_whole(value)
    return node.type == CHAR
