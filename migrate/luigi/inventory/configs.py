"""Reads Luigi's configuration files: sections and names of options, never a value."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from codemods.py2 import Decoded, decode
from migrate.luigi.capture.secret import USER_INFO
from migrate.luigi.inventory.model import ConfigFile, Option, Section
from migrate.luigi.inventory.secrets import is_secret_in

_SECTION = re.compile(r"^\[(?P<name>[^\]]+)\]\s*([#;].*)?$")
_OPTION = re.compile(r"^(?P<name>[^=:\s\[#;][^=:]*?)\s*[=:](?P<value>.*)$")
_TEMPLATE = re.compile(r"^\s*(\{%|\{\{|<%)")


def read_config(root: Path, path: str) -> ConfigFile:
    """The sections of ``root / path``; what cannot be parsed is located, the rest is kept."""
    try:
        decoded = decode((root / path).read_bytes())
    except OSError as error:
        return ConfigFile(path, error=error.strerror or "cannot be read")
    if not isinstance(decoded, Decoded):
        return ConfigFile(path, error="binary data")
    read = _toml(path, decoded.text) if path.endswith(".toml") else _ini(path, decoded.text)
    if decoded.guessed_line and not read.error:
        return replace(read, error="not in UTF-8", error_line=decoded.guessed_line)
    return read


def _ini(path: str, text: str) -> ConfigFile:
    """Line by line, as configparser reads it, but past errors; continuation lines are indented."""
    sections: dict[str, list[Option]] = {}
    starts: dict[str, int] = {}
    current, errors = "", []
    bare = path.endswith("law.cfg")  # law reads options without a value, Luigi does not
    for number, line in enumerate(text.split("\n"), 1):
        stripped = line.strip()
        if not stripped or stripped[0] in "#;":
            continue
        header, option = _SECTION.match(stripped), _OPTION.match(stripped)
        if header:
            current = header["name"].strip()
            if current in sections and current != "DEFAULT":
                errors.append((f"a second section [{current}]", number))
            starts.setdefault(current, number)
            sections.setdefault(current, [])
        elif line[0] in " \t" and sections.get(current):
            continue
        elif current and (option or bare):
            name, value = (option["name"], option["value"]) if option else (stripped, "")
            new = _option(current, name.strip(), value, number)
            if any(new.name.lower() == old.name.lower() for old in sections[current]):
                errors.append((f"a second option {new.name} in [{current}]", number))
            sections[current].append(new)
        else:
            errors.append((_why(stripped, current), number))
    found = tuple(Section(n, starts[n], tuple(options)) for n, options in sections.items())
    return ConfigFile(path, found, *min(errors, key=lambda error: error[1], default=("", 0)))


def _why(line: str, section: str) -> str:
    if _TEMPLATE.match(line):
        return "a template, not a configuration file"
    if line.startswith("["):
        return "a section header without its bracket"
    return "neither a section nor an option" if section else "an option before the first section"


def _option(section: str, name: str, value: str, line: int) -> Option:
    return Option(name, line, is_secret_in(section, name) or bool(USER_INFO.search(value)))


def _toml(path: str, text: str) -> ConfigFile:
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        return ConfigFile(path, error=str(error), error_line=int(found[1]) if found else 0)
    return ConfigFile(path, tuple(_tables(tables, text)))


def _tables(tables: Mapping[str, object], text: str) -> Iterator[Section]:
    lines = text.split("\n")
    for name, table in tables.items():
        if isinstance(table, Mapping):
            line = _line_of(lines, rf"^\s*\[+\s*['\"]?{re.escape(name)}\b")
            options = tuple(
                _option(
                    name, option, str(value), _line_of(lines, rf"^\s*['\"]?{re.escape(option)}\b")
                )
                for option, value in table.items()
            )
            yield Section(name, line, options)


def _line_of(lines: list[str], pattern: str) -> int:
    matcher = re.compile(pattern)
    return next((n for n, line in enumerate(lines, 1) if matcher.match(line)), 1)
