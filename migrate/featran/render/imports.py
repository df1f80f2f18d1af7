"""The import lines of a module: what its text uses, and no more."""

from __future__ import annotations

import re
from typing import Any

from bridges.featran.transformers.base import Transformer
from migrate.featran.render.form import Module

_WIDTH = 88
_TYPES = (
    *("BOOLEAN", "BYTE", "CHAR", "DOUBLE", "FLOAT", "INT", "LONG", "SHORT", "STRING"),
    *("WEIGHTED_LABEL", "Boxed", "MapOf", "OptionOf", "Prim", "RecordOf", "SeqOf", "TupleOf"),
)
_DSL = (
    *("column", "cross", "field", "fn", "if_", "let", "lit", "new", "op", "optional"),
    *("required", "row", "spec", "specs", "throw", "to"),
)

_TFT = (
    *("Outputs", "column_names", "learnt_settings", "names_by_key", "raw_feature_spec"),
    *("refit", "transform"),
)

_STOCK = ("doubles", "filled", "places")
_THIRD = (
    ("import tensorflow as tf", r"(?<![\w.])tf\."),
    ("import tensorflow_transform as tft", r"(?<![\w.])tft\."),
)


def import_lines(module: Module, body: str) -> str:
    """The import statements that the body needs, sorted."""
    body = "\n".join(x for x in body.splitlines() if not x.strip().startswith(("#", '"""')))
    lines = ["from __future__ import annotations\n"]
    if module.settings_file:
        lines.append("from pathlib import Path\n")
    third = [line for line, use in _THIRD if re.search(use, body)]
    used = [name for name in _DSL if _called(name, body)]
    lines += _import("bridges.featran.dsl", used)
    if module.scala != "2.13":
        lines += _import("bridges.featran.flavour", ["Flavour"])
    lines += _import(
        "bridges.featran.getters.types",
        [name for name in _TYPES if re.search(rf"(?<![\w.\"']){name}\b", body)],
    )
    lines += _import("bridges.featran.beside", ["Beside"] if module.tells else [])
    lines += _import("bridges.featran.tft", [name for name in _TFT if _called(name, body)])
    lines += _import("bridges.featran.stock", [n for n in _STOCK if _called(n, body)])
    kept = module.specs if module.tells else module.exact
    for name in sorted({type(f.transformer) for s in kept for f in s.features}, key=_place):
        lines += _import(name.__module__, [name.__name__])
    records = [name for name in ("MDLRecord", "WeightedLabel") if f"{name}(" in body]
    lines += _import("bridges.featran.columns", records)
    first, *rest = lines
    others = "".join(f"{line}\n" for line in third)
    own = sorted(rest, key=_standard_first)
    standard = [line for line in own if line.startswith("from pathlib")]
    own = own[len(standard) :]
    return "\n".join([first, *standard, *([others] if others else []), *own])


def _called(name: str, body: str) -> bool:
    return bool(re.search(rf"(?<![\w.]){name}\(", body))


def _place(cls: type[Transformer[Any]]) -> str:
    return cls.__module__


def _import(module: str, names: list[str]) -> list[str]:
    if not names:
        return []
    line = f"from {module} import {', '.join(sorted(names, key=_constants_first))}"
    if len(line) <= _WIDTH:
        return [line]
    return [
        f"from {module} import (\n"
        + "".join(f"    {n},\n" for n in sorted(names, key=_constants_first))
        + ")"
    ]


def _standard_first(line: str) -> tuple[bool, str]:
    return not line.startswith("from pathlib"), line


def _constants_first(name: str) -> tuple[bool, str]:
    return not name.isupper(), name
