"""A dry run: the task is made with its id and its data is bound, and nothing of it runs."""

from __future__ import annotations

import json

import pytest

from tests.step.harness import Repository

SHOP = """
import luigi


class Given(luigi.ExternalTask):
    def output(self):
        return luigi.LocalTarget("given.txt")


class Count(luigi.Task):
    number = luigi.IntParameter()

    def requires(self):
        return Given()

    def output(self):
        return luigi.LocalTarget("out/%d.txt" % self.number)

    def complete(self):
        raise SystemExit("asked whether it is complete")

    def run(self):
        raise SystemExit("run() was called")


class Total(luigi.Task):
    def requires(self):
        return [Count(number=n) for n in range(2)]

    def output(self):
        return luigi.LocalTarget("total.txt")
"""
DRY = {"PAVED_ROAD_DRY_RUN": "1"}


@pytest.fixture
def shop(repo: Repository) -> Repository:
    repo.write("shop.py", SHOP)
    return repo


def test_a_chain_is_made_and_bound_without_data(shop: Repository) -> None:
    given = shop.step("Given", kind="external", outputs={"given": []}, env=DRY).ok()
    assert given.last == "paved-road: Given__99914b932b made"
    for number in ("0", "1"):
        made = shop.step(
            "Count",
            params={"number": number},
            inputs={"given": [[], []]},
            outputs={f"count{number}": []},
            env=DRY,
        )
        assert made.ok().last.endswith(" made")
    total = shop.step("Total", inputs={"count0": [[0], []], "count1": [[1], []]}, env=DRY)
    assert total.ok().last.endswith(" made")
    assert shop.record("count0")["targets"][0]["exists"] is False
    assert not list(shop.artifact("count0").glob("*.txt"))


def test_a_wrong_wire_and_a_wrong_id_fail(shop: Repository) -> None:
    shop.step("Count", params={"number": "0"}, outputs={"count": []}, env=DRY).ok()
    wrong = shop.step("Total", inputs={"count": [[1], []]}, env=DRY)
    assert "not the output [] of Count_1" in wrong.last
    other = shop.step("Count", params={"number": "0", "__task_id__": "Count_1"}, env=DRY)
    assert "but Count_1 in Luigi's graph" in other.last


def test_helpers_ask_for_no_data(shop: Repository) -> None:
    walk = {"root": {"module": "shop", "family": "Total", "params": {}}, "hops": []}
    given = [{"kind": "plan", "walk": walk}, {}, {}, {"plan": str(shop.artifact("plan"))}]
    shop.start("command", given, DRY).ok()
    assert len(json.loads((shop.artifact("plan") / "plan.json").read_text())["run"]) == 4
    shop.step("Count", params={"number": "0"}, outputs={"count": []}, env=DRY).ok()
    bundle = {"kind": "bundle"}
    sinks = {"bundle": str(shop.artifact("bundle"))}
    given = [bundle, {}, {"item": str(shop.artifact("count"))}, sinks]
    shop.start("command", given, DRY).ok()
    total = shop.step("Total", inputs={"bundle": [None, None]}, env=DRY)
    assert total.ok().last.endswith(" made")
