"""Parameters reach the task with the value, and the task with the id, that Luigi gives them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.step.harness import Repository

EVERYTHING = """
import datetime, json, luigi

class Options(luigi.Task):
    count = luigi.IntParameter(default=0)
    ratio = luigi.FloatParameter(default=0.0)
    flag = luigi.BoolParameter(default=False)
    name = luigi.Parameter(default="none")
    day = luigi.DateParameter(default=datetime.date(2000, 1, 1))
    month = luigi.MonthParameter(default=datetime.date(2000, 1, 1))
    hour = luigi.DateHourParameter(default=datetime.datetime(2000, 1, 1))
    week = luigi.DateIntervalParameter(default=luigi.date_interval.Year(2000))
    wait = luigi.TimeDeltaParameter(default=datetime.timedelta(0))
    pair = luigi.TupleParameter(default=())
    many = luigi.ListParameter(default=[])
    table = luigi.DictParameter(default={})
    maybe = luigi.OptionalParameter(default="set")
    quiet = luigi.Parameter(default="q", significant=False)
    plain = luigi.Parameter(default=None)

    def output(self):
        return luigi.LocalTarget("out/options.txt")

    def run(self):
        with self.output().open("w") as out:
            out.write(repr(sorted(self.param_kwargs.items())))
"""

TEXTS = {
    "negative int": ({"count": "-5"}, "count=-5"),
    "int beyond 2^53": ({"count": "9007199254740993"}, "count=9007199254740993"),
    "float": ({"ratio": "1e-07"}, "ratio=1e-07"),
    "float as the command line of a pod has it": ({"ratio": "1"}, "ratio=1.0"),
    "bool as a pod has it": ({"flag": "true"}, "flag=True"),
    "text that looks like an option": ({"name": "--task"}, "name='--task'"),
    "empty text": ({"name": ""}, "name=''"),
    "text beyond ASCII": ({"name": "łódź ☃"}, "name='łódź ☃'"),
    "text with quotes and lines": ({"name": "a\"'\n$b"}, "name='''a\"'\n$b'''"),
    "date": ({"day": "2020-02-29"}, "day=datetime.date(2020, 2, 29)"),
    "month": ({"month": "2020-02"}, "month=datetime.date(2020, 2, 1)"),
    "date and hour": ({"hour": "2020-02-29T13"}, "hour=datetime.datetime(2020, 2, 29, 13)"),
    "date interval": ({"week": "2020-W09"}, "week=luigi.date_interval.Week(2020, 9)"),
    "time delta": ({"wait": "1 d 2 h"}, "wait=datetime.timedelta(1, 7200)"),
    "tuple": ({"pair": "[[1, 2], [3, 4]]"}, "pair=((1, 2), (3, 4))"),
    "list": ({"many": '["a", 1, null]'}, "many=['a', 1, None]"),
    "dict": ({"table": '{"b": {"x": [1]}, "a": 2}'}, "table={'b': {'x': [1]}, 'a': 2}"),
    "None of an optional": ({"maybe": ""}, "maybe=None"),
    "insignificant": ({"quiet": "loud"}, "quiet='loud'"),
}

NUMBERS = {
    "int": ({"count": 5}, "count=5"),
    "int that KFP made a float": ({"count": 5.0}, "count=5"),
    "float": ({"ratio": 0.1}, "ratio=0.1"),
    "whole float": ({"ratio": 3}, "ratio=3.0"),
    "bool": ({"flag": True}, "flag=True"),
    "not given": ({"name": None}, ""),
}

JSON_VALUES = {
    "None": (None, "None"),
    "int": (7, "7"),
    "list": ([1, "a"], "[1, 'a']"),
    "bool": (False, "False"),
    "text that KFP would take for a placeholder": ("{{$.x}}", "'{{$.x}}'"),
}


ARGUMENTS = [
    *(code for _, code in TEXTS.values()),
    *(code for _, code in NUMBERS.values()),
    *(f"plain={code}" for _, code in JSON_VALUES.values()),
]


@pytest.fixture(scope="module")
def luigis_own(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """``{arguments: [task id, values]}`` as legacy code itself makes them, in one process."""
    repo = Repository(tmp_path_factory.mktemp("legacy"))
    repo.write("shop.py", EVERYTHING)
    made = ", ".join(f"({code!r}, Options({code}))" for code in ARGUMENTS)
    shown = "[t.task_id, repr(sorted(t.param_kwargs.items()))]"
    listing = f"json.dumps(dict((code, {shown}) for code, t in [{made}]))"
    repo.write("listing.py", f"from shop import *\nprint({listing})\n")
    return dict(json.loads(repo.process(["listing.py"], {}).ok().out))


def check(
    repo: Repository, task_and_values: list[str], params: dict[str, Any], **step: Any
) -> None:
    """The step makes the very task that legacy code makes with these arguments."""
    task_id, values = task_and_values
    repo.write("shop.py", EVERYTHING)
    ended = repo.step("Options", params=params, outputs={"o": []}, **step).ok()
    assert (repo.artifact("o") / "options.txt").read_text() == values
    assert ended.last == f"paved-road: {task_id} done"


@pytest.mark.parametrize(("params", "arguments"), TEXTS.values(), ids=TEXTS)
def test_text_is_parsed_by_luigi(
    repo: Repository, luigis_own: dict[str, list[str]], params: dict[str, str], arguments: str
) -> None:
    check(repo, luigis_own[arguments], params, text=sorted(params))


def test_the_id_of_luigis_graph_is_accepted(
    repo: Repository, luigis_own: dict[str, list[str]]
) -> None:
    task_id, values = luigis_own["count=5"]
    check(repo, [task_id, values], {"count": "5", "__task_id__": task_id}, text=["count"])


@pytest.mark.parametrize(("params", "arguments"), NUMBERS.values(), ids=NUMBERS)
def test_native_values_become_luigis_text(
    repo: Repository, luigis_own: dict[str, list[str]], params: dict[str, Any], arguments: str
) -> None:
    check(repo, luigis_own[arguments], params, text=sorted(params), entry="run")


@pytest.mark.parametrize(("value", "code"), JSON_VALUES.values(), ids=JSON_VALUES)
def test_json_values_of_a_plain_parameter(
    repo: Repository, luigis_own: dict[str, list[str]], value: Any, code: str
) -> None:
    params = {"plain": json.dumps(value)}
    check(repo, luigis_own[f"plain={code}"], params, json=["plain"])


def test_an_unknown_parameter_is_an_error(repo: Repository) -> None:
    repo.write("shop.py", EVERYTHING)
    ended = repo.step("Options", params={"colour": "red"})
    assert ended.code == 1
    assert "Options has no parameter colour" in ended.last


def test_a_wrong_task_id_is_an_error_before_run(repo: Repository) -> None:
    repo.write("shop.py", EVERYTHING)
    ended = repo.step("Options", params={"__task_id__": "Options_1"}, outputs={"o": []})
    assert ended.code == 1
    assert ended.last.startswith("paved-road: Options_1 failed: StepError: the task is Options_")
    assert not repo.artifact("o").exists()


def test_an_id_that_the_task_makes_itself_needs_to_be_given(repo: Repository) -> None:
    source = """
        import luigi

        class Renamed(luigi.Task):
            def __init__(self, *args, **kwargs):
                super(Renamed, self).__init__(*args, **kwargs)
                self.task_id = "mine"
    """
    repo.write("shop.py", source)
    assert "the task is mine here but Renamed_" in repo.step("Renamed").last
    assert repo.step("Renamed", params={"__task_id__": "mine"}).last == "paved-road: mine done"


def test_the_default_of_an_omitted_parameter_is_evaluated_in_the_step(repo: Repository) -> None:
    source = """
        import os
        import luigi

        class Dated(luigi.Task):
            day = luigi.Parameter(default=os.environ["TODAY"])
    """
    repo.write("shop.py", source)
    ended = repo.step("Dated", omit=["day"], env={"TODAY": "monday"}).ok()
    assert ended.last.startswith("paved-road: Dated_monday_")


OBJECTS = """
import luigi

