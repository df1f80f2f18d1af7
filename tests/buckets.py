"""Servers that speak the protocols of S3 and Google Cloud Storage, on loopback only."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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
    """The scheme, while ``gs://paved/`` is a bucket of an emulator.

    It has a process of its own: pyarrow 18 asks whether a file is open with the interpreter's lock
    held, and waits for an answer that a thread of the same process could not give.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = [f"--port={port}", "--host=127.0.0.1", "--in-memory", f"--default-bucket={BUCKET}"]
    command = [sys.executable, "-m", "gcp_storage_emulator", "start", *options]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _await(port)
        with patch.dict("os.environ", {"STORAGE_EMULATOR_HOST": f"http://127.0.0.1:{port}"}):
            yield "gs"
    finally:
        server.terminate()
        server.wait()


def _await(port: int) -> None:
    """Until something listens."""
    for _ in range(300):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise TimeoutError("the emulator did not start")


SERVERS = {"s3": s3, "gs": gcs}
