"""pipeline.py compiles whatever Luigi's names and values are, and keeps them."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from migrate.kfp.compiled import CompiledStep, read_compiled
from migrate.kfp.convert import Conversion, convert
from migrate.kfp.settings import Settings
from migrate.kfp.source import Source
from migrate.luigi.graph import TaskGraph
from tests.kfp.building import (
    Raw,
    graph,
    int_param,
    param,
    task,
    task_class,
    wrapper,
    wrapper_class,
)
from tests.kfp.conftest import spec_of

VALUES = {
    "quotes": "a'b\"c'''d\"\"\"e",
    "backslashes": "\\n \\ \\\\",
    "lines": "a\nb\r\nc\u2028d\x85e",
    "placeholder": "{{workflow.name}} {{$.inputs}} {{{",
    "unicode": "łódź ☃ 𝄞",
    "controls": "\x01\x7f\ufeff",
    "empty": "",
    "yaml": "- a: [1, 'x'] # y",
    "number": "1e3",
    "null": "null",
}
KEYS = ["it's", 'quo"te', "back\\slash", "{{key}}", "ключ", "class", "a\nb"]


def hostile() -> TaskGraph:
    """Families, parameters, keys, paths and values that would break careless text."""
    values = [
        task("Print", [param("class", text), param("Input", str(n))], outputs=f"out/{n}")
        for n, text in enumerate(VALUES.values())
    ]
    keys = task("ns.Step", [int_param("id", 1)], outputs={key: f"out/{key}" for key in KEYS})
    root = task(
        "Pipeline",
        [param("workspace_claim", "c"), param("type", "t")],
        requires=dict.fromkeys(KEYS, keys["task_id"]) | {"all": [v["task_id"] for v in values]},
        outputs="out/'\"{{root}}\\",
    )
    path = 'dir/"""{{x}}\\.py'
    classes = {f: task_class(f, path=path) for f in ("Print", "ns.Step", "Pipeline")}
    return graph(*values, keys, root, classes=classes)


@pytest.fixture(scope="module", params=["python", "container"])
def converted(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Conversion:
    return convert(
        Source(tmp_path_factory.mktemp("hostile")), [hostile()], Settings(step_kind=request.param)
    )


@pytest.fixture(scope="module")
def steps(converted: Conversion) -> dict[str, CompiledStep]:
    return read_compiled(spec_of(converted), {})


def test_it_is_proved_and_passes_every_check(converted: Conversion) -> None:
    assert [proof.differences for proof in converted.verified.proofs] == [()]
    assert not any(converted.verified.checks.values())


def test_every_value_arrives(steps: dict[str, CompiledStep]) -> None:
    arrived = {
        {**step.texts, **step.json_values}["class"]
        for step in steps.values()
        if step.task.get("family") == "Print"
    }
    assert arrived == set(VALUES.values())


def test_every_key_of_an_output_arrives(steps: dict[str, CompiledStep]) -> None:
    (made,) = (s.task["outputs"] for s in steps.values() if s.task.get("family") == "ns.Step")
    assert [path for _, path in made] == [[key] for key in KEYS]


def test_nothing_starts_a_placeholder_but_kfps_own(converted: Conversion) -> None:
    text = converted.files["pipeline.yaml"].decode()
    assert "{{" not in text.replace("{{$", "")


def test_the_module_parses_and_ends_with_a_newline(converted: Conversion) -> None:
    source = converted.files["pipeline.py"].decode()
    ast.parse(source)
    assert source.endswith(")\n")


def bound(values: list[Raw]) -> TaskGraph:
    child = task("Day", values, outputs="out/day")
    return graph(child, task("Root", values, requires=child["task_id"], outputs="out/root"))


def test_root_parameters_of_any_name_become_pipeline_parameters(tmp_path: Path) -> None:
    """Names that are reserved, not snake case, equal in snake case, or a component's own."""
    names = ["id", "startDate", "start_date", "workspace_claim", "day", "class", "step"]
    graphs = [bound([param(n, f"{n}{turn}") for n in names]) for turn in range(2)]
    converted = convert(Source(tmp_path), graphs, Settings())
    assert [p.luigi_name for p in converted.plan.params if p.luigi_name] == names
    assert [proof.differences for proof in converted.verified.proofs] == [(), ()]
    assert len(converted.verified.proofs[1].arguments) == len(names)


def test_a_value_of_another_type_below_the_root_still_compiles(tmp_path: Path) -> None:
    """Root(n=IntParameter) hands n to a plain text parameter, as much legacy code does."""

    def made(value: int) -> TaskGraph:
        child = task("Child", [param("text", str(value))], outputs="out/child")
        given = [int_param("n", value)]
        return graph(child, task("Root", given, requires=child["task_id"], outputs="out/root"))

    converted = convert(Source(tmp_path), [made(1), made(2)], Settings())
    assert [proof.differences for proof in converted.verified.proofs] == [(), ()]
    assert converted.binding.exposed == ("n",)


def outputs_of(tmp_path: Path, made: TaskGraph) -> dict[str, str]:
    """The pipeline's outputs, and the step that each comes from."""
    spec = spec_of(convert(Source(tmp_path), [made], Settings()))
    artifacts = spec["root"]["dag"].get("outputs", {}).get("artifacts", {})
    return {name: a["artifactSelectors"][0]["producerSubtask"] for name, a in artifacts.items()}


def test_a_pipeline_around_it_can_read_the_outputs_of_the_root(tmp_path: Path) -> None:
    day = task("Day", [], outputs="out/day")
    root = task("Root", [], requires=day["task_id"], outputs={"a": "out/a", "b": "out/b"})
    assert outputs_of(tmp_path, graph(day, root)) == {"output_a": "root", "output_b": "root"}


def test_a_plain_wrapper_gives_what_it_wraps(tmp_path: Path) -> None:
    days = [task("Day", [param("n", n)], outputs=f"out/{n}") for n in "xy"]
    made = graph(*days, wrapper("All", *days), classes={"All": wrapper_class("All")})
    assert outputs_of(tmp_path, made) == {"day_x_output": "day", "day_y_output": "day-2"}


def test_a_task_that_others_only_wait_for_is_no_output(tmp_path: Path) -> None:
    day = task("Day", [], outputs="out/day")
    root = task("Root", [], requires=day["task_id"])
    assert outputs_of(tmp_path, graph(day, root)) == {}
