"""Charts as inline SVG: they take numbers, know no page, and take their colours from its CSS."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tenfold.evaluation.accuracy import Rate
from tenfold.evaluation.calibration import Bin
from tenfold.evaluation.markup import percent, text
from tenfold.evaluation.rejection import Coverage

WIDE: Final = (520, 340)
NARROW: Final = (300, 280)
"""Width and height in px: text keeps its size, so a phone gets a chart of its own."""
_TICK_ROOM_PX: Final = 32
_LEAST_DOUBT: Final = 1e-4
_LEAST_RISK: Final = 1e-4

Scale = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class Frame:
    """The area of a chart within its margins, in px, and how values map into 0..1."""

    width: int
    height: int
    x: Scale
    y: Scale
    left: int = 52
    right: int = 16
    top: int = 32
    bottom: int = 44

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return the pixel of a point given in values."""
        inner_width = self.width - self.left - self.right
        inner_height = self.height - self.top - self.bottom
        across, up = min(max(self.x(x), 0.0), 1.0), min(max(self.y(y), 0.0), 1.0)
        return self.left + across * inner_width, self.height - self.bottom - up * inner_height

    def svg(self, parts: Sequence[str], *, label: str) -> str:
        """Wrap drawn parts."""
        size = f'viewBox="0 0 {self.width} {self.height}" width="{self.width}"'
        return (
            f'<svg {size} height="{self.height}" role="img" aria-label="{text(label)}">'
            f"{''.join(parts)}</svg>"
        )

    def axes(self, x: dict[float, str], y: dict[float, str], names: tuple[str, str]) -> list[str]:
        """Draw gridlines across, ticks below and left, and the names of both axes."""
        low, high = self.left, self.width - self.right
        floor = self.height - self.bottom
        parts = []
        for value, word in y.items():
            _, at = self.at(0, value)
            parts.append(_line(low, at, high, at, "rule"))
            parts.append(_words(low - 8, at + 4, word, "tick", "end"))
        last = -math.inf
        for value, word in x.items():
            at, _ = self.at(value, 0)
            if at - last < _TICK_ROOM_PX:
                continue
            last = at
            parts.append(_line(at, floor, at, floor + 4, "rule"))
            parts.append(_words(at, floor + 18, word, "tick", "middle"))
        parts.append(_words((low + high) / 2, self.height - 6, names[0], "axis", "middle"))
        parts.append(_words(0, 12, names[1], "axis", "start"))
        return parts


def both_sizes(draw: Callable[[tuple[int, int]], str]) -> str:
    """Return a chart for wide and one for narrow screens; CSS shows one."""
    return f'<div class="roomy">{draw(WIDE)}</div><div class="tight">{draw(NARROW)}</div>'


def nines(share: float) -> float:
    """Map 0, 90%, 99%, 99.9%, 99.99% to 0, 1, 2, 3, 4: where good readers differ."""
    return -math.log10(max(1.0 - share, _LEAST_DOUBT))


def reliability_chart(bins: Sequence[Bin], size: tuple[int, int]) -> str:
    """Draw how often each bin of confidence was right, with 95% intervals.

    Both axes count nines, so that the diagonal stays the diagonal and 99% lies far from 99.9%.
    """
    top = max(2.0, min(4.0, math.ceil(max(nines(one.confidence) for one in bins))))
    frame = Frame(*size, x=lambda v: nines(v) / top, y=lambda v: nines(v) / top)
    ticks = {0.0: "0%", 0.5: "50%", 0.9: "90%", 0.99: "99%", 0.999: "99.9%", 0.9999: "99.99%"}
    kept = {value: word for value, word in ticks.items() if nines(value) <= top + 1e-9}
    parts = frame.axes(kept, kept, ("how sure it said to be", "how often it was right"))
    parts.append(_line(*frame.at(0, 0), *frame.at(1, 1), "ideal"))
    for one in bins:
        x, y = frame.at(one.confidence, one.right.value)
        _, low = frame.at(one.confidence, one.right.low)
        _, high = frame.at(one.confidence, one.right.high)
        words = (
            f"said {percent(one.confidence)}, right {percent(one.right.value)} of {one.right.n:,}"
        )
        parts += [_line(x, low, x, high, "whisker"), _dot(x, y, words)]
    label = "Reliability diagram; the table below has its numbers"
    return frame.svg(parts, label=label)