class Model(object):
    def __init__(self, n):
        self.n = n

class Train(luigi.Task):
    model = luigi.Parameter()

    def output(self):
        return luigi.LocalTarget("out/%s.txt" % self.model.n)

    def run(self):
        with self.output().open("w") as out:
            out.write("model %s" % self.model.n)

MODELS = [Model(n) for n in range(3)]
Model.__str__ = lambda self: "model-%s" % self.n

class Middle(luigi.WrapperTask):
    def requires(self):
        return {"only": [Train(model=m) for m in MODELS]}

class All(luigi.WrapperTask):
    size = luigi.IntParameter()

    def requires(self):
        yield Middle()
"""


def test_an_object_parameter_is_reached_from_the_root(repo: Repository) -> None:
    repo.write("shop.py", OBJECTS)
    root = {"module": "shop", "family": "All", "params": {"size": "3"}}
    params = {"__route__": "[0, 2]"}
    repo.step("Train", params=params, root=root, outputs={"o": []}).ok()
    assert (repo.artifact("o") / "2.txt").read_text() == "model 2"


def test_a_root_is_made_with_what_its_text_does_not_give_back(repo: Repository) -> None:
    code = """
        import luigi
        class Up(luigi.Task):
            n = luigi.Parameter()
            def output(self):
                return luigi.LocalTarget("up.txt")
            def run(self):
                with self.output().open("w") as out:
                    out.write(self.n)
        class All(luigi.WrapperTask):
            a = luigi.Parameter()
            b = luigi.Parameter()
            def requires(self):
                return Up(n=repr((self.a, self.b)))
    """
    repo.write("shop.py", code)
    root = {"module": "shop", "family": "All", "params": {"a": "None"}, "json": {"b": "null"}}
    repo.step("Up", params={"__route__": "[0]"}, root=root, outputs={"o": []}).ok()
    assert (repo.artifact("o") / "up.txt").read_text().replace("u'", "'") == "('None', None)"


@pytest.mark.parametrize(
    ("requires", "route"),
    [
        ("{'b': Up(n=1), 'a': Up(n=2)}", [1]),
        ("{'a': Up(n=1), 'b': Up(n=2)}", [0]),
        ("{10: Up(n=2), 9: Up(n=1)}", [0]),
        ("{'x': {'b': Up(n=1), 'a': Up(n=2)}, 'c': Up(n=3)}", [2]),
        ("[{'b': Up(n=1)}, Up(n=2)]", [0]),
    ],
)
def test_a_route_counts_dictionaries_by_key(
    repo: Repository, requires: str, route: list[int]
) -> None:
    """Without an id to look for, as where the id depends on the run."""
    code = f"""
        import luigi
        class Up(luigi.Task):
            n = luigi.IntParameter()
            def output(self):
                return luigi.LocalTarget("%d.txt" % self.n)
            def run(self):
                with self.output().open("w") as out:
                    out.write("x")
        class All(luigi.WrapperTask):
            def requires(self):
                return {requires}
    """
    repo.write("shop.py", code)
    root = {"module": "shop", "family": "All"}
    repo.step("Up", params={"__route__": str(route)}, root=root, outputs={"o": []}).ok()
    assert (repo.artifact("o") / "1.txt").is_file()


def test_a_route_that_leads_nowhere_is_an_error(repo: Repository) -> None:
    repo.write("shop.py", OBJECTS)
    root = {"module": "shop", "family": "All", "params": {"size": "3"}}
    ended = repo.step("Train", params={"__route__": "[0, 3]"}, root=root)
    assert ended.code == 1
    assert "has no requirement 3" in ended.last


@pytest.mark.parametrize("module", ["shop", "other"])
def test_of_two_classes_with_one_family_the_named_one_runs(repo: Repository, module: str) -> None:
    twin = """
        import luigi

        class Twin(luigi.Task):
            def run(self):
                print("ran in %s" % __name__)
    """
    repo.write("other.py", twin)
    repo.write("shop.py", "import other\n" + twin.replace("\n        ", "\n"))
    ended = repo.step("Twin", **{"class": f"{module}:Twin"}).ok()
    assert ended.out == f"ran in {module}\n"
