"""Causes over all fields."""

from __future__ import annotations

from dataclasses import dataclass

from migrate.parity.model import UNEXPLAINED, ParityResult
from migrate.parity.report.numbers import share
from migrate.parity.report.views.naming import anchor, cause_title


@dataclass(frozen=True, slots=True)
class CauseView:
    """One cause over all fields: ``fields`` are ``(name, anchor, count, detail)``."""

    title: str
    key: str
    count: int
    share: str
    width: float
    unexplained: bool
    fields: tuple[tuple[str, str, int, str], ...]


def causes(result: ParityResult) -> tuple[CauseView, ...]:
    """Causes over all fields, the most frequent first, the unexplained last."""
    anchors = {field.name: anchor(order) for order, field in enumerate(result.fields)}
    total = sum(field.different for field in result.fields)
    views = []
    for cause, count in result.causes().items():
        found = [(f, c) for f in result.fields for c in f.causes if c.cause == cause and c.count]
        found.sort(key=lambda pair: (-pair[1].count, pair[0].name))
        rows = tuple((f.name, anchors[f.name], c.count, c.detail) for f, c in found)
        title = next((c.title for _, c in found if c.title), "")
        views.append(
            CauseView(
                title=cause_title(cause, title),
                key=cause,
                count=count,
                share=share(count, total),
                width=round(100 * count / total, 2) if total else 0.0,
                unexplained=cause == UNEXPLAINED,
                fields=rows,
            )
        )
    return tuple(sorted(views, key=lambda v: v.unexplained))
