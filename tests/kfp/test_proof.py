"""The proof holds for what was compiled, and for nothing else: each mutation must be named."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from migrate.kfp.compiled import read_compiled
from migrate.kfp.convert import Conversion
from migrate.kfp.proof import Proof, prove
from tests.kfp.conftest import spec_of

Spec = dict[str, Any]
CLEAN, OTHER = "clean", "clean-2"


def tasks(spec: Spec) -> dict[str, Any]:
    found: dict[str, Any] = spec["root"]["dag"]["tasks"]
    return found


def proved(conversion: Conversion, spec: Spec) -> Proof:
    arguments = {"first": "2020-01-01"} if "inputDefinitions" in spec["root"] else {}
    return prove(conversion.graph, read_compiled(spec, arguments), arguments)


def inputs_of(spec: Spec, task: str) -> dict[str, Any]:
    found: dict[str, Any] = tasks(spec)[task]["inputs"]["artifacts"]
    return found


def rewire(spec: Spec, task: str, name: str, **source: str) -> None:
    inputs_of(spec, task)[name]["taskOutputArtifact"].update(source)


def in_constants(spec: Spec, old: str, new: str) -> None:
    """Replaces a text in what the components hand to the step runtime, in either kind."""
    changed = 0
    for executor in spec["deploymentSpec"]["executors"].values():
        container = executor["container"]
        for part in ("command", "args"):
            before = list(container.get(part, ()))
            container[part] = [
                text.replace(old, new).replace(json.dumps(old)[1:-1], new) for text in before
            ]
            changed += before != container[part]
    assert changed, f"{old} is in no component"


def unchanged(spec: Spec) -> None:
    """Nothing."""


def drop_an_edge(spec: Spec) -> None:
    tasks(spec)["total"]["dependentTasks"].remove("raw")


def add_an_edge(spec: Spec) -> None:
    tasks(spec)[OTHER]["dependentTasks"].append(CLEAN)


def swap_two_producers(spec: Spec) -> None:
    by_producer = [
        source["taskOutputArtifact"]
        for source in inputs_of(spec, "total").values()
        if source["taskOutputArtifact"]["producerTask"] in {CLEAN, OTHER}
    ]
    names = [source["producerTask"] for source in by_producer]
    for source, name in zip(by_producer, reversed(names), strict=True):
        source["producerTask"] = name


def swap_two_outputs_of_one_producer(spec: Spec) -> None:
    of_one = [
        source["taskOutputArtifact"]
        for source in inputs_of(spec, "total").values()
        if source["taskOutputArtifact"]["producerTask"] == CLEAN
    ]
    first, second = (source["outputArtifactKey"] for source in of_one)
    of_one[0]["outputArtifactKey"], of_one[1]["outputArtifactKey"] = second, first


def leave_an_input_out(spec: Spec) -> None:
    del inputs_of(spec, "total")["raw"]


def change_a_constant(spec: Spec) -> None:
    tasks(spec)[CLEAN]["inputs"]["parameters"]["limit"]["runtimeValue"]["constant"] = 11


def change_an_insignificant_constant(spec: Spec) -> None:
    parameters = tasks(spec)[CLEAN]["inputs"]["parameters"]
    parameters["label"]["runtimeValue"]["constant"] = '"other"'


def unbind_a_parameter(spec: Spec) -> None:
    """The step that follows the pipeline's parameter gets another constant instead."""
    bound = next(
        task["inputs"]["parameters"]
        for task in tasks(spec).values()
        if "componentInputParameter" in task["inputs"]["parameters"].get("day", {})
    )
    bound["day"] = {"runtimeValue": {"constant": "1999-01-01"}}


def drop_a_task(spec: Spec) -> None:
    del tasks(spec)["total"]


def duplicate_a_task(spec: Spec) -> None:
    tasks(spec)["again"] = copy.deepcopy(tasks(spec)[CLEAN])


def change_the_family(spec: Spec) -> None:
    in_constants(spec, '"family": "Clean"', '"family": "Total"')


