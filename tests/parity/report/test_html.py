"""The page: whole, self-contained, escaped, deterministic, and it says what the result says."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace

import pytest

from migrate.parity.model import (
    Check,
    Distribution,
    DistributionBin,
    FieldResult,
    Kind,
    RowClass,
    RowCounts,
    Verdict,
)
from migrate.parity.report import charts, html, numbers, views, words
from migrate.parity.report.highlight import LONGEST, Piece, highlighted
from tests.parity.filled_result import sample_result
from tests.parity.report.odd_results import (
    empty_result,
    equal_result,
    hostile_result,
    keyless_result,
    wide_result,
)
from tests.report.test_html import Page

RESULTS = {
    "sample": sample_result(3),
    "wide": wide_result(60),
    "hostile": hostile_result(),
    "equal": equal_result(),
    "keyless": keyless_result(),
    "empty": empty_result(),
}


@pytest.fixture(params=RESULTS)
def page(request):
    return html.render(RESULTS[request.param])


def test_the_page_is_whole_and_its_links_have_their_places(page):
    read = Page(page)
    assert len(read.ids) == len(set(read.ids))
    inner = {link[1:] for link in read.links() if link.startswith("#")}
    assert inner <= set(read.ids)


def test_nothing_is_loaded_from_anywhere(page):
    read = Page(page)
    assert not [a for a in read.attributes if a[1] in ("src", "srcset", "data", "action", "style")]
    assert "url(" not in page
    assert "@import" not in page
    assert not {"link", "img", "iframe", "object", "embed", "form"} & set(read.tags)
    assert not [name for _, name, _ in read.attributes if name.startswith("on")]


def test_the_policy_allows_exactly_the_own_style_and_script(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1].replace("&#39;", "'")
    for tag in ("style", "script"):
        (body,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


@pytest.mark.parametrize("result", RESULTS.values(), ids=RESULTS)
def test_equal_results_give_equal_bytes(result):
    assert html.render(result) == html.render(result)


def test_characters_that_turn_or_hide_text_are_shown():
    text = html.render(hostile_result())
    assert "\u202e" not in text
    assert "\x1b" not in text
    assert "\\u202e" in text


def test_every_field_and_every_cause_is_there():
    result = wide_result(60)
    text = html.render(result)
    assert text.count('<details class="field ') == 60
    for field in result.fields:
        assert f'data-name="{field.name}"' in text
    assert text.count('<li class="unexplained">') == 1


HEADLINES = {
    "sample": ("NEW is not equal to OLD under the policy", "Failed: 1 of 2 checks do not hold"),
    "equal": ("NEW equals OLD", "Passed: 1 of 1 checks hold"),
    "empty": ("NEW equals OLD", "Passed: 0 of 0 checks hold"),
}


@pytest.mark.parametrize(("name", "said"), HEADLINES.items(), ids=HEADLINES)
def test_the_verdict_is_the_headline(name, said):
    result = RESULTS[name]
    assert (words.headline(result), words.verdict_line(result)) == said


def test_tolerated_and_allowed_differences_are_no_equality():
    equal = equal_result()
    some = replace(equal, rows=RowCounts(1000, 1000, 1000, 999, 1, 0, 0, 0))
    assert words.headline(some) == "NEW equals OLD as far as the policy asks"
    one_sided = replace(equal, schema=sample_result().schema)
    assert not words.is_equal(one_sided)


def test_every_class_that_has_rows_has_a_part_of_the_bar():
    result = replace(equal_result(), rows=RowCounts(10**7, 10**7, 10**7 - 3, 10**7 - 4, 0, 1, 3, 3))
    parts = views.segments(result)
    assert [part.key for part in parts] == ["same", "different", "missing-right", "missing-left"]
    assert min(part.width for part in parts) > 0.5
    assert sum(part.width for part in parts) == pytest.approx(100, abs=0.01)
    assert parts[1].share == "<0.01 %"


def test_others_of_the_engine_are_others_here_and_empty_bins_are_left_out():
    bins = tuple(
        DistributionBin(label, n, n)
        for label, n in (("null", 0), ("90 others", 900), *((f"v{n}", 50 - n) for n in range(14)))
    )
    found = charts.categories(Distribution("x", Kind.STRING, 1, 1, 0, 0, 0, 0, 0, bins=bins))
    assert [c.label for c in found] == [*(f"v{n}" for n in range(11)), "93 others"]
    assert found[0].old == 100
    assert found[-1].left == sum(b.left for b in bins) - sum(c.left for c in found[:-1])


def test_fields_without_a_pair_of_values_are_not_called_the_same():
    base = sample_result(2)
    nothing = tuple(FieldResult(f.name, f.kind, 0, 0, 0, 0) for f in base.fields)
    result = replace(base, fields=nothing, rows=RowCounts(5, 6, 0, 0, 0, 0, 6, 5))
    assert {view.status for view in views.fields(result)} == {"uncompared"}
    text = html.render(result)
    assert "There is no pair of values to compare" in text
    assert 'data-field-status="same"' not in text


def test_without_pairs_there_are_distributions_and_no_fields():
    fields = tuple(FieldResult(f.name, f.kind, 0, 0, 0, 0) for f in sample_result().fields)
    check = Check("fields.psi", True, 0.1, 0.01, "score")
    result = replace(keyless_result(), fields=fields, verdict=Verdict((check,)))
    assert views.fields(result) == ()
    assert len(views.distributions(result)) == 3
    assert words.headline(result).startswith("No rows were compared")
    failed = replace(result, verdict=Verdict((replace(check, passed=False),)))
    assert words.headline(failed) == "NEW is not equal to OLD under the policy"


def test_row_classes_are_all_named():
    assert set(words.ROW_CLASSES) == set(RowClass)


NUMBERS = {
    0: "0", 12: "12", 1234.5: "1234", 0.1 + 0.2: "0.3", -0.5: "−0.5", 1.49e-9: "1.49e-9",
    -2.5e-7: "−2.5e-7", 3.2e9: "3.2e9", float("inf"): "∞", float("-inf"): "−∞",
}  # fmt: skip


@pytest.mark.parametrize(("value", "said"), NUMBERS.items(), ids=str)
def test_numbers_are_short(value, said):
    assert numbers.number(value) == said


def test_no_number_and_nan_are_said():
    assert (numbers.number(None), numbers.number(float("nan"))) == ("–", "NaN")


SHARES = {
    (0, 10): "0 %", (10, 10): "100 %", (0, 0): "0 %", (1, 3): "33.3 %", (1, 10**6): "<0.01 %",
    (999_999, 10**6): ">99.99 %", (9995, 10_000): "99.95 %", (3, 1000): "0.3 %",
}  # fmt: skip


@pytest.mark.parametrize(("pair", "said"), SHARES.items(), ids=str)
def test_a_share_is_all_or_nothing_only_when_it_is(pair, said):
    assert numbers.share(*pair) == said


def kept(pieces):
    return [p.text for p in pieces if not p.changed], [p.text for p in pieces if p.changed]


HIGHLIGHTS = {
    "a longer number": ("0.1", "0.10000000149", (["0.1"], []), (["0.1"], ["0000000149"])),
    "one digit": ("17.25", "17.5", (["17."], ["25"]), (["17."], ["5"])),
    "digits by chance": ("0.1234567", "0.1299967", (["0.12"], ["34567"]), (["0.12"], ["99967"])),
    "words": ("rock; pop", "rock;pop", (["rock;", "pop"], ["·"]), (["rock;", "pop"], [])),
    "a space at the end": ("Åsa", "Åsa ", (["Åsa"], []), (["Åsa"], ["·"])),
    "nothing in common": ("SE", "se", ([], ["SE"]), ([], ["se"])),
    "equal": ("a", "a", (["a"], []), (["a"], [])),
    "null": (None, "x", ([], []), ([], ["x"])),
    "empty": ("", "x", ([], []), ([], ["x"])),
}


@pytest.mark.parametrize(("old", "new", "left", "right"), HIGHLIGHTS.values(), ids=HIGHLIGHTS)
def test_what_differs_inside_a_value_is_marked(old, new, left, right):
    a, b = highlighted(old, new)
    assert (kept(a), kept(b)) == (left, right)


def test_long_values_are_cut_and_still_differ():
    a, b = highlighted("x" * 5000 + "a", "x" * 5000 + "b")
    assert len(a[0].text) == LONGEST
    assert (a, b) == ((Piece(a[0].text, True),), (Piece(b[0].text, True),))
    long_a, long_b = highlighted("a" * 300 + "1", "a" * 300 + "2")
    assert kept(long_a)[1] == ["1"]
    assert kept(long_b)[1] == ["2"]


def test_a_histogram_shows_every_bin_that_has_rows():
    field = sample_result().fields[0]
    chart = charts.histogram(field.deltas[0].histogram)
    assert chart.path.count("M") == 4
    assert chart.zero == 60.0
    assert charts.histogram(()) is None


def test_quantiles_go_up_and_need_two():
    field = sample_result().fields[0]
    chart = charts.quantiles(field.deltas[0].quantiles)
    assert [y for _, y, _ in chart.points] == sorted((y for _, y, _ in chart.points), reverse=True)
    assert charts.quantiles(field.deltas[0].quantiles[:1]) is None


def shape(labels, counts):
    bins = tuple(DistributionBin(label, n, n) for label, n in zip(labels, counts, strict=True))
    total = sum(counts)
    return charts.overlay(Distribution("x", Kind.NUMERIC, total, total, 0, 0, 0, 0, 0, bins=bins))


def heights(path):
    return [charts.HEIGHT - float(y) for y in re.findall(r"V([0-9.]+)H", path)]


def test_areas_of_unequal_bins_are_shares_of_the_rows():
    labels = ["null", "0 … 9", "10 … 19", "20 … 24", "25 … 29", "30 … 40"]
    chart = shape(labels, [7, 100, 100, 100, 100, 100])
    assert heights(chart.old) == [48.0, 48.0, 96.0, 96.0, 48.0]
    assert [t.text for t in chart.ticks] == ["0", "40"]


def test_bins_far_out_are_cut_and_say_so():
    labels = [*(f"{n} … {n + 0.9}" for n in range(8)), "8 … 1e6"]
    chart = shape(labels, [10] * 9)
    assert chart.ticks[1].text == "… 1e6"
    assert float(re.findall(r"H([0-9.]+)", chart.old)[-2]) > charts.WIDTH / 2


@pytest.mark.parametrize(
    ("labels", "counts"),
    [
        (["0", "0.001 … 1", "1 … 2", "2 … 3", "3 … 4", "4 … 5"], [900, 20, 20, 20, 20, 20]),
        (["null", "0 … 1", "1 … 2"], [1, 2, 3]),
        (["a", "b", "c", "d", "e"], [1, 2, 3, 4, 5]),
    ],
    ids=["one towers", "few", "no numbers"],
)
def test_without_a_shape_bins_stand_side_by_side(labels, counts):
    chart = shape(labels, counts)
    assert chart.top.startswith("up to")
    assert len(heights(chart.old)) == len(labels)


DURATIONS = {
    3600.0: "1 h",
    90.0: "1.5 min",
    172800.0: "2 d",
    0.25: "250 ms",
    0.0: "0 ms",
    1.0: "1 s",
}


@pytest.mark.parametrize(("seconds", "said"), DURATIONS.items(), ids=str)
def test_durations_have_a_unit_that_fits(seconds, said):
    assert numbers.duration(seconds) == said


def test_times_are_written_as_dates():
    assert numbers.moment(0) == "1970-01-01 00:00:00"
    assert numbers.moment(1769860800.4) == "2026-01-31 12:00:00"
    assert (numbers.moment(1e300), numbers.moment(None)) == ("1e300", "–")


def test_a_column_of_one_value_has_no_picture():
    assert shape(["null", "7"], [1, 9]) is None


def test_many_categories_are_added_up():
    result = keyless_result()
    (country,) = (d for d in result.distributions if d.name == "country")
    rows = charts.categories(country)
    assert len(rows) == charts.CATEGORIES
    assert rows[-1].label == "10 others"
    assert max(max(r.old, r.new) for r in rows) == 100
    assert sum(r.left for r in rows) == sum(b.left for b in country.bins)
