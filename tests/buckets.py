"""Servers that speak the protocols of S3 and Google Cloud Storage, on loopback only."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from pyarrow import fs

#: The bucket that is there.
BUCKET = "paved"


@contextmanager
def s3() -> Iterator[str]:
    """The scheme, while ``s3://paved/`` is a bucket of moto's server."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    keys = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"}
    address = f"http://{host}:{port}"
    try:
        with patch.dict("os.environ", {"AWS_ENDPOINT_URL_S3": address, **keys}):
            made = fs.S3FileSystem(
                endpoint_override=f"{host}:{port}", scheme="http", allow_bucket_creation=True
            )
            made.create_dir(BUCKET)
            yield "s3"
    finally:
        server.stop()


@contextmanager
def gcs() -> Iterator[str]:
    """The scheme, while ``gs://paved/`` is a bucket of an emulator."""
    from gcp_storage_emulator.server import create_server

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = create_server("127.0.0.1", port, in_memory=True, default_bucket=BUCKET)
    server.start()
    try:
        with patch.dict("os.environ", {"STORAGE_EMULATOR_HOST": f"http://127.0.0.1:{port}"}):
            yield "gs"
    finally:
        server.stop()


SERVERS = {"s3": s3, "gs": gcs}
