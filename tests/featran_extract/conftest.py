"""A spec, records of it in four formats, and the command."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from migrate.cli.main import run

SPEC = """
package demo
import com.spotify.featran._
import com.spotify.featran.transformers._

case class User(age: Int, country: Option[String], tags: Seq[String], income: Option[Double])

object Specs {
  val spec = FeatureSpec
    .of[User]
    .required(_.age.toDouble)(MinMaxScaler("age"))
    .optional(_.country)(OneHotEncoder("country", encodeMissingValue = true))
    .required(_.tags)(NHotEncoder("tags"))
    .optional(_.income, Some(0.0))(Bucketizer("income", Array(0.0, 10.0, 20.0)))
    .cross(("age", "country"))(_ * _)
}
"""
USERS = [
    {"age": 20, "country": "se", "tags": ["a", "b"], "income": 5.5},
    {"age": 60, "country": None, "tags": [], "income": None},
    {"age": 40, "country": "us", "tags": ["b"], "income": 30.0},
]
SCHEMA = pa.schema(
    [
        ("age", pa.int32()),
        ("country", pa.string()),
        ("tags", pa.list_(pa.string())),
        ("income", pa.float64()),
    ]
)


@dataclass(frozen=True)
class Project:
    """A folder with a spec and records."""

    folder: Path

    @property
    def spec(self) -> Path:
        return self.folder / "Spec.scala"

    @property
    def users(self) -> Path:
        return self.folder / "users.jsonl"

    def path(self, name: str) -> Path:
        return self.folder / name

    def run(self, *args: str | Path) -> int:
        """Run ``migrate featran-extract``."""
        return run(["featran-extract", "-q", *map(str, args)])

    def manifest(self, name: str) -> Any:
        return json.loads((self.folder / name / "manifest.json").read_text())

    def lines(self, name: str) -> list[Any]:
        text = (self.folder / name / "features.jsonl").read_text()
        return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project(tmp_path)
    made.spec.write_text(SPEC)
    made.users.write_text("".join(json.dumps(user) + "\n" for user in USERS))
    return made
