"""Leaves statements out of a module in which no rule has anything to do, and puts them back.

libcst takes minutes for a generated module of 50,000 lines of which rules concern a few hundred.
Names must mean in what is kept what they mean in the whole: statements of the module and of classes
go, and what they bind stays, in one line for each run of them, ``a = b = '…'``. A statement of
which it is not plain what it binds (an import, a branch, ``global``, ``:=``) is kept.
"""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

_BINDS_MORE = re.compile(r"\bglobal\b|:=")


@dataclass(frozen=True, slots=True)
class Focused:
    """The shorter text, and what is behind it.

    ``left_out``: the text that each stand-in line stands for. ``lines[i]``: the number that line
    ``i + 1`` has in the whole module.
    """

    text: str
    left_out: Mapping[str, str]
    lines: Sequence[int]

    def restored(self, rewritten: str) -> str:
        """``rewritten``, which has every stand-in line, with what they stand for."""
        lines = _lines(rewritten)
        assert self.left_out.keys() <= set(lines), "a rule changed a statement without its words"
        return "".join(self.left_out.get(line, line) for line in lines)

    def line(self, number: int) -> int:
        """The number in the whole module of a line of the text."""
        return self.lines[number - 1]


@dataclass(frozen=True, slots=True)
class _Span:
    """A statement, or a run of them, by the indices of its lines, and the names that it binds.

    ``names`` is None for what has to be kept.
    """

    start: int
    end: int
    names: tuple[str, ...] | None = None


def whole(source: str) -> Focused:
    """Nothing left out."""
    return Focused(source, {}, range(1, len(_lines(source)) + 2))


def focus(source: str, tree: ast.Module, words: re.Pattern[str]) -> Focused:
    """``source``, whose tree it is, without statements in which ``words`` finds nothing."""
    lines = _lines(source)
    mark = _mark(source)
    kept: list[str] = []
    numbers: list[int] = []
    left_out: dict[str, str] = {}
    done = 0
    for run in _runs(tree.body, lines, words):
        stand_in = _stand_in(run, lines, mark)
        left_out[stand_in] = "".join(lines[run.start : run.end])
        kept += [*lines[done : run.start], stand_in]
        numbers += range(done + 1, run.start + 2)
        done = run.end
    numbers += range(done + 1, len(lines) + 2)
    return Focused("".join([*kept, *lines[done:]]), left_out, numbers)


def _lines(text: str) -> list[str]:
    """As the parser counts them: a form feed or a Unicode separator ends none."""
    return list(io.StringIO(text, newline=""))


def _mark(source: str) -> str:
    mark = "left out: line "
    while mark in source:
        mark = f"~{mark}"
    return mark


def _stand_in(run: _Span, lines: Sequence[str], mark: str) -> str:
    first, last = lines[run.start], lines[run.end - 1]
    indent = first[: len(first) - len(first.lstrip())]
    ending = last[len(last.rstrip("\r\n")) :]
    targets = "".join(f"{name} = " for name in dict.fromkeys(run.names or ()))
    return f"{indent}{targets}'{mark}{run.start + 1}'{ending}"


def _runs(
    body: Sequence[ast.stmt], lines: Sequence[str], words: re.Pattern[str]
) -> Iterator[_Span]:
    """What can go, in order. The first statement stays: it may be a docstring."""
    spans = [_span(statement, lines, words) for statement in body]
    for index in range(1, len(spans)):
        if _shares_a_line(spans, index):
            spans[index] = _Span(spans[index].start, spans[index].end)
    spans[0] = _Span(spans[0].start, spans[0].end)
    pairs = zip(body, spans, strict=True)
    for goes, members in groupby(pairs, lambda pair: pair[1].names is not None):
        if goes:
            yield _joined([span for _, span in members])
        else:
            for statement, _ in members:
                if isinstance(statement, ast.ClassDef):
                    yield from _runs(statement.body, lines, words)


def _joined(spans: Sequence[_Span]) -> _Span:
    names = tuple(name for span in spans for name in span.names or ())
    return _Span(spans[0].start, spans[-1].end, names)


def _shares_a_line(spans: Sequence[_Span], index: int) -> bool:
    before, span, *after = spans[index - 1 : index + 2]
    return before.end > span.start or any(span.end > next_.start for next_ in after)


def _span(statement: ast.stmt, lines: Sequence[str], words: re.Pattern[str]) -> _Span:
    decorators = getattr(statement, "decorator_list", ())
    start = min(node.lineno for node in (statement, *decorators)) - 1
    end = statement.end_lineno or statement.lineno
    text = "".join(lines[start:end])
    if words.search(text) or _BINDS_MORE.search(text):
        return _Span(start, end)
    if decorators and not text.lstrip().startswith("@"):
        return _Span(start, end)
    return _Span(start, end, _bound(statement))


def _bound(statement: ast.stmt) -> tuple[str, ...] | None:
    """The names that it binds, or None where it may be others."""
    match statement:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return (statement.name,)
        case ast.Assign(targets=targets):
            names = tuple(target.id for target in targets if isinstance(target, ast.Name))
            return names if len(names) == len(targets) else None
        case ast.Expr():
            return ()
        case _:
            return None
