"""The data sets that have a name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tenfold.datasets.addresses import FILES
from tenfold.datasets.base import Dataset
from tenfold.datasets.emnist import MARKS, load_emnist, load_letters
from tenfold.datasets.home import data_homes
from tenfold.datasets.mnist import load_mnist
from tenfold.datasets.nist import load_nist
from tenfold.datasets.npz import load_npz
from tenfold.datasets.uci import load_uci

Loader = Callable[[Path, str | None], Dataset]


@dataclass(frozen=True, slots=True)
class Source:
    """A data set with a name: what it is, where it lies in a data home, and how it is loaded.

    ``place`` is a file or folder in a data home; ``load`` is None for pictures of whole strings.
    What ``tenfold data fetch`` can get stands in ``addresses.FILES`` by ``place``.
    """

    name: str
    what: str
    licence: str
    place: str
    load: Loader | None

    @property
    def is_public(self) -> bool:
        """Whether ``tenfold data fetch`` can get it."""
        return self.place in FILES

    def find(self) -> Path | None:
        """Return where it lies on this machine, or None."""
        for home in data_homes():
            if (home / self.place).exists():
                return home / self.place
        return None


_CC_BY: Final = "CC BY 4.0"


def _emnist(part: str) -> Source:
    def load(path: Path, split: str | None) -> Dataset:
        return load_emnist(path, part, split)

    what = "letters as non-digits" if part == "letters" else f"part '{part}'"
    what = "digits" if MARKS[part][-1] == "9" else what
    return Source(
        f"emnist-{part}", f"EMNIST {what} 28x28", "US public domain (NIST)", "emnist", load
    )


SOURCES: Final = {
    source.name: source
    for source in (
        Source(
            "mnist",
            "handwritten digits 28x28, 60,000 train and 10,000 test, with their writers",
            "CC BY-SA 3.0 (LeCun, Cortes, Burges)",
            "mnist",
            load_mnist,
        ),
        Source(
            "unipen_digits",
            "pen-tablet digits drawn 64x64, ten providers",
            f"{_CC_BY} (UNIPEN train_r01_v07)",
            "unipen_digits.npz",
            load_npz,
        ),
        Source(
            "pendigits",
            "UCI pen digits drawn 64x64, train and test writers apart",
            f"{_CC_BY} (Alpaydin, Alimoglu)",
            "pendigits.npz",
            load_npz,
        ),
        Source(
            "optdigits",
            "UCI optical digits 32x32, black and white",
            f"{_CC_BY} (Alpaydin, Kaynak)",
            "optdigits.npz",
            load_npz,
        ),
        Source(
            "paper_digits",
            "pen on paper, photographed, 28x28, European forms",
            "MIT (wblachowski/bhmsds)",
            "paper_digits.npz",
            load_npz,
        ),
        Source(
            "letters_emnist",
            "non-digits: handwritten letters 28x28, both cases together",
            "US public domain (EMNIST)",
            "letters_emnist.npz",
            load_letters,
        ),
        Source(
            "letters_unipen",
            "non-digits: letters and symbols from pen tablets, 64x64",
            f"{_CC_BY} (UNIPEN train_r01_v07)",
            "letters_unipen.npz",
            load_npz,
        ),
        Source(
            "symbols_paper",
            "non-digits: eight signs and letters on paper, 28x28",
            "MIT (wblachowski/bhmsds)",
            "symbols_paper.npz",
            load_npz,
        ),
        Source(
            "strings_unipen",
            "strings of digits from pen tablets, 64 px high, with their texts",
            f"{_CC_BY} (UNIPEN train_r01_v07)",
            "strings_unipen",
            None,
        ),
        *(_emnist(part) for part in MARKS),
        Source(
            "uci_pendigits",
            "UCI pen digits in its own files: eight points each, drawn as one line",
            f"{_CC_BY} (Alpaydin, Alimoglu)",
            "uci_pendigits",
            load_uci,
        ),
        Source(
            "uci_optdigits",
            "UCI optical digits in its own files: 8x8",
            f"{_CC_BY} (Alpaydin, Kaynak)",
            "uci_optdigits",
            load_uci,
        ),
        Source(
            "nist",
            "NIST SD19 by_class: digits and letters of 3,600 writers, read at 64x64",
            "US public domain (NIST)",
            "by_class",
            load_nist,
        ),
    )
}
