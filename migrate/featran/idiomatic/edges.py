"""Values on which implementations part: edges of types, neighbours of every constant, and noise."""

from __future__ import annotations

import math
import random
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np

from bridges.featran.getters.types import BOOLEAN, BYTE, FLOAT, INT, LONG, SHORT, STRING
from migrate.featran.idiomatic.candidate import Subject
from migrate.featran.idiomatic.scalers import scaling_of

_BITS = {BYTE: 8, SHORT: 16, INT: 32, LONG: 64}
#: A long that float32 reaches by another way than float64: its last bit decides a tie.
_TIE = 2**60 + 2**36 + 1
_WHOLE = (0, 1, -1, 2**24 + 1, 2**24 - 1, -(2**24) - 1, 2**53 + 1, 2**53 - 1, _TIE, -_TIE)
_REAL = (
    *(math.nan, math.inf, 0.0, 1.0, 0.1, sys.float_info.max, sys.float_info.min, 5e-324),
    *(sys.float_info.min / 2, 2.0**-126, 2.0**-149, 2.0**-127, 3.4028235677973366e38),
    *(2.0**24 + 1, 2.0**53 + 2, 1.0 + 2.0**-24, 1.0 + 2.0**-24 + 2.0**-52, math.pi),
)
_TEXTS = ("", " ", "Ä", "ä", "😀", "\n", "\0", "__missing__", "0", "a,b")
#: How many random values follow the edges.
NOISE = 300


def values(subject: Subject) -> list[Any]:
    """Python values for the subject's field, None for a missing one; the same in every run."""
    draw = random.Random(0)  # noqa: S311  data, no secrets
    source = subject.source
    if source.many:
        found: list[Any] = list(_lists(subject, draw))
    elif source.type == STRING:
        found = [*_texts(subject), *(_noise(draw) for _ in range(20))]
    elif source.type == BOOLEAN:
        found = [True, False]
    elif source.whole:
        found = list(_whole(subject, draw))
    else:
        found = list(_real(subject, draw))
    return [None, *found, None] if source.optional else found


def constants(subject: Subject) -> list[float]:
    """Every finite number among the transformer's arguments and in what it learnt."""
    flat = [*_numbers(vars(subject.transformer).values()), *_numbers([subject.summary])]
    return sorted({float(x) for x in flat if math.isfinite(x)})


def _numbers(parts: Any) -> Iterator[float]:
    for part in parts:
        if isinstance(part, int | float):
            yield part
        elif isinstance(part, tuple | list):
            yield from _numbers(part)


def _whole(subject: Subject, draw: random.Random) -> Iterator[int]:
    half = 2 ** (_BITS[subject.source.type] - 1)
    near = [math.floor(c) + step for c in constants(subject) for step in (-1, 0, 1, 2)]
    sizes = [int(draw.choice((-1, 1)) * 2 ** draw.uniform(0, 63)) for _ in range(NOISE)]
    inside = [round(_between(subject, draw)) for _ in range(NOISE)]
    for value in (*_WHOLE, half - 1, -half, *near, *sizes, *inside):
        if -half <= value < half:
            yield value


def _real(subject: Subject, draw: random.Random) -> Iterator[float]:
    near = [x for c in constants(subject) for x in _neighbours(c, subject.source.type == FLOAT)]
    inside = [_between(subject, draw) for _ in range(NOISE)]
    bits = np.frombuffer(draw.randbytes(8 * NOISE), np.float64).tolist()
    ties = [x for tie in _ties(subject, draw) for x in _neighbours(tie, single=False)]
    for value in (*_REAL, *(-x for x in _REAL), *near, *inside, *bits, *ties):
        yield _float32(value) if subject.source.type == FLOAT else value


def _ties(subject: Subject, draw: random.Random) -> Iterator[float]:
    """Values that a scaler takes to the middle of two float32: the last bit of a double decides."""
    scaling = scaling_of(subject)
    if scaling is None or not scaling.divisor or not math.isfinite(scaling.divisor):
        return
    for _ in range(NOISE):
        share = np.float32(draw.uniform(0.01, 1.0))
        middle = (float(share) + float(np.nextafter(share, np.float32(2)))) / 2
        yield middle * scaling.divisor + scaling.shift


def _neighbours(value: float, single: bool) -> list[float]:
    kind = np.float32 if single else np.float64
    with np.errstate(over="ignore"):
        x = kind(value)
        return [float(x), *(float(np.nextafter(x, kind(to))) for to in (-np.inf, np.inf))]


def _between(subject: Subject, draw: random.Random) -> float:
    """A value around the constants."""
    known = constants(subject) or [0.0, 1.0]
    low, high = max(known[0], -1e15), min(known[-1], 1e15)
    return draw.uniform(low - 1.0 - abs(low) / 4, high + 1.0 + abs(high) / 4)


def _float32(value: float) -> float:
    with np.errstate(over="ignore"):
        return float(np.float32(value))


def _labels(subject: Subject) -> list[str]:
    """Labels that were learnt, some where they are many."""
    known = getattr(subject.summary, "labels", subject.summary)
    return list(known)[:100] if isinstance(known, dict | tuple) else []


def _texts(subject: Subject) -> list[str]:
    known = _labels(subject)
    alike = [text for x in known[:20] for text in (x + " ", x.upper(), x.lower(), x[:-1], x + "\0")]
    return [*known, *_TEXTS, *alike]


def _noise(draw: random.Random) -> str:
    return "".join(chr(draw.randrange(1, 0xD800)) for _ in range(draw.randrange(1, 9)))


def _lists(subject: Subject, draw: random.Random) -> Iterator[list[Any]]:
    if subject.source.type != STRING:
        yield from _vectors(subject.summary, draw)
        return
    texts, known = _texts(subject), _labels(subject)
    yield from ([], known, known * 2, ["?"], [*known, "?"], ["?", "?"])
    yield from ([text] for text in texts)
    yield from ([draw.choice(texts) for _ in range(draw.randrange(6))] for _ in range(NOISE))


def _vectors(length: Any, draw: random.Random) -> Iterator[list[float]]:
    size = length if isinstance(length, int) else 2
    yield from ([0.0] * size, [1.0] * size, [1.0] * (size + 1), [1.0] * max(size - 1, 0), [])
    yield from ([x] * size for x in (math.nan, math.inf, -0.0, 1e300, 1e-300, 0.1))
    yield from ([draw.gauss(0.0, 1.0) for _ in range(size)] for _ in range(NOISE))
