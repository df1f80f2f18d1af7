"""Getters of Featran features: typed expressions, their JSON form and their evaluation."""

from bridges.featran.getters.as_json import getter_from_json, getter_to_json
from bridges.featran.getters.ast import (
    Expr,
    Field,
    Fn,
    Getter,
    If,
    Let,
    Lit,
    New,
    Op,
    Throw,
    Var,
    field_path,
    paths,
)

__all__ = [
    "Expr",
    "Field",
    "Fn",
    "Getter",
    "If",
    "Let",
    "Lit",
    "New",
    "Op",
    "Throw",
    "Var",
    "field_path",
    "getter_from_json",
    "getter_to_json",
    "paths",
]
