"""One file system interface for local paths, gs://, s3://, hdfs:// and whatever fsspec knows."""

from __future__ import annotations

import io
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import fs

from bridges.errors import BridgeError, OutputExists
from bridges.files.buckets import BUCKETS

#: Files being written end in this; ``find`` skips them.
TEMPORARY_SUFFIX = ".tmp"
#: Options that Arrow reads from an address, such as ``?endpoint_override=host:9000``.
_OPTIONS = re.compile(r"\?(.*&)?(endpoint_override|region|scheme|retry_limit_seconds)=")


def resolve(uri: str) -> tuple[Any, str]:
    """The ``pyarrow.fs`` file system of ``uri`` and the path inside it."""
    if "://" not in uri:
        return fs.LocalFileSystem(), str(Path(uri).expanduser().absolute())
    scheme, _, path = uri.partition("://")
    bucket = path.partition("/")[0]
    if scheme in BUCKETS and "@" not in bucket and not _OPTIONS.search(uri):
        return BUCKETS[scheme](bucket), path
    try:
        filesystem, path = fs.FileSystem.from_uri(uri)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError):
        return _through_fsspec(uri)
    return filesystem, path


def _through_fsspec(uri: str) -> tuple[Any, str]:
    import fsspec

    try:
        filesystem, path = fsspec.core.url_to_fs(uri)
    except (ImportError, ValueError, OSError) as error:
        raise BridgeError(
            f"no file system for this address: {error}",
            where=uri,
            next_step="install the fsspec package of its protocol (gcsfs, s3fs, …) or copy it here",
        ) from error
    return fs.PyFileSystem(_OwnPositions(filesystem)), path


class _OwnPositions(fs.FSSpecHandler):  # type: ignore[misc]
    """A file system of fsspec whose every reader has a position of its own.

    fsspec's store in memory hands all readers of a file the same object: two threads that read
    it at once would move each other's position.
    """

    def open_input_file(self, path: str) -> Any:
        """The file, to be read at any position."""
        if "memory" in self.fs.protocol:
            return pa.PythonFile(io.BytesIO(self.fs.cat_file(path)), mode="r")
        return super().open_input_file(path)

    open_input_stream = open_input_file


def open_input(uri: str) -> Any:
    """A seekable binary file; a missing or unreadable one is named."""
    filesystem, path = resolve(uri)
    try:
        return filesystem.open_input_file(path)
    except OSError as error:
        raise BridgeError(f"cannot be opened: {error}", where=uri) from error


@contextmanager
def create(uri: str, *, overwrite: bool = False) -> Iterator[Any]:
    """A binary stream whose bytes appear at ``uri`` only when the block ends well."""
    filesystem, path = resolve(uri)
    if not overwrite and filesystem.get_file_info(path).type != fs.FileType.NotFound:
        raise OutputExists("exists already", where=uri, next_step="remove it or choose another")
    parent, name = os.path.split(path)
    filesystem.create_dir(parent, recursive=True)
    # A name of its own keeps two writers of one file out of each other's temporary one.
    temporary = f"{parent}/.{name}.{secrets.token_hex(4)}{TEMPORARY_SUFFIX}"
    try:
        with filesystem.open_output_stream(temporary) as stream:
            yield stream
        filesystem.move(temporary, path)
    except BaseException:
        with suppress(OSError):
            filesystem.delete_file(temporary)
        raise
