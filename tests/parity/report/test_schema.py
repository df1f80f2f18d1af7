"""The schema says what the JSON is, and the files on disk are the generated ones."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from migrate.parity.as_json import to_json
from migrate.parity.report import schema
from tests.parity.report.test_html import RESULTS

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("result", RESULTS.values(), ids=RESULTS)
def test_json_fits_the_schema(result):
    checker = jsonschema.Draft202012Validator(schema.schema())
    checker.validate(json.loads(json.dumps(to_json(result))))


def test_the_schema_is_a_schema_that_refuses():
    made = schema.schema()
    jsonschema.Draft202012Validator.check_schema(made)
    good = json.loads(json.dumps(to_json(RESULTS["sample"])))
    wrong = [
        {**good, "passed": "yes"},
        {**good, "more": 1},
        {k: v for k, v in good.items() if k != "rows"},
        {**good, "alignment": {**good["alignment"], "mode": "guess"}},
        {**good, "fields": [{**good["fields"][0], "different": 0.5}]},
    ]
    for one in wrong:
        assert list(jsonschema.Draft202012Validator(made).iter_errors(one))


def test_schema_and_page_on_disk_are_up_to_date():
    said = "run python -m migrate.parity.report.schema"
    assert json.loads(schema.FILE.read_text("utf-8")) == schema.schema(), said
    assert (ROOT / schema.PAGE).read_text("utf-8") == schema.page(), said


def test_every_object_has_its_section():
    page = schema.page()
    for name in schema.schema()["$defs"]:
        assert f"\n## {name}\n" in page
