"""Accuracy, coverage and calibration on sources that training never saw.

python benchmarks/bench_held_out.py RUNS         about two minutes on two cores

RUNS is a folder of runs of recipes/tenfold_small.toml, each trained without the sources that it is
measured on: RUNS/val, RUNS/ced, RUNS/apa (UNIPEN providers, digits and letters) and
RUNS/paper_digits, or RUNS/all for whichever of these is missing, trained without all of them:

    tenfold train recipes/tenfold_small.toml --out RUNS/all \\
        --leave-out unipen_digits:val --leave-out letters_unipen:val \\
        --leave-out unipen_digits:ced --leave-out letters_unipen:ced \\
        --leave-out unipen_digits:apa --leave-out letters_unipen:apa \\
        --leave-out paper_digits --leave-out symbols_paper
"""

from __future__ import annotations

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
    reader = reader_without(folder, provider)
    digits, name = of_provider("unipen_digits", provider), f"UNIPEN {provider}"
    return [
        accuracy_of(reader, digits, name, "0.98"),
        *trust(reader, digits, of_provider("letters_unipen", provider), name),
        *forms(reader, [provider]),
    ]


def paper_figures(folder: Path) -> list[Figure]:
    """All figures of a model that was trained without pen on paper, on that."""
    reader = reader_without(folder, "paper_digits")
    digits = load("paper_digits")
    return [
        accuracy_of(reader, digits, "paper_digits", "0.98"),
        *trust(reader, digits, load("symbols_paper"), "paper_digits"),
    ]


def reader_without(folder: Path, source: str) -> Reader:
    """The model that learned nothing from a source; checked against its card."""
    own = folder / source
    reader = Reader(own if own.is_dir() else folder / "all")
    out = {str(origin["name"]) for origin in reader.card.datasets if origin.get("left_out")}
    names = {source} if source == "paper_digits" else {f"unipen_digits:{source}"}
    if not names <= out:
        raise SystemExit(f"{reader.card.name} in {folder} has learned from {source}")
    return reader


def main() -> None:
    folder = Path(sys.argv[1])
    figures = [figure for provider in PROVIDERS for figure in provider_figures(folder, provider)]
    figures += paper_figures(folder)
    accuracies = [figure.value for figure in figures if figure.figure == "accuracy"]
    print(f"mean accuracy over held-out sources: {np.mean(accuracies):.4f}")
    print(save("held-out", figures))


if __name__ == "__main__":
    main()
