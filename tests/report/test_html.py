from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from migrate.codes import finding
from migrate.findings import Severity
from migrate.report import GraphPicture, Report, html
from tests.report.samples import hostile, sample

VOID = {"meta", "input", "br", "img", "link", "hr", "col", "wbr"}


class Page(HTMLParser):
    """Tags, attributes and ids of a page; fails on tags that are not closed in order."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.ids, self.open = [], [], [], []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, *pair) for pair in attrs]
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def links(self):
        return [value for _, name, value in self.attributes if name == "href"]


def test_the_page_is_whole_and_its_ids_are_unique():
    page = Page(html.render(sample()))
    assert len(page.ids) == len(set(page.ids))


def test_every_link_into_the_page_has_its_place():
    page = Page(html.render(sample()))
    inner = {link[1:] for link in page.links() if link.startswith("#")}
    assert {"task-Load_1", "LK004", "findings"} <= inner
    assert inner <= set(page.ids)


def test_nothing_is_loaded_from_anywhere():
    text = html.render(sample())
    page = Page(text)
    assert not [a for a in page.attributes if a[1] in ("src", "srcset", "data", "action")]
    assert "url(" not in text
    assert "@import" not in text
    assert not {"link", "img", "iframe", "object", "embed", "form"} & set(page.tags)


def test_the_policy_allows_exactly_the_own_style_and_script():
    text = html.render(sample())
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1].replace("&#39;", "'")
    for tag in ("style", "script"):
        (body,) = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")


def test_hostile_names_stay_text():
    page = Page(html.render(hostile()))
    assert "img" not in page.tags
    assert not [name for _, name, _ in page.attributes if name.startswith("on")]
    assert not [link for link in page.links() if "javascript" in link]


HREFS = {
    "#task-1": "#task-1",
    "pipeline.py": "pipeline.py",
    "logs/a:b.txt": "logs/a:b.txt",
    "https://example.com/x": "https://example.com/x",
    "javascript:alert(1)": "",
    " JavaScript:alert(1)": "",
    "java\nscript:alert(1)": "",
    "data:text/html,x": "",
    "vbscript:x": "",
    "": "",
}


@pytest.mark.parametrize(("href", "safe"), HREFS.items(), ids=repr)
def test_only_harmless_links_are_made(href, safe):
    assert html.safe_href(href) == safe


def test_equal_reports_give_equal_bytes():
    assert html.render(sample()) == html.render(sample())


@pytest.mark.parametrize(
    "report",
    [
        Report(command="assess", title="x", version="0"),
        replace(sample(), graph=GraphPicture((), ())),
        replace(sample(), ledger=None, tables=(), proofs=(), summary=(), findings=()),
    ],
    ids=["empty", "empty graph", "graph only"],
)
def test_parts_that_are_not_there_leave_no_trace(report):
    page = Page(html.render(report))
    sections = {link[1:] for link in page.links() if link.startswith("#") and "task-" not in link}
    assert sections <= set(page.ids)


def test_the_code_of_a_suppressed_finding_has_a_place_too():
    known = replace(finding("LK012", "x"), suppressed="known")
    assert Page(html.render(replace(sample(), findings=(known,)))).ids.count("LK012") == 1


def test_one_code_with_two_severities_is_one_group():
    two = (finding("LK004", "a"), finding("LK004", "b", severity=Severity.ERROR))
    text = html.render(replace(sample(), findings=two))
    assert Page(text).ids.count("LK004") == 1
    assert '<details class="group error" id="LK004"' in text
