"""Python 2 text becomes Python 3 text: syntax only, with the line that each line came from.

The rewriting is that of fissix, the maintained fork of lib2to3; only the fixers that parsing
needs are run. Names and libraries (``unicode``, ``urllib2``) stay as they are.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from itertools import takewhile
from types import MappingProxyType
from typing import Any

CONSTRUCTS: Mapping[str, str] = MappingProxyType(
    {
        "fissix.fixes.fix_except": "except E, name",
        "fissix.fixes.fix_exec": "exec statement",
        "fissix.fixes.fix_ne": "<> operator",
        "fissix.fixes.fix_numliterals": "octal or long literal",
        "fissix.fixes.fix_print": "print statement",
        "fissix.fixes.fix_raise": "raise E, value",
        "fissix.fixes.fix_repr": "backticks",
        "fissix.fixes.fix_throw": "throw with several arguments",
        "fissix.fixes.fix_tuple_params": "tuple parameter",
        "codemods.py2.fixers.fix_byte_escapes": "backslash before u, U or N in bytes",
        "codemods.py2.fixers.fix_raw_unicode": "ur'' literal",
        "codemods.py2.fixers.fix_new_keywords": "name that became a keyword",
    }
)
"""What each fixer rewrites, as reports call it."""

TABS = "tabs mixed with spaces"
_INDENT = re.compile(r"^[ \f]*\t[ \t\f]*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Rewrite:
    """One Python 2 construct and the original line it begins at."""

    construct: str
    line: int


@dataclass(frozen=True, slots=True)
class Rescued:
    """Python 3 text; ``lines[i]`` is the original number of its line ``i + 1``."""

    source: str
    rewrites: tuple[Rewrite, ...]
    lines: tuple[int, ...]


def rescue(text: str) -> Rescued | None:
    """The rewritten text, or None where fissix cannot read it either.

    Tabs of the indentation become spaces as Python 2 counted them, to the next multiple of 8.
    """
    try:
        return _rescued(text)
    except RecursionError:
        return None


def _rescued(text: str) -> Rescued | None:
    spaced = _INDENT.sub(lambda match: match[0].expandtabs(8), text)
    tabs = _first_difference(text, spaced)
    rewritten = _refactored(spaced if spaced.endswith("\n") else spaced + "\n")
    if rewritten is None:
        return None
    tree, rewrites = rewritten
    if tabs:
        rewrites = [Rewrite(TABS, tabs), *rewrites]
    ordered = sorted(set(rewrites), key=lambda r: (r.line, r.construct))
    return Rescued(str(tree), tuple(ordered), _lines(tree))


def _first_difference(before: str, after: str) -> int:
    if before == after:
        return 0
    pairs = zip(before.split("\n"), after.split("\n"), strict=True)
    return next(number for number, (a, b) in enumerate(pairs, 1) if a != b)


def _refactored(text: str) -> tuple[Any, list[Rewrite]] | None:
    from fissix.pgen2.parse import ParseError
    from fissix.pgen2.tokenize import TokenError

    tool = _tool()
    rewrites: list[Rewrite] = []
    _record(tool, rewrites)
    try:
        tree = tool.refactor_string(text, "source")
    except (ParseError, TokenError, IndentationError, RecursionError):
        return None
    except Exception:  # noqa: BLE001  a fixer that stumbles over foreign code must not end the run
        return None
    return (tree, rewrites) if tree is not None else None


@cache
def _tool() -> Any:
    from fissix.refactor import RefactoringTool

    logging.getLogger("RefactoringTool").setLevel(logging.CRITICAL)
    return RefactoringTool(list(CONSTRUCTS))


def _record(tool: Any, rewrites: list[Rewrite]) -> None:
    """Each fixer notes where it changed something."""
    for fixer in (*tool.pre_order, *tool.post_order):
        construct = CONSTRUCTS[type(fixer).__module__]
        plain = type(fixer).transform.__get__(fixer)
        fixer.transform = partial(_transform, plain, construct, rewrites)


def _transform(
    plain: Callable[[Any, Any], Any],
    construct: str,
    rewrites: list[Rewrite],
    node: Any,
    results: Any,
) -> Any:
    line, prefix, before = node.get_lineno(), node.prefix, str(node)
    new = plain(node, results)
    after = str(node if new is None else new)
    if after != before:
        rewrites.append(Rewrite(construct, line + _offset(before, after) - prefix.count("\n")))
    return new


def _offset(before: str, after: str) -> int:
    """Lines of ``before`` that are left as they were, up to the first change."""
    pairs = zip(before.split("\n"), after.split("\n"), strict=False)
    same = takewhile(lambda pair: pair[0] == pair[1], pairs)
    return sum(1 for _ in same)


def _lines(tree: Any) -> tuple[int, ...]:
    """Leaves of the original text keep their line numbers; invented ones follow what is before."""
    lines: list[int] = []
    known = 1
    for leaf in tree.leaves():
        for _ in range(leaf.prefix.count("\n")):
            lines.append(known)
            known += 1
        if leaf.lineno:
            known = leaf.lineno
        inside = leaf.value.count("\n")
        lines.extend(range(known, known + inside))
        known += inside
    lines.append(known)
    return tuple(lines)
