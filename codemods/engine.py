"""Applies rules to source text: each rule is a libcst transformer, the outcome a sum type.

Most files of a repository have nothing of the old Luigi, and libcst takes seconds for a large file:
those in whose text nothing concerns a rule are only checked to be Python 3, with ast.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import libcst as cst
from libcst.codemod import CodemodContext

from codemods.command import LuigiCommand, Note


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rewrite: what it does, an example, and the codemod that does it.

    A text in which ``concerned`` finds nothing holds nothing for it.
    """

    name: str
    description: str
    before: str
    after: str
    command: type[LuigiCommand]
    concerned: re.Pattern[str]

    def concerns(self, source: str) -> bool:
        """Whether the text may hold what the rule rewrites."""
        return "luigi" in source and self.concerned.search(source) is not None


@dataclass(frozen=True, slots=True)
class Changed:
    """The new source, the rules that changed it, and what a person must still look at."""

    source: str
    rules: tuple[str, ...]
    warnings: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Unchanged:
    """No rule had anything to do."""

    warnings: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """The file is left alone, and why: it does not parse as Python 3."""

    reason: str
    line: int = 0


#: ``except A, b``, which Python 3.14 and libcst read as two classes.
_PYTHON_2 = frozenset({"multiple exception types must be parenthesized"})
Outcome = Changed | Unchanged | Refused


def apply(source: str, rules: Sequence[Rule]) -> Outcome:
    """Runs every rule once, in order; applying them to the result again changes nothing.

    Warnings stand at the lines of ``source``.
    """
    concerned = [rule for rule in rules if rule.concerns(source)]
    error = _syntax_error(source)
    if error is None and not concerned:
        return Unchanged()
    if error is not None and error.msg in _PYTHON_2:
        return Refused(error.msg, error.lineno or 0)
    try:  # what ast does not know may be newer than the Python that runs this
        original = module = cst.parse_module(source)
    except cst.ParserSyntaxError as refusal:
        return Refused(refusal.message, refusal.raw_line)
    applied: list[str] = []
    notes: list[Note] = []
    for rule in concerned:
        rewritten, found = _transformed(rule, module)
        if found and module is not original:
            _, found = _transformed(rule, original)
        notes += found
        if rewritten.code != module.code:
            applied.append(rule.name)
            module = rewritten
    if not applied:
        return Unchanged(tuple(notes))
    return Changed(module.code, tuple(applied), tuple(notes))


def _syntax_error(source: str) -> SyntaxError | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of old escapes, which are not ours to rewrite
        try:
            ast.parse(source)
        except SyntaxError as error:
            return error
    return None


def _transformed(rule: Rule, module: cst.Module) -> tuple[cst.Module, list[Note]]:
    command = rule.command(CodemodContext())
    rewritten = command.transform_module(module)
    return rewritten, [Note(note.line, f"{rule.name}: {note.text}") for note in command.notes]
