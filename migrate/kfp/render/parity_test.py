"""``test_parity.py`` of the generated project: its outputs equal the legacy ones."""

from __future__ import annotations

from collections.abc import Iterator

from migrate.kfp.contract import plain_wrappers
from migrate.kfp.local_targets import IN_MEMORY, is_local
from migrate.kfp.render.literals import literal
from migrate.luigi.graph import Node, Target, TaskGraph

HEAD = '''\
"""The outputs of this pipeline equal those of the legacy code.

    PARITY_OLD=LEGACY PARITY_NEW=RUN python -m pytest test_parity.py

LEGACY is the directory in which the legacy code ran, RUN a run folder of `migrate run` (or such a
directory) for the same parameters. Outputs with an address need PARITY_OLD_REMOTE or
PARITY_NEW_REMOTE, which say where a side's copy is: gs://bucket/out=gs://copies/legacy/out,…
Equal bytes are enough; data files that differ are compared row by row under parity.toml, if that
lies beside this file (docs/parity.md).
"""

{imports}import pytest
'''
IMPORTS = "import os\nfrom pathlib import Path\n\n"
POLICY = """
from migrate.parity import {names}

POLICY = Path(__file__).with_name("parity.toml")
"""
LOCAL = """
# What the tasks of the captured graph write to local files.
OUTPUTS = [
{outputs}]


@pytest.mark.parametrize("path", OUTPUTS)
def test_output_equals_the_legacy_one(path):
    old, new = os.environ.get("PARITY_OLD"), os.environ.get("PARITY_NEW")
    if not old or not new:
        pytest.skip("not run: PARITY_OLD and PARITY_NEW are not set")
    assert_output_parity(path, old, new, POLICY if POLICY.is_file() else None)
"""
REMOTE = """
# What they write to buckets and the like.
REMOTE = [
{outputs}]


@pytest.mark.parametrize("uri", REMOTE)
def test_remote_output_equals_the_legacy_one(uri):
    old, new = os.environ.get("PARITY_OLD_REMOTE"), os.environ.get("PARITY_NEW_REMOTE")
    if not old and not new:
        pytest.skip("not run: PARITY_OLD_REMOTE or PARITY_NEW_REMOTE says where a copy is")
    assert_remote_parity(uri, old or "", new or "", POLICY if POLICY.is_file() else None)
"""
NOT_COVERED = """
# What no test here looks at: the task and the class of its target.
NOT_COVERED = [
{outputs}]


@pytest.mark.parametrize("output", NOT_COVERED)
def test_output_is_compared_by_hand(output):
    pytest.skip("not covered: " + output + " is no file")
"""


def render_parity_test(graph: TaskGraph) -> str:
    """The test for every target that a task of the graph makes; empty where there is none."""
    made = list(_made(graph))
    local = {t.path for _, t in made if _is_file(t)}
    remote = {t.uri or t.path for _, t in made if not _is_file(t) and _has_address(t)}
    others = {
        f"{node.task_id}: {t.class_name}"
        for node, t in made
        if not _is_file(t) and not _has_address(t) and t.class_name not in IN_MEMORY
    }
    if not (local or remote or others):
        return ""
    names = ["assert_output_parity"] * bool(local) + ["assert_remote_parity"] * bool(remote)
    parts = [HEAD.format(imports=IMPORTS if names else "")]
    if names:
        parts[0] += POLICY.format(names=", ".join(names))
    for template, found in ((LOCAL, local), (REMOTE, remote), (NOT_COVERED, others)):
        if found:
            lines = "".join(f"    {literal(text)},\n" for text in sorted(found))
            parts.append(template.format(outputs=lines))
    return "\n".join(parts)


def _made(graph: TaskGraph) -> Iterator[tuple[Node, Target]]:
    dropped = plain_wrappers(graph)
    for node in graph.nodes.values():
        if node.kind != "external" and node.task_id not in dropped:
            yield from ((node, leaf.value) for leaf in node.targets())


def _is_file(target: Target) -> bool:
    return is_local(target) and target.class_name not in IN_MEMORY


def _has_address(target: Target) -> bool:
    return "://" in (target.uri or target.path)
