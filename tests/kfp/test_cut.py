"""A pipeline that is too large becomes several, cut where little crosses."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from migrate.kfp.convert import convert
from migrate.kfp.cut import cut, part_of
from migrate.kfp.plan import Kind, Step
from migrate.kfp.settings import Settings
from migrate.kfp.source import Source
from tests.kfp.building import Raw, fan_in, graph, lowered, task


def steps(below: dict[str, list[str]]) -> tuple[Step, ...]:
    """Steps by name with what each comes after, in an order that works."""
    return tuple(Step(k, k, k, Kind.TASK, "c", after=tuple(after)) for k, after in below.items())


def chains(count: int, length: int) -> tuple[Step, ...]:
    """Chains side by side, listed layer by layer, and one step after them all."""
    found = {
        f"{layer}-{chain}": [f"{layer - 1}-{chain}"] if layer else []
        for layer in range(length)
        for chain in range(count)
    }
    return steps({**found, "end": [f"{length - 1}-{chain}" for chain in range(count)]})


def test_chains_are_cut_between_not_across() -> None:
    parts = cut(chains(4, 10), 21)
    assert [len(keys) for keys in parts.keys] == [20, 21]
    assert parts.crossing == {"9-0", "9-1"}


def test_a_small_one_is_left_whole() -> None:
    parts = cut(chains(2, 2), 5)
    assert len(parts.keys) == 1 and not parts.crossing


@st.composite
def dags(draw: st.DrawFn) -> tuple[Step, ...]:
    names = [f"t{n}" for n in range(draw(st.integers(1, 40)))]
    below = {
        name: draw(st.lists(st.sampled_from(names[:n]), max_size=4, unique=True)) if n else []
        for n, name in enumerate(names)
    }
    return steps(below)


@settings(deadline=None, max_examples=60)
@given(dags(), st.integers(1, 12))
def test_parts_hold_every_step_once_in_an_order_that_runs(
    made: tuple[Step, ...], most: int
) -> None:
    parts = cut(made, most)
    assert sorted(key for keys in parts.keys for key in keys) == sorted(s.key for s in made)
    assert all(len(keys) <= most for keys in parts.keys)
    part = {key: number for number, keys in enumerate(parts.keys) for key in keys}
    for step in made:
        assert all(part[up] <= part[step.key] for up in step.after)
    crossing = {up for step in made for up in step.after if part[up] != part[step.key]}
    assert parts.crossing == crossing


def test_bundles_go_with_the_step_that_reads_them() -> None:
    made = lowered(fan_in(50)).steps
    parts = cut(made, 30)
    whole = part_of(made, parts.keys[-1])
    assert sum(step.kind is Kind.BUNDLE for step in whole) == 2
    assert sum(len(part_of(made, keys)) for keys in parts.keys) == len(made)


def layered(layers: int, width: int) -> list[Raw]:
    """Each task requires two of the layer below."""
    found: list[Raw] = []
    below: list[str] = []
    for layer in range(layers):
        ids = []
        for place in range(width):
            requires = [below[place], below[(place + 1) % width]] if below else None
            family = f"T{layer}x{place}"
            found.append(task(family, requires=requires, outputs=f"out/{layer}-{place}"))
            ids.append(found[-1]["task_id"])
        below = ids
    return found


@pytest.mark.parametrize("most", [0, 12])
def test_the_proof_holds_over_all_parts(
    most: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    tasks = layered(4, 5)
    root = task("Root", requires=[t["task_id"] for t in tasks[-5:]], outputs="out/root")
    source = Source(tmp_path_factory.mktemp("cut"))
    conversion = convert(source, [graph(*tasks, root)], Settings(most_tasks=most))
    (proof,) = conversion.verified.proofs
    assert (proof.tasks, proof.differences) == (21, ())
    files = sorted(name for name in conversion.files if name.startswith("pipeline"))
    codes = {finding.code for finding in conversion.plan.findings}
    assert ("LK054" in codes) == bool(most)
    if most:
        count = len(conversion.plan.parts)
        parts = [f"pipeline-{number}-of-{count}.yaml" for number in range(1, count + 1)]
        assert count > 1 and files == [*parts, "pipeline.py"]
    else:
        assert files == ["pipeline.py", "pipeline.yaml"]
