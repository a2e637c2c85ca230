"""The report as a page."""

import itertools
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runner.reporters import html
from tests.unit.reporters.samples import SAMPLES, failed, report

VOID = {"meta", "line", "path"}
PLACES = {"href", "src", "srcset", "action", "data", "poster", "xlink:href"}


class Outline(HTMLParser):
    """Collect what stands in a page, and whether every element is closed."""

    def __init__(self, page):
        super().__init__()
        self.open, self.tags, self.attributes, self.texts, self.headings = [], [], [], [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)
        if re.fullmatch(r"h\d", tag):
            self.headings.append(int(tag[1]))

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)


@pytest.mark.parametrize("name", ["wrong_status", "launch", "hostile", "passed"])
def test_looks_as_it_was_recorded(name, golden):
    golden(f"{name}.html", html.render(SAMPLES[name]))


@pytest.mark.parametrize("name", SAMPLES)
def test_every_element_is_closed(name):
    assert Outline(html.render(SAMPLES[name])).open == []


@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_is_loaded_and_nothing_runs(name):
    outline = Outline(html.render(SAMPLES[name]))
    assert not {"script", "link", "img", "iframe", "object"} & set(outline.tags)
    assert [value for key, value in outline.attributes if key in PLACES] == ["#checks"]
    assert not [key for key, _ in outline.attributes if key.startswith("on")]


def test_what_a_program_sent_is_text():
    page = html.render(SAMPLES["hostile"])
    assert "<script" not in page
    assert not set(page) & set("\x1b\r\x07\u202e\x00")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.mark.parametrize("name", SAMPLES)
def test_headings_never_skip_a_level(name):
    levels = Outline(html.render(SAMPLES[name])).headings
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_a_picture_has_its_words():
    page = html.render(SAMPLES["wrong_status"])
    assert ("role", "img") in Outline(page).attributes
    assert "the list below says the same" in page


def test_what_failed_stands_first():
    page = html.render(SAMPLES["wrong_status"])
    assert page.index("check-refuses-an-empty-order") < page.index("check-answers-health")


def test_a_hidden_check_tells_its_title_alone():
    page = html.render(SAMPLES["hidden"])
    assert "An order with no items is refused" in page
    assert "POST /orders" not in page


def test_a_long_body_is_cut_and_says_so():
    outcome = failed(log="x" * 20_000)
    assert "16,384 of 20,000 characters shown" in html.render(report(outcome))


def luminance(color):
    """Return the relative luminance of `#rrggbb`, as WCAG counts it."""
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("palette", [0, 1])
@pytest.mark.parametrize("ground", ["ground", "panel"])
def test_every_text_colour_stands_out(palette, ground):
    page = html.render(SAMPLES["passed"])
    colors = {name: pair for name, *pair in re.findall(r"--(\w+): light-dark\((#\w+), (#\w+)\)", page)}
    behind = luminance(colors[ground][palette])
    for name in ("text", "quiet", "good", "bad", "odd"):
        light, dark = sorted((luminance(colors[name][palette]), behind), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, name


@given(st.text(), st.binary())
def test_any_text_leaves_the_page_whole(text, body):
    outcome = failed(summary=text, expected=text, actual=text, log=text, why=text)
    assert Outline(html.render(report(outcome, title=text, log_tail=text))).open == []
