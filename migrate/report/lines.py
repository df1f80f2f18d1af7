"""Lines of text on a console: safe to show, and folded at words where it is a terminal."""

from __future__ import annotations

import textwrap

from rich.console import Console
from rich.text import Text


def line(console: Console, text: str, style: str = "") -> None:
    """One line on ``console``; elsewhere than on a terminal it stays one, however long it is."""
    shown = printable(text, console.encoding)
    if console.is_terminal:
        shown = folded(shown, console.width)
    console.print(Text(shown, style=style))


def printable(text: str, encoding: str = "utf-8") -> str:
    """``text`` without control characters, which foreign names may hold, and encodable."""
    visible = "".join(c if c.isprintable() else "?" for c in text)
    return visible.encode(encoding, "replace").decode(encoding)


def folded(text: str, width: int) -> str:
    """Lines that end with a word, all but the first indented further; a long path stays whole."""
    indent = " " * (len(text) - len(text.lstrip()) + 2)
    lines = textwrap.wrap(
        text, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
    return "\n".join(lines)
