"""The page in a real browser, read from a file as a user would."""

from __future__ import annotations

import time

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from migrate.parity.report import html
from tests.parity.filled_result import sample_result
from tests.parity.report.odd_results import (
    equal_result,
    hostile_result,
    keyless_result,
    wide_result,
)
from tests.report.test_html_browser import browser, click  # noqa: F401  fixture
from tests.report.test_html_browser import pytestmark as needs_browser

pytestmark = [*needs_browser, pytest.mark.slow]

LOAD_LIMIT = 1.5
"""Seconds until a page of 500 columns has loaded and its script has run."""

SLACK = 2.0
"""How much slower a machine may be that runs other tests at the same time."""


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Each page is written once."""
    folder, made = tmp_path_factory.mktemp("pages"), {}

    def page(name, result):
        if name not in made:
            made[name] = folder / f"{name}.html"
            made[name].write_text(html.render(result()), encoding="utf-8")
        return made[name].as_uri()

    return page


RESULTS = {
    "sample": lambda: sample_result(3),
    "wide": wide_result,
    "hostile": hostile_result,
    "equal": equal_result,
    "keyless": keyless_result,
}


@pytest.fixture
def show(browser, pages):  # noqa: F811
    """Opens a result at a width and colour scheme; its script has run."""

    def opened(name, width=1400, scheme="light", script=True, fragment=""):
        uri = pages(name, RESULTS[name])
        metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        features = [
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not script})
        browser.get("about:blank")
        for kind in ("browser", "performance"):
            browser.get_log(kind)
        browser.get(uri + fragment)
        return browser

    yield opened
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def names(page):
    """Names of the fields that are shown, in order."""
    return page.execute_script(
        "return [...document.querySelectorAll('.field:not([hidden])')].map(f => f.dataset.name)"
    )


def numbers(page, key):
    return page.execute_script(
        "return [...document.querySelectorAll('.field:not([hidden])')]"
        ".map(f => Number(f.dataset[arguments[0]]))",
        key,
    )


def heading(page, key):
    return page.find_element(By.CSS_SELECTOR, f"#field-head [data-sort={key}] button")


@pytest.mark.parametrize("name", RESULTS)
def test_no_request_leaves_the_page_and_the_console_is_silent(show, name):
    page = show(name)
    asked = [
        entry["message"]
        for entry in page.get_log("performance")
        if '"Network.requestWillBeSent"' in entry["message"]
    ]
    assert len(asked) == 1
    assert page.get_log("browser") == []


def test_fields_sort_both_ways_by_number_and_by_name(show):
    page = show("wide")
    assert numbers(page, "different") == sorted(numbers(page, "different"), reverse=True)
    click(page, heading(page, "different"))
    assert numbers(page, "different") == sorted(numbers(page, "different"))
    click(page, heading(page, "largest"))
    assert numbers(page, "largest") == sorted(numbers(page, "largest"), reverse=True)
    click(page, heading(page, "name"))
    assert names(page)[0].startswith("f.")
    click(page, heading(page, "name"))
    assert names(page)[0].startswith("user.")


def test_the_choice_of_order_and_the_headings_agree(show):
    page = show("sample")
    order = page.find_element(By.ID, "field-sort")
    order.send_keys("name")
    assert names(page)[0] == "country"
    marked = page.find_elements(By.CSS_SELECTOR, "#field-head [data-direction]")
    assert [m.get_attribute("data-sort") for m in marked] == ["name"]


def test_fields_can_be_searched_by_name_kind_and_cause(show):
    page = show("sample")
    box = page.find_element(By.ID, "field-search")
    for text, found in {
        "vec": ["embedding"], "case": ["country"], "STRING n": ["country", "name"],
        "nothing": [],
    }.items():  # fmt: skip
        box.clear()
        box.send_keys(text)
        assert [n for n in names(page) if not n.startswith("extra")] == found, text
    assert page.find_element(By.ID, "fields-none").is_displayed()
    assert page.find_element(By.ID, "fields-shown").text == "0 of 7 fields"


def test_fields_that_are_the_same_can_be_shown_and_hidden(show):
    page = show("sample")
    box = page.find_element(By.CSS_SELECTOR, "[data-field-status=same]")
    assert len(names(page)) == 7
    click(page, box)
    assert len(names(page)) == 4


def test_of_many_fields_only_those_that_say_something_are_shown_at_first(show):
    page = show("wide")
    assert 100 < len(names(page)) < 400
    click(page, page.find_element(By.CSS_SELECTOR, "[data-field-status=same]"))
    assert len(names(page)) == 500


def test_a_field_opens_by_mouse_and_by_keyboard(show):
    page = show("sample")
    first = page.find_element(By.ID, "field-0")
    click(page, first.find_element(By.TAG_NAME, "summary"))
    panel = first.find_element(By.CLASS_NAME, "panel")
    assert panel.is_displayed()
    assert len(panel.find_elements(By.CSS_SELECTOR, ".chart svg")) == 3
    first.find_element(By.TAG_NAME, "summary").send_keys(Keys.ENTER)
    assert not panel.is_displayed()


def test_open_all_and_close_all(show):
    page = show("sample")
    for button, count in (("field-open", 7), ("field-close", 0)):
        click(page, page.find_element(By.ID, button))
        assert len(page.find_elements(By.CSS_SELECTOR, ".field[open]")) == count


def test_a_cause_leads_to_its_field_even_when_that_was_filtered_away(show):
    page = show("sample")
    page.find_element(By.ID, "field-search").send_keys("nothing like it")
    field = page.find_element(By.ID, "field-1")
    assert not field.is_displayed()
    click(page, page.find_element(By.CSS_SELECTOR, '#causes a[href="#field-1"]'))
    WebDriverWait(page, 5).until(lambda _: field.get_attribute("open"))
    assert page.execute_script("return document.activeElement.parentElement.id") == "field-1"


def test_a_link_to_a_field_opens_it(show):
    page = show("sample", fragment="#field-2")
    assert page.find_element(By.ID, "field-2").get_attribute("open")


@pytest.mark.parametrize("width", [320, 360, 768, 1400])
@pytest.mark.parametrize("name", RESULTS)
def test_the_page_never_scrolls_sideways(show, name, width):
    page = show(name, width=width)
    page.execute_script(
        "[...document.querySelectorAll('.field')].slice(0, 30).forEach(f => { f.open = true; })"
    )
    assert page.execute_script("return document.documentElement.scrollWidth") <= width


def test_no_cell_is_squeezed_on_a_phone(show):
    page = show("sample", width=360)
    page.execute_script("document.querySelectorAll('.field').forEach(f => { f.open = true; })")
    thin = page.execute_script("""
        return [...document.querySelectorAll("td, tbody th, .n, .message")]
          .filter(e => e.checkVisibility() && e.textContent.trim().length > 8 && e.clientWidth)
          .filter(e => e.clientWidth < 50).map(e => e.textContent.trim());
    """)
    assert thin == []


BREAKS = """
    const found = [];
    for (const name of [...document.querySelectorAll(".field .name")].slice(0, 60)) {
      const text = document.createTreeWalker(name, NodeFilter.SHOW_TEXT), range = new Range();
      let top = null, before = "";
      while (text.nextNode()) for (let i = 0; i < text.currentNode.length; i++) {
        range.setStart(text.currentNode, i); range.setEnd(text.currentNode, i + 1);
        const at = range.getBoundingClientRect().top;
        if (top !== null && at > top + 4) found.push(before);
        [top, before] = [at, text.currentNode.data[i]];
      }
    }
    return found;
