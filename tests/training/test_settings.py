from __future__ import annotations

import pytest

from tenfold.errors import SettingsError
from tenfold.training.settings import HELP, RANGES, Settings


def test_settings_survive_their_plain_form() -> None:
    settings = Settings(("a", "b"), epochs=3, learning_rate=0.01, class_weights=True, start="x")
    assert Settings.from_dict(settings.to_dict()) == settings


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"data": ["a"], "epochs": 0}, "epochs is 0, expected 1 to 10000"),
        ({"data": ["a"], "epochs": 2.5}, "epochs is 2.5, expected a whole number"),
        ({"data": ["a"], "validation": 0.9}, "validation is 0.9, expected 0 to 0.5"),
        ({"data": ["a"], "learning_rate": float("nan")}, "learning_rate is nan"),
        ({"data": ["a"], "learning_rate": 0}, "learning_rate is 0, expected more"),
        ({"data": "a"}, "data is 'a', expected a list of words"),
        ({"data": ["a"], "epoch": 3}, "unknown setting 'epoch'; did you mean 'epochs'"),
        ({"data": ["a"], "folds": 1}, "folds is 1, expected 0 for none, or 2 to 20"),
        ({"data": ["a"], "recipe": "r.toml"}, "a recipe brings its own data"),
        ({}, "there is no data to learn from"),
    ],
)
def test_a_wrong_setting_is_told_with_what_was_expected(
    values: dict[str, object], said: str
) -> None:
    with pytest.raises(SettingsError) as told:
        Settings.from_dict(values)
    assert said in str(told.value)


def test_every_setting_has_its_words_of_help() -> None:
    assert set(HELP) == set(Settings.__dataclass_fields__)
    assert all(text.endswith(".") for text in HELP.values())
    assert RANGES["validation"] == (0, 0.5)


@pytest.mark.parametrize(
    ("settings", "called"),
    [
        (Settings(("my data/1999.zip",)), "1999"),
        (Settings(("/scans/unit digits",)), "unit_digits"),
        (Settings(("mnist", "b", "c")), "mnist_and_2_more"),
        (Settings(("mnist",), name="Gas meters"), "Gas_meters"),
        (Settings(recipe="recipes/small.toml"), "small"),
    ],
)
def test_a_model_is_called_after_its_data(settings: Settings, called: str) -> None:
    assert settings.called == called
