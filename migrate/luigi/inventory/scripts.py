"""Reads scripts, container files, crontabs and project files for the ways Luigi is started."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from codemods.py2 import Decoded, decode
from migrate.luigi.inventory.files import Found, Kind
from migrate.luigi.inventory.model import Entry, Fact, Mention

_COMMENT = re.compile(r"^\s*(#(?!!)|//|REM\b|::)", re.I)
_START = re.compile(
    r"(?:^|[\s;&|`'\"(\[/=,@])(?P<way>python[\d.]*[\s'\",]+-m[\s'\",]+luigi\b|luigi-deps(?:-tree)?\b"
    r"|luigid(?=\s*$|\s+--?\w|\s*[&|;>]|['\"]\s*[,\]])"
    r"|luigi-grep\b|law[ ]+run\b|gokart\b(?=[ ]+-)"
    r"|luigi(?=['\",\s]+-)|luigi(?=[ ]+[\\${])|luigi(?=[ ]+[A-Z]\w+)(?!\s*:))"
)
_MODULE = re.compile(r"--module[=\s'\",]+(?P<module>[\w.]+)")
_TELLING = re.compile(r"--(module|local-scheduler|scheduler-host|workers|background)\b")
_NO_START = re.compile(
    r"\b(pip3?|conda|apt|apt-get|install|mkdir|cd|rm|chown|chmod|cp|mv|echo|printf|which|kill|pkill)\b"
    r"[^;&|]*$|^\s*(COPY|ADD|VOLUME|WORKDIR|ENV|LABEL|Write-\w+|Get-\w+|Stop-\w+)\b",
)
_FLAG = re.compile(r"(?<![\w-])--(?P<flag>[A-Za-z][\w-]*)")
_ROOT = re.compile(r"^[\s'\",]*(?P<root>[A-Z][\w.]*)")
_AFTER_MODULE = re.compile(r"--module[=\s'\",]+[\w.]+[\s'\",]+(?P<root>[A-Za-z_][\w.]*)")
_VARIABLES = re.compile(r"\b(LUIGI_CONFIG_PATH|LUIGI_CONFIG_PARSER)\b")
_CONSOLE = re.compile(r"^\s*['\"]?(?P<name>[\w.-]+)\s*=\s*(?P<target>[\w.]+:[\w.]+)")
WAYS = {
    "luigid": "luigid",
    "luigi-deps": "tools",
    "luigi-deps-tree": "tools",
    "luigi-grep": "tools",
}


def read_script(root: Path, found: Found) -> tuple[list[Entry], list[Mention]]:
    """Entry points and mentions of Luigi in a file that is no Python module."""
    try:
        decoded = decode((root / found.path).read_bytes())
    except OSError:
        return [], []
    if not isinstance(decoded, Decoded):
        return [], []
    if found.kind is Kind.NOTEBOOK:
        return [], _notebook(found.path, decoded.text)
    text = _with_command(decoded.text) if _DOCKER.search(found.path) else decoded.text
    if found.kind is Kind.PROJECT:
        return _console_scripts(found.path, decoded.text), []
    return _lines(found.path, text)


def _lines(path: str, text: str) -> tuple[list[Entry], list[Mention]]:
    starts: list[Entry] = []
    mentions: list[Mention] = []
    for number, line in _joined(text):
        if _COMMENT.match(line):
            continue
        mentions += [
            Mention(path, Fact("config_discovery", number, match[1]))
            for match in _VARIABLES.finditer(line)
        ]
        started = _START.search(line)
        if started and not _NO_START.search(line[: started.end()]):
            starts.append(_entry(path, number, line, started))
    return starts, mentions


def command_line(path: str, line: int, text: str) -> Entry | None:
    """The start of Luigi that a text holds, if it is a command line of it."""
    started = _START.search(text)
    if started is None or not _TELLING.search(text):
        return None
    return _entry(path, line, text, started)


def _with_command(text: str) -> str:
    """A Dockerfile whose ``ENTRYPOINT`` is followed by its ``CMD``, as Docker joins them."""
    command = "".join(_COMMAND.findall(text)[-1:]).strip(" []")
    return _ENTRYPOINT.sub(lambda match: match[0].rstrip(" ]\n") + f" {command}\n", text)


_DOCKER = re.compile(r"(^|/)Dockerfile|\.dockerfile$", re.I)
_ENTRYPOINT = re.compile(r"^ENTRYPOINT[^\n]*\bluigi['\"\]\s]*$", re.MULTILINE)
_COMMAND = re.compile(r"^CMD[ \t]+(.*)$", re.MULTILINE)


def _joined(text: str) -> Iterator[tuple[int, str]]:
    """Lines with those that a backslash continues in one, under the first one's number."""
    pending, start = "", 0
    for number, line in enumerate(text.split("\n"), 1):
        start = start or number
        pending += line
        if line.rstrip().endswith("\\"):
            pending = pending.rstrip().removesuffix("\\") + " "
            continue
        yield start, pending
        pending, start = "", 0
    if pending:
        yield start, pending


def _entry(path: str, number: int, line: str, started: re.Match[str]) -> Entry:
    word = re.split(r"[\s'\",]+", started["way"].strip())[0]
    way = WAYS.get(word, "law run" if word == "law" else "luigi command line")
    rest = line[started.end() :]
    module, after = _MODULE.search(rest), _AFTER_MODULE.search(rest) or _ROOT.match(rest)
    root = (
        f"{module['module']}.{after['root']}"
        if module and after
        else after["root"]
        if after
        else ""
    )
    flags = tuple(dict.fromkeys(f"--{m['flag']}" for m in _FLAG.finditer(rest)))
    return Entry(way, path, number, (root,) if root else (), flags)


def _console_scripts(path: str, text: str) -> list[Entry]:
    """``name = module:function`` of setup.py, setup.cfg and pyproject.toml."""
    if path.endswith(".toml"):
        return [Entry("console script", path, line, (target.replace(":", "."),), detail=name)
                for name, target, line in _toml_scripts(text)]  # fmt: skip
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if match := _CONSOLE.match(line):
            target = match["target"].replace(":", ".")
            found.append(Entry("console script", path, number, (target,), detail=match["name"]))
    return found


def _toml_scripts(text: str) -> Iterator[tuple[str, str, int]]:
    try:
        project = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    poetry = (
        project.get("tool", {}).get("poetry", {}) if isinstance(project.get("tool"), dict) else {}
    )
    lines = text.split("\n")
    for table in (project.get("project", {}).get("scripts", {}), poetry.get("scripts", {})):
        for name, target in table.items():
            if isinstance(target, str) and ":" in target:
                line = next(
                    (
                        n
                        for n, li in enumerate(lines, 1)
                        if li.strip().startswith((name, f'"{name}'))
                    ),
                    1,
                )
                yield name, target, line


def _notebook(path: str, text: str) -> list[Mention]:
    """Cells are not read; a notebook that imports Luigi is named."""
    try:
        cells = json.loads(text).get("cells", [])
        sources = ["".join(c.get("source", [])) for c in cells if c.get("cell_type") == "code"]
    except (ValueError, AttributeError, TypeError):
        return []
    used = sum(bool(re.search(r"^\s*(import|from)\s+luigi\b", s, re.MULTILINE)) for s in sources)
    return [Mention(path, Fact("notebook", 1, f"{used} code cell(s) import luigi"))] if used else []
