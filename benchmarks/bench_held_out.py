"""Accuracy, coverage and calibration on sources that training never saw: leave one source out.

python benchmarks/bench_held_out.py RUNS         about ten minutes on two cores

RUNS is a folder of runs of recipes/tenfold_small.toml, each trained without one source:

    tenfold train recipes/tenfold_small.toml --leave-out unipen_digits:val \\
        --leave-out letters_unipen:val --out RUNS/val          (ced and apa likewise)
    tenfold train recipes/tenfold_small.toml --leave-out paper_digits \\
        --leave-out symbols_paper --out RUNS/paper_digits
"""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import numpy as np

from figures import Figure, accuracy_of, forms, save, trust
from tenfold.datasets import load
from tenfold.datasets.base import Dataset
from tenfold.reading import Reader

PROVIDERS = ("val", "ced", "apa")


def of_provider(name: str, provider: str) -> Dataset:
    """The part of a UNIPEN set that one provider wrote."""
    dataset = load(name)
    assert dataset.groups is not None
    return dataset.subset(dataset.groups == provider)


def provider_figures(folder: Path, provider: str) -> list[Figure]:
    """All figures of a model that was trained without one UNIPEN provider, on that provider."""
    reader = Reader(folder / provider)
    digits, name = of_provider("unipen_digits", provider), f"UNIPEN {provider}"
    return [
        accuracy_of(reader, digits, name, "0.98"),
        *trust(reader, digits, of_provider("letters_unipen", provider), name),
        *forms(reader, [provider]),
    ]


def paper_figures(folder: Path) -> list[Figure]:
    """All figures of a model that was trained without pen on paper, on that."""
    reader = Reader(folder / "paper_digits")
    digits = load("paper_digits")
    return [
        accuracy_of(reader, digits, "paper_digits", "0.98"),
        *trust(reader, digits, load("symbols_paper"), "paper_digits"),
    ]


def main() -> None:
    folder = Path(sys.argv[1])
    figures = []
    for provider in PROVIDERS:
        if (folder / provider / "card.json").is_file():
            found = provider_figures(folder, provider)
            figures += [dataclasses.replace(f, left_out=provider) for f in found]
    if (folder / "paper_digits" / "card.json").is_file():
        found = paper_figures(folder)
        figures += [dataclasses.replace(f, left_out="paper_digits") for f in found]
    accuracies = [f.value for f in figures if f.figure == "accuracy"]
    print(f"mean accuracy over held-out sources: {np.mean(accuracies):.4f}")
    print(save("held-out", figures))


if __name__ == "__main__":
    main()
