from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tenfold.errors import RecipeError
from tenfold.training.corpus import Corpus, build_corpus, non_digit_share
from tenfold.training.recipe import Recipe, SourceRecipe


def recipe(path: Path, **changes: object) -> Recipe:
    source = {"data": str(path), "share": 1.0, "as_is": 1, "hold_out": ("writer-2",)} | changes
    return Recipe("test", "cnn_small", (SourceRecipe(**source),))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def corpus(ones_and_zeros: Path) -> Corpus:
    return build_corpus(recipe(ones_and_zeros, degraded=1, redrawn=1))


def test_each_original_is_varied_as_often_as_asked(corpus: Corpus) -> None:
    assert (~corpus.held).sum() == pytest.approx(100 * 3, abs=3)


def test_a_writer_held_out_is_only_there(corpus: Corpus) -> None:
    assert corpus.held.sum() == 20
    of_writer = np.array([name.endswith("writer-2") for name in corpus.names])[corpus.groups]
    assert np.array_equal(of_writer, corpus.held)


def test_pictures_are_normalised(corpus: Corpus) -> None:
    assert corpus.pictures.shape[1:] == (28, 28)
    assert corpus.pictures.max(axis=(1, 2)).min() == 255


def test_the_same_seed_makes_the_same_pictures(ones_and_zeros: Path, corpus: Corpus) -> None:
    again = build_corpus(recipe(ones_and_zeros, degraded=1, redrawn=1))
    assert np.array_equal(again.pictures, corpus.pictures)


def test_what_is_left_out_is_in_neither_part(ones_and_zeros: Path) -> None:
    left_out = [f"{ones_and_zeros}:writer-2", f"{ones_and_zeros}:writer-3"]
    corpus = build_corpus(recipe(ones_and_zeros)).without(left_out)
    assert not corpus.held.any()
    assert len(corpus.labels) == 80


def test_a_whole_source_can_be_left_out(ones_and_zeros: Path, corpus: Corpus) -> None:
    assert len(corpus.without([str(ones_and_zeros)]).labels) == 0


def test_an_unknown_change_is_refused(ones_and_zeros: Path) -> None:
    with pytest.raises(RecipeError, match="unknown change 'cut'"):
        build_corpus(recipe(ones_and_zeros, change="cut"))


def test_made_sources_have_their_class() -> None:
    sources = tuple(
        SourceRecipe(data, 1.0, as_is=1, count=6)
        for data in ("european-ones", "scribbles", "textures", "segment-displays")
    )
    corpus = build_corpus(Recipe("made", "cnn_small", sources))
    assert set(corpus.labels[corpus.sources == 0].tolist()) == {1}
    assert set(corpus.labels[np.isin(corpus.sources, [1, 2])].tolist()) == {10}
    assert set(corpus.labels[corpus.sources == 3].tolist()) < set(range(10))
    assert non_digit_share(corpus, [0.3, 0.3, 0.1, 0.3]) == pytest.approx(0.4)


def test_what_empty_pages_seem_to_hold_is_no_digit() -> None:
    corpus = build_corpus(
        Recipe("made", "cnn_small", (SourceRecipe("blank-paper", 1.0, as_is=1, count=150),))
    )
    assert len(corpus.labels) > 0
    assert set(corpus.labels.tolist()) == {10}
