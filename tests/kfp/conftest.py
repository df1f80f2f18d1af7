"""Pipelines compiled once per test session: kfp takes seconds to import."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from migrate.kfp.convert import Conversion, convert
from migrate.kfp.settings import Settings
from migrate.kfp.source import Source
from migrate.luigi.graph import TaskGraph
from migrate.luigi.launch import capture_graph
from migrate.luigi.request import CaptureRequest
from tests.kfp.building import fan_in

SHOP = '''\
import luigi


class Raw(luigi.ExternalTask):
    day = luigi.Parameter()

    def output(self):
        return luigi.LocalTarget("data/%s.csv" % self.day)


class Clean(luigi.Task):
    """Reads one file, writes two."""

    day = luigi.Parameter()
    limit = luigi.IntParameter(default=10)
    ratio = luigi.FloatParameter(default=0.5)
    strict = luigi.BoolParameter(default=False)
    columns = luigi.ListParameter(default=["a", "b"])
    label = luigi.Parameter(default=None, significant=False)
    retry_count = 3

    def requires(self):
        return Raw(day=self.day)

    def output(self):
        return {kind: luigi.LocalTarget("out/%s.%s" % (self.day, kind)) for kind in ("good", "bad")}

    def run(self):
        with self.input().open() as lines:
            text = lines.read()
        for target in self.output().values():
            with target.open("w") as out:
                out.write(text)


class Days(luigi.WrapperTask):
    first = luigi.Parameter()

    def requires(self):
        return [Clean(day=self.first), Clean(day="2020-01-02")]


class Total(luigi.Task):
    first = luigi.Parameter()

    def requires(self):
        return {"days": Days(first=self.first), "raw": Raw(day=self.first)}

    def output(self):
        return luigi.LocalTarget("out/total.txt")

    def run(self):
        self.input()
        with self.output().open("w") as out:
            out.write("total")


class All(luigi.WrapperTask):
    first = luigi.Parameter(default="2020-01-01")

    def requires(self):
        return [Total(first=self.first), Days(first=self.first)]
'''


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A legacy repository with wrappers, externals, typed parameters and named outputs."""
    repo = tmp_path_factory.mktemp("shop")
    (repo / "shop.py").write_text(SHOP)
    return repo


def _captured(repo: Path, **params: str) -> TaskGraph:
    return capture_graph(CaptureRequest(repo=repo, modules=("shop",), task="All", params=params))


@pytest.fixture(scope="session")
def graph(shop: Path) -> TaskGraph:
    return _captured(shop)


@pytest.fixture(scope="session")
def probe(shop: Path) -> TaskGraph:
    return _captured(shop, first="2019-12-31")


@pytest.fixture(scope="session", params=["python", "container"])
def conversion(
    request: pytest.FixtureRequest, shop: Path, graph: TaskGraph, probe: TaskGraph
) -> Conversion:
    """The shop as a parametric pipeline, with lightweight and with container components."""
    return convert(Source(shop), [graph, probe], Settings(step_kind=request.param))


@pytest.fixture(scope="session")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Conversion:
    """One task that requires 90: bundles of bundles would need 1601, these need three."""
    return convert(Source(tmp_path_factory.mktemp("wide")), [fan_in(90)], Settings())


def spec_of(converted: Conversion) -> dict[str, Any]:
    """The compiled YAML, a fresh copy to break."""
    loaded: dict[str, Any] = next(yaml.load_all(converted.files["pipeline.yaml"], yaml.CSafeLoader))
    return loaded
