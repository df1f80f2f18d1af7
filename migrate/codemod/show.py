"""What became of each file, for a person: diffs or names, what is left to do, a closing count."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator, Sequence

from codemods.engine import Changed, Refused
from migrate.codemod.rewrite import Result


def show(results: Sequence[Result], *, write: bool) -> str:
    """Diffs (or the names of changed files), warnings, and a closing count."""
    lines = [line for result in results for line in _lines(result, write=write)]
    ends = Counter(type(result.outcome) for result in results)
    verb = "changed" if write else "would change"
    changed, refused = ends[Changed], ends[Refused]
    same = len(results) - changed - refused
    return "\n".join([*lines, f"{changed} {verb}, {same} unchanged, {refused} left alone"])


def diff(result: Result, changed: Changed) -> list[str]:
    """The lines of a unified diff."""
    before, after = result.before.splitlines(), changed.source.splitlines()
    path = str(result.path)
    return list(difflib.unified_diff(before, after, path, path, lineterm=""))


def _lines(result: Result, *, write: bool) -> Iterator[str]:
    match result.outcome:
        case Refused(reason, line):
            place = f"{result.path}:{line}" if line else str(result.path)
            yield f"{place}: left alone, {reason}"
            return
        case Changed(_, rules, _) if write:
            yield f"{result.path}: {', '.join(rules)}"
        case Changed() as changed:
            yield from diff(result, changed)
    for note in result.outcome.warnings:
        yield f"{result.path}:{note.line}: {note.rule}: {note.text}"
