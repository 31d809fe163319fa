"""What is mixed into a person's data: marks that are no digits, and a memory of old data."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tenfold.datasets.registry import SOURCES
from tenfold.training.corpus import Corpus, held_groups, join_corpora
from tenfold.training.gather import normalised
from tenfold.training.originals import Originals, find_originals
from tenfold.training.recipe import SourceRecipe
from tenfold.training.variants import degraded

MADE: Final = (
    SourceRecipe("scribbles", 0.4),
    SourceRecipe("textures", 0.2),
    SourceRecipe("font-letters", 0.4, split="train"),
)
"""Non-digits that need no data set, by share."""

_NEVER_LEARNED: Final = ("app", "imp", "pri", "cea", "ceb")
OLD: Final = (
    SourceRecipe("mnist", 0.3, split="train", hold_out=0.06),
    SourceRecipe("unipen_digits", 0.2, hold_out=_NEVER_LEARNED),
    SourceRecipe("pendigits", 0.1, split="train", hold_out=0.1),
    SourceRecipe("optdigits", 0.05, split="train", hold_out=0.1),
    SourceRecipe("paper_digits", 0.1, hold_out=("block-04",)),
    SourceRecipe("european-ones", 0.03, hold_out=0.1),
    SourceRecipe("segment-displays", 0.03, hold_out=0.1),
    SourceRecipe("fonts", 0.05, split="train"),
    SourceRecipe("letters_emnist", 0.02, hold_out=0.1),
    SourceRecipe("letters_unipen", 0.02, hold_out=_NEVER_LEARNED),
    SourceRecipe("symbols_paper", 0.01, hold_out=0.1),
    SourceRecipe("font-letters", 0.01, split="train"),
    SourceRecipe("scribbles", 0.005, hold_out=0.1),
    SourceRecipe("textures", 0.005, hold_out=0.1),
)
"""What the shipped model learned from, by share; held out what it never learned from.

Non-digits are about a twentieth of what a tuning sees, as the shipped model expects of pages: with
more of them it would take odd digits for none.
"""

MOST_HELD: Final = 300
_SPOILED: Final = 0.25


def made_non_digits(count: int, seed: int, ask: Callable[[], None]) -> Corpus:
    """Make about ``count`` marks that are no digits: scribbles, textures, letters of fonts."""
    parts = []
    for place, source in enumerate(there(MADE)):
        ask()
        rng = np.random.default_rng((seed, 1000 + place))
        wanted = max(1, round(count * source.share))
        found = find_originals(replace(source, count=wanted), rng)
        parts.append(_corpus(_some(found, wanted, rng), source, spoil=None))
    return join_corpora(parts)


def old_data(count: int, seed: int, leave_out: Iterable[str], ask: Callable[[], None]) -> Corpus:
    """Sample about ``count`` pictures of the kind that the shipped model learned from.

    Data sets that are not on this machine are passed over: digits of fonts, ones and displays that
    are drawn remain. A quarter is spoiled as bad scans and photos are.
    """
    parts = []
    for place, source in enumerate(there(OLD)):
        ask()
        rng = np.random.default_rng((seed, 2000 + place))
        wanted = max(1, round(count * source.share))
        found = find_originals(replace(source, count=wanted), rng)
        held = held_groups(found.groups, source)
        learned = _some(found.subset(~held), wanted, rng)
        kept = _some(found.subset(held), MOST_HELD, rng)
        parts += [
            _corpus(learned, source, spoil=rng),
            _corpus(kept, source, spoil=None, is_held=True),
        ]
    return join_corpora(parts).without(leave_out)


def there(sources: Iterable[SourceRecipe]) -> list[SourceRecipe]:
    """Return the sources that this machine has the data for."""
    return [
        source
        for source in sources
        if source.data not in SOURCES or SOURCES[source.data].find() is not None
    ]


def _some(found: Originals, count: int, rng: np.random.Generator) -> Originals:
    if len(found.labels) <= count:
        return found
    mask = np.zeros(len(found.labels), bool)
    mask[rng.permutation(len(mask))[:count]] = True
    return found.subset(mask)


def _corpus(
    found: Originals,
    source: SourceRecipe,
    *,
    spoil: np.random.Generator | None,
    is_held: bool = False,
) -> Corpus:
    """Bring originals to what the network sees; with ``spoil`` a quarter of them spoiled first."""
    pictures, inked = normalised(found.pictures)
    if spoil is not None:
        for place in np.flatnonzero(spoil.random(len(pictures)) < _SPOILED).tolist():
            spoiled = degraded(found.pictures[place], spoil)
            if spoiled is not None:
                pictures[place], inked[place] = spoiled, True
    known, group = np.unique(found.groups, return_inverse=True)
    n = int(inked.sum())
    return Corpus(
        pictures[inked],
        found.labels[inked],
        np.zeros(n, np.int16),
        _as_int32(group[inked]),
        np.full(n, is_held),
        tuple(f"{source.data}:{name}" for name in known.tolist()),
        ({"name": f"{found.name} (old data)", "pictures": n, "held": is_held},),
    )


def _as_int32(values: NDArray[np.intp]) -> NDArray[np.int32]:
    return np.asarray(values, np.int32)
