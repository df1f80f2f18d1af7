"""Every writer on results of the engine itself, for all ways to pair rows and kinds of values."""

from __future__ import annotations

import datetime as dt
import json
import xml.etree.ElementTree as ET

import jsonschema
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from migrate.parity.model import AlignmentMode
from migrate.parity.policy import Duplicates, FieldRule, Ignore, Mask, Policy, Rule, Sensitive
from migrate.parity.report import schema, tables, text_files
from migrate.parity.report.outputs import Outputs, write_outputs
from migrate.parity.request import Request
from migrate.parity.run import compare
from tests.report.test_html import Page

N = 40
ODD = (float("nan"), float("inf"), -0.0)
PAIRS = pa.map_(pa.string(), pa.int64())


def columns(new: int) -> pa.Table:
    """All kinds of values; ``new`` is 1 where they differ here and there."""
    day = dt.datetime(2026, 1, 31)
    some = [new if n % 7 == 0 else 0 for n in range(N)]
    return pa.table({
        "id": pa.array([f"k{n}" for n in range(N)]),
        "half": pa.array([n // 2 for n in range(N)]),
        "i": pa.array([n + s for n, s in enumerate(some)], pa.int32()),
        "d": pa.array([None if n == 5 else n / 3 + s * 1e-7 for n, s in enumerate(some)]),
        "odd": pa.array([ODD[n % 3] + s for n, s in enumerate(some)]),
        "t": pa.array([None if n == 3 and new else f"å{'x' * s}" for n, s in enumerate(some)]),
        "b": pa.array([n % 2 == s for n, s in enumerate(some)]),
        "raw": pa.array([bytes([n, s, 255]) for n, s in enumerate(some)], pa.binary()),
        "when": pa.array([day + dt.timedelta(hours=n + s) for n, s in enumerate(some)]),
        "date": pa.array([day.date() + dt.timedelta(days=n + s) for n, s in enumerate(some)]),
        "v": pa.array([[1.0, float(s)] for s in some], pa.list_(pa.float32())),
        "tags": pa.array([["a", "b"][:: -1 if s else 1] for s in some]),
        "m": pa.array([[("x", n), ("y", s)] for n, s in enumerate(some)], PAIRS),
        "r": pa.array([{"a": {"b": n + s}, "c": None} for n, s in enumerate(some)]),
        "rs": pa.array([[{"k": "a", "v": s}, {"k": "b", "v": 1}] for s in some]),
        "empty": pa.array([None] * N, pa.string()),
    })  # fmt: skip


RULES = (FieldRule("d", Rule(absolute=1e-3)), FieldRule("rs", Rule(element_key="k")))
POLICIES = {
    "key": Policy(key=("id",), rules=RULES, ignores=(Ignore("b", "noise"),)),
    "two keys": Policy(key=("r.a.b", "id")),
    "duplicates fail": Policy(key=("half",)),
    "duplicates by rank": Policy(key=("half",), duplicates=Duplicates.RANK),
    "duplicates pairwise": Policy(key=("half",), duplicates=Duplicates.PAIRWISE),
    "multiset": Policy(mode=AlignmentMode.MULTISET),
    "distribution": Policy(mode=AlignmentMode.DISTRIBUTION),
    "masked": Policy(key=("id",), sensitive=(Sensitive("*", Mask.HASH),)),
}


@pytest.mark.slow
@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
def test_every_output_of_a_real_comparison_holds_together(tmp_path, capsys, policy):
    paths = []
    for name, table in (("old", columns(0)), ("new", columns(1).slice(0, N - 2))):
        paths.append(str(tmp_path / f"{name}.parquet"))
        pq.write_table(table, paths[-1])
    wanted = Outputs(
        tmp_path / "p.html", tmp_path / "p.xml", tmp_path / "t", tmp_path / "b", as_json=True
    )
    with compare(Request(*paths, policy, distributions=True)) as comparison:
        write_outputs(comparison.result, lambda every: comparison.key_rows(all_rows=every), wanted)
        write_outputs(comparison.result, lambda every: [], Outputs())
        rows = comparison.result.rows
    out = capsys.readouterr().out
    found, _ = json.JSONDecoder().raw_decode(out)
    jsonschema.Draft202012Validator(schema.schema()).validate(found)
    assert out.rstrip().splitlines()[-1] == "NEW is not equal to OLD under the policy"
    page = Page((tmp_path / "p.html").read_text())
    assert len(page.ids) == len(set(page.ids))
    cases = ET.parse(tmp_path / "p.xml").getroot().findall("testsuite/testcase")
    assert len(cases) == len(found["fields"]) + len(found["verdict"]["checks"])
    keys = pq.read_table(tmp_path / "t" / tables.KEYS).to_pylist()
    kinds = [row["class"] for row in keys]
    if policy.key:
        assert kinds.count("DIFFERENT") == rows.different
        assert kinds.count("MISSING_RIGHT") == rows.missing_right
        lines = (tmp_path / "b/keys" / text_files.PART).read_text().splitlines()
        assert all(len(line.split("\t")) in (3, 6, 7) for line in lines)
        assert sum(line.endswith("\tMISSING_RHS\t") for line in lines) == rows.missing_right
