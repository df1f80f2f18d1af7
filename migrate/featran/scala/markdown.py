"""Scala in Markdown: the fenced blocks, each a file of its own at its own lines."""

from __future__ import annotations

import re

_FENCE = re.compile(r"^\s*(```+|~~~+)\s*([A-Za-z0-9_+-]*)")


def scala_blocks(text: str) -> list[str]:
    """The ``scala`` blocks of a document, with blank lines before them so that lines agree."""
    blocks: list[str] = []
    current: list[str] | None = None
    fence = ""
    for number, line in enumerate(text.splitlines()):
        found = _FENCE.match(line)
        if current is None:
            if found and found[2].lower() in ("scala", "tut", "mdoc"):
                fence, current = found[1], [""] * (number + 1)
        elif found and found[1].startswith(fence) and not found[2]:
            blocks.append("\n".join(current))
            current = None
        else:
            current.append(line)
    return blocks
