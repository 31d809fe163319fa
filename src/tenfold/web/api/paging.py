"""Lists, newest first: which page was asked for, and where the next one begins."""

from __future__ import annotations

from typing import Any, Final

from ninja import Field

from tenfold.web.api.schemas import Options
from tenfold.web.readings.models import Owned

MOST: Final = 200
"""Rows of one page."""


class Newest(Options):
    """Which rows of a list."""

    before: int | None = Field(default=None, ge=1, le=2**63 - 1)
    limit: int = Field(default=50, ge=1, le=MOST)


def page_of(rows: Owned, asked: Newest) -> tuple[list[Any], int | None]:
    """Return a page, and below which id the next one begins; None behind the last.

    A page begins below an id, so that rows stored meanwhile neither repeat nor hide one.
    """
    if asked.before is not None:
        rows = rows.filter(pk__lt=asked.before)
    found = list(rows.order_by("-id")[: asked.limit + 1])
    page = found[: asked.limit]
    return page, page[-1].pk if len(found) > len(page) else None
