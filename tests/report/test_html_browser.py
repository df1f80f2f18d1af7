"""The page in a real browser, read from a file as a user would."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from migrate.report import html
from tests.report.samples import hostile, sample

CHROMIUM = shutil.which("chromium")
DRIVER = shutil.which("chromedriver")
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not (CHROMIUM and DRIVER), reason="not run: Chromium is not installed (or its driver)"
    ),
]


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    yield driver
    driver.quit()


@pytest.fixture
def show(browser, tmp_path):
    """Opens a report at a width and colour scheme; its script has run."""

    def opened(report, width=1400, scheme="light", script=True):
        path = tmp_path / "report.html"
        path.write_text(html.render(report), encoding="utf-8")
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
        browser.get(path.as_uri())
        return browser

    yield opened
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def click(page, element):
    page.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
    element.click()


def cells(page, column):
    found = page.find_elements(By.CSS_SELECTOR, f"table.data td:nth-child({column})")
    return [cell.text.splitlines()[0] for cell in found if cell.is_displayed()]


def heading(page, name):
    return next(b for b in page.find_elements(By.CSS_SELECTOR, "th button") if b.text == name)


def view_box(page):
    return page.execute_script("return document.getElementById('picture').getAttribute('viewBox')")


def test_no_request_leaves_the_page_and_the_console_is_silent(show):
    page = show(sample())
    asked = [
        entry["message"]
        for entry in page.get_log("performance")
        if '"Network.requestWillBeSent"' in entry["message"]
    ]
    assert len(asked) == 1
    assert "report.html" in asked[0]
    assert page.get_log("browser") == []


def test_tables_sort_as_text_and_as_numbers_both_ways(show):
    page = show(sample())
    click(page, heading(page, "Task"))
    assert cells(page, 1)[:4] == ["All_1", "Load_1", "Load_2", "Load_3"]
    assert cells(page, 1).index("Load_10") > cells(page, 1).index("Load_9")
    click(page, heading(page, "Parameters"))
    assert [int(n) for n in cells(page, 3)] == sorted(int(n) for n in cells(page, 3))
    click(page, heading(page, "Parameters"))
    assert int(cells(page, 3)[0]) == 11
    marked = page.find_elements(By.CSS_SELECTOR, "th[aria-sort]")
    assert [(m.text, m.get_attribute("aria-sort")) for m in marked] == [
        ("Parameters", "descending")
    ]


def test_tables_filter_and_say_how_many_are_left(show):
    page = show(sample())
    box = page.find_element(By.CSS_SELECTOR, "input[type=search]")
    box.send_keys("ARTIFACT load_1")
    assert cells(page, 1) == ["Load_1", "Load_10"]
    assert page.find_element(By.TAG_NAME, "output").text == "2 of 12"
    box.send_keys(Keys.CONTROL, "a", Keys.DELETE)
    assert len(cells(page, 1)) == 12


def test_severities_can_be_hidden(show):
    page = show(sample())
    group = page.find_element(By.ID, "LK004")
    assert group.is_displayed()
    click(page, page.find_element(By.CSS_SELECTOR, "input[data-severity=warning]"))
    assert not group.is_displayed()


def test_a_node_leads_to_its_row_even_when_that_was_filtered_away(show):
    page = show(sample())
    page.find_element(By.CSS_SELECTOR, "input[type=search]").send_keys("nothing like it")
    row = page.find_element(By.ID, "task-Report_1")
    assert not row.is_displayed()
    click(page, page.find_element(By.CSS_SELECTOR, '.node[href="#task-Report_1"] text'))
    WebDriverWait(page, 5).until(lambda _: row.is_displayed())
    assert page.execute_script("return document.activeElement.id") == "task-Report_1"


def test_hovering_lights_the_neighbours_and_their_edges(show):
    page = show(sample())
    node = page.find_element(By.CSS_SELECTOR, '.node[href="#task-Load_3"]')
    ActionChains(page).move_to_element(node).perform()
    lit = page.find_elements(By.CSS_SELECTOR, ".node.on text")
    assert {text.text for text in lit} == {"Load(3)", "Report(1)"}
    assert len(page.find_elements(By.CSS_SELECTOR, ".edges path.on")) == 1


def test_buttons_and_dragging_move_the_picture(show):
    page = show(sample(days=200))
    first = view_box(page)
    plus, _, fit = page.find_elements(By.CSS_SELECTOR, ".tools button")
    click(page, plus)
    near = view_box(page)
    assert float(near.split()[2]) < float(first.split()[2])
    canvas = page.find_element(By.CLASS_NAME, "canvas")
    ActionChains(page).drag_and_drop_by_offset(canvas, 80, 40).perform()
    assert view_box(page) != near
    click(page, fit)
    x, y, width, height = map(float, view_box(page).split())
    drawn = page.find_element(By.ID, "picture")
    assert x <= 0.5 or y <= 0.5
    assert width + 1 >= float(drawn.get_attribute("width")) - 1
    assert height + 1 >= float(drawn.get_attribute("height")) - 1


def test_the_picture_works_by_keyboard(show):
    page = show(sample(days=200))
    canvas = page.find_element(By.CLASS_NAME, "canvas")
    first = view_box(page)
    canvas.send_keys("+")
    near = view_box(page)
    canvas.send_keys(Keys.ARROW_LEFT)
    assert len({first, near, view_box(page)}) == 3
    node = page.find_element(By.CSS_SELECTOR, '.node[href="#task-All_1"]')
    page.execute_script("arguments[0].focus()", node)
    page.switch_to.active_element.send_keys(Keys.ENTER)
    WebDriverWait(page, 5).until(lambda _: page.current_url.endswith("#task-All_1"))


@pytest.mark.parametrize("width", [320, 390, 768, 1400])
@pytest.mark.parametrize("days", [10, 200])
def test_the_page_never_scrolls_sideways(show, width, days):
    page = show(sample(days), width=width)
    wide = page.execute_script("return document.documentElement.scrollWidth")
    assert wide <= width


def test_dark_mode_is_dark_and_light_mode_is_light(show):
    def brightness(scheme):
        page = show(sample(), scheme=scheme)
        script = "return getComputedStyle(document.body)[arguments[0]]"
        texts = (page.execute_script(script, name) for name in ("backgroundColor", "color"))
        return [sum(map(int, text[4:-1].split(","))) for text in texts]

    (dark_page, dark_ink), (light_page, light_ink) = brightness("dark"), brightness("light")
    assert dark_page < 150 < 600 < dark_ink
    assert light_ink < 200 < 600 < light_page


def test_hostile_names_are_shown_and_do_nothing(show):
    page = show(hostile())
    assert page.title.startswith("</script><img")
    assert page.find_elements(By.TAG_NAME, "img") == []
    assert page.get_log("browser") == []
    assert page.find_elements(By.CSS_SELECTOR, "[href^=javascript]") == []


def test_without_script_everything_can_be_read(show):
    page = show(sample(), script=False)
    assert not page.find_element(By.CLASS_NAME, "tools").is_displayed()
    assert not page.find_element(By.CLASS_NAME, "search").is_displayed()
    assert page.find_element(By.CSS_SELECTOR, ".node").is_displayed()
    assert page.find_element(By.ID, "task-Load_1").is_displayed()
    page.find_element(By.CSS_SELECTOR, "#LK012 summary").click()
    assert page.find_element(By.CSS_SELECTOR, "#LK012 .why").is_displayed()


def test_printing_shows_the_whole_picture(show):
    page = show(sample(days=200))
    page.execute_script("dispatchEvent(new Event('beforeprint'))")
    drawn = page.find_element(By.ID, "picture")
    size = f"{drawn.get_attribute('width')} {drawn.get_attribute('height')}"
    assert view_box(page) == f"0 0 {size}"


def test_a_page_without_a_graph_still_sorts(show):
    page = show(replace(sample(), graph=None))
    click(page, heading(page, "Task"))
    assert cells(page, 1)[0] == "All_1"
    assert page.get_log("browser") == []
