"""A compiled pipeline is read back: the Luigi constant of each task, its texts, its sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrate.errors import BadInput
from migrate.kfp.compiled import CompiledStep, load_documents, read_compiled
from migrate.kfp.convert import Conversion
from tests.kfp.conftest import spec_of


def steps(conversion: Conversion, **arguments: str) -> dict[str, CompiledStep]:
    return read_compiled(spec_of(conversion), arguments)


def test_texts_are_what_luigi_would_serialise(conversion: Conversion) -> None:
    clean = steps(conversion)["clean"]
    assert clean.json_values == {"label": None}
    texts = {name: text for name, text in clean.texts.items() if name != "day"}
    assert texts == {"limit": "10", "ratio": "0.5", "strict": "False", "columns": '["a", "b"]'}


def test_arguments_replace_the_defaults_of_the_pipeline(conversion: Conversion) -> None:
    def days(**arguments: str) -> set[str]:
        return {s.texts["day"] for s in steps(conversion, **arguments).values() if "day" in s.texts}

    assert days() == {"2020-01-01", "2020-01-02"}
    assert days(first="1999-12-31") == {"1999-12-31", "2020-01-02"}


def test_only_fixed_tasks_claim_an_id(conversion: Conversion) -> None:
    found = [s for s in steps(conversion).values() if not s.is_helper]
    fixed = [s for s in found if s.texts.get("day") == "2020-01-02"]
    assert len(fixed) == 2 and {s.claimed_id for s in fixed} <= set(conversion.graph.nodes)
    assert {s.claimed_id for s in found if s not in fixed} == {""}


def test_artifacts_come_from_their_producers(conversion: Conversion) -> None:
    total = steps(conversion)["total"]
    assert total.artifacts["raw"] == ("raw", "output")
    assert set(total.after) == {"clean", "clean-2", "raw"}


def test_a_bundle_lists_its_members(wide: Conversion) -> None:
    bundles = [s for s in steps(wide).values() if s.kind == "bundle"]
    assert sorted(len(b.members) for b in bundles) == [10, 40, 40]
    assert all(b.is_helper and b.claimed_id == "" for b in bundles)
    assert {name for name, _, _ in bundles[0].members} == set(bundles[0].artifacts)


BROKEN = {
    "not YAML": b"a: [",
    "not text": b"\xff\xfe\x00",
    "empty": b"",
    "another document": b"kind: Pod\n",
    "a list": b"- a\n",
    "a text": b"root\n",
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_what_is_no_pipeline_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "pipeline.yaml"
    path.write_bytes(content)
    with pytest.raises(BadInput, match="not a compiled") as caught:
        load_documents(path)
    assert caught.value.where == str(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        load_documents(tmp_path / "none.yaml")


def test_the_platform_document_is_the_second(tmp_path: Path, conversion: Conversion) -> None:
    path = tmp_path / "pipeline.yaml"
    path.write_bytes(conversion.files["pipeline.yaml"])
    spec, platform = load_documents(path)
    assert spec == spec_of(conversion)
    assert set(platform) == {"platforms"}
