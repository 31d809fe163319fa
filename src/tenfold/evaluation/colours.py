"""The activation map of the look as CSS classes, for light and dark screens."""

from __future__ import annotations

from typing import Final

LEVELS: Final = 10
_LIGHT: Final = ("#FFFFFF", "#C3CCF2", "#7289E2", "#2B49C6", "#121A45")
_DARK: Final = ("#1B1E25", "#2C3A78", "#4F69D0", "#9DB0FF", "#F4F1EA")
_STRONGEST: Final = 0.75
"""Level 10 is the stop of the accent, as in the legend of the design."""

Colour = tuple[float, float, float]


def level(count: int, largest: int) -> int:
    """Return 0 for no count, else 1..10 in proportion to the largest."""
    return 0 if count == 0 else max(1, round(LEVELS * count / max(1, largest)))


def map_css(*, dark: bool) -> str:
    """Return the rules .m1 to .m10: ground, and the ink on it that contrasts more."""
    stops = _DARK if dark else _LIGHT
    rules = []
    for k in range(1, LEVELS + 1):
        ground = _between([_parse(stop) for stop in stops], _STRONGEST * k / LEVELS)
        rules.append(f".m{k}{{background:{_hex(ground)};color:{_ink_on(ground)}}}")
    return "".join(rules)


def _between(stops: list[Colour], share: float) -> Colour:
    place = share * (len(stops) - 1)
    k = min(int(place), len(stops) - 2)
    red, green, blue = (
        a + (b - a) * (place - k) for a, b in zip(stops[k], stops[k + 1], strict=True)
    )
    return red, green, blue


def _ink_on(ground: Colour) -> str:
    light = _luminance(ground)
    return "#000000" if (light + 0.05) / 0.05 >= 1.05 / (light + 0.05) else "#FFFFFF"


def _luminance(colour: Colour) -> float:
    """Relative luminance, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parse(value: str) -> Colour:
    red, green, blue = (int(value[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def _hex(colour: Colour) -> str:
    return "#" + "".join(f"{round(c * 255):02X}" for c in colour)
