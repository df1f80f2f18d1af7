"""Conditions: the subset of CEL that the KFP compiler writes into ``triggerPolicy.condition``.

::

    or    := and ("||" and)*
    and   := unary ("&&" unary)*
    unary := "!" unary | compare
    compare := term (("==" | "!=" | "<" | "<=" | ">" | ">=") term)?
    term  := "(" or ")" | ("int" | "double" | "string" | "bool") "(" or ")" | name | literal
    name  := "inputs.parameter_values['" … "']" | "inputs.parameters['" … "']" [".string_value" …]
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from bridges.kfp.errors import SpecInvalid
from bridges.kfp.values import as_text

_TOKEN: Final = re.compile(
    r"""\s*(?:
        (?P<name>inputs\.parameter(?:_value)?s\[(?P<quote>['"])(?P<key>.*?)(?P=quote)\](?:\.\w+_value)?)
      | (?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
      | (?P<word>[A-Za-z_]\w*)
      | (?P<operator>\|\||&&|==|!=|<=|>=|<|>|!|\(|\))
    )""",
    re.VERBOSE,
)
_COMPARISONS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_CASTS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "int": int,
    "double": float,
    "string": as_text,
    "bool": bool,
}
_WORDS: Final[Mapping[str, Any]] = {"true": True, "false": False, "null": None}


def holds(condition: str, parameters: Mapping[str, Any]) -> bool:
    """Whether the condition is true for these input parameters."""
    parser = _Parser(condition, parameters)
    result = parser.either()
    parser.end()
    if not isinstance(result, bool):
        raise SpecInvalid(f"condition {condition!r} gives {result!r}, not true or false")
    return result


class _Parser:
    """Recursive descent over the text; evaluates while it reads."""

    def __init__(self, text: str, parameters: Mapping[str, Any]) -> None:
        self._text = text
        self._at = 0
        self._parameters = parameters

    def either(self) -> Any:
        result = self._both()
        while self._take("||"):
            right = self._both()
            result = result or right
        return result

    def end(self) -> None:
        if self._text[self._at :].strip():
            raise self._error()

    def _both(self) -> Any:
        result = self._unary()
        while self._take("&&"):
            right = self._unary()
            result = result and right
        return result

    def _unary(self) -> Any:
        return not self._unary() if self._take("!") else self._compare()

    def _compare(self) -> Any:
        left = self._term()
        for symbol in ("==", "!=", "<=", ">=", "<", ">"):
            if self._take(symbol):
                return self._compared(symbol, left, self._term())
        return left

    def _compared(self, symbol: str, left: Any, right: Any) -> bool:
        try:
            return _COMPARISONS[symbol](left, right)
        except TypeError as error:
            raise SpecInvalid(f"condition {self._text!r}: {error}") from None

    def _term(self) -> Any:
        if self._take("("):
            return self._closed()
        if self._text[self._at :].lstrip()[:1] in ("'", '"'):
            return self._string()
        match = _TOKEN.match(self._text, self._at)
        if match is None or match["operator"]:
            raise self._error()
        self._at = match.end()
        if match["name"]:
            return self._parameter(match["key"])
        if match["number"]:
            return float(match["number"])
        return self._word(match["word"])

    def _parameter(self, name: str) -> Any:
        if name not in self._parameters:
            raise SpecInvalid(f"condition {self._text!r}: input {name!r} has no value")
        return self._parameters[name]

    def _word(self, word: str) -> Any:
        if word in _CASTS and self._take("("):
            return self._cast(word, self._closed())
        if word not in _WORDS:
            raise self._error()
        return _WORDS[word]

    def _cast(self, word: str, value: Any) -> Any:
        try:
            return _CASTS[word](value)
        except (TypeError, ValueError) as error:
            raise SpecInvalid(f"condition {self._text!r}: {error}") from None

    def _closed(self) -> Any:
        result = self.either()
        if not self._take(")"):
            raise self._error()
        return result

    def _string(self) -> str:
        """The compiler does not escape quotes inside: the string ends where its operand must."""
        start = self._at + len(self._text[self._at :]) - len(self._text[self._at :].lstrip())
        quote = self._text[start]
        ending = re.compile(re.escape(quote) + r"(?=\s*(?:$|\)|&&|\|\||[=!<>]=|[<>]))")
        match = ending.search(self._text, start + 1)
        if match is None:
            raise self._error()
        self._at = match.end()
        return self._text[start + 1 : match.start()]

    def _take(self, symbol: str) -> bool:
        match = _TOKEN.match(self._text, self._at)
        if match is None or match["operator"] != symbol:
            return False
        self._at = match.end()
        return True

    def _error(self) -> SpecInvalid:
        return SpecInvalid(f"condition {self._text!r}: cannot read {self._text[self._at :]!r}")
