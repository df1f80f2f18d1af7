"""parity.toml: what it says becomes a policy, and what is wrong in it is named by its place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from migrate.errors import BadInput
from migrate.parity.model import AlignmentMode
from migrate.parity.policy import (
    STRICT,
    Allow,
    Duplicates,
    Ignore,
    Limit,
    Mask,
    NullKeys,
    Rule,
    Sensitive,
    Side,
    Step,
)
from migrate.parity.policy_file import read_policy

WHOLE = """
version = 1
salt = "pepper"
baseline = "accepted.json"

[align]
key = ["user.id", "day"]
null_keys = "distinct"
duplicates = "rank"
mode = "key"
rename = { "country" = "geo.country" }

[[field]]
match = "*"
relative = 1e-6

[[field]]
match = "score.*"
absolute = 0.5
temporal = "5min"

[[ignore]]
match = "loaded_at"
reason = "load time"
expires = 2026-12-31

[[normalise]]
match = "name"
side = "old"
trim = true
fill = ""

[[expand]]
side = "new"
column = "features"
names = "names.json"

[[allow]]
match = "score.*"
cause = "float32"
reason = "tf.Example has floats"

[[sensitive]]
match = "email"
mask = "hash"

[limits]
different_fraction = 0.01

[[limits.field]]
match = "score.*"
max_absolute = 2
psi = 0.1
"""


def read(folder: Path, text: str):
    path = folder / "parity.toml"
    path.write_text(text)
    return read_policy(str(path))


def test_everything_is_read(tmp_path: Path) -> None:
    policy = read(tmp_path, WHOLE)
    assert policy.key == ("user.id", "day")
    assert policy.null_keys is NullKeys.DISTINCT
    assert policy.duplicates is Duplicates.RANK
    assert policy.mode is AlignmentMode.KEY
    assert policy.rename == (("country", "geo.country"),)
    assert policy.rule_for("score.a") == Rule(relative=1e-6, absolute=0.5, temporal=300.0)
    assert str(policy.rule_for("name")) == "relative 1e-06"
    assert policy.ignore_for("loaded_at") == Ignore("loaded_at", "load time", date(2026, 12, 31))
    assert policy.steps_for("name", Side.OLD) == (Step("trim", True), Step("fill", ""))
    assert policy.steps_for("name", Side.NEW) == ()
    assert policy.expand[0].names == str(tmp_path / "names.json")
    assert policy.allow == (Allow("score.*", "float32", "tf.Example has floats"),)
    assert policy.sensitive == (Sensitive("email", Mask.HASH),)
    assert policy.baseline == str(tmp_path / "accepted.json")
    assert Limit("different_fraction", 0.01) in policy.limits
    assert Limit("psi", 0.1, "score.*") in policy.limits
    assert set(STRICT) <= set(policy.limits)
    assert len(policy.sha256) == 64


WRONG = {
    "[alin]\nkey = ['a']": "alin is not known",
    "[align]\nkeys = ['a']": "align.keys is not known",
    "[align]\nduplicates = 'some'": "choose one of fail, multiset, rank, pairwise",
    "[align]\nkey = [1]": "align.key is [1], not a list of names",
    "[align.rename]\na = 'x'\nb = 'x'": "gives two columns one name",
    "version = 2": "this program reads version 1",
    "[[field]]\nrelative = 1": "field[0] has no match",
    "[[field]]\nmatch = '*'\nrelative = -1": "field[0].relative is -1, not a number",
    "[[field]]\nmatch = '*'\nrelativ = 1": "field[0].relativ is not known",
    "[[field]]\nmatch = '*'\ntemporal = '5 parsecs'": "such as 5min",
    "[[field]]\nmatch = '*'\nulp = 1.5": "not a whole number",
    "[[field]]\nmatch = '*'\nunordered = 1": "not true or false",
    "[field]\nmatch = '*'": "write [[field]]",
    "[[ignore]]\nmatch = 'a'": "ignore[0] has no reason",
    "[[ignore]]\nmatch = 'a'\nreason = 'r'\nexpires = 'soon'": "write a date",
    "[[normalise]]\nmatch = 'a'": "normalise[0] does nothing",
    "[[normalise]]\nmatch = 'a'\ncast = 'complex'": "normalise[0].cast is 'complex'",
    "[[normalise]]\nmatch = 'a'\ntrim = false": "not true",
    "[[normalise]]\nmatch = 'a'\nround = 'x'": "write a number of decimals",
    "[[normalise]]\nmatch = 'a'\ntimezone = \"'; DROP\"": "timezone",
    "[[allow]]\nmatch = 'a'\ncause = 'magic'": "names cause 'magic'",
    "[limits]\ndiferent = 1": "limits.diferent is not known",
    "[limits]\ndifferent = true": "not a number",
    "[[limits.field]]\ndifferent = 1": "limits.field[0] has no match",
    "[[sensitive]]\nmatch = 'a'\nmask = 'blur'": "choose one of hide, hash",
    "not toml": "is not TOML",
}


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_is_named(text: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        read(tmp_path, text)
    assert WRONG[text] in str(caught.value)
    assert str(tmp_path) in str(caught.value)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        read_policy(str(tmp_path / "none.toml"))
