"""Applies rules to source text: each rule is a libcst transformer, the outcome a sum type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import libcst as cst
from libcst.codemod import CodemodContext, VisitorBasedCodemodCommand


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rewrite: what it does, an example, and the codemod that does it."""

    name: str
    description: str
    before: str
    after: str
    command: type[VisitorBasedCodemodCommand]


@dataclass(frozen=True, slots=True)
class Changed:
    """The new source, the rules that changed it, and what a person must still look at."""

    source: str
    rules: tuple[str, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unchanged:
    """No rule had anything to do."""

    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """The file is left alone, and why: it does not parse as Python 3."""

    reason: str
    line: int = 0


Outcome = Changed | Unchanged | Refused


def apply(source: str, rules: Sequence[Rule]) -> Outcome:
    """Runs every rule once, in order; applying them to the result again changes nothing."""
    try:
        module = cst.parse_module(source)
    except cst.ParserSyntaxError as error:
        return Refused(error.message, error.raw_line)
    applied: list[str] = []
    warnings: list[str] = []
    for rule in rules:
        context = CodemodContext()
        rewritten = rule.command(context).transform_module(module)
        warnings += [f"{rule.name}: {text}" for text in context.warnings]
        if rewritten.code != module.code:
            applied.append(rule.name)
            module = rewritten
    if not applied:
        return Unchanged(tuple(warnings))
    return Changed(module.code, tuple(applied), tuple(warnings))
