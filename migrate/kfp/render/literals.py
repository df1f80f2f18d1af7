"""Python literals and calls, laid out within the line length."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

WIDTH = 100
INDENT = "    "
UNSAFE = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def literal(value: Any) -> str:
    """``value`` as Python source on one line, strings in double quotes.

    The source of a component is text in the YAML, where ``{{`` would start a placeholder.
    """
    if isinstance(value, str):
        return _escaped(json.dumps(value, ensure_ascii=False))
    if isinstance(value, Mapping):
        inside = ", ".join(f"{literal(k)}: {literal(v)}" for k, v in value.items())
        return f"{{{inside}}}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(literal, value))}]"
    return repr(value)


def wrapped(opening: str, parts: Iterable[str], closing: str, level: int) -> str:
    """``opening parts closing`` on one line where it fits, else one part per line."""
    parts = list(parts)
    one_line = f"{INDENT * level}{opening}{', '.join(parts)}{closing}"
    if len(one_line) <= WIDTH and "\n" not in one_line:
        return one_line.lstrip()
    inner = "".join(f"{INDENT * (level + 1)}{part},\n" for part in parts)
    return f"{opening}\n{inner}{INDENT * level}{closing}"


def laid_out(value: Any, level: int) -> str:
    """``value`` as Python source; containers that are too long get one entry per line."""
    if isinstance(value, Mapping):
        parts = [f"{literal(k)}: {laid_out(v, level + 1)}" for k, v in value.items()]
        return wrapped("{", parts, "}", level)
    if isinstance(value, (list, tuple)):
        return wrapped("[", [laid_out(v, level + 1) for v in value], "]", level)
    return literal(value)


def docstring(text: str, level: int) -> str:
    """A docstring line; quotes and backslashes of the text cannot end it early."""
    safe = " ".join(text.split()).replace("\\", "\\\\").replace('"', "'")
    return f'{INDENT * level}"""{_escaped(safe)}"""'


def _escaped(source: str) -> str:
    """Escapes in a string literal what YAML, UTF-8 or a Python file cannot hold as it is."""
    source = re.sub(r"\{(?=\{)", r"\\u007b", source)
    return UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", source)
