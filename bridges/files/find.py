"""Finds the data files behind a path: one file, a glob, a directory, Hive partitions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from pyarrow import fs

from bridges.errors import BridgeError
from bridges.files.filesystem import TEMPORARY_SUFFIX, resolve

HIVE_NULL = "__HIVE_DEFAULT_PARTITION__"
#: What Hadoop, Beam and Dataflow leave beside the data.
_SIDE_SUFFIXES = (TEMPORARY_SUFFIX, "._COPYING_", ".inprogress", "_$folder$", ".crc")
_SIDE_PREFIXES = (".", "beam-temp-")
_MAGIC = re.compile(r"[*?\[{]")


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file with its size and the Hive partition its path names, outermost key first."""

    uri: str
    size: int
    partitions: tuple[tuple[str, str | None], ...] = ()


def find(source: str) -> tuple[DataFile, ...]:
    """The data files of ``source``, sorted by name; none at all is an error."""
    base, pattern = _split_glob(source)
    filesystem, root = resolve(base)
    try:
        info = filesystem.get_file_info(root)
        if info.type == fs.FileType.NotFound:
            raise BridgeError("does not exist", where=base)
        if info.type == fs.FileType.File:
            return (DataFile(base, info.size),)
        found = _below(filesystem, base, root, pattern)
    except OSError as error:
        # Some stores call what is not there a directory until they have to list it.
        what = "does not exist" if isinstance(error, FileNotFoundError) else "cannot be listed"
        raise BridgeError(f"{what}: {error}", where=base) from error
    if not found:
        raise BridgeError(
            "holds no data file",
            where=source,
            next_step="hidden, temporary and _SUCCESS-like files do not count; check the path",
        )
    return found


def _split_glob(source: str) -> tuple[str, re.Pattern[str] | None]:
    """The part before the first wildcard, and the pattern of the rest."""
    magic = _MAGIC.search(source)
    if magic is None or _exists_literally(source):
        return source.rstrip("/") or "/", None
    base, _, rest = source[: magic.start()].rpartition("/")
    if not base:
        base = "/" if source.startswith("/") else "."
    tail = source[magic.start() - len(rest) :]
    # A glob may name directories too: what lies below them counts.
    return base, re.compile(f"{_glob_regex(tail.rstrip('/'))}(/.*)?")


def _exists_literally(source: str) -> bool:
    if "://" in source:
        return False
    filesystem, path = resolve(source)
    return bool(filesystem.get_file_info(path).type != fs.FileType.NotFound)


def _glob_regex(glob: str) -> str:
    """Hadoop's glob syntax: ``* ** ? [abc] [!a] {one,two}``."""
    out: list[str] = []
    depth = 0
    for piece in re.findall(r"\*\*/?|\*|\?|\[!?\]?[^\]]*\]|.", glob):
        if piece.startswith("**"):
            out.append("(?:.*/)?" if piece.endswith("/") else ".*")
        elif piece in ("*", "?"):
            out.append("[^/]*" if piece == "*" else "[^/]")
        elif piece.startswith("[") and len(piece) > 1:
            out.append("[^" + piece[2:] if piece.startswith("[!") else piece)
        elif piece == "{" or (piece == "}" and depth):
            depth += 1 if piece == "{" else -1
            out.append("(?:" if piece == "{" else ")")
        elif piece == "," and depth:
            out.append("|")
        else:
            out.append(re.escape(piece))
    return "".join(out)


def _below(
    filesystem: Any, base: str, root: str, pattern: re.Pattern[str] | None
) -> tuple[DataFile, ...]:
    selector = fs.FileSelector(root, recursive=True)
    prefix = len(root.rstrip("/")) + 1
    found = []
    for info in filesystem.get_file_info(selector):
        relative = info.path[prefix:]
        if info.type != fs.FileType.File or _is_beside_the_data(relative):
            continue
        if pattern is None or pattern.fullmatch(relative):
            uri = f"{base.rstrip('/')}/{relative}"
            found.append(DataFile(uri, info.size, _partitions(relative)))
    return tuple(sorted(found, key=lambda file: file.uri))


def _is_beside_the_data(relative: str) -> bool:
    return any(_is_side_name(part) for part in relative.split("/"))


def _is_side_name(name: str) -> bool:
    # A partition key may begin with an underscore: Spark keeps those too.
    hidden = name.startswith("_") and "=" not in name
    return hidden or name.startswith(_SIDE_PREFIXES) or name.endswith(_SIDE_SUFFIXES)


def _partitions(relative: str) -> tuple[tuple[str, str | None], ...]:
    pairs = []
    for directory in relative.split("/")[:-1]:
        key, equals, value = directory.partition("=")
        if key and equals:
            pairs.append((unquote(key), None if value == HIVE_NULL else unquote(value)))
    return tuple(pairs)
