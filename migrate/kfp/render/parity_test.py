"""``test_parity.py`` of the generated project: its outputs equal the legacy ones."""

from __future__ import annotations

from migrate.kfp.contract import plain_wrappers
from migrate.kfp.dataflow import IN_MEMORY, is_local
from migrate.kfp.render.literals import literal
from migrate.luigi.graph import TaskGraph

TEMPLATE = '''\
"""The outputs of this pipeline equal those of the legacy code.

    PARITY_OLD=LEGACY PARITY_NEW=RUN python -m pytest test_parity.py

LEGACY is the directory in which the legacy code ran, RUN a run folder of `migrate run` (or such a
directory) for the same parameters. Equal bytes are enough; data files that differ are compared
row by row under parity.toml, if that lies beside this file (docs/parity.md).
"""

import os
from pathlib import Path

import pytest

from migrate.parity import assert_output_parity

POLICY = Path(__file__).with_name("parity.toml")

# What the tasks of the captured graph write to local files.
OUTPUTS = [
{outputs}]


@pytest.mark.parametrize("path", OUTPUTS)
def test_output_equals_the_legacy_one(path):
    old, new = os.environ.get("PARITY_OLD"), os.environ.get("PARITY_NEW")
    if not old or not new:
        pytest.skip("not run: PARITY_OLD and PARITY_NEW are not set")
    assert_output_parity(path, old, new, POLICY if POLICY.is_file() else None)
'''


def render_parity_test(graph: TaskGraph) -> str:
    """The test for every local target that a task of the graph makes; empty where there is none."""
    dropped = plain_wrappers(graph)
    paths = {
        leaf.value.path
        for node in graph.nodes.values()
        if node.kind != "external" and node.task_id not in dropped
        for leaf in node.targets()
        if is_local(leaf.value) and leaf.value.class_name not in IN_MEMORY
    }
    if not paths:
        return ""
    return TEMPLATE.format(outputs="".join(f"    {literal(path)},\n" for path in sorted(paths)))
