"""Fingerprints of input files, for provenance."""

from __future__ import annotations

import hashlib
from typing import Final

from bridges.files import DataFile, open_input
from migrate.parity.model import InputFile

#: Larger files are known by their size and their ends: reading them twice would cost too much.
WHOLE_BYTES: Final = 64 << 20
_END: Final = 1 << 20
#: How many files of a side are named and hashed.
MOST_FILES: Final = 1000


def input_file(file: DataFile) -> InputFile:
    """The file with its hash."""
    whole = file.size <= WHOLE_BYTES
    digest = hashlib.sha256()
    with open_input(file.uri) as stream:
        if whole:
            while block := stream.read(_END):
                digest.update(block)
        else:
            digest.update(str(file.size).encode())
            digest.update(stream.read(_END))
            stream.seek(file.size - _END)
            digest.update(stream.read(_END))
    return InputFile(file.uri, file.size, digest.hexdigest(), whole)


def input_files(files: tuple[DataFile, ...]) -> tuple[InputFile, ...]:
    """The first files by name."""
    return tuple(input_file(file) for file in files[:MOST_FILES])
