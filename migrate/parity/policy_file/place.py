"""Values of a policy file, each checked where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, NoReturn, TypeVar

from migrate.errors import BadInput

E_ = TypeVar("E_", bound=StrEnum)
_DURATION: Final = re.compile(r"(\d+(?:\.\d+)?)\s*(us|ms|s|min|h|d)")
_SECONDS: Final = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "min": 60.0, "h": 3600.0, "d": 86400.0}


class PolicyFile:
    """Knows the file's name for its messages; a ``place`` is such as ``field[0].absolute``."""

    def __init__(self, path: str) -> None:
        self.path = path

    def refuse(self, place: str, what: str, next_step: str = "") -> NoReturn:
        """Raise BadInput of what stands at a place."""
        raise BadInput(f"{place} {what}".strip(), where=self.path, next_step=next_step)

    def known(self, table: Mapping[str, Any], names: Sequence[str], place: str) -> None:
        """Refuse a table with a name that is none of these."""
        for name in table:
            if name not in names:
                full = f"{place}.{name}" if place else name
                self.refuse(full, "is not known", f"known are {', '.join(names)}")

    def table(self, table: Mapping[str, Any], name: str) -> Mapping[str, Any]:
        """A table of a table, empty where it is missing."""
        value = table.get(name, {})
        if not isinstance(value, dict):
            self.refuse(name, "is not a table", f"write [{name}]")
        return value

    def each(
        self, table: Mapping[str, Any], name: str, read: Callable[[Mapping[str, Any], str], Any]
    ) -> tuple[Any, ...]:
        """What ``read`` makes of every table of a list."""
        entries = table.get(name, [])
        if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
            self.refuse(name, "is not a list of tables", f"write [[{name}]]")
        return tuple(read(entry, f"{name}[{index}]") for index, entry in enumerate(entries))

    def one_of(self, kind: type[E_], value: Any, place: str) -> E_:
        """A member of an enum."""
        try:
            return kind(value)
        except ValueError:
            names = ", ".join(each.value for each in kind)
            self.refuse(place, f"is {value!r}", f"choose one of {names}")

    def text(self, value: Any, place: str) -> str:
        """A text."""
        if not isinstance(value, str):
            self.refuse(place, f"is {value!r}, not a text")
        return value

    def texts(self, value: Any, place: str) -> tuple[str, ...]:
        """Names, as a list or as one text with commas."""
        if isinstance(value, str):
            value = [part.strip() for part in value.split(",")]
        if not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
            self.refuse(place, f"is {value!r}, not a list of names")
        return tuple(value)

    def number(self, value: Any, place: str, least: float = 0) -> float:
        """A number from ``least`` on."""
        if isinstance(value, bool) or not isinstance(value, int | float) or not value >= least:
            self.refuse(place, f"is {value!r}, not a number from {least:g} on")
        return value

    def beside(self, path: str) -> str:
        """A path in the file is relative to the file."""
        return str(Path(self.path).parent / path) if path and "://" not in path else path

    def match(self, entry: Mapping[str, Any], place: str) -> str:
        """The field or glob that an entry is about."""
        if "match" not in entry:
            self.refuse(place, "has no match", 'write match = "a.b" or a glob')
        return self.text(entry["match"], f"{place}.match")

    def duration(self, value: Any, place: str) -> float:
        """Seconds."""
        if isinstance(value, str) and (found := _DURATION.fullmatch(value.strip())):
            return float(found[1]) * _SECONDS[found[2]]
        if isinstance(value, str):
            self.refuse(place, f"is {value!r}", "write a number of seconds, or such as 5min")
        return float(self.number(value, place))
