"""The parts of the report page, each from an evaluation to a card of HTML."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tenfold.datasets.base import CLASSES, NOT_A_DIGIT
from tenfold.evaluation.calibration import BINS
from tenfold.evaluation.charts import (
    axis_floor,
    both_sizes,
    coverage_chart,
    range_bar,
    reliability_chart,
)
from tenfold.evaluation.colours import level
from tenfold.evaluation.markup import (
    card,
    count,
    folded,
    interval,
    percent,
    picture,
    span,
    stacked,
    table,
    text,
)
from tenfold.evaluation.rejection import ACCEPT_NOTHING, Coverage
from tenfold.evaluation.results import Evaluation, Mistake

DIGITS: Final = CLASSES[:NOT_A_DIGIT]
LEAST_DARKEST: Final = 5
"""So many confusions get the darkest ground, or the most that there are: two are no drama."""


def figures(found: Evaluation) -> str:
    """Return the four figures that matter most."""
    main, calibrated = found.everyday, found.calibration
    told = "the model's own threshold" if main.source == "card" else "chosen in hindsight"
    shown = [
        (
            "Accuracy",
            percent(found.accuracy.value),
            (f"{interval(found.accuracy)}, {count(found.accuracy.n, 'digit')}",),
        ),
        (
            f"Accepted at {main.promised * 100:g}% errors",
            percent(main.accepted.value, 1),
            (
                f"{interval(main.accepted, 1)} of {count(main.accepted.n, 'digit')}; {told}",
                f"wrong among them: {percent(main.errors.value)} ({interval(main.errors)})",
            ),
        ),
        (
            "Calibration error",
            percent(calibrated.ece),
            (
                f"{span(calibrated.low, calibrated.high)}, {count(calibrated.n, 'picture')}",
                f"chance alone would give {percent(calibrated.chance)}",
            ),
        ),
    ]
    if found.separation:
        apart = found.separation
        ends = f"{apart.low:.4f} to {apart.high:.4f}"
        who = f"{count(apart.digits, 'digit')} against {count(apart.others, 'non-digit')}"
        shown.append(("Digits or not, AUROC", f"{apart.auroc:.4f}", (ends, who)))
    return f'<div class="figures">{"".join(_figure(*one) for one in shown)}</div>'


def confusions(found: Evaluation) -> str:
    """Return the confusion matrix: a table whose ground shows how often."""
    matrix = found.confusion
    off = matrix.copy()
    off[range(len(CLASSES)), range(len(CLASSES))] = 0
    largest = max(LEAST_DARKEST, int(off.max()))
    none = '<abbr title="not a digit">n/d</abbr>'
    names = [*DIGITS, none]
    head = "".join(f'<th scope="col">{name}</th>' for name in names)
    rows = []
    for label, name in enumerate(names):
        if matrix[label].sum():
            counts = matrix[label].tolist()
            cells = [_confused(label, said, n, largest) for said, n in enumerate(counts)]
            rows.append(f'<tr><th scope="row">{name}</th>{"".join(cells)}</tr>')
    content = (
        '<p class="note">Rows: what was written. Columns: what was read.</p>'
        '<div class="scroll" tabindex="0" role="region" aria-label="Confusions">'
        '<table class="matrix"><caption class="unseen">Confusions</caption>'
        f"<thead><tr><td></td>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
        f"{_legend(largest)}"
    )
    return card("Confusions", f"{count(int(off.sum()), 'mistake')} in {matrix.sum():,}", content)


def classes(found: Evaluation) -> str:
    """Return accuracy class by class, with intervals on one axis."""
    shown = [(name, one) for name, one in zip(CLASSES, found.classes, strict=True) if one.n]
    floor = axis_floor([one for name, one in shown if name in DIGITS] or [one for _, one in shown])
    rows = [
        (
            text(name),
            f"{one.n - one.hits:,} of {one.n:,}",
            percent(one.value),
            interval(one),
            range_bar(one, floor),
        )
        for name, one in shown
    ]
    heads = ("Class", "Wrong", "Right", "95% interval", f"{percent(floor, 0)} to 100%")
    return card("Each class", "read right", table(heads, rows, caption="Each class", kind="ranged"))


def calibration(found: Evaluation) -> str:
    """Return the reliability diagram with its numbers."""
    one = found.calibration
    chart = both_sizes(lambda size: reliability_chart(one.bins, size))
    rows = [
        (
            span(b.low, b.high),
            percent(b.confidence),
            percent(b.right.value),
            interval(b.right),
            f"{b.right.n:,}",
        )
        for b in one.bins
    ]
    heads = ("Sure from, to", "Said on average", "Was right", "95% interval", "Pictures")
    words = (
        f'<p class="say">On the dashed line, a probability means what it says; below it the '
        f"reader was too sure. ECE {percent(one.ece)} ({span(one.low, one.high)}) over {BINS} bins "
        "of equally many pictures, because nearly all confidences lie near 100%. In bins of equal "
        f"width it is {percent(one.ece_equal_width)}. Mean log loss {one.nll:.4f} nats.</p>"
    )
    numbers = folded("Numbers of this chart", table(heads, rows, caption="Reliability"))
    return card("Reliability", count(one.n, "picture"), chart + words + numbers)


def coverage(found: Evaluation) -> str:
    """Return errors over coverage, and what each promise accepts."""
    own = [one for one in found.coverage if one.source == "card"]
    chart = both_sizes(lambda size: coverage_chart(found.curve, own, size))
    heads = ["Errors promised", "Digits accepted", "Errors among all accepted"]
    has_others = bool(found.separation)
    heads += ["Non-digits accepted"] if has_others else []
    best = [one for one in found.coverage if one.source == "hindsight"]
    tables = [
        table(heads, [_covered(one, has_others) for one in rows], caption=caption)
        for rows, caption in ((own, "Promises of the model"), (best, "Best in hindsight"))
    ]
    words = (
        "A dot is a threshold of the model, named by the error rate that it promises, with the "
        "interval of what it kept here; the line shows all other thresholds."
    )
    if not own:
        words = "The model brings no thresholds; the table shows the best that any could do here."
    alike = found.look_alikes
    if alike.n:
        words += (
            f" Apart from all figures stand {count(alike.n, 'look-alike')} (O, l, Z and the like): "
            f"{percent(alike.value, 1)} ({interval(alike, 1)}) of them are accepted."
        )
    limit = "The best that any threshold could do on these very pictures, chosen in hindsight"
    listed = tables[0] + folded(limit, tables[1]) if own else tables[1]
    content = f'{chart}<p class="say">{text(words)}</p>{listed}'
    return card("Coverage", "what is accepted at which error rate", content)


def mistakes(found: Evaluation) -> str:
    """Return the worst mistakes as pictures: what was said, and what was true."""
    off = int(found.confusion.sum() - found.confusion.trace())
    if not found.mistakes:
        return card("Worst mistakes", "", "<p>Every picture was read right.</p>", wide=True)
    digits = [one for one in found.mistakes if one.label != NOT_A_DIGIT]
    others = [one for one in found.mistakes if one.label == NOT_A_DIGIT]
    rows = [
        (text(one.where), CLASSES[one.said], CLASSES[one.label], percent(one.confidence))
        for one in found.mistakes
    ]
    heads = ("Picture", "Said", "Is", "Sure")
    listed = folded(
        "Where these pictures lie", table(heads, rows, caption="Worst mistakes", words=3)
    )
    tiles = _tiles("Digits misread", digits) + _tiles("Read as a digit, but none", others)
    note = f"{len(found.mistakes):,} of {off:,}, the surest first"
    return card("Worst mistakes", note, tiles + listed, wide=True)


def groups(found: Evaluation) -> str:
    """Return the writers, providers or fonts that are read worst; '' where none are known."""
    if not found.groups:
        return ""
    floor = axis_floor([one for _, one in found.groups])
    rows = [
        (text(name), f"{one.n:,}", percent(one.value), interval(one), range_bar(one, floor))
        for name, one in found.groups
    ]
    heads = ("Group", "Digits", "Right", "95% interval", f"{percent(floor, 0)} to 100%")
    note = f"of {found.conditions.groups:,}; lowest upper end of the interval first"
    words = (
        '<p class="say">Pictures of one group resemble each other. All intervals on this page take '
        "pictures as independent; for new groups they are too short.</p>"
    )
    return card(
        "Hardest groups", note, table(heads, rows, caption="Hardest groups", kind="ranged") + words
    )


def conditions(found: Evaluation) -> str:
    """Return what was measured, on what, with which versions."""
    given = found.conditions
    facts = {
        "Model": text(given.model),
        "Model sha256": f'<span class="mono">{text(given.sha256 or "unknown")}</span>',
        "Data set": text(given.dataset + (f", split {given.split}" if given.split else "")),
        "Data sha256": f'<span class="mono">{text(given.dataset_sha256)}</span>',
        "Pictures": f"{count(given.digits, 'digit')}, {count(given.non_digits, 'non-digit')}, "
        f"{count(given.look_alikes, 'look-alike')}",
        "Left out": f"{count(given.left_out, 'file')} that could not be read",
        "Groups": f"{given.groups:,}" if given.groups else "unknown",
        "Intervals": "95%: Wilson; matched pairs for changes; bootstrap for ECE",
        "Seed": str(given.seed),
        "Versions": text(", ".join(f"{name} {v}" for name, v in given.versions.items())),
        "Date": text(given.date.replace("T", " ")),
    }
    listed = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in facts.items())
    return card("Conditions", "", f'<dl class="facts">{listed}</dl>', wide=not found.groups)


def _figure(name: str, value: str, notes: tuple[str, ...]) -> str:
    listed = "".join(f'<p class="note">{text(note)}</p>' for note in notes)
    return (
        f'<section class="card figure"><h2 class="name">{text(name)}</h2>'
        f'<p class="value">{text(value)}</p>{listed}</section>'
    )


def _confused(label: int, said: int, n: int, largest: int) -> str:
    if n == 0:
        return '<td><span class="unseen">0</span></td>'
    words = f"{CLASSES[label]} read as {CLASSES[said]}: {n:,}"
    kind = "hit" if label == said else f"m{level(n, largest)}"
    return f'<td class="{kind}" title="{text(words)}">{n}</td>'


def _legend(largest: int) -> str:
    steps = "".join(f'<i class="m{k}"></i>' for k in range(1, 11))
    return (
        '<div class="legend note" aria-hidden="true"><span>rare</span>'
        f"{steps}<span>often ({largest:,})</span></div>"
    )


def _covered(one: Coverage, has_others: bool) -> tuple[str, ...]:
    threshold = "none fits" if one.threshold >= ACCEPT_NOTHING else f"from {one.threshold:.6g}"
    promise = f'{one.promised * 100:g}%<br><span class="note">{threshold}</span>'
    cells = (promise, stacked(one.accepted, 1), stacked(one.errors))
    return (*cells, stacked(one.others, 1)) if has_others else cells


def _tiles(title: str, mistakes: Sequence[Mistake]) -> str:
    if not mistakes:
        return ""
    tiles = "".join(_tile(one) for one in mistakes)
    return f'<h3>{title}</h3><ul class="tiles">{tiles}</ul>'


def _tile(one: Mistake) -> str:
    said, true = CLASSES[one.said], CLASSES[one.label]
    words = f"A picture of {true}, read as {said}: {one.where}"
    caption = f"{_short(one.said)}, is {_short(one.label)}"
    return (
        f'<li title="{text(one.where)}">{picture(one.picture, words, side_px=72)}'
        f'<p class="said">{caption}</p><p class="note">{percent(one.confidence, 1)} sure</p></li>'
    )


def _short(label: int) -> str:
    return "no digit" if label == NOT_A_DIGIT else str(label)
