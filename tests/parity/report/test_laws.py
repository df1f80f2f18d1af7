"""Laws of the small parts, on generated input."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from migrate.parity.model import Bin, Example, KeyPart, Quantile, ValueChange
from migrate.parity.report import charts, html, junit
from migrate.parity.report.bigdiffy import java_double, key_lines
from migrate.parity.report.highlight import LONGEST, highlighted
from tests.parity.filled_result import sample_result
from tests.report.test_html import Page

TEXTS = st.text(st.characters(codec=None), max_size=60)
VALUES = st.none() | TEXTS
FINITE = st.floats(allow_nan=False, allow_infinity=False, width=32)
LAW = settings(max_examples=60, deadline=None)


@LAW
@given(st.text(max_size=600), st.text(max_size=600))
def test_pieces_are_the_value_and_what_is_not_marked_is_in_both(old, new):
    for text, pieces in zip((old, new), highlighted(old, new), strict=True):
        kept = [p.text for p in pieces if not p.changed]
        assert all((part in old and part in new) or part.endswith("…") for part in kept)
        if len(text) <= LONGEST and not any(p.changed and p.text.strip() != p.text for p in pieces):
            shown = "".join(p.text for p in pieces)
            assert len(text) <= len(shown)


@LAW
@given(TEXTS, VALUES, VALUES)
def test_any_text_makes_a_page_and_xml_that_can_be_read(name, left, right):
    base = sample_result()
    field = replace(
        base.fields[1],
        name=name,
        changes=(ValueChange(left, right, 1),),
        examples=(Example((KeyPart(name, left),), left, right),),
    )
    result = replace(base, fields=(field,))
    assert Page(html.render(result)).tags.count("script") == 1
    ET.fromstring(junit.render(result).encode("utf-8"))


@LAW
@given(st.floats())
def test_java_doubles_read_back(value):
    text = java_double(value)
    read = float(text.replace("Infinity", "inf").replace("NaN", "nan"))
    assert read == value or (read != read and value != value)


@LAW
@given(TEXTS, VALUES, VALUES)
def test_a_value_cannot_add_lines_or_columns_to_bigdiffys_text(key, left, right):
    difference = {
        "field": "f", "kind": "numeric", "class": "DIFFERENT", "delta": 1.0, "left": left,
        "right": right,
    }  # fmt: skip
    row = {"key": [{"name": "k", "value": key}], "class": "DIFFERENT", "fields": [difference]}
    (line,) = key_lines([row])
    assert "\n" not in line
    assert "\r" not in line
    assert line.count("\t") == (6 if None not in (left, right) else 5)


@LAW
@given(
    st.lists(
        st.tuples(FINITE, st.integers(0, 10**9)), min_size=2, max_size=30, unique_by=lambda x: x[0]
    )
)
def test_charts_stay_inside_their_frame(drawn):
    values = sorted(drawn)
    bins = tuple(Bin(a, b, n) for (a, n), (b, _) in pairwise(values))
    chart = charts.histogram(bins)
    assert chart is None or "nan" not in chart.path
    line = charts.quantiles([Quantile(n / len(values), v) for n, (v, _) in enumerate(values)])
    for x, y, _ in line.points:
        assert 0 <= x <= charts.WIDTH
        assert 0 <= y <= charts.HEIGHT
