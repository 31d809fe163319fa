"""What was read as what: digit against digit, from whole texts and their corrections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from math import sqrt
from typing import Final

NONE: Final = 10
"""Stands for 'no digit': ink that was read and is none, or a digit that was missed."""
STEPS: Final = 8
"""Shades of a cell."""
LABELS: Final = (*"0123456789", "none")


@dataclass(frozen=True, slots=True)
class Cell:
    """How often one mark was read and another one meant."""

    read: int
    right: int
    count: int
    shade: int
    """0 for none, up to STEPS for what is mixed up most."""

    @property
    def is_right(self) -> bool:
        """Whether reading and meaning are the same."""
        return self.read == self.right

    @property
    def pair(self) -> str:
        """As the history's filter writes it: 49, or n9."""
        return "".join("n" if mark == NONE else str(mark) for mark in (self.read, self.right))

    @property
    def words(self) -> str:
        """What the cell says, in a sentence."""
        read, right = (LABELS[mark] for mark in (self.read, self.right))
        if self.is_right:
            return f"{read} read and right: {self.count:,}"
        return f"{read} read, {right} meant: {self.count:,}"


class Confusions:
    """The matrix: rows are what was read, columns what was meant."""

    def __init__(self, texts: Iterable[tuple[str, str, int]]) -> None:
        counts = [[0] * 11 for _ in range(11)]
        for text, corrected, count in texts:
            for read, right in pairs(text, corrected):
                counts[read][right] += count
        most = max(counts[a][b] for a in range(11) for b in range(11) if a != b)
        self.rows = [
            [Cell(a, b, n, _shade(n, most)) for b, n in enumerate(row)]
            for a, row in enumerate(counts)
        ]

    @property
    def worst(self) -> list[Cell]:
        """What is mixed up most, five at most."""
        cells = [cell for row in self.rows for cell in row if not cell.is_right and cell.count]
        return sorted(cells, key=lambda cell: (-cell.count, cell.read, cell.right))[:5]

    @property
    def digits(self) -> list[tuple[int, int, int, float]]:
        """Of each digit: how often it was read and checked, how often wrong, and that share."""
        found = []
        for digit, row in enumerate(self.rows[:NONE]):
            read = sum(cell.count for cell in row)
            wrong = read - row[digit].count
            found.append((digit, read, wrong, wrong / read if read else 0.0))
        return found

    @property
    def scale(self) -> float:
        """The largest share of wrong ones among the digits: where the bars end."""
        return max((share for *_, share in self.digits), default=0.0) or 1.0

    @property
    def total(self) -> int:
        """Digits checked."""
        return sum(cell.count for row in self.rows for cell in row)


def pairs(text: str, corrected: str) -> Iterator[tuple[int, int]]:
    """Pair the digits read with the digits meant; NONE where one has no partner.

    Texts of one length pair place by place; others so that what is the same stays together.
    """
    read, right = text.replace(" ", ""), corrected.replace(" ", "")
    if len(read) == len(right):
        yield from ((int(a), int(b)) for a, b in zip(read, right, strict=True))
        return
    matcher = SequenceMatcher(None, read, right, autojunk=False)
    for _, i1, i2, j1, j2 in matcher.get_opcodes():
        for a, b in zip_longest(read[i1:i2], right[j1:j2]):
            yield NONE if a is None else int(a), NONE if b is None else int(b)


def _shade(count: int, most: int) -> int:
    """By the square root: rare confusions stay to be seen beside frequent ones."""
    return max(1, round(STEPS * sqrt(count / most))) if count and most else 0
