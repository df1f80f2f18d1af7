"""Writes the input data of examples/legacy_company, always the same for the same seed."""

from __future__ import annotations

import datetime
import json
import random
from pathlib import Path

DATA = Path(__file__).parents[1] / "examples/legacy_company/data"
SEED = 1206
FIRST_DAY = datetime.date(2012, 6, 4)
PLAYS_PER_DAY = 36
RATES = {"DE": 310, "SE": 420, "US": 280}
ARTISTS = ("Björg & the Fjords", "Deep Water", "Lanterns", "Männerchor Nord", "Ola Vik", "The Quay")


def catalog(rng: random.Random) -> dict[str, dict[str, str | int]]:
    """Eighteen tracks, each with an artist and a tempo."""
    return {
        f"t{number:02}": {"artist": ARTISTS[number % len(ARTISTS)], "tempo": rng.randrange(60, 180)}
        for number in range(18)
    }


def plays(rng: random.Random, tracks: list[str]) -> list[str]:
    """Rows of one day: good ones, then one repeated, one broken and one cut short."""
    rows = []
    for second in sorted(rng.sample(range(86_400), PLAYS_PER_DAY)):
        clock = f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"
        seconds = rng.randrange(5, 240)
        row = (clock, f"u{rng.randrange(12):02}", rng.choice(tracks), seconds, rng.choice([*RATES]))
        rows.append("\t".join(map(str, row)))
    return [*rows, rows[-1], rows[0].replace("\t", "\t-", 3), rows[1].rpartition("\t")[0]]


def main() -> None:
    """Leaves data/ as the seed says."""
    rng = random.Random(SEED)  # noqa: S311 - test data, not cryptography
    (DATA / "plays").mkdir(parents=True, exist_ok=True)
    tracks = catalog(rng)
    (DATA / "catalog.json").write_text(json.dumps(tracks, indent=1, sort_keys=True) + "\n")
    (DATA / "rates.json").write_text(json.dumps(RATES, indent=1, sort_keys=True) + "\n")
    for day in range(7):
        date = FIRST_DAY + datetime.timedelta(days=day)
        text = "\n".join(plays(rng, list(tracks))) + "\n"
        (DATA / f"plays/{date.isoformat()}.tsv").write_text(text)


if __name__ == "__main__":
    main()
