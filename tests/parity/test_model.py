"""The laws that every result keeps, and its JSON form."""

from __future__ import annotations

import json

from migrate.parity.as_json import to_json, to_text
from migrate.parity.model import ParityResult, RowClass
from tests.parity.filled_result import sample_result


def assert_laws(result: ParityResult) -> None:
    """What must hold whatever was compared."""
    rows = result.rows
    assert rows.joined == rows.same + rows.within_tolerance + rows.different
    for field in result.fields:
        assert field.compared == field.same + field.within_tolerance + field.different, field.name
        if field.causes or field.different:
            assert sum(cause.count for cause in field.causes) == field.different, field.name


def test_the_sample_keeps_the_laws() -> None:
    assert_laws(sample_result())


def test_json_is_plain_and_stable() -> None:
    text = to_text(sample_result(3))
    assert text == to_text(sample_result(3))
    assert json.loads(text) == to_json(sample_result(3))
    assert json.loads(text)["passed"] is False


def test_every_row_class_has_a_count() -> None:
    assert [sample_result().rows.of(each) for each in RowClass] == [800, 46, 150, 3, 2, 2, 2]


def test_causes_of_all_fields_add_up() -> None:
    assert sum(sample_result().causes().values()) == 173
