from __future__ import annotations

from pathlib import Path

import pytest

from tenfold.errors import RecipeError
from tenfold.training.recipe import load_recipe

GOOD = 'name = "a"\narchitecture = "cnn_small"\n[[sources]]\ndata = "mnist"\nshare = 1.0\n'


def written(folder: Path, text: str) -> Path:
    path = folder / "recipe.toml"
    path.write_text(text)
    return path


def test_what_is_not_given_takes_its_default(tmp_path: Path) -> None:
    recipe = load_recipe(written(tmp_path, GOOD))
    assert recipe.seed == 0
    assert recipe.sources[0].as_is == 0


def test_lists_become_tuples(tmp_path: Path) -> None:
    recipe = load_recipe(written(tmp_path, GOOD + 'hold_out = ["app"]\ndigits = [0]\n'))
    assert recipe.sources[0].hold_out == ("app",)
    assert recipe.sources[0].digits == (0,)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name = ", "cannot read recipe"),
        (GOOD + "shar = 2\n", "unknown setting 'shar', did you mean 'share'"),
        (GOOD.split("[[")[0], r"no \[\[sources\]\]"),
        ('architecture = "a"\n', "name"),
    ],
)
def test_a_wrong_recipe_is_told_what_is_wrong(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(RecipeError, match=message):
        load_recipe(written(tmp_path, text))


def test_every_shipped_recipe_can_be_read() -> None:
    recipes = list(Path("recipes").glob("*.toml"))
    assert recipes
    for path in recipes:
        assert load_recipe(path).name == path.stem
