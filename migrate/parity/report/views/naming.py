"""What the page calls causes, and the places of fields."""

from __future__ import annotations

from migrate.parity.model import UNEXPLAINED


def anchor(order: int) -> str:
    """The place of a field on the page."""
    return f"field-{order}"


def cause_title(cause: str, title: str) -> str:
    """What a reader sees instead of the id."""
    if cause == UNEXPLAINED:
        return "unexplained"
    return title or cause
