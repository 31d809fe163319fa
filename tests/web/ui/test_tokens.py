"""The sizes and colours of the look."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import tenfold.web

CSS = Path(tenfold.web.__file__).parent / "static" / "css"
TOKENS = (CSS / "tokens.css").read_text("utf-8")
DEFINED = set(re.findall(r"(--[\w-]+):", TOKENS))
SCRIPTS = (Path(__file__).parents[3] / "frontend" / "src").rglob("*.*")
SET_BY_SCRIPTS = {
    name
    for path in SCRIPTS
    if path.suffix in {".ts", ".svelte"}
    for name in re.findall(r"--[a-z][\w-]*", path.read_text("utf-8"))
}


def block(selector: str) -> dict[str, str]:
    body = TOKENS.split(selector, 1)[1].split("}", 1)[0]
    return dict(re.findall(r"([\w-]+): ([^;]+);", body))


def test_dark_by_choice_is_dark_by_the_system() -> None:
    assert block(':root[data-theme="dark"] {') == block(":root:not([data-theme]) {")


def test_dark_changes_every_colour_of_light() -> None:
    light, dark = block(':root[data-theme="light"] {'), block(':root[data-theme="dark"] {')
    assert set(light) == set(dark)


@pytest.mark.parametrize("path", sorted(CSS.glob("*.css")), ids=lambda path: path.name)
def test_every_token_that_is_used_exists(path: Path) -> None:
    text = path.read_text("utf-8")
    own = set(re.findall(r"(--[\w-]+):", text))
    assert set(re.findall(r"var\((--[\w-]+)", text)) <= DEFINED | SET_BY_SCRIPTS | own


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    "name", ["ink", "ink-2", "ink-3", "accent", "sure", "again", "none", "error"]
)
def test_text_reads_on_every_ground(theme: str, name: str) -> None:
    tokens = block(f':root[data-theme="{theme}"] {{')
    grounds = [tokens[f"--{ground}"] for ground in ("paper", "card", "sunk", "wash")]
    assert min(contrast(tokens[f"--{name}"], ground) for ground in grounds) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["sure", "again", "none", "error"])
def test_a_band_reads_on_its_wash(theme: str, name: str) -> None:
    tokens = block(f':root[data-theme="{theme}"] {{')
    assert contrast(tokens[f"--{name}"], tokens[f"--{name}-wash"]) >= 4.5
