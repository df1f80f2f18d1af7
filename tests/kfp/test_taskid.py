"""The recomputed task id is Luigi's own."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from luigi.task import task_id_str

from migrate.kfp.taskid import identity, luigi_task_id
from tests.kfp.building import graph, param, task

NAMES = st.text(alphabet="abcdefghij_0123456789", min_size=1, max_size=8)


@given(st.text(max_size=12), st.dictionaries(NAMES, st.text(max_size=40), max_size=6))
def test_equals_luigis_formula(family: str, params: dict[str, str]) -> None:
    assert luigi_task_id(family, params) == task_id_str(family, params)


def test_only_significant_public_values_make_the_identity() -> None:
    params = [
        param("shown", "1"),
        param("quiet", "2", significant=False),
        param("hidden", "3", visibility="hidden"),
        param("secret", None, transport="secret"),
    ]
    (node,) = graph(task("T", params)).nodes.values()
    assert identity(node) == {"shown": "1"}
    assert node.task_id == task_id_str("T", {"shown": "1"})
