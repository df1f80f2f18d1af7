"""Made-up listeners in the form of the example's case class."""

from __future__ import annotations

import random
from typing import Any

import pyarrow as pa

SCHEMA = pa.schema(
    [
        pa.field("age", pa.int32(), nullable=False),
        pa.field("country", pa.string()),
        pa.field("minutes", pa.float64(), nullable=False),
        pa.field("premium", pa.bool_(), nullable=False),
        pa.field("genres", pa.list_(pa.field("element", pa.string(), nullable=False))),
        pa.field("skips", pa.int64()),
        pa.field("taste", pa.list_(pa.field("element", pa.float64(), nullable=False))),
        pa.field(
            "ratings",
            pa.list_(
                pa.field(
                    "element",
                    pa.struct(
                        [
                            pa.field("artist", pa.string(), nullable=False),
                            pa.field("stars", pa.float64(), nullable=False),
                        ]
                    ),
                    nullable=False,
                )
            ),
        ),
        pa.field(
            "address",
            pa.struct([pa.field("city", pa.string(), nullable=False), ("zip", pa.string())]),
            nullable=False,
        ),
    ]
)

_COUNTRIES = (None, "SE", "DE", "US", "BR")
_GENRES = ("Rock", "Jazz", "POP", "Métal")
_CITIES = ("Malmö", "Berlin", "São Paulo", "😀 City")


def listeners(count: int, seed: int = 1) -> pa.RecordBatch:
    """Return listeners, the same for the same seed."""
    rng = random.Random(seed)  # noqa: S311  data, no secrets
    return pa.RecordBatch.from_pylist([_listener(rng) for _ in range(count)], schema=SCHEMA)


def _listener(rng: random.Random) -> dict[str, Any]:
    return {
        "age": rng.randrange(14, 90),
        "country": rng.choice(_COUNTRIES),
        "minutes": rng.random() * 3000,
        "premium": rng.random() < 0.4,
        "genres": [rng.choice(_GENRES) for _ in range(rng.randrange(4))],
        "skips": rng.choice((None, rng.randrange(100))),
        "taste": [rng.gauss(0.0, 1.0) for _ in range(4)],
        "ratings": [
            {"artist": rng.choice("abcd"), "stars": rng.random() * 5}
            for _ in range(rng.randrange(4))
        ],
        "address": {"city": rng.choice(_CITIES), "zip": rng.choice((None, "21120"))},
    }
