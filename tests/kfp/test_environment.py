"""Environment variables reach the steps that run legacy code, secrets as keys of a secret only."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from migrate.kfp.convert import convert
from migrate.kfp.environment import SecretKey, Value, from_secrets
from migrate.kfp.rules import findings
from migrate.kfp.settings import Settings, settings_from
from migrate.kfp.source import Source
from tests.kfp.building import fan_in, one_task, reads_variable, subject

MINE = SecretKey("mine", "token")
CHOSEN: dict[str, tuple[dict[str, Any], dict[str, Value], dict[str, Value]]] = {
    "looks like a secret": ({"name": "API_TOKEN"}, {}, {"API_TOKEN": SecretKey("s", "API_TOKEN")}),
    "fails without": (
        {"name": "API_TOKEN", "was_set": False, "required": True},
        {},
        {"API_TOKEN": SecretKey("s", "API_TOKEN")},
    ),
    "nobody needs it": ({"name": "API_TOKEN", "was_set": False}, {}, {}),
    "looks like no secret": ({"name": "CITY"}, {}, {}),
    "chosen already": ({"name": "API_TOKEN"}, {"API_TOKEN": MINE}, {"API_TOKEN": MINE}),
    "left unset on purpose": ({"name": "API_TOKEN"}, {"API_TOKEN": None}, {"API_TOKEN": None}),
}


@pytest.mark.parametrize(("read", "settings", "expected"), CHOSEN.values(), ids=CHOSEN)
def test_what_comes_from_a_secret(
    read: dict[str, Any], settings: dict[str, Value], expected: dict[str, Value]
) -> None:
    graph = one_task(environment=[reads_variable(**read)])
    assert from_secrets(settings, graph, "s") == expected


SAID: dict[str, tuple[list[dict[str, Any]], dict[str, Value], list[tuple[str, str]]]] = {
    "nobody sets it": ([{"name": "CITY"}], {}, [("LK049", "CITY")]),
    "set": ([{"name": "CITY"}], {"CITY": "Lodz"}, [("LK122", "CITY")]),
    "left unset": ([{"name": "CITY"}], {"CITY": None}, [("LK122", "CITY")]),
    "from a secret": ([{"name": "API_TOKEN"}], {"API_TOKEN": MINE}, [("LK123", "API_TOKEN")]),
    "read twice": ([{"name": "A", "line": 3}, {"name": "A", "line": 4}], {}, [("LK049", "A")]),
    "all of it": ([{"name": "*"}], {}, [("LK049", "")]),
    "no name is told": ([{"name": ""}], {"CITY": "Lodz"}, [("LK049", ""), ("LK122", "CITY")]),
}


@pytest.mark.parametrize(("reads", "settings", "expected"), SAID.values(), ids=SAID)
def test_each_variable_is_told_by_name_at_its_line(
    reads: list[dict[str, Any]], settings: dict[str, Value], expected: list[tuple[str, str]]
) -> None:
    graph = one_task(environment=[reads_variable(**read) for read in reads])
    found = findings(subject(graph, environment=settings))
    assert [(f.code, f.subject) for f in found] == expected
    assert str(found[0].location) == "shop.py:3"


@pytest.mark.parametrize("kind", ["python", "container"])
def test_the_compiled_pipeline_sets_them(tmp_path: Path, kind: str) -> None:
    """Of bundles and the tasks around them only the tasks run legacy code."""
    environment: dict[str, Value] = {"CITY": 'Łódź "1"', "API_TOKEN": MINE, "HOME": None}
    settings = Settings(step_kind=kind, environment=environment)
    made = convert(Source(tmp_path), [fan_in(41)], settings)
    spec, platform = yaml.load_all(made.files["pipeline.yaml"], yaml.CSafeLoader)
    executors = spec["deploymentSpec"]["executors"]
    helpers = {label for label in executors if "bundle" in label}
    assert helpers and len(executors) > len(helpers)
    table = platform["platforms"]["kubernetes"]["deploymentSpec"]["executors"]
    assert set(table) == set(executors) - helpers
    for label in table:
        assert executors[label]["container"]["env"] == [{"name": "CITY", "value": 'Łódź "1"'}]
        (secret,) = table[label]["secretAsEnv"]
        assert secret["secretName"] == "mine"
        assert secret["keyToEnv"] == [{"envVar": "API_TOKEN", "secretKey": "token"}]
    assert not any("env" in executors[label]["container"] for label in helpers)


def test_the_project_says_what_nobody_chose(tmp_path: Path) -> None:
    graph = one_task(environment=[reads_variable(name="CITY"), reads_variable(name="API_TOKEN")])
    made = convert(Source(tmp_path), [graph], Settings())
    text = made.files["migration.toml"].decode()
    assert '# CITY = "…"' in text
    again = settings_from(tomllib.loads(text), tmp_path)
    assert again.environment == {"API_TOKEN": SecretKey("t-environment", "API_TOKEN")}
    assert again.local["secrets"] == {"t-environment": {"API_TOKEN": {"env": "API_TOKEN"}}}
    assert "# API_TOKEN\n" in made.files["README.md"].decode()
