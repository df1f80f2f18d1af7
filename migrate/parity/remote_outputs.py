"""Outputs of a converted pipeline that lie in buckets and the like, against the legacy ones.

Both codes write to the same addresses, so one side at least is a copy somewhere else: a side is a
table of prefixes, ``FROM=TO[,FROM=TO]``, of where its outputs are now.
"""

from __future__ import annotations

import hashlib
from typing import Any, Final

from bridges.errors import BridgeError
from bridges.files import DataFile, find, open_input
from migrate.errors import BadInput
from migrate.parity.run_outputs import is_data

_BLOCK: Final = 1 << 20


def assert_remote_parity(uri: str, old: str, new: str, policy: Any = None, **options: Any) -> None:
    """The output that both codes call ``uri`` is the same on both sides.

    Equal bytes are enough; else data files are compared by rows, as in
    :func:`migrate.parity.assert_output_parity`. Raises AssertionError that says what differs, on
    which side the output is missing, or that both sides are one place.
    """
    from migrate.parity.testing import assert_parity

    __tracebackhide__ = True
    before, after = moved(uri, old), moved(uri, new)
    if before == after:
        raise AssertionError(f"{uri} is {before} on both sides: nothing was compared")
    files = _files(before, "OLD"), _files(after, "NEW")
    if _content(files[0], before) == _content(files[1], after):
        return
    names = [file.uri for side in files for file in side]
    if not is_data(names):
        raise AssertionError(f"{uri} differs: {before} and {after} hold other bytes")
    try:
        assert_parity(before, after, policy, **options)
    except BadInput as error:
        raise AssertionError(f"{uri} differs; its rows cannot be compared: {error.what}") from error


def moved(uri: str, prefixes: str) -> str:
    """Where a side has ``uri``: the longest prefix decides; as it is where none fits."""
    pairs = [pair.partition("=") for pair in prefixes.split(",") if pair.strip()]
    fitting = [(source.strip(), to.strip()) for source, _, to in pairs if _begins(uri, source)]
    if not fitting:
        return uri
    source, to = max(fitting, key=lambda pair: len(pair[0]))
    return to + uri[len(source) :]


def _begins(uri: str, prefix: str) -> bool:
    prefix = prefix.strip()
    return bool(prefix) and (uri == prefix or uri.startswith(prefix.rstrip("/") + "/"))


def _files(place: str, side: str) -> tuple[DataFile, ...]:
    try:
        return find(place)
    except BridgeError as error:
        raise AssertionError(f"{place} is not in {side}: {error.what}") from error


def _content(files: tuple[DataFile, ...], place: str) -> dict[str, str]:
    """SHA-256 by path below the output."""
    return {file.uri.removeprefix(place.rstrip("/")): _digest(file.uri) for file in files}


def _digest(uri: str) -> str:
    digest = hashlib.sha256()
    with open_input(uri) as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
