"""The report of an evaluation: one HTML page that needs nothing else, and a terminal's table."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tenfold.evaluation import sections
from tenfold.evaluation.colours import map_css
from tenfold.evaluation.markup import count, interval, percent, points, span, text
from tenfold.evaluation.rejection import ACCEPT_NOTHING, Coverage
from tenfold.evaluation.results import Evaluation
from tenfold.evaluation.robustness_section import robustness

if TYPE_CHECKING:
    from rich.console import Group
    from rich.table import Table

_POLICY: Final = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
_MARK: Final = (
    '<svg width="24" height="16" viewBox="0 0 24 16" aria-hidden="true">'
    + "".join(
        f'<rect x="{1 + 5 * (k % 5)}" y="{1 + 8 * (k // 5)}" width="2.5" height="6" rx="1"/>'
        for k in range(10)
    )
    + "</svg>"
)


def to_html(found: Evaluation) -> str:
    """Return the whole page: style, charts and pictures are in it, and nothing is loaded."""
    given = found.conditions
    style = files("tenfold.evaluation").joinpath("report.css").read_text("utf-8")
    dark = f"@media (prefers-color-scheme:dark){{{map_css(dark=True)}}}"
    parts = (
        sections.confusions(found) + sections.classes(found),
        sections.calibration(found) + sections.coverage(found),
        robustness(found),
        sections.mistakes(found),
        sections.groups(found) + sections.conditions(found),
    )
    part = f", {given.split} split" if given.split else ""
    others = f" and {count(given.non_digits, 'other picture')}" if given.non_digits else ""
    lead = f"Measured on {given.dataset}{part}: {count(given.digits, 'digit')}{others}"
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{text(given.model)} on {text(given.dataset)} · Tenfold</title>"
        f"<style>{style}{map_css(dark=False)}{dark}</style></head>"
        f'<body><main class="page"><div class="brand">{_MARK}Tenfold</div>'
        f'<h1>{text(given.model)}</h1><p class="lead">{text(lead)}</p>'
        f'{sections.figures(found)}<div class="grid">{"".join(parts)}</div></main></body></html>\n'
    )


def write_html(found: Evaluation, path: Path) -> None:
    """Write the page; OSError where the path cannot be written."""
    path.write_text(to_html(found), "utf-8")


def to_text(found: Evaluation) -> Group:
    """Return what a terminal shows: figures, classes, coverage and robustness, each with n."""
    from rich.console import Group

    shown = [_summary(found), _classes(found), _coverage(found)]
    if found.robustness:
        shown.append(_robustness(found))
    return Group(*shown)


def _table(title: str, *columns: str) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD)
    for k, column in enumerate(columns):
        table.add_column(column, justify="right" if k else "left")
    return table


def _summary(found: Evaluation) -> Table:
    given, calibrated = found.conditions, found.calibration
    where = given.dataset + (f" ({given.split})" if given.split else "")
    table = _table(f"{given.model} on {where}", "", "", "95% interval", "n")
    right = found.accuracy
    table.add_row("accuracy", percent(right.value), interval(right), f"{right.n:,}")
    ece = (percent(calibrated.ece), span(calibrated.low, calibrated.high), f"{calibrated.n:,}")
    table.add_row("calibration error (ECE)", *ece)
    table.add_row("  of chance alone", percent(calibrated.chance), "", "")
    if found.separation:
        apart = found.separation
        ends = f"{apart.low:.4f} to {apart.high:.4f}"
        n = f"{apart.digits:,} + {apart.others:,}"
        table.add_row("digits from the rest (AUROC)", f"{apart.auroc:.4f}", ends, n)
    if found.look_alikes.n:
        alike = found.look_alikes
        table.add_row("look-alikes accepted", percent(alike.value), interval(alike), f"{alike.n:,}")
    return table


def _classes(found: Evaluation) -> Table:
    from tenfold.datasets.base import CLASSES

    table = _table("Each class", "class", "right", "95% interval", "n", "most often read as")
    for label, (name, one) in enumerate(zip(CLASSES, found.classes, strict=True)):
        if one.n:
            wrong = found.confusion[label].copy()
            wrong[label] = 0
            said = int(wrong.argmax())
            most = f"{CLASSES[said]} ({wrong[said]:,})" if wrong[said] else "–"
            table.add_row(name, percent(one.value), interval(one), f"{one.n:,}", most)
    return table


def _coverage(found: Evaluation) -> Table:
    heads = ["errors promised", "threshold", "digits accepted", "errors among all accepted"]
    heads += ["non-digits accepted"] if found.separation else []
    table = _table("Coverage", *heads)
    for one in found.coverage:
        table.add_row(*_covered(one)[: len(heads)])
    return table


def _covered(one: Coverage) -> tuple[str, ...]:
    threshold = f"{one.threshold:.6g}" if one.threshold < ACCEPT_NOTHING else "none fits"
    rates = [
        f"{percent(rate.value, places)}\n{interval(rate, places)}" if rate.n else "–"
        for rate, places in ((one.accepted, 1), (one.errors, 2), (one.others, 1))
    ]
    return (f"{one.promised * 100:g}%", f"{threshold}\n{one.source}", *rates)


def _robustness(found: Evaluation) -> Table:
    n = found.clean.n
    table = _table(f"Robustness, {n:,} digits each", "", "right", "95% interval", "change, points")
    table.add_row("as they are", percent(found.clean.value), interval(found.clean), "")
    for one in found.robustness:
        low, high = one.change.interval
        moved = f"{points(one.change.value)} ({points(low)} to {points(high)})"
        table.add_row(one.name, percent(one.accuracy.value), interval(one.accuracy), moved)
    return table
