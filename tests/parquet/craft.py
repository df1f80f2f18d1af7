"""Builds Parquet files by hand, with the list encodings pyarrow reads and does not write.

The parts of the format that one uncompressed column needs: Thrift's compact protocol, a
plain data page, repetition and definition levels as runs of one.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

INT32, INT96, BYTE_ARRAY = 1, 3, 6
REQUIRED, OPTIONAL, REPEATED = 0, 1, 2
UTF8, LIST = 0, 3


@dataclass
class Node:
    """A schema element; a node with children is a group."""

    name: str
    repetition: int
    physical: int | None = None
    converted: int | None = None
    children: tuple[Node, ...] = ()


#: Per level of repetition, definition and value (None where there is none).
Entry = tuple[int, int, Any]


def write(path: Path, node: Node, rows: int, columns: list[list[Entry]]) -> str:
    """A file whose rows have the one field ``node``; ``columns``: entries of each leaf."""
    body, chunks = bytearray(b"PAR1"), []
    for leaf, entries in zip(_leaves(node, (), 0, 0), columns, strict=True):
        page = _page(leaf, entries)
        chunks.append(_chunk(leaf, len(entries), len(body), len(page)))
        body += page
    group = _struct((1, _list(12, chunks)), (2, _i64(len(body))), (3, _i64(rows)))
    root = _struct((4, _binary(b"root")), (5, _i32(1)))
    schema = _list(12, [root, *_elements(node)])
    footer = _struct((1, _i32(1)), (2, schema), (3, _i64(rows)), (4, _list(12, [group])))
    raw = footer[1]
    path.write_bytes(bytes(body) + raw + struct.pack("<I", len(raw)) + b"PAR1")
    return str(path)


@dataclass
class _Leaf:
    path: tuple[str, ...]
    physical: int
    repetition: int
    definition: int


def _leaves(node: Node, path: tuple[str, ...], rep: int, definition: int) -> list[_Leaf]:
    path = (*path, node.name)
    rep += node.repetition == REPEATED
    definition += node.repetition != REQUIRED
    if node.physical is not None:
        return [_Leaf(path, node.physical, rep, definition)]
    return [leaf for child in node.children for leaf in _leaves(child, path, rep, definition)]


def _elements(node: Node) -> list[tuple[int, bytes]]:
    fields = [(3, _i32(node.repetition)), (4, _binary(node.name.encode()))]
    if node.physical is not None:
        fields.insert(0, (1, _i32(node.physical)))
    else:
        fields.append((5, _i32(len(node.children))))
    if node.converted is not None:
        fields.append((6, _i32(node.converted)))
    return [_struct(*fields), *(e for child in node.children for e in _elements(child))]


def _page(leaf: _Leaf, entries: list[Entry]) -> bytes:
    data = b""
    if leaf.repetition:
        data += _levels([entry[0] for entry in entries])
    if leaf.definition:
        data += _levels([entry[1] for entry in entries])
    data += b"".join(_plain(leaf.physical, e[2]) for e in entries if e[1] == leaf.definition)
    inner = _struct((1, _i32(len(entries))), (2, _i32(0)), (3, _i32(3)), (4, _i32(3)))
    header = _struct((1, _i32(0)), (2, _i32(len(data))), (3, _i32(len(data))), (5, inner))
    return header[1] + data


def _levels(levels: list[int]) -> bytes:
    """Runs of one value; a level below 256 takes one byte."""
    runs = b"".join(bytes([2, level]) for level in levels)
    return struct.pack("<I", len(runs)) + runs


def _plain(physical: int, value: Any) -> bytes:
    if physical == INT32:
        return struct.pack("<i", value)
    if physical == INT96:
        nanos, julian_day = value
        return struct.pack("<qi", nanos, julian_day)
    return struct.pack("<I", len(value)) + value


def _chunk(leaf: _Leaf, values: int, offset: int, size: int) -> tuple[int, bytes]:
    meta = _struct(
        (1, _i32(leaf.physical)),
        (2, _list(5, [_i32(0), _i32(3)])),
        (3, _list(8, [_binary(part.encode()) for part in leaf.path])),
        (4, _i32(0)),
        (5, _i64(values)),
        (6, _i64(size)),
        (7, _i64(size)),
        (9, _i64(offset)),
    )
    return _struct((2, _i64(offset)), (3, meta))


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


def _i32(value: int) -> tuple[int, bytes]:
    return 5, _varint(value << 1)


def _i64(value: int) -> tuple[int, bytes]:
    return 6, _varint(value << 1)


def _binary(value: bytes) -> tuple[int, bytes]:
    return 8, _varint(len(value)) + value


def _list(kind: int, items: list[tuple[int, bytes]]) -> tuple[int, bytes]:
    return 9, bytes([len(items) << 4 | kind]) + b"".join(item[1] for item in items)


def _struct(*fields: tuple[int, tuple[int, bytes]]) -> tuple[int, bytes]:
    out, last = b"", 0
    for number, (kind, data) in fields:
        out += bytes([(number - last) << 4 | kind]) + data
        last = number
    return 12, out + b"\x00"
