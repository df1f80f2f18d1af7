"""No secret of the configuration or of a private parameter is anywhere in the file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from migrate.luigi.inventory.secrets import is_secret_in
from tests.legacy import legacy_python
from tests.luigi.capturing import captured, params_of, write_repo

CFG = """
[DEFAULT]
base: /data

[db]
host: db.example.com
password: s3cr3t/Pass word
user: reader
url: postgresql://reader:inTheUrl9@db.example.com/x
other_url: postgresql://reader:%(password)s@db.example.com/x
author: Ann
auth: true

[Root]
token: tokenInConfig1234567890

[env]
api_key: ${PAVED_ROAD_TEST_KEY}
"""

CODE = '''
import os
from luigi.configuration import get_config

NAME = "PAVED_ROAD_TEST_%s"

def computed():
    return os.environ[NAME % "TOKEN"]

class Root(luigi.Task):
    """Uses s3cr3t/Pass word."""
    token = luigi.Parameter()
    db = luigi.Parameter(default=get_config().get("db", "password"))
    private = luigi.Parameter(default="veryPrivate",
                              visibility=luigi.parameter.ParameterVisibility.PRIVATE)
    key = luigi.Parameter(default=get_config().get("env", "api_key"))
    dsn = luigi.Parameter(default="db:" + os.environ["PAVED_ROAD_TEST_TOKEN"])
    link = luigi.Parameter(default="https://u:pwInDefault@host/x")
    open = luigi.Parameter(default="plain")

    def output(self):
        computed()
        return luigi.LocalTarget("/out/%s/%s/veryPrivate.txt" % (self.token, self.db))
'''

SECRETS = (
    "s3cr3t",
    "inTheUrl9",
    "tokenInConfig1234567890",
    "tokenInConfig1",
    "fromTheEnvironment",
    "veryPrivate",
    "pwInDefault",
    "givenOnTheLine",
    "tokenOfTheProcess",
)


def captured_text(root: Path, monkeypatch: pytest.MonkeyPatch, **options: Any) -> str:
    monkeypatch.setenv("PAVED_ROAD_TEST_KEY", "fromTheEnvironment")
    monkeypatch.setenv("PAVED_ROAD_TEST_TOKEN", "tokenOfTheProcess")
    write_repo(root, {"luigi.cfg": CFG})
    return json.dumps(captured(root, CODE, params={"private": "givenOnTheLine"}, **options))


def test_no_secret_is_in_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = captured_text(tmp_path, monkeypatch)
    assert [secret for secret in SECRETS if secret in text] == []


@pytest.mark.network
@pytest.mark.legacy
@pytest.mark.parametrize(
    ("version", "luigi"),
    [("2.7", "luigi==2.8.13"), ("3.6", "luigi==2.8.13"), ("3.13", "luigi==3.8.1")],
)
def test_no_interpreter_writes_a_secret(
    version: str, luigi: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = captured_text(tmp_path, monkeypatch, python=legacy_python(version, luigi))
    assert [secret for secret in SECRETS if secret in text] == []
    places = [(read["name"], read["where"]) for read in json.loads(text)["environment"]]
    token = "PAVED_ROAD_TEST_TOKEN"
    assert places == [("", "computed"), (token, "computed"), (token, "Root.dsn")]


TOGETHER = {
    ("OmieAPI", "key"): True,
    ("api", "key_id"): True,
    ("aws_secret", "key"): True,
    ("db", "password"): True,
    ("api", "url"): False,
    ("columns", "key"): False,
    ("api_keys", "count"): False,
    ("capikey", "x"): False,
}


@pytest.mark.parametrize(("names", "expected"), TOGETHER.items(), ids=str)
def test_section_and_option_say_it_together(names: tuple[str, str], expected: bool) -> None:
    assert is_secret_in(*names) is expected


def test_what_stands_there_instead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = json.loads(captured_text(tmp_path, monkeypatch))
    assert graph["config"]["db"] == {
        "base": "/data",
        "host": "db.example.com",
        "password": None,
        "user": "reader",
        "url": None,
        "other_url": None,
        "author": "Ann",
        "auth": None,
    }
    assert graph["config"]["env"]["api_key"] is None
    assert {"db.password", "db.url", "Root.token", "env.api_key"} <= set(graph["secrets"])
    assert graph["root_params"] == {"private": "***Root.private***"}
    params = params_of(graph)
    secret = {name for name, p in params.items() if p["transport"] == "secret"}
    assert secret == {"token", "db", "private", "key", "dsn", "link"}
    assert all(params[name]["text"] is params[name]["value"] is None for name in secret)
    assert params["open"]["text"] == "plain"
    path = graph["nodes"][0]["outputs"]["target"]["path"]
    assert path == "/out/***Root.token***/***db.password***/***Root.private***.txt"


def test_the_machine_s_own_configuration_is_not_written(tmp_path: Path) -> None:
    repo, elsewhere = tmp_path / "repo", tmp_path / "machine.cfg"
    elsewhere.write_text("[machine]\nname: m1\n")
    write_repo(repo, {"luigi.cfg": "[own]\nname: o1\n"})
    code = "class Root(luigi.Task):\n    pass\n"
    assert set(captured(repo, code)["config"]) == {"own"}
    assert set(captured(repo, code, config=elsewhere)["config"]) == {"own", "machine"}
