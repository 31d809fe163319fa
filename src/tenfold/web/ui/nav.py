"""The pages of the navigation; one shows once its address exists."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True, slots=True)
class Page:
    """An entry of the navigation."""

    title: str
    name: str
    icon: str
    is_first: bool = True
    """Whether it has a place where there is little: a phone's tabs, a narrow header."""
    url: str = ""


_PAGES: Final = (
    Page("Draw", "draw", "pen"),
    Page("Upload", "upload", "upload"),
    Page("History", "history", "list"),
    Page("Training", "training", "training"),
    Page("Inside", "inside", "layers"),
    Page("Analytics", "analytics", "chart", is_first=False),
    Page("Live", "live", "live", is_first=False),
)

_MORE: Final = (
    Page("Models", "models", "layers"),
    Page("API tokens", "tokens", "key"),
    Page("API reference", "api-docs", "info"),
)


def pages() -> list[Page]:
    """Return the pages that exist, with their addresses."""
    return _that_exist(_PAGES)


def more_pages() -> list[Page]:
    """Return those that stand in the menu at the end of the header."""
    return _that_exist(_MORE)


def _that_exist(wanted: tuple[Page, ...]) -> list[Page]:
    found = []
    for page in wanted:
        try:
            url = reverse(page.name)
        except NoReverseMatch:
            continue
        found.append(replace(page, url=url))
    return found
