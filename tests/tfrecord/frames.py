"""Records framed by hand, with another library's checksums."""

from __future__ import annotations

import google_crc32c


def frame(payload: bytes) -> bytes:
    def masked(data: bytes) -> bytes:
        crc = google_crc32c.value(data)
        return (((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF).to_bytes(4, "little")

    size = len(payload).to_bytes(8, "little")
    return size + masked(size) + payload + masked(payload)
