"""How capture writes parameters: text, value, source, and how each can travel to a step."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.legacy import legacy_python
from tests.luigi.capturing import captured, node_of, params_of, write_repo

CODE = """
import datetime, enum, json, time
from datetime import date as day

STARTED = time.time()

def yesterday():
    return datetime.date.today() - datetime.timedelta(days=1)

class Colour(enum.Enum):
    red = 1

class Doubled(luigi.IntParameter):
    def parse(self, text):
        return 2 * int(text)

class Up(luigi.Task):
    number = luigi.IntParameter()
    flag = luigi.BoolParameter(default=True)
    made = luigi.Parameter(default="d")

class Root(luigi.Task):
    given = luigi.Parameter()
    text = luigi.Parameter(default="a b")
    number = luigi.IntParameter(default=3)
    ratio = luigi.FloatParameter(default=0.1)
    big = luigi.IntParameter(default=2 ** 60)
    flag = luigi.BoolParameter(default=False)
    date = luigi.DateParameter(default=day(2020, 1, 2))
    hour = luigi.DateHourParameter(default=datetime.datetime(2020, 1, 2, 3))
    items = luigi.ListParameter(default=[1, [2, "x"]])
    table = luigi.DictParameter(default={"a": {"b": 1}})
    pair = luigi.TupleParameter(default=(1, 2))
    colour = luigi.EnumParameter(enum=Colour, default=Colour.red)
    plain_int = luigi.Parameter(default=5)
    plain_list = luigi.Parameter(default=[1, 2])
    nothing = luigi.Parameter(default=None)
    no_int = luigi.IntParameter(default=None)
    function = luigi.Parameter(default=yesterday)
    task = luigi.Parameter(default=Up(number=1))
    kind = luigi.TaskParameter(default=Up)
    doubled = Doubled(default=4)
    configured = luigi.Parameter(default="d")
    hidden = luigi.Parameter(default="h", significant=False)
    clock_call = luigi.DateParameter(default=datetime.date.today())
    clock_alias = luigi.DateParameter(default=day.today())
    clock_helper = luigi.DateParameter(default=yesterday())
    clock_global = luigi.FloatParameter(default=STARTED)
    clock_lambda = luigi.Parameter(default=(lambda: time.strftime("%Y"))())

    def requires(self):
        return Up(number=self.number + 1, made="d")
"""

TRANSPORTS = {
    "given": "text",
    "text": "text",
    "number": "text",
    "ratio": "text",
    "big": "text",
    "flag": "text",
    "date": "text",
    "hour": "text",
    "items": "text",
    "table": "text",
    "pair": "text",
    "colour": "text",
    "plain_int": "json",
    "plain_list": "json",
    "nothing": "json",
    "no_int": "json",
    "function": "object",
    "task": "object",
    "kind": "text",
    "doubled": "json",
}
SOURCES = {"given": "given", "configured": "config", "text": "default", "number": "default"}


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    root = tmp_path_factory.mktemp("repo")
    write_repo(root, {"luigi.cfg": "[Root]\nconfigured: from the file\n"})
    return captured(root, CODE, params={"given": "g=1"})


@pytest.mark.parametrize("name", TRANSPORTS)
def test_transport_is_what_really_parses_back(name: str, graph: dict[str, Any]) -> None:
    assert params_of(graph)[name]["transport"] == TRANSPORTS[name]


@pytest.mark.parametrize("name", SOURCES)
def test_source(name: str, graph: dict[str, Any]) -> None:
    assert params_of(graph)[name]["source"] == SOURCES[name]


def test_values_keep_their_types(graph: dict[str, Any]) -> None:
    params = params_of(graph)
    assert params["given"]["text"] == "g=1"
    assert params["big"]["value"] == 2**60
    assert params["items"]["value"] == [1, [2, "x"]]
    assert params["table"]["value"] == {"a": {"b": 1}}
    assert params["date"]["value"] is None
    assert params["date"]["text"] == params["date"]["default_text"] == "2020-01-02"
    assert params["date"]["value_type"] == "datetime.date"
    assert params["flag"]["value"] is False
    assert params["configured"]["text"] == "from the file"
    assert params["task"]["value_type"] == "pipeline.Up"


def test_an_address_in_memory_is_no_text(graph: dict[str, Any]) -> None:
    assert params_of(graph)["function"]["text"] is None


def test_insignificant_parameters_are_there(graph: dict[str, Any]) -> None:
    assert params_of(graph)["hidden"]["significant"] is False


def test_defaults_that_read_the_clock(graph: dict[str, Any]) -> None:
    reading = {n for n, p in params_of(graph).items() if p["default_reads_clock"]}
    clocks = {"clock_call", "clock_alias", "clock_helper", "clock_global", "clock_lambda"}
    assert reading == clocks


def test_values_given_by_another_task_are_computed(graph: dict[str, Any]) -> None:
    params = params_of(graph, "Up")
    assert params["number"]["source"] == "computed"
    assert params["flag"]["source"] == "default"
    assert params["number"]["value"] == 4


def test_an_empty_text_is_not_given(tmp_path: Path) -> None:
    code = """
    class Root(luigi.Task):
        name = luigi.Parameter(default="d")
    """
    graph = captured(tmp_path, code, params={"name": ""})
    assert params_of(graph)["name"]["text"] == "d"


def test_dashes_and_bare_class_names(tmp_path: Path) -> None:
    code = """
    class Root(luigi.Task):
        task_namespace = "deep.space"
        some_name = luigi.Parameter()
    """
    graph = captured(tmp_path, code, params={"some-name": "x"})
    assert node_of(graph, "deep.space.Root")["params"][0]["text"] == "x"
    assert graph["root_params"] == {"some_name": "x"}


@pytest.mark.network
@pytest.mark.legacy
def test_python_2_texts(tmp_path: Path) -> None:
    code = """
    class Root(luigi.Task):
        wide = luigi.Parameter(default=u"wide")
        narrow = luigi.Parameter(default="abc")
        long = luigi.IntParameter(default=2 ** 70)
    """
    python = legacy_python("2.7", "luigi==2.8.13")
    graph = captured(tmp_path, code, python=python, params={"narrow": "caf\u00e9"})
    params = params_of(graph)
    assert params["narrow"]["text"] == "caf\u00e9"
    assert params["wide"]["text"] == "wide"
    assert params["long"]["value"] == 2**70
    assert {p["transport"] for p in params.values()} == {"text"}
