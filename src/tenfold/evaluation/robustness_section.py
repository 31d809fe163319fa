"""The part of the report page that shows corruptions side by side."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from tenfold.evaluation.accuracy import Rate
from tenfold.evaluation.charts import axis_floor, range_bar
from tenfold.evaluation.markup import (
    card,
    count,
    folded,
    interval,
    percent,
    picture,
    points,
    stacked,
    table,
    text,
)
from tenfold.evaluation.redraw import CANVASES, FILLS
from tenfold.evaluation.results import Evaluation, Variant
from tenfold.evaluation.robustness import CORRUPTIONS

TOLERATED_LOSS: Final = 0.005
"""Half a point: a corruption that surely costs more is marked."""
WORSE: Final = "▼"


def robustness(found: Evaluation) -> str:
    """Return the corruptions side by side, and the grid of canvases."""
    if not found.robustness:
        words = "<p>Not measured: run without --robustness 0.</p>"
        return card("Robustness", "", words, wide=True)
    names = {corruption.name for corruption in CORRUPTIONS}
    plain = [one for one in found.robustness if one.name in names]
    drawn = {one.name: one for one in found.robustness if one.name not in names}
    n, clean = found.robustness[0].accuracy.n, found.clean
    words = (
        f'<p class="say">The same {count(n, "digit")} as they are: {percent(clean.value)} '
        f"({interval(clean)}), the dashed line. Changes are in points on the same pictures, with "
        f"their 95% interval; {WORSE} marks a loss that is surely more than half a point.</p>"
    )
    content = words + _changes(plain, clean) + _canvases(drawn, clean)
    return card("Robustness", f"{count(n, 'digit')} in each row", content, wide=True)


def _changes(variants: Sequence[Variant], clean: Rate) -> str:
    floor = axis_floor([one.accuracy for one in variants] + [clean])
    heads = ("Example", "What", "Right", "Change", f"{percent(floor, 0)} to 100%")
    rows = "".join(
        f'<tr class="group"><th colspan="5" scope="rowgroup">{text(group[:1].upper() + group[1:])}'
        f"</th></tr>{''.join(_changed(one, floor, clean) for one in members)}"
        for group, members in groupby(variants, key=lambda one: one.group)
    )
    kinds = ("", "", *(3 * (' class="number"',)))
    head = "".join(f'<th scope="col"{k}>{h}</th>' for h, k in zip(heads, kinds, strict=True))
    return (
        '<div class="scroll" tabindex="0" role="region" aria-label="Corruptions">'
        '<table class="changes ranged"><caption class="unseen">Corruptions</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _changed(one: Variant, floor: float, clean: Rate) -> str:
    moved = f'{points(one.change.value)}<br><span class="note">{_ends(one)}</span>'
    kind = ' class="number worse"' if _is_worse(one) else ' class="number"'
    mark = f"{WORSE} " if _is_worse(one) else ""
    return (
        f"<tr><td>{picture(one.example, '', side_px=36)}</td>"
        f'<th scope="row">{text(one.name)}</th>'
        f'<td class="number">{stacked(one.accuracy)}</td><td{kind}>{mark}{moved}</td>'
        f'<td class="number">{range_bar(one.accuracy, floor, mark=clean.value)}</td></tr>'
    )


def _canvases(drawn: dict[str, Variant], clean: Rate) -> str:
    if not drawn:
        return ""
    rows = []
    for (pen, is_centred), row in groupby(CANVASES, key=lambda c: (c.pen_px, c.is_centred)):
        cells = "".join(f"<td>{_cell(drawn[canvas.name])}</td>" for canvas in row)
        place = "centred" if is_centred else "off centre"
        rows.append(f'<tr><th scope="row">pen {pen} px, {place}</th>{cells}</tr>')
    head = "".join(f'<th scope="col">fills {fill:.0%}</th>' for fill in FILLS)
    heads = ("Canvas", "Right", "95% interval", "Change")
    listed = [
        (
            text(one.name),
            percent(one.accuracy.value),
            interval(one.accuracy),
            f"{points(one.change.value)} ({_ends(one)})",
        )
        for one in drawn.values()
    ]
    return (
        "<h3>Thinned to a skeleton and drawn again on a canvas of 280×280</h3>"
        '<div class="scroll" tabindex="0" role="region" aria-label="Canvases">'
        '<table class="canvas"><caption class="unseen">Canvases</caption>'
        f"<thead><tr><td></td>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
        + folded("Intervals of this table", table(heads, listed, caption="Canvases, intervals"))
    )


def _cell(one: Variant) -> str:
    kind, mark = ("cell worse", f"<i>{WORSE} </i>") if _is_worse(one) else ("cell", "")
    words = f"{one.name}: {interval(one.accuracy)}"
    return (
        f'<div class="{kind}" title="{text(words)}">{picture(one.example, "", side_px=56)}'
        f"<span>{mark}{percent(one.accuracy.value)}</span></div>"
    )


def _ends(one: Variant) -> str:
    low, high = one.change.interval
    return f"{points(low)} to {points(high)}"


def _is_worse(one: Variant) -> bool:
    return one.change.interval[1] < -TOLERATED_LOSS