"""


@pytest.mark.parametrize("width", [390, 1440])
def test_long_names_break_between_their_words(show, width):
    found = show("wide", width=width).execute_script(BREAKS)
    assert found
    assert set(found) <= set("._")


@pytest.mark.parametrize("width", [390, 1440])
def test_labels_of_charts_are_not_smaller_than_the_page_needs(show, width):
    page = show("sample", width=width)
    page.execute_script("document.querySelectorAll('.field').forEach(f => { f.open = true; })")
    sizes = page.execute_script("""
        return [...document.querySelectorAll(".chart svg[viewBox] text")].map(e => {
          const svg = e.ownerSVGElement, scale = svg.clientWidth / svg.viewBox.baseVal.width;
          return parseFloat(getComputedStyle(e).fontSize) * scale;
        });
    """)
    assert len(sizes) > 10
    assert min(sizes) >= 10.5


def test_a_null_on_a_phone_is_no_wider_than_its_word(show):
    page = show("wide", width=390)
    page.execute_script(
        "[...document.querySelectorAll('.field')].slice(0, 9).forEach(f => { f.open = true; })"
    )
    widths = page.execute_script("""
        return [...document.querySelectorAll(".field[open] .examples .null")]
          .map(e => e.getBoundingClientRect().width).filter(Boolean);
    """)
    assert widths
    assert max(widths) < 60


def test_five_hundred_columns_load_at_once_and_answer(show):
    show("wide")  # renders the file, warms the browser
    begin = time.perf_counter()
    page = show("wide")
    assert time.perf_counter() - begin <= LOAD_LIMIT * SLACK
    took = page.execute_script("""
        const start = performance.now();
        const box = document.getElementById("field-search");
        box.value = "feature_4";
        box.dispatchEvent(new Event("input"));
        document.querySelector("#field-head [data-sort=name] button").click();
        document.body.getBoundingClientRect();
        return performance.now() - start;
    """)
    assert took <= 500 * SLACK


def test_dark_mode_is_dark_and_light_mode_is_light(show):
    def brightness(scheme):
        page = show("sample", scheme=scheme)
        script = "return getComputedStyle(document.body)[arguments[0]]"
        texts = (page.execute_script(script, name) for name in ("backgroundColor", "color"))
        return [sum(map(int, text[4:-1].split(","))) for text in texts]

    (dark_page, dark_ink), (light_page, light_ink) = brightness("dark"), brightness("light")
    assert dark_page < 150 < 600 < dark_ink
    assert light_ink < 200 < 600 < light_page


CONTRAST = """
    const lum = (c) => {
      const [r, g, b] = c.match(/[0-9.]+/g).map(Number).slice(0, 3)
        .map(v => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; });
      return .2126 * r + .7152 * g + .0722 * b;
    };
    const under = (e) => {
      for (let n = e; n; n = n.parentElement) {
        const c = getComputedStyle(n).backgroundColor;
        if (c.startsWith("rgb(")) return c;
      }
      return "rgb(255, 255, 255)";
    };
    const bad = [];
    document.querySelectorAll("h1, h2, h4, .hint, .badge, .count, .kind, mark, .null, .said, dt, " +
      ".c-cause .n, .c-different .n, .lead, .verdict, .chip, a").forEach(e => {
      if (!e.checkVisibility() || e.matches(".zero, .skip")) return;
      const c = getComputedStyle(e).color;
      if (!c.startsWith("rgb(")) return;
      const [a, b] = [lum(c), lum(under(e))].sort((x, y) => y - x);
      const ratio = (a + .05) / (b + .05);
      if (ratio < 4.5) bad.push(`${e.className || e.tagName}: ${ratio.toFixed(2)}`);
    });
    return [...new Set(bad)];
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read_against_its_background(show, scheme):
    page = show("sample", scheme=scheme)
    page.execute_script("document.querySelectorAll('.field').forEach(f => { f.open = true; })")
    assert page.execute_script(CONTRAST) == []


def test_hostile_values_are_shown_and_do_nothing(show):
    page = show("hostile")
    page.execute_script("document.querySelectorAll('.field').forEach(f => { f.open = true; })")
    assert page.find_elements(By.TAG_NAME, "img") == []
    assert "owned" not in page.title.split(":")[0]
    assert page.get_log("browser") == []
    assert "<img src=x" in page.find_element(By.CSS_SELECTOR, ".field .name").text


def test_without_script_everything_can_be_read(show):
    page = show("sample", script=False)
    assert not page.find_element(By.ID, "field-tools").is_displayed()
    assert len(page.find_elements(By.CSS_SELECTOR, ".field summary")) == 7
    page.find_element(By.CSS_SELECTOR, "#field-0 summary").click()
    assert page.find_element(By.CSS_SELECTOR, "#field-0 .panel").is_displayed()
