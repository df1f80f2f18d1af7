"""Tasks that their parents make, the items of a loop, and the plan of a run."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.step.harness import Repository

SHOP = """
import luigi


class Money(object):
    def __init__(self, amount):
        self.amount = amount

    def __str__(self):
        return "money"


class Day(luigi.Task):
    number = luigi.IntParameter()
    note = luigi.Parameter(default=None, significant=False)
    budget = luigi.Parameter(default=None, significant=False)
    token = luigi.Parameter(default="t0k3n", significant=False)

    def output(self):
        return luigi.LocalTarget("out/day-%d.txt" % self.number)

    def run(self):
        with self.output().open("w") as out:
            out.write("day %d %s" % (self.number, self.budget and self.budget.amount))


class Rate(luigi.Task):
    half = luigi.FloatParameter()

    def output(self):
        return luigi.LocalTarget("out/rate.txt")

    def run(self):
        with self.output().open("w") as out:
            out.write(str(self.half))


class Month(luigi.Task):
    days = luigi.IntParameter()
    rich = luigi.BoolParameter()

    def requires(self):
        money = Money(9) if self.rich else None
        days = [Day(number=n, budget=money) for n in range(self.days)]
        return {"days": days + days[:1], "rate": Rate(half=self.days / 2.0)}

    def output(self):
        return luigi.LocalTarget("out/month.txt")

    def run(self):
        with self.output().open("w") as out:
            out.write("month")
"""
ROOT = {"module": "shop", "family": "Month", "params": {"days": "1", "rich": "False"}}


@pytest.fixture
def shop(repo: Repository) -> Repository:
    repo.write("shop.py", SHOP)
    return repo


def items(shop: Repository, **params: Any) -> list[str]:
    constant = {"walk": {"root": ROOT, "hops": []}, "at": ["days"], "family": "Day"}
    given = {n if n[:2] == "__" else f"__root__{n}": value for n, value in params.items()}
    shop.helper("items", [], "items", params=given, secret=["token"], **constant).ok()
    found: list[str] = json.loads(shop.artifact("items").read_text())
    return found


def day(shop: Repository, item: str) -> str:
    ended = shop.step("Day", params={"__item__": item}, outputs={"o": []}, walk={"hops": []}).ok()
    assert ended.last == "paved-road: Day_" + shop.record("o")["task_id"][4:] + " done"
    (file,) = (path for path in shop.artifact("o").glob("day-*"))
    return file.read_text()


def test_a_step_walks_down_from_the_root_of_this_run(shop: Repository) -> None:
    walk = {"root": ROOT, "hops": [["rate"]]}
    shop.step("Rate", params={"__root__days": "5"}, outputs={"o": []}, walk=walk).ok()
    assert (shop.artifact("o") / "rate.txt").read_text() == "2.5"


def test_a_place_that_is_not_there_is_named(shop: Repository) -> None:
    ended = shop.step("Rate", walk={"root": ROOT, "hops": [["rates"]]})
    assert ended.code == 1
    assert "requires nothing at ['rates']" in ended.last


def test_items_are_luigis_own_texts_each_once(shop: Repository) -> None:
    found = items(shop, days="3")
    assert [json.loads(item)["params"] for item in found] == [
        {"number": "0"},
        {"number": "1"},
        {"number": "2"},
    ]
    assert "t0k3n" not in str(found)
    assert day(shop, found[2]) == "day 2 None"


def test_an_item_without_texts_is_walked_to(shop: Repository) -> None:
    found = items(shop, days="2", rich="True")
    assert [json.loads(item)["walk"]["hops"] for item in found] == [
        [["days", "0"]],
        [["days", "1"]],
    ]
    assert day(shop, found[1]) == "day 1 9"


def plan(shop: Repository, **constant: Any) -> None:
    walk = {"root": ROOT, "hops": []}
    shop.helper("plan", [], "plan", params={"__root__days": "2"}, walk=walk, **constant).ok()


def ends(shop: Repository, family: str, **params: Any) -> str:
    ended = shop.step(family, mode="in_place", params=params, plan="plan", arrive={"plan": "plan"})
    return ended.ok().last.split()[-1]


def test_only_what_luigi_would_run_is_run(shop: Repository) -> None:
    plan(shop)
    assert ends(shop, "Day", number="0") == "done"
    assert ends(shop, "Rate", half="1.0") == "done"
    plan(shop)
    assert ends(shop, "Day", number="0") == "skipped"
    assert ends(shop, "Day", number="1") == "done"
    assert ends(shop, "Month", days="2", rich="False") == "done"
    (shop.path / "out/rate.txt").unlink()
    plan(shop)
    assert ends(shop, "Rate", half="1.0") == "skipped"
    assert not (shop.path / "out/rate.txt").exists()


def test_what_is_below_an_artifact_is_looked_at(shop: Repository) -> None:
    shop.write("out/month.txt", "month")
    plan(shop, artifacts=["Month"])
    assert ends(shop, "Rate", half="1.0") == "done"


def test_a_task_that_cannot_say_what_it_requires_does_not_end_the_plan(shop: Repository) -> None:
    """Luigi's scheduler goes on; the step of that task raises the error."""
    broken = "class Rate(luigi.Task):\n    def requires(self):\n        return self.gone\n"
    shop.write("shop.py", SHOP.replace("class Rate(luigi.Task):\n", broken))
    plan(shop)
    assert ends(shop, "Day", number="0") == "done"
    params = {"half": "1.0"}
    ended = shop.step("Rate", mode="in_place", params=params, plan="plan", arrive={"plan": "plan"})
    assert ended.code == 1 and "'gone'" in ended.last


def test_a_plan_has_no_ids(shop: Repository) -> None:
    plan(shop)
    text = (shop.artifact("plan") / "plan.json").read_text()
    assert "Month" not in text and len(json.loads(text)["run"]) == 4


def test_a_missing_plan_is_an_error(shop: Repository) -> None:
    ended = shop.step("Rate", params={"half": "1.0"}, plan="plan", arrive={"plan": "nothing"})
    assert ended.code == 1 and "is no plan" in ended.last


def test_pipelines_share_the_items_of_one_loop(shop: Repository) -> None:
    found = [items(shop, days="7", __share__=f"{n}/3") for n in (1, 2, 3)]
    numbers = [[json.loads(item)["params"]["number"] for item in part] for part in found]
    assert [len(part) for part in numbers] == [2, 2, 3]
    assert sorted(n for part in numbers for n in part) == [str(n) for n in range(7)]
