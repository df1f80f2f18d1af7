"""A whole conversion: what it decides, writes, checks and proves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from migrate.errors import BadInput
from migrate.kfp.convert import Conversion, convert
from migrate.kfp.plan import Kind
from migrate.kfp.settings import Settings
from migrate.kfp.source import Source
from migrate.luigi.graph import TaskGraph


def test_it_is_proved_at_the_captured_and_at_the_probed_value(conversion: Conversion) -> None:
    assert [proof.arguments for proof in conversion.verified.proofs] == [
        {"first": "2020-01-01"},
        {"first": "2019-12-31"},
    ]
    for proof in conversion.verified.proofs:
        assert proof.differences == ()
        assert (proof.tasks, proof.edges, proof.claimed) == (5, 5, ())
        assert proof.wires == 7, "2 x 2 outputs of Clean and 3 x 1 of Raw"


def test_every_check_passes(conversion: Conversion) -> None:
    assert conversion.verified.checks and not any(conversion.verified.checks.values())


def test_one_step_per_task_but_the_wrappers(conversion: Conversion) -> None:
    kinds = {step.key.split("_")[0]: step.kind for step in conversion.plan.luigi_steps}
    assert kinds == {"Raw": Kind.EXTERNAL, "Clean": Kind.TASK, "Total": Kind.TASK}
    assert {task_id.split("_")[0] for task_id in conversion.plan.contracted} == {"All", "Days"}


def test_the_fan_in_is_proved_through_its_bundles(wide: Conversion) -> None:
    (proof,) = wide.verified.proofs
    assert (proof.differences, proof.edges, proof.wires) == ((), 90, 90)
    assert not any(wide.verified.checks.values())


def test_a_graph_that_was_cut_off_is_refused(shop: Path, graph: TaskGraph) -> None:
    with pytest.raises(BadInput, match="cut off"):
        convert(Source(shop), [replace(graph, truncated=True)], Settings())
