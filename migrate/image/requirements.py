"""The packages a legacy repository needs, from what it declares or else from what it imports."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Callable, Iterable
from configparser import ConfigParser
from configparser import Error as ConfigError
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from migrate.image.imports import imported_distributions


@dataclass(frozen=True, slots=True)
class Requirements:
    """Requirement lines in order, the file they come from, and whether they are a guess.

    ``left_out`` are pip options of the file that do not travel: an index URL may hold a password,
    an editable path is the repository itself.
    """

    lines: tuple[str, ...]
    source: str
    guessed: bool = False
    left_out: tuple[str, ...] = ()

    def with_luigi(self, version: str) -> tuple[str, ...]:
        """The lines with Luigi pinned to the version that made the graph, extras kept."""
        own = [line for line in self.lines if name_of(line) == "luigi"]
        others = [line for line in self.lines if line not in own]
        extras = "".join(re.findall(r"\[[^\]]*\]", own[0])[:1]) if own else ""
        return (*others, f"luigi{extras}=={version}")


def read_requirements(repo: Path) -> Requirements:
    """The first source that says something; imports of the repository when none does."""
    for name, read in READERS.items():
        path = repo / name
        if path.is_file():
            lines = tuple(read(path))
            if lines:
                options = tuple(line.split()[0].split("=")[0] for line in lines if line[0] == "-")
                kept = tuple(line for line in lines if line[0] != "-")
                return Requirements(kept, name, left_out=tuple(dict.fromkeys(options)))
    return Requirements(tuple(imported_distributions(repo)), "imports", guessed=True)


def name_of(line: str) -> str:
    """The normalised project name of a requirement line, empty for options and URLs."""
    match = re.match(r"[A-Za-z0-9][A-Za-z0-9._-]*", line.strip())
    return re.sub(r"[-_.]+", "-", match[0]).lower() if match else ""


def _requirements_txt(path: Path) -> Iterable[str]:
    """Lines without comments and hashes; ``-r`` files are followed inside the repository."""
    root = path.parent.resolve()
    seen: set[Path] = set()
    waiting = [path.resolve()]
    while waiting:
        here = waiting.pop()
        if here in seen or not here.is_file() or not here.is_relative_to(root):
            continue
        seen.add(here)
        for line in _logical_lines(here):
            if match := re.match(r"(?:-r|--requirement)[ =]*(.+)", line):
                waiting.append((here.parent / match[1].strip()).resolve())
            else:
                yield line


def _logical_lines(path: Path) -> Iterable[str]:
    joined = re.sub(r"\\[ \t]*\n", " ", _text(path))
    for raw in joined.splitlines():
        line = re.split(r"(?:^|\s)#|\s--hash[ =]", raw, maxsplit=1)[0].strip()
        if line:
            yield line


def _pyproject(path: Path) -> Iterable[str]:
    document = _toml(path)
    yield from map(str, _items(_table(document, "project").get("dependencies")))
    poetry = _table(document, "tool", "poetry", "dependencies")
    yield from _versions({k: v for k, v in poetry.items() if k != "python"})


def _pipfile(path: Path) -> Iterable[str]:
    yield from _versions(_table(_toml(path), "packages"))


def _versions(table: dict[str, Any]) -> Iterable[str]:
    """Poetry and Pipenv tables as requirement lines; ``^`` and ``~`` become lower bounds."""
    for name, wanted in table.items():
        version = wanted.get("version", "*") if isinstance(wanted, dict) else wanted
        text = str(version).strip()
        if text in {"*", ""}:
            yield name
        elif text[0] in "^~" and not text.startswith("~="):
            yield f"{name}>={text.lstrip('^~ ')}"
        else:
            yield f"{name}{text}" if text[0] in "<>=!~" else f"{name}=={text}"


def _setup_cfg(path: Path) -> Iterable[str]:
    parser = ConfigParser(interpolation=None)
    try:
        parser.read_string(_text(path))
    except ConfigError:
        return
    text = parser.get("options", "install_requires", fallback="")
    yield from (line.strip() for line in text.splitlines() if line.strip())


def _setup_py(path: Path) -> Iterable[str]:
    """install_requires where it is a literal; setup.py is never run."""
    try:
        tree = ast.parse(_text(path))
    except (SyntaxError, ValueError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "install_requires":
            try:
                value = ast.literal_eval(node.value)
            except (ValueError, TypeError):
                continue
            lines = value.splitlines() if isinstance(value, str) else value
            yield from (str(line).strip() for line in _items(lines) if str(line).strip())


def _environment_yml(path: Path) -> Iterable[str]:
    try:
        document = yaml.safe_load(_text(path))
    except yaml.YAMLError:
        return
    entries = document.get("dependencies") if isinstance(document, dict) else ()
    for entry in _items(entries):
        if isinstance(entry, dict):
            yield from map(str, _items(entry.get("pip")))
        elif name_of(str(entry)) not in {"python", "pip"}:
            yield re.sub(r"^([^=<>!~]+)=([^=].*?)(=.*)?$", r"\1==\2", str(entry))


READERS: dict[str, Callable[[Path], Iterable[str]]] = {
    "requirements.txt": _requirements_txt,
    "pyproject.toml": _pyproject,
    "setup.cfg": _setup_cfg,
    "setup.py": _setup_py,
    "Pipfile": _pipfile,
    "environment.yml": _environment_yml,
    "conda.yml": _environment_yml,
}


def _items(value: Any) -> Iterable[Any]:
    """A list's items; nothing where the file has something else in its place."""
    return value if isinstance(value, (list, tuple)) else ()


def _table(document: Any, *keys: str) -> dict[str, Any]:
    for key in keys:
        document = document.get(key) if isinstance(document, dict) else None
    return document if isinstance(document, dict) else {}


def _text(path: Path) -> str:
    return path.read_text("utf-8-sig", errors="replace")


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError:
        return {}
