from __future__ import annotations

import io
import re
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest
from rich.console import Console

from tenfold.datasets import Dataset
from tenfold.evaluation.evaluate import evaluate
from tenfold.evaluation.report import to_html, to_text, write_html
from tenfold.evaluation.results import Subject

VOID = {"meta", "img", "br", "link", "hr", "input"}


class Page(HTMLParser):
    """A page's tags, attributes and words; fails where tags do not nest."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@pytest.fixture(scope="module")
def page(found) -> Page:
    return Page(to_html(found))


def test_the_page_loads_nothing_from_outside(found, page):
    linked = [a[k] for _, a in page.tags for k in ("src", "href", "action", "srcset") if k in a]
    assert all(link.startswith("data:image/png;base64,") for link in linked)
    assert not {"script", "link", "iframe", "object"} & {tag for tag, _ in page.tags}
    assert not re.search(r"url\(|@import|https?://", to_html(found))


def test_the_page_forbids_itself_to_load_anything(page):
    (policy,) = [a["content"] for _, a in page.tags if "Content-Security-Policy" in a.values()]
    assert "default-src 'none'" in policy


def test_names_from_outside_are_text_not_markup(page):
    assert "nearest <mean>" in page.text
    assert "<b>bob</b>" in page.text
    assert "mean" not in {tag for tag, _ in page.tags}


PARTS = (
    *("Confusions", "Each class", "Reliability", "Coverage", "Robustness", "Worst mistakes"),
    *("Hardest groups", "Conditions", "Digits misread", "Read as a digit, but none"),
)


@pytest.mark.parametrize("title", PARTS)
def test_the_page_has_its_parts(page, title):
    assert title in page.text


def test_the_page_says_who_was_measured_on_what(page):
    for words in ("ab" * 32, "drawn, split test", "40 digits, 20 non-digits, 10 look-alikes"):
        assert words in page.text


def test_every_picture_says_what_it_shows_or_is_beside_its_name(page):
    assert all("alt" in a for tag, a in page.tags if tag == "img")
    described = [a["alt"] for tag, a in page.tags if tag == "img" and a["alt"]]
    assert re.fullmatch(r"A picture of .+, read as .+: drawn\[\d+\]", described[0])


def test_every_chart_has_a_name_and_a_table(page):
    charts = [a for tag, a in page.tags if tag == "svg" and a.get("role") == "img"]
    assert len(charts) == 4  # two, each for wide and for narrow screens
    assert all(a["aria-label"] for a in charts)
    assert sum(tag == "table" for tag, _ in page.tags) >= 8


def test_every_colour_of_the_style_has_a_dark_twin(found):
    light, _, dark = to_html(found).partition("prefers-color-scheme: dark")
    names = set(re.findall(r"(--[\w-]+): ?#", light))
    assert names == set(re.findall(r"(--[\w-]+): ?#", dark))


def test_identical_evaluations_make_identical_pages(found):
    assert to_html(found) == to_html(found)


def test_a_page_without_mistakes_groups_or_robustness_still_stands():
    images = np.full((12, 28, 28), 9, np.uint8)
    sure = np.eye(11, dtype=np.float32)[np.full(12, 4)]
    dataset = Dataset("fours", images, np.full(12, 4), "light-on-dark")
    found = evaluate(lambda pictures: sure[: len(pictures)], dataset, Subject("x"), robustness=0)
    text = Page(to_html(found)).text
    assert "Every picture was read right." in text
    assert "100.00%" in text
    assert "75.75 to 100.00%" in text


def test_a_set_of_letters_alone_makes_a_page(reader, mixed):
    letters = mixed.subset(mixed.labels == 10)
    assert (
        "0 digits and 20 other pictures"
        in Page(to_html(evaluate(reader, letters, Subject("x")))).text
    )


def test_large_pictures_are_reduced(reader, mixed):
    noise = np.random.default_rng(0).integers(0, 255, (6, 900, 700)).astype(np.uint8)
    dataset = replace(mixed.subset(np.arange(6)), images=noise)
    assert len(to_html(evaluate(reader, dataset, Subject("x"), robustness=0))) < 300_000


def test_the_page_is_written_as_utf_8(found, tmp_path):
    write_html(found, tmp_path / "r.html")
    assert "16×16" in (tmp_path / "r.html").read_text("utf-8")


def test_the_terminal_shows_figures_with_interval_and_n(found):
    out = io.StringIO()
    Console(file=out, width=110).print(to_text(found))
    assert re.search(r"accuracy +[\d.]+% +[\d.]+ to [\d.]+% +40", out.getvalue())
    for words in ("Each class", "Coverage", "Robustness, 20 digits each", "turned 15° left"):
        assert words in out.getvalue()
