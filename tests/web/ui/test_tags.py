"""Tags of the templates."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.template import engines

from tenfold.web.ui.icons import ICONS
from tenfold.web.ui.templatetags import ui

MANIFEST = {
    "src/pages/draw/main.ts": {
        "file": "assets/draw-12345678.js",
        "css": ["assets/draw-abcdefgh.css"],
        "imports": ["_shared.js"],
    },
    "_shared.js": {"file": "assets/shared-87654321.js", "css": ["assets/shared-aaaaaaaa.css"]},
}


def rendered(template: str, **context: str) -> str:
    return engines["django"].from_string(template).render(context)


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(ui, "BUILD", tmp_path)
    (tmp_path / "manifest.json").write_text(json.dumps(MANIFEST), "utf-8")
    return tmp_path


def test_an_entry_brings_its_script_styles_and_shared_modules(build: Path) -> None:
    assert rendered('{% entry "draw" %}') == (
        '<link rel="stylesheet" href="/static/build/assets/draw-abcdefgh.css">'
        '<link rel="stylesheet" href="/static/build/assets/shared-aaaaaaaa.css">'
        '<link rel="modulepreload" href="/static/build/assets/shared-87654321.js">'
        '<script type="module" src="/static/build/assets/draw-12345678.js"></script>'
    )


def test_an_entry_that_is_not_built_writes_nothing(build: Path) -> None:
    assert rendered('{% entry "upload" %}') == ""
    (build / "manifest.json").unlink()
    assert rendered('{% entry "draw" %}') == ""


@pytest.mark.parametrize("name", ICONS)
def test_every_icon_is_sound_svg(name: str) -> None:
    svg = ElementTree.fromstring(rendered(f'{{% icon "{name}" %}}'))
    assert svg.attrib["aria-hidden"] == "true"
    assert len(svg) > 0


def test_an_icon_that_stands_alone_has_a_label() -> None:
    assert 'role="img" aria-label="&lt;b&gt;"' in rendered('{% icon "pen" label %}', label="<b>")
