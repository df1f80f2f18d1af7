"""Texts of floats that JDK 17 printed, where its 64-bit arithmetic overflows."""

import struct

import pytest

from bridges.featran.jvm import floats

PRINTED = {
    "6a3f814e": "5.7878863E25",
    "ea757fe2": "-7.4197683E25",
    "6a023d9e": "3.9362833E25",
    "3dcccccd": "0.1",
    "00000001": "1.4E-45",
    "4b800001": "1.6777218E7",
}


@pytest.mark.parametrize(("bits", "text"), PRINTED.items())
def test_float_text(bits: str, text: str) -> None:
    (x,) = struct.unpack(">f", bytes.fromhex(bits))
    assert floats.to_string(x, 17) == text
