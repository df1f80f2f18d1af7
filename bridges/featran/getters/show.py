"""Getter expressions as one line of text, close to Scala: for messages, tests and comments."""

from __future__ import annotations

import json

from bridges.featran.getters.ast import Expr, Field, Fn, If, Let, Lit, New, Op, Throw, Var
from bridges.featran.getters.types import RecordOf, Type

_INFIX = frozenset(
    {
        *("+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>", ">>>"),
        *("<", "<=", ">", ">=", "==", "!=", "&&", "||"),
    }
)
_TYPED = frozenset({"convert", "parse", "parseOption", "as", "Seq.to", "None", "Seq.of"})


def show(node: Expr) -> str:
    """The text of an expression; conversions and types show, places do not."""
    match node:
        case Lit(value):
            return _literal(value, node.type)
        case Var(name):
            return name
        case Field(of, name):
            return f"{show(of)}.{name}"
        case Let(name, value, body):
            return f"{{{name} = {show(value)}; {show(body)}}}"
        case If(test, then, other):
            return f"if ({show(test)}) {show(then)} else {show(other)}"
        case New(kind, args):
            name = kind.name if isinstance(kind, RecordOf) else ""
            return f"{name}({', '.join(map(show, args))})"
        case Fn(params, body):
            return f"({', '.join(p.name for p in params)}) => {show(body)}"
        case Throw(exception, message):
            return f"throw {exception}({show(message)})"
        case Op():
            return _operation(node)


def _literal(value: object, kind: Type) -> str:
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if value is None:
        return "null"
    text = str(value).lower() if isinstance(value, bool) else repr(value)
    suffix = {"Long": "L", "Float": "f", "Char": ":Char"}.get(str(kind), "")
    return text + suffix


def _operation(node: Op) -> str:
    args = [show(a) for a in node.args]
    if node.name in _INFIX and len(args) == 2:
        return f"({args[0]} {node.name} {args[1]})"
    kind = f"[{node.type}]" if node.name in _TYPED else ""
    return f"{node.name}{kind}({', '.join(args)})"
