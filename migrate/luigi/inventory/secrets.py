"""Names that hold secrets, and texts that are safe to show."""

from __future__ import annotations

import re

from migrate.luigi.capture import USER_INFO, is_secret_name

__all__ = ["is_secret", "shown"]

_LONGEST = 60
_SPACE = re.compile(r"\s+")


def is_secret(name: str) -> bool:
    """The name says that its value must not be shown."""
    return bool(is_secret_name(name))  # type: ignore[no-untyped-call]


def shown(text: str, name: str = "") -> str:
    """At most 60 characters of ``text`` on one line; nothing of a secret one's value."""
    if name and is_secret(name):
        return "***"
    safe = USER_INFO.sub(r"\1***\3", _SPACE.sub(" ", text).strip())
    return safe if len(safe) <= _LONGEST else f"{safe[: _LONGEST - 1]}…"
