"""Source text becomes a syntax tree, by way of the Python 2 rewrite where it has to.

Line numbers of the tree are always those of the original text.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Sequence
from dataclasses import dataclass

from codemods.py2.syntax import Rescued, Rewrite, rescue

_TOO_DEEP = "expressions are nested too deeply to be read"


@dataclass(frozen=True, slots=True)
class Parsed:
    """The tree, and the Python 2 constructs that were rewritten to get it."""

    tree: ast.Module
    rewrites: tuple[Rewrite, ...] = ()


@dataclass(frozen=True, slots=True)
class Unparsable:
    """Neither Python 3 nor Python 2: what the parser said, and in which line."""

    reason: str
    line: int = 0


def parse(text: str) -> Parsed | Unparsable:
    """The tree of ``text``; only what is not Python 3 pays for the rewrite."""
    first = _tree(text)
    if isinstance(first, ast.Module):
        return Parsed(first)
    if first.reason == _TOO_DEEP:
        return first
    rescued = rescue(text)
    if rescued is None:
        return first
    return _of_rescued(rescued) or first


def _of_rescued(rescued: Rescued) -> Parsed | None:
    tree = _tree(rescued.source)
    if not isinstance(tree, ast.Module):
        return None
    relocate(tree, rescued.lines)
    return Parsed(tree, rescued.rewrites)


def relocate(tree: ast.Module, lines: Sequence[int]) -> None:
    """Nodes stand at the original lines: ``lines[i]`` is the one that line ``i + 1`` came from."""
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt | ast.expr | ast.excepthandler | ast.arg | ast.keyword):
            node.lineno = lines[min(node.lineno, len(lines)) - 1]
            if node.end_lineno is not None:
                node.end_lineno = lines[min(node.end_lineno, len(lines)) - 1]


def _tree(text: str) -> ast.Module | Unparsable:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except SyntaxError as error:
        return Unparsable(error.msg, error.lineno or 0)
    except (RecursionError, MemoryError):
        return Unparsable(_TOO_DEEP)
    except ValueError as error:  # a null byte in the text
        return Unparsable(str(error))