def coverage_chart(
    curve: NDArray[np.float64], covered: Sequence[Coverage], size: tuple[int, int]
) -> str:
    """Draw the error rate among the accepted over the accepted share of digits, log scale.

    Args:
        curve: (M, 2) coverage and error rate, strict to lax.
        covered: where the model's own thresholds lie.
        size: width and height in px.

    """
    worst = max(
        [0.01, *curve[:, 1].tolist(), *(one.errors.value for one in covered if one.errors.n)]
    )
    decades = 4.0 + math.ceil(math.log10(worst) - 1e-9)
    frame = Frame(*size, x=lambda v: v, y=lambda v: _log_risk(v) / decades)
    ticks = {0.0001: "≤0.01%", 0.001: "0.1%", 0.01: "1%", 0.1: "10%", 1.0: "100%"}
    rows = {value: word for value, word in ticks.items() if _log_risk(value) <= decades + 1e-9}
    columns = {0.0: "0%", 0.25: "25%", 0.5: "50%", 0.75: "75%", 1.0: "100%"}
    parts = frame.axes(columns, rows, ("share of digits accepted", "errors among the accepted"))
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in (frame.at(c, r) for c, r in curve.tolist()))
    parts.append(f'<polyline class="curve" points="{path}"/>')
    for one in covered:
        if one.errors.n:
            parts += _landed(frame, one)
    return frame.svg(parts, label="Errors over coverage; the table below has its numbers")


def range_bar(rate: Rate, floor: float, *, mark: float | None = None) -> str:
    """Draw a rate with its interval on an axis from ``floor`` to 1; ``mark`` is a dashed line."""
    width, height = 120, 20

    def at(share: float) -> float:
        return 6 + (width - 12) * min(max((share - floor) / max(1e-9, 1 - floor), 0.0), 1.0)

    parts = [_line(6, 10, width - 6, 10, "rule")]
    if mark is not None:
        parts.append(_line(at(mark), 2, at(mark), 18, "ideal"))
    if rate.n and rate.value < floor:  # an arrow: the dot lies further left than the axis goes
        parts.append('<path class="dot" d="M10 5 2 10l8 5z"/>')
    elif rate.n:
        parts.append(_line(at(rate.low), 10, at(rate.high), 10, "whisker"))
        parts.append(f'<circle class="dot" cx="{at(rate.value):.1f}" cy="10" r="4"/>')
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    return f'<svg class="range" {size} aria-hidden="true">{"".join(parts)}</svg>'


def axis_floor(rates: Sequence[Rate]) -> float:
    """Return where an axis to 100% begins: below the lowest interval, at a round share."""
    lowest = min((one.low for one in rates if one.n), default=0.0)
    for floor in (0.99, 0.98, 0.95, 0.9, 0.8, 0.5):
        if lowest >= floor:
            return floor
    return 0.0 if math.isnan(lowest) or lowest < 0.25 else 0.25


def _landed(frame: Frame, one: Coverage) -> list[str]:
    x, y = frame.at(one.accepted.value, one.errors.value)
    _, low = frame.at(one.accepted.value, one.errors.low)
    _, high = frame.at(one.accepted.value, one.errors.high)
    words = (
        f"promised {percent(one.promised)}: accepted {percent(one.accepted.value)}, "
        f"errors {percent(one.errors.value)}"
    )
    label = _words(x, high - 6, f"{one.promised * 100:g}%", "label", "middle")
    return [_line(x, low, x, high, "whisker"), _dot(x, y, words), label]


def _log_risk(risk: float) -> float:
    return math.log10(max(risk, _LEAST_RISK)) + 4.0


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _dot(x: float, y: float, words: str) -> str:
    return (
        f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="5"><title>{text(words)}</title></circle>'
    )


def _words(x: float, y: float, words: str, kind: str, anchor: str) -> str:
    return (
        f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{text(words)}</text>'
    )
