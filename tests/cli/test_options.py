from __future__ import annotations

import pytest

from migrate.cli.options import parse_pairs
from migrate.errors import UsageError

GOOD = {
    "nothing": ([], {}),
    "two": (["a=1", "b=x y"], {"a": "1", "b": "x y"}),
    "value with equals": (["q=a=b"], {"q": "a=b"}),
    "empty value": (["a="], {"a": ""}),
    "spaces of the value stay": (["a = 1 "], {"a": " 1 "}),
    "JSON": (['a={"k": [1]}'], {"a": '{"k": [1]}'}),
}
BAD = {
    "no equals": ["date"],
    "no name": ["=1"],
    "blank name": [" =1"],
    "twice": ["a=1", "a=2"],
}


@pytest.mark.parametrize(("texts", "pairs"), GOOD.values(), ids=GOOD)
def test_reads(texts, pairs):
    assert parse_pairs(texts) == pairs


@pytest.mark.parametrize("texts", BAD.values(), ids=BAD)
def test_refuses(texts):
    with pytest.raises(UsageError, match="--probe: "):
        parse_pairs(texts, option="--probe")
