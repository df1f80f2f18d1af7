"""A run on Beam gives the answer of a local run, bit for bit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from migrate.parity.as_json import to_text
from migrate.parity.from_json import from_text
from migrate.parity.model import AlignmentMode, ParityResult, Provenance
from migrate.parity.policy import Duplicates, FieldRule, Policy, Rule
from migrate.parity.run import Request, compared
from tests.parity.sample import sample_result
from tests.parity.test_mutations import PLANTED, changed, original

pytest.importorskip("apache_beam", reason="not run: apache-beam is not installed")

POLICIES = {
    "keyed": Policy(key=("id",), rules=(FieldRule("ratio", Rule(relative=1e-3)),)),
    "duplicates by rank": Policy(key=("small",), duplicates=Duplicates.RANK),
    "duplicates fail": Policy(key=("day", "flag")),
    "multiset": Policy(mode=AlignmentMode.MULTISET),
    "distribution": Policy(mode=AlignmentMode.DISTRIBUTION),
}


def sides(folder: Path) -> tuple[str, str]:
    """Two sides with many kinds of differences, in several files each."""
    old = new = original()
    for title, (column, change, _) in PLANTED.items():
        if not title.startswith("null"):
            new, _ = changed(new, column, change, 9)
    new = pa.concat_tables([new.slice(5), new.slice(20, 2)])
    for name, table in (("old", old), ("new", new)):
        (folder / name).mkdir()
        for part in range(3):
            rows = table.slice(part * 70, 70 if part < 2 else None)
            pq.write_table(rows, folder / name / f"part-{part}.parquet")
    return str(folder / "old"), str(folder / "new")


def without_engine(result: ParityResult) -> str:
    return to_text(replace(result, provenance=Provenance("", "")))


SLOW = ("duplicates by rank", "duplicates fail", "multiset")


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=[pytest.mark.slow] if n in SLOW else []) for n in POLICIES]
)
def test_answer_is_that_of_a_local_run(name: str, tmp_path: Path) -> None:
    from migrate.parity.on_beam import compared_on

    request = Request(*sides(tmp_path), POLICIES[name], shards=5)
    there = compared_on("DirectRunner", request, [], str(tmp_path / "result.json"))
    here = compared(request)
    assert without_engine(there) == without_engine(here)
    if name == "keyed":
        assert sum(bool(field.different) for field in here.fields) > 10


def test_json_form_reads_back_as_it_was() -> None:
    result = sample_result(2)
    assert from_text(to_text(result)) == result
