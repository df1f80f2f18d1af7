"""The command over real captures and compiled pipelines, and what it writes."""

from __future__ import annotations

import json

import jsonschema
import pytest
import yaml

from migrate.cli import main
from migrate.luigi.graph import to_json
from migrate.parity.graph import as_json, compare_graphs, read_side
from migrate.parity.graph.report import report_of
from migrate.report import html
from tests.kfp.conftest import conversion, graph, probe, shop, spec_of  # noqa: F401  fixtures
from tests.parity.graph.graphs import document, side


@pytest.fixture
def files(tmp_path, graph, conversion):  # noqa: F811
    """``graph.json`` and the ``pipeline.yaml`` made of it."""
    (tmp_path / "graph.json").write_text(to_json(graph.raw))
    (tmp_path / "pipeline.yaml").write_bytes(conversion.files["pipeline.yaml"])
    return tmp_path


@pytest.fixture
def migrate(capsys):
    def run(*args):
        code = main.run(["parity", "graph", *map(str, args)])
        return code, *capsys.readouterr()

    return run


def break_it(files, change):
    path = files / "pipeline.yaml"
    documents = list(yaml.safe_load_all(path.read_text()))
    change(documents[0]["root"]["dag"]["tasks"])
    path.write_text(yaml.safe_dump_all(documents))


@pytest.mark.parametrize(
    "order", [("graph.json", "pipeline.yaml"), ("pipeline.yaml", "graph.json")]
)
@pytest.mark.slow
def test_a_conversion_equals_its_capture_both_ways(migrate, files, order):
    code, out, _ = migrate(*(files / name for name in order))
    assert (code, "holds: The task graphs are equal" in out) == (0, True)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["graph.json", "pipeline.yaml"])
def test_a_graph_equals_itself(migrate, files, name):
    assert migrate(files / name, files / name)[0] == 0


@pytest.mark.slow
def test_a_broken_pipeline_is_told_apart(migrate, files):
    break_it(files, lambda tasks: tasks["total"]["dependentTasks"].remove("raw"))
    code, out, _ = migrate(files / "graph.json", files / "pipeline.yaml")
    assert code == 3
    assert "error PA104" in out
    assert "Raw_2020_01_01" in out


@pytest.mark.slow
def test_a_graph_of_another_day_wants_its_values(migrate, files, probe):  # noqa: F811
    (files / "graph.json").write_text(to_json(probe.raw))
    arguments = [files / "graph.json", files / "pipeline.yaml"]
    code, _, said = migrate(*arguments, "-q")
    assert (code, "--param first=2019-12-31" in said) == (2, True)
    assert migrate(*arguments, "--param", "first=2019-12-31", "-q") == (0, "", "")


@pytest.mark.slow
def test_json_fits_its_schema(migrate, files):
    break_it(files, lambda tasks: tasks["total"]["dependentTasks"].remove("raw"))
    code, out, _ = migrate(files / "graph.json", files / "pipeline.yaml", "--json")
    found = json.loads(out)
    jsonschema.Draft202012Validator(as_json.schema()).validate(found)
    assert (code, found["equal"], found["counts"]["edges"]["missing"]) == (3, False, 1)


@pytest.mark.slow
def test_the_page_marks_what_differs(files, migrate):
    break_it(files, lambda tasks: tasks["total"]["dependentTasks"].remove("raw"))
    page, log = files / "p.html", files / "p.sarif"
    migrate(files / "graph.json", files / "pipeline.yaml", "--html", page, "--sarif", log, "-q")
    text = page.read_text()
    assert "edge only in OLD" in text
    assert 'class="m1"' in text
    assert {r["ruleId"] for r in json.loads(log.read_text())["runs"][0]["results"]} == {"PA104"}


def test_two_graphs_that_turn_an_edge_can_be_drawn():
    turned = compare_graphs(
        side({"a": "A", "b": "B"}, ["a>b"]), side({"a": "A", "b": "B"}, ["b>a"])
    )
    assert "Edges that differ" in html.render(report_of(turned))


BAD = {
    "no such file": (None, "cannot be read"),
    "text": ("a: b: c", "neither JSON nor YAML"),
    "nothing": ("", "not a compiled KFP v2 pipeline"),
    "some json": ("{}", "not a compiled KFP v2 pipeline"),
    "broken json": ("{", "neither JSON nor YAML"),
    "other yaml": ("a: 1", "not a compiled KFP v2 pipeline"),
    "old format": ('{"format": "paved-road/luigi-graph", "version": 99}', "its version is 99"),
    "damaged graph": ('{"format": "paved-road/luigi-graph", "version": 1}', "missing or malformed"),
    "no components": ("root: {dag: {tasks: {a: {componentRef: {name: c}}}}}", "no component"),
}


@pytest.mark.parametrize(("content", "said"), BAD.values(), ids=BAD)
def test_bad_input_ends_with_2_and_names_the_file(migrate, tmp_path, content, said):
    good, bad = tmp_path / "good.yaml", tmp_path / "bad"
    good.write_text(yaml.safe_dump(document({"a": ("load", [], {})})))
    if content is not None:
        bad.write_text(content)
    code, out, err = migrate(good, bad)
    assert (code, out) == (2, "")
    assert str(bad) in err
    assert said in err
    assert "next:" in err


def test_a_directory_is_no_graph(migrate, tmp_path):
    assert "directory" in migrate(tmp_path, tmp_path)[2]


@pytest.mark.slow
def test_a_parameter_that_no_pipeline_has_is_refused(migrate, files):
    paths = files / "graph.json", files / "pipeline.yaml"
    code, _, err = migrate(*paths, "--param", "nobody=1")
    assert (code, "nobody" in err) == (2, True)
    code, _, err = migrate(paths[0], paths[0], "--param", "first=1")
    assert (code, "captured from Luigi" in err) == (2, True)


@pytest.mark.slow
def test_equal_inputs_give_equal_bytes(files):
    def page():
        sides = (read_side(files / name, {}) for name in ("graph.json", "pipeline.yaml"))
        return html.render(report_of(compare_graphs(*sides)))

    assert page() == page()
