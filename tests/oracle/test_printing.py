"""Doubles and floats print as the JDKs of this machine print them."""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

import pytest

from bridges.featran.jvm import doubles, floats

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

#: Random values of each kind; so many again have few decimal digits, as data often has.
COUNT = 50_000
PROGRAM = Path(__file__).parent / "Print.java"


@cache
def jdks() -> dict[int, str]:
    """Return a ``java`` of each version that is installed."""
    known = [shutil.which("java"), *map(str, Path("/usr/lib/jvm").glob("*/bin/java"))]
    return {version: java for java in known if java and (version := _version(java))}


def _version(java: str) -> int:
    said = subprocess.run([java, "-version"], capture_output=True, text=True).stderr
    found = re.search(r'version "(\d+)', said)
    return int(found[1]) if found else 0


def printed(java: str, lines: list[str]) -> list[str]:
    """Return what a JDK prints for hexadecimal bits."""
    done = subprocess.run(
        [java, str(PROGRAM)],
        input="\n".join(lines),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return done.stdout.splitlines()


def random_doubles() -> Iterator[float]:
    draw = Random("doubles")
    for _ in range(COUNT):
        yield struct.unpack("<d", draw.randbytes(8))[0]
        yield round(draw.uniform(-1, 1) * 10 ** draw.randint(-5, 9), draw.randint(0, 6))


def random_floats() -> Iterator[float]:
    draw = Random("floats")
    for _ in range(COUNT):
        yield struct.unpack("<f", draw.randbytes(4))[0]
        near = round(draw.uniform(-1, 1) * 10 ** draw.randint(-4, 7), draw.randint(0, 4))
        yield struct.unpack("<f", struct.pack("<f", near))[0]


def differing(java: str, version: int, values: list[float], form: str) -> list[str]:
    """Return the values whose text is another, with both texts."""
    module = doubles if form == ">d" else floats
    bits = [struct.pack(form, x).hex() for x in values]
    return [
        f"{b}: {module.to_string(x, version)}, the JDK says {want}"
        for b, x, want in zip(bits, values, printed(java, bits), strict=True)
        if module.to_string(x, version) != want
    ]


@pytest.mark.parametrize("since", [0, 19], ids=["before 19", "from 19"])
def test_numbers_print_as_the_jdk_prints_them(since: int) -> None:
    """The algorithm changed in JDK 19: one of each side is asked, where it is there."""
    chosen = [(v, java) for v, java in sorted(jdks().items()) if (v >= 19) == bool(since)]
    if not chosen:
        pytest.skip(f"not run: no JDK {'from' if since else 'before'} 19 is installed")
    version, java = chosen[-1]
    assert differing(java, version, list(random_doubles()), ">d") == []
    assert differing(java, version, list(random_floats()), ">f") == []
