"""Small pieces of HTML: escaped text, figures in words, tables, pictures as data."""

from __future__ import annotations

import base64
import html
import math
from collections.abc import Iterable, Sequence
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from tenfold.evaluation.accuracy import Rate

LONGEST_SIDE_PX: Final = 96
"""Larger pictures are reduced before they go into the page."""


def text(value: object) -> str:
    """Escape text for HTML and its attributes."""
    return html.escape(str(value), quote=True)


def percent(share: float, places: int = 2) -> str:
    """Write a share as a percentage that never rounds to certainty; '–' where there is none.

    >>> percent(0.9965), percent(0.999999), percent(1e-9), percent(float("nan"))
    ('99.65%', '>99.99%', '<0.01%', '–')
    """
    if math.isnan(share):
        return "–"
    step = 10.0 ** -(places + 2)
    if 0 < share < step / 2:
        return f"<{step:.{places}%}"
    if 1 - step / 2 <= share < 1:
        return f">{1 - step:.{places}%}"
    return f"{share:.{places}%}"


def span(low: float, high: float, places: int = 2) -> str:
    """Write a 95% interval of a share: '99.51 to 99.75%'."""
    return f"{percent(low, places).rstrip('%')} to {percent(high, places)}"


def interval(rate: Rate, places: int = 2) -> str:
    """Write the 95% interval of a rate; '–' where nothing was counted."""
    return span(rate.low, rate.high, places) if rate.n else "–"


def stacked(rate: Rate, places: int = 2) -> str:
    """Write a rate over its 95% interval, as HTML."""
    return f'{percent(rate.value, places)}<br><span class="note">{interval(rate, places)}</span>'


def points(change: float) -> str:
    """Write a change of a share in percentage points with its sign."""
    return "–" if math.isnan(change) else f"{change * 100:+.2f}".replace("-", "−")


def count(n: int, noun: str) -> str:
    """Write a count with its noun: '1 digit', '2,500 digits'."""
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"


def table(
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    caption: str,
    words: int = 1,
    kind: str = "",
) -> str:
    """Return a table of ready-made cells; the first ``words`` columns are text, not numbers.

    Of a table of kind 'ranged', narrow screens leave out the last column.
    """
    kinds = ["" if i < words else ' class="number"' for i in range(len(heads))]
    head = "".join(f'<th scope="col"{k}>{h}</th>' for h, k in zip(heads, kinds, strict=True))
    body = "".join(f"<tr>{_cells(row, kinds)}</tr>" for row in rows)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{text(caption)}">'
        f'<table class="{kind}"><caption class="unseen">{text(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def folded(summary: str, content: str) -> str:
    """Return content that a click or Enter opens."""
    return f"<details><summary>{text(summary)}</summary>{content}</details>"


def card(title: str, note: str, content: str, *, wide: bool = False) -> str:
    """Return a titled card; ``note`` stands small beside the title."""
    kind = "card wide" if wide else "card"
    return (
        f'<section class="{kind}"><div class="head"><h2>{text(title)}</h2>'
        f'<p class="note">{text(note)}</p></div>{content}</section>'
    )


def picture(image: NDArray[np.uint8], alt: str, *, side_px: int) -> str:
    """Return a grey (H, W) uint8 picture as an <img> that carries its own PNG."""
    longest = max(image.shape)
    if longest > LONGEST_SIDE_PX:
        share = LONGEST_SIDE_PX / longest
        image = np.asarray(
            cv2.resize(image, None, fx=share, fy=share, interpolation=cv2.INTER_AREA), np.uint8
        )
    _, data = cv2.imencode(".png", image, [cv2.IMWRITE_PNG_COMPRESSION, 9])
    encoded = base64.b64encode(data.tobytes()).decode("ascii")
    size = f'width="{side_px}" height="{side_px}"'
    return f'<img src="data:image/png;base64,{encoded}" alt="{text(alt)}" {size}>'


def _cells(row: Sequence[str], kinds: list[str]) -> str:
    first = f'<th scope="row">{row[0]}</th>'
    rest = zip(row[1:], kinds[1:], strict=True)
    return first + "".join(f"<td{kind}>{cell}</td>" for cell, kind in rest)
