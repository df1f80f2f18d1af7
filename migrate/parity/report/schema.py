"""The JSON Schema of a result and its page in the documentation, made from the dataclasses.

``python -m migrate.parity.report.schema`` writes both; a test fails when they are not up to date.
"""

from __future__ import annotations

import ast
import inspect
import json
import types
from collections.abc import Iterator, Mapping
from dataclasses import fields
from enum import Enum
from pathlib import Path
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from migrate.parity import model
from migrate.parity.model import FORMAT, VERSION, ParityResult
from migrate.report.write import write_text

FILE: Final = Path(__file__).with_name("parity.schema.json")
PAGE: Final = Path("docs/parity-json.md")

_NUMBER: Final = {"anyOf": [{"type": "number"}, {"enum": ["NaN", "Infinity", "-Infinity"]}]}
_PLAIN: Final[Mapping[type, Mapping[str, Any]]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    float: _NUMBER,
    types.NoneType: {"type": "null"},
}


def schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of what :func:`migrate.parity.as_json.to_json` gives."""
    parts: dict[str, Any] = {}
    result = _object(ParityResult, parts)
    top = {
        "format": {"const": FORMAT},
        "version": {"const": VERSION},
        "passed": {"type": "boolean"},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A comparison of two data sets",
        **result,
        "properties": {**top, **result["properties"]},
        "required": [*top, *result["required"]],
        "$defs": dict(sorted(parts.items())),
    }


def page() -> str:
    """The documentation page, a section per object."""
    return _INTRODUCTION + "\n".join(_section(cls) for cls in _objects())


def write() -> None:
    """Both files are up to date."""
    write_text(FILE, json.dumps(schema(), indent=1, ensure_ascii=False) + "\n")
    write_text(PAGE, page())


def _object(cls: type, parts: dict[str, Any]) -> dict[str, Any]:
    hints, said = get_type_hints(cls), _attribute_docs(cls)
    properties = {}
    for each in fields(cls):
        described = {"description": said[each.name]} if each.name in said else {}
        properties[each.name] = {**_type(hints[each.name], parts), **described}
    return {
        "description": _summary(cls),
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _type(hint: Any, parts: dict[str, Any]) -> dict[str, Any]:
    if hint in _PLAIN:
        return dict(_PLAIN[hint])
    if get_origin(hint) in (Union, types.UnionType):
        return {"anyOf": [_type(each, parts) for each in get_args(hint)]}
    if get_origin(hint) is tuple:
        return _array(get_args(hint), parts)
    name = hint.__name__
    if name not in parts:
        parts[name] = {}  # taken, for types that hold themselves
        is_enum = isinstance(hint, type) and issubclass(hint, Enum)
        parts[name] = {"enum": [e.value for e in hint]} if is_enum else _object(hint, parts)
    return {"$ref": f"#/$defs/{name}"}


def _array(items: tuple[Any, ...], parts: dict[str, Any]) -> dict[str, Any]:
    if len(items) == 2 and items[1] is Ellipsis:
        return {"type": "array", "items": _type(items[0], parts)}
    shapes = [_type(each, parts) for each in items]
    return {"type": "array", "prefixItems": shapes, "items": False, "minItems": len(shapes)}


def _summary(cls: type) -> str:
    return " ".join((inspect.getdoc(cls) or "").replace("``", "`").split("\n\n")[0].split())


def _attribute_docs(cls: type) -> dict[str, str]:
    """The texts below attributes, which Python itself forgets."""
    (tree,) = ast.parse(inspect.getsource(cls)).body
    assert isinstance(tree, ast.ClassDef)
    found, name = {}, ""
    for node in tree.body:
        match node:
            case ast.AnnAssign(target=ast.Name(id=name)):
                pass
            case ast.Expr(value=ast.Constant(value=str(text))) if name:
                found[name] = " ".join(text.replace("``", "`").split())
                name = ""
    return found


def _objects() -> Iterator[type]:
    """The result first, then the others as they are met in it."""
    parts: dict[str, Any] = {}
    _object(ParityResult, parts)
    yield ParityResult
    yield from (getattr(model, name) for name in parts)


_INTRODUCTION: Final = f"""# The JSON of a parity report

`migrate parity OLD NEW --json` prints one object; `parity.schema.json` in
`migrate/parity/report/` is its schema (JSON Schema 2020-12). Beside the fields of ParityResult it
has `format` (`{FORMAT}`), `version` ({VERSION}; it grows when a field changes its meaning
or goes away) and `passed`, the verdict. The same inputs and policy give the same bytes: there is
no clock and no host name in it. "Left" is OLD, "right" is NEW. Numbers that JSON does not have are
the texts `"NaN"`, `"Infinity"` and `"-Infinity"`; null stands for a null value or for a number
that too few values define. Values of masked columns are masked here as well.

This page and the schema are generated: `python -m migrate.parity.report.schema`.

"""


def _section(cls: type) -> str:
    head = f"## {cls.__name__}\n\n{_described(cls)}\n"
    if issubclass(cls, Enum):
        return f"{head}\nOne of {', '.join(f'`{e.value}`' for e in cls)}.\n"
    hints, said = get_type_hints(cls), _attribute_docs(cls)
    rows = [
        f"| `{each.name}` | {_shown(hints[each.name])} | {said.get(each.name, '')} |"
        for each in fields(cls)  # type: ignore[arg-type]
    ]
    return "\n".join([head, "| key | type | |", "|---|---|---|", *rows, ""])


def _described(cls: type) -> str:
    """The docstring; a table of values in it stays as it is."""
    text = (inspect.getdoc(cls) or "").replace("``", "`")
    if "====" not in text:
        return text
    first, _, table = text.partition("\n\n")
    rows = [line for line in table.splitlines() if line and not line.startswith("===")]
    pairs = (row.split(maxsplit=1) for row in rows)
    listed = "\n".join(f"- {name}: {meaning}" for name, meaning in pairs)
    return f"{first}\n\n{listed}"


def _shown(hint: Any) -> str:
    names = {str: "text", int: "integer", float: "number", bool: "true or false"}
    if hint in names:
        return names[hint]
    if hint is types.NoneType:
        return "null"
    if get_origin(hint) in (Union, types.UnionType):
        return " or ".join(_shown(each) for each in get_args(hint))
    if get_origin(hint) is tuple:
        items = get_args(hint)
        if items[-1] is Ellipsis:
            return f"list of {_shown(items[0])}"
        return f"list of {', '.join(_shown(each) for each in items)}"
    return f"[{hint.__name__}](#{hint.__name__.lower()})"


if __name__ == "__main__":
    write()
