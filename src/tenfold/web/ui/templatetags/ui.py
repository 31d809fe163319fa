"""Tags that every template may use without loading them."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tenfold.web.ui.icons import ICONS
from tenfold.web.ui.model_files import model_url

register = template.Library()
BUILD: Final = Path(__file__).parents[2] / "static" / "build"
_SILENT: Final = SafeString('aria-hidden="true"')


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon as inline SVG, as high as the text; with a label where it stands alone."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else _SILENT
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" {}>{}</svg>', spoken, SafeString(ICONS[name])
    )


@register.simple_tag
def entry(name: str) -> SafeString:
    """Write the script and stylesheets of a page's entry in the front end.

    Nothing is written where the front end is not built: a page works without, as far as it can.
    """
    manifest = _manifest(BUILD / "manifest.json")
    scripts, styles, preloads = _files(manifest, f"src/pages/{name}/main.ts")
    return SafeString(
        format_html_join("", '<link rel="stylesheet" href="{}">', _urls(styles))
        + format_html_join("", '<link rel="modulepreload" href="{}">', _urls(preloads))
        + format_html_join("", '<script type="module" src="{}"></script>', _urls(scripts))
    )


def built_files(name: str) -> list[str]:
    """Return the names, below ``BUILD``, of an entry's script and then of what it imports.

    [] where the front end is not built.
    """
    manifest = _manifest(BUILD / "manifest.json")
    scripts, styles, imports = _files(manifest, f"src/pages/{name}/main.ts")
    return scripts + styles + imports


def _urls(files: list[str]) -> list[tuple[str]]:
    # Not by static(): modules import each other by the names that Vite gave them.
    return [(f"{settings.STATIC_URL}build/{file}",) for file in files]


def _files(manifest: dict[str, Any], key: str) -> tuple[list[str], list[str], list[str]]:
    """Return an entry's script, its stylesheets, and the modules that it imports."""
    if key not in manifest:
        return [], [], []
    styles: list[str] = []
    imports: list[str] = []
    waiting, seen = [key], set()
    while waiting:
        part = waiting.pop(0)
        if part in seen:
            continue
        seen.add(part)
        chunk = manifest[part]
        styles += chunk.get("css", [])
        imports += [] if part == key else [chunk["file"]]
        waiting += chunk.get("imports", [])
    return [manifest[key]["file"]], styles, imports


def _manifest(path: Path) -> dict[str, Any]:
    try:
        return _parsed(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return {}


@lru_cache(maxsize=2)
def _parsed(path: Path, changed_ns: int) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return manifest


@register.simple_tag
def css(*names: str) -> SafeString:
    """Write a link for each stylesheet of ``static/css``."""
    return format_html_join(
        "", '<link rel="stylesheet" href="{}">', ((static(f"css/{name}.css"),) for name in names)
    )


@register.simple_tag
def model_file(ending: str, name: str = "") -> str:
    """Write the address of a model's file, ``onnx`` or ``json``, which browsers keep for good."""
    return model_url(ending, name)
