"""Rows of what was read say what became of the features that they made."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from migrate.cli.main import run
from migrate.featran.origin import Origin, followed
from migrate.ledger import Entry, Outcome
from tests.featran_scala.reading import HEAD, read
from tests.featran_tf.converted import SCALA

CONVERTED, NOTED, REFUSED = Outcome.CONVERTED, Outcome.NOTED, Outcome.REFUSED


def origin(*rows: tuple[str, Outcome], sites: dict[str, str]) -> Origin:
    entries = tuple(Entry("required", name, outcome) for name, outcome in rows)
    return Origin("", (), None, entries=entries, sites=sites)


@pytest.mark.parametrize(
    ("row", "ends", "outcome", "reason"),
    [
        (CONVERTED, {"a": CONVERTED}, CONVERTED, ""),
        (CONVERTED, {"a": NOTED}, CONVERTED, ""),
        (CONVERTED, {"a": REFUSED}, REFUSED, "a: FT201"),
        (CONVERTED, {"a": REFUSED, "b": CONVERTED}, NOTED, "a: FT201"),
        (CONVERTED, {"a": REFUSED, "b": REFUSED}, REFUSED, "a: FT201, b: FT201"),
        (CONVERTED, {"elsewhere": REFUSED}, CONVERTED, ""),
        (REFUSED, {"a": CONVERTED}, REFUSED, ""),
    ],
)
def test_a_row_follows_its_features(
    row: Outcome, ends: dict[str, Outcome], outcome: Outcome, reason: str
) -> None:
    read_ = origin(("S.scala:3:4", row), sites={"a": "S.scala:3:4", "b": "S.scala:3:4"})
    made = [Entry("feature", n, o, "FT201" if o is REFUSED else "") for n, o in ends.items()]
    (entry,) = followed(read_, made)
    assert (entry.outcome, entry.reason) == (outcome, reason)


def test_each_link_of_a_chain_has_a_row_of_its_own(tmp_path: Path) -> None:
    source = f"""{HEAD}
case class R(a: Double, b: Double)
object S {{
  val s = FeatureSpec.of[R].required(_.a)(Identity("a")).required(_.b)(Identity("b"))
    .cross(("a", "b"))(_ * _)
  val t = FeatureSpec.from[R]
}}
"""
    reading = read(tmp_path, source)
    path = tmp_path / "Spec.scala"
    assert reading.choose("s").sites == {
        "a": f"{path}:7:29",
        "b": f"{path}:7:58",
        "a x b": f"{path}:8:6",
    }
    assert reading.choose("t").sites == {"a": f"{path}:9:23", "b": f"{path}:9:23"}
    names = [entry.name for entry in reading.ledger.entries]
    for spec in ("s", "t"):
        assert set(reading.choose(spec).sites.values()) <= set(names)
    assert len(set(names)) == len(names) == 5


@pytest.mark.slow
def test_what_tensorflow_refuses_is_refused_in_its_row(tmp_path: Path) -> None:
    source = SCALA.read_text("utf-8").replace(
        "    .cross((",
        '    .required(r => f"${r.minutes}%.1f")(OneHotEncoder("odd"))\n    .cross((',
    )
    scala, page = tmp_path / "Spec.scala", tmp_path / "report.json"
    scala.write_text(source, "utf-8")
    command = ["featran-to-tft", str(scala), "--refit", "-o", str(tmp_path / "p.py"), "--json"]
    with page.open("w") as file, pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdout", file)
        assert run(command) == 1
    rows = json.loads(page.read_text("utf-8"))["ledger"]["entries"]
    line = 1 + source[: source.index('"odd"')].count("\n")
    (row,) = [r for r in rows if r["kind"] == "required" and f":{line}:" in r["name"]]
    assert row["outcome"] == "refused" and row["reason"] == "odd: FT201"
    others = [r for r in rows if r["kind"] in ("required", "optional") and r is not row]
    assert {r["outcome"] for r in others} == {"converted"}
