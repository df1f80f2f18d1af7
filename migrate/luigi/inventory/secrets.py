"""Names that hold secrets, and texts that are safe to show."""

from __future__ import annotations

import re

from migrate.luigi.capture.secret import USER_INFO, is_secret_name, is_secret_option

__all__ = ["holds_secret", "is_secret", "is_secret_in", "shown"]

_LONGEST = 60
_WORD = re.compile(r"[^a-z0-9]+")
_PATH = re.compile(r"[\w./~-]*\.\w{2,5}|[~./][\w./~-]+")
_ABOUT = frozenset("method type url uri path file filename cache name id env variable dir".split())  # noqa: SIM905
_SPACE = re.compile(r"\s+")


def is_secret(name: str) -> bool:
    """The name says that its value must not be shown."""
    return bool(is_secret_name(name))  # type: ignore[no-untyped-call]


def is_secret_in(section: str, option: str) -> bool:
    """The option's name, or that of its section with it, says so."""
    return bool(is_secret_option(section, option))  # type: ignore[no-untyped-call]


def holds_secret(name: str, value: str = "") -> bool:
    """The name is that of a secret itself, not of a file, a kind or a place of one."""
    last = _WORD.split(re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name).lower())[-1]
    return is_secret(name) and last not in _ABOUT and not _PATH.fullmatch(value)


def shown(text: str, name: str = "") -> str:
    """At most 60 characters of ``text`` on one line; nothing of a secret one's value."""
    if name and is_secret(name):
        return "***"
    safe = USER_INFO.sub(r"\1***\3", _SPACE.sub(" ", text).strip())
    return safe if len(safe) <= _LONGEST else f"{safe[: _LONGEST - 1]}…"
