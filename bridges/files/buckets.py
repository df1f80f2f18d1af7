"""The file systems of ``s3://`` and ``gs://``, one for each bucket and process (a client does not
survive a fork).

The environment decides as it does for other programs: AWS's variables and files, or Google's
application default credentials. ``AWS_ENDPOINT_URL_S3`` (or ``AWS_ENDPOINT_URL``) and
``STORAGE_EMULATOR_HOST`` lead to another server that speaks the protocol, the latter without
credentials.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cache
from typing import Any, Final
from urllib.parse import urlsplit

import pyarrow as pa
from pyarrow import fs

from bridges.errors import BridgeError

#: Google's client would go on trying for a quarter of an hour.
_PATIENCE: Final = timedelta(seconds=60)


def s3(bucket: str) -> Any:
    """The file system of an S3 bucket."""
    endpoint = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL") or ""
    return _s3(bucket, endpoint, os.getpid())


@cache
def _s3(bucket: str, endpoint: str, _process: int) -> Any:
    if endpoint:
        scheme, host = _server(endpoint, "AWS_ENDPOINT_URL")
        region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-east-1"
        return fs.S3FileSystem(endpoint_override=host, scheme=scheme, region=region)
    try:
        filesystem, _ = fs.FileSystem.from_uri(f"s3://{bucket}")
    except (pa.ArrowInvalid, OSError) as error:
        raise BridgeError(
            f"the bucket cannot be reached: {error}",
            where=f"s3://{bucket}",
            next_step="check its name, the network and AWS's credentials",
        ) from error
    return filesystem


def gcs(bucket: str) -> Any:
    """The file system of a bucket of Google Cloud Storage."""
    del bucket
    return _gcs(os.environ.get("STORAGE_EMULATOR_HOST", ""), os.getpid())


@cache
def _gcs(endpoint: str, _process: int) -> Any:
    if not endpoint:
        return fs.GcsFileSystem(retry_time_limit=_PATIENCE)
    scheme, host = _server(endpoint, "STORAGE_EMULATOR_HOST")
    return fs.GcsFileSystem(
        anonymous=True, endpoint_override=host, scheme=scheme, retry_time_limit=_PATIENCE
    )


def _server(endpoint: str, variable: str) -> tuple[str, str]:
    """Scheme, and host with port."""
    parts = urlsplit(endpoint if "://" in endpoint else f"http://{endpoint}")
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise BridgeError(f"{variable} is no address: {endpoint!r}", next_step="write http://host")
    return parts.scheme, parts.netloc


#: By scheme of an address.
BUCKETS: Final[Mapping[str, Callable[[str], Any]]] = {"s3": s3, "gs": gcs, "gcs": gcs}