def bind_an_input_elsewhere(spec: Spec) -> None:
    in_constants(spec, '["raw", ["raw"], []]', '["raw", ["days", 0], []]')


def forget_an_input_in_the_constant(spec: Spec) -> None:
    in_constants(spec, '["raw", ["raw"], []]', '["days_0_bad", ["days", 0], ["bad"]]')


MUTATIONS: dict[Callable[[Spec], None], str] = {
    drop_an_edge: "is missing",
    add_an_edge: "is not in Luigi's graph",
    swap_two_producers: "is fed by",
    swap_two_outputs_of_one_producer: "is fed by clean",
    leave_an_input_out: "is fed by nothing",
    change_a_constant: "of the pipeline is not in Luigi's graph",
    change_an_insignificant_constant: "label of Clean_",
    unbind_a_parameter: "of the pipeline is not in Luigi's graph",
    drop_a_task: "task Total_2020_01_01_",
    duplicate_a_task: "is more than one step",
    change_the_family: "Clean",
    bind_an_input_elsewhere: "is fed by raw",
    forget_an_input_in_the_constant: "does not get output [] of Raw_",
}


def test_it_holds_unchanged(conversion: Conversion) -> None:
    assert proved(conversion, spec_of(conversion)).holds


@pytest.mark.parametrize(
    ("mutate", "named"), MUTATIONS.items(), ids=[m.__name__ for m in MUTATIONS]
)
def test_a_mutation_is_named(
    conversion: Conversion, mutate: Callable[[Spec], None], named: str
) -> None:
    spec = spec_of(conversion)
    mutate(spec)
    proof = proved(conversion, spec)
    assert not proof.holds
    assert any(named in difference for difference in proof.differences), proof.differences


def test_a_claim_that_contradicts_the_parameters_is_named(wide: Conversion) -> None:
    spec = spec_of(wide)
    tasks(spec)["part"]["inputs"]["parameters"]["n"]["runtimeValue"]["constant"] = 1000
    differences = proved(wide, spec).differences
    assert any("claims Part_0_" in difference for difference in differences), differences


def members(spec: Spec, bundle: str) -> list[Any]:
    found: list[Any] = json.loads(
        tasks(spec)[bundle]["inputs"]["parameters"]["members"]["runtimeValue"]["constant"]
    )
    return found


def put_members(spec: Spec, bundle: str, listed: list[Any]) -> None:
    constant = tasks(spec)[bundle]["inputs"]["parameters"]["members"]["runtimeValue"]
    constant["constant"] = json.dumps(listed)


def swap_in_a_bundle(spec: Spec, bundle: str) -> None:
    artifacts = inputs_of(spec, bundle)
    artifacts["item_0"], artifacts["item_1"] = artifacts["item_1"], artifacts["item_0"]


def forget_in_a_bundle(spec: Spec, bundle: str) -> None:
    put_members(spec, bundle, members(spec, bundle)[1:])


def rename_in_a_bundle(spec: Spec, bundle: str) -> None:
    listed = members(spec, bundle)
    listed[0][1] = "Part_other_0000000000"
    put_members(spec, bundle, listed)


def starve_a_bundle(spec: Spec, bundle: str) -> None:
    task = tasks(spec)[bundle]
    task["dependentTasks"] = []


BUNDLE_MUTATIONS = {
    swap_in_a_bundle: "is fed by part",
    forget_in_a_bundle: "does not get output [] of Part_",
    rename_in_a_bundle: "not Part_other_0000000000",
    starve_a_bundle: "is missing",
}


@pytest.mark.parametrize(
    ("mutate", "named"), BUNDLE_MUTATIONS.items(), ids=[m.__name__ for m in BUNDLE_MUTATIONS]
)
def test_a_mutation_of_a_bundle_is_named(
    wide: Conversion, mutate: Callable[[Spec, str], None], named: str
) -> None:
    spec = spec_of(wide)
    mutate(spec, next(name for name in tasks(spec) if name.startswith("bundle-40")))
    differences = proved(wide, spec).differences
    assert any(named in difference for difference in differences), differences
