"""Applies rules to source text: each rule is a libcst transformer, the outcome a sum type.

Most files of a repository have nothing of the old Luigi, and libcst takes seconds for a large file:
those in whose text nothing concerns a rule are only checked to be Python 3, with ast; of the others
libcst sees the statements that concern one (:mod:`codemods.focus`).
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import libcst as cst
from libcst.codemod import CodemodContext

from codemods.command import LuigiCommand, Note
from codemods.focus import Focused, focus, whole


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rewrite: what it does, an example, and the codemod that does it.

    It has nothing to do in a statement without any of its ``words``, nor in a text in which
    ``concerned`` finds nothing (without one: a text without any of its words).
    """

    name: str
    description: str
    before: str
    after: str
    command: type[LuigiCommand]
    words: tuple[str, ...]
    concerned: re.Pattern[str] | None = None

    def concerns(self, source: str) -> bool:
        """Whether the text may hold what the rule rewrites."""
        pattern = self.concerned or any_of(self.words)
        return "luigi" in source and pattern.search(source) is not None


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Finds the words where they stand alone."""
    return re.compile(rf"\b({'|'.join(words)})\b")


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
    """The file is left alone, why, and the line that says so; 0 where none does."""

    reason: str
    line: int = 0


Outcome = Changed | Unchanged | Refused

_TOO_DEEP = Refused("expressions or branches are nested too deeply to be rewritten")
#: ``except A, b``, which Python 3.14 and libcst read as two classes.
_PYTHON_2 = "multiple exception types must be parenthesized"
#: What ends the process in libcst's parser.
_PARENTHESES = "too many nested parentheses"


def apply(source: str, rules: Sequence[Rule]) -> Outcome:
    """Runs every rule once, in order; applying them to the result again changes nothing.

    Warnings stand at the lines of ``source``.
    """
    concerned = [rule for rule in rules if rule.concerns(source)]
    try:
        tree = _tree(source)
    except SyntaxError as error:
        if error.msg == _PYTHON_2:
            return _not_python_3(error.msg, error.lineno or 0)
        if error.msg == _PARENTHESES:
            return _TOO_DEEP
        # What ast does not know may be newer than the Python that runs this.
        return _rewritten(whole(source), concerned)
    except (RecursionError, MemoryError):
        return _TOO_DEEP
    if not concerned:
        return Unchanged()
    words = any_of(word for rule in concerned for word in rule.words)
    return _rewritten(focus(source, tree, words), concerned)


def _not_python_3(reason: str, line: int) -> Refused:
    return Refused(f"not Python 3: {reason.splitlines()[0]}", line)


def _tree(source: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of old escapes, which are not ours to rewrite
        return ast.parse(source)


def _rewritten(focused: Focused, rules: Sequence[Rule]) -> Outcome:
    try:
        original = cst.parse_module(focused.text)
        module, applied, notes = _applied(original, rules)
    except cst.ParserSyntaxError as refusal:
        return _not_python_3(refusal.message, focused.line(refusal.raw_line))
    except RecursionError:
        return _TOO_DEEP
    found = tuple(replace(note, line=focused.line(note.line)) for note in notes)
    return Changed(focused.restored(module.code), applied, found) if applied else Unchanged(found)


def _applied(
    original: cst.Module, rules: Sequence[Rule]
) -> tuple[cst.Module, tuple[str, ...], list[Note]]:
    """The module that the rules make, those that changed it, and notes at the original's lines."""
    module = original
    applied: list[str] = []
    notes: list[Note] = []
    for rule in rules:
        rewritten, found = _transformed(rule, module)
        if found and module is not original:
            _, found = _transformed(rule, original)
        notes += found
        if rewritten.code != module.code:
            applied.append(rule.name)
            module = rewritten
    return module, tuple(applied), notes


def _transformed(rule: Rule, module: cst.Module) -> tuple[cst.Module, list[Note]]:
    command = rule.command(CodemodContext())
    rewritten = command.transform_module(module)
    return rewritten, [replace(note, rule=rule.name) for note in command.notes]
