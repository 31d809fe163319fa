"""All that a person can choose about a training on their own data, each with its words of help."""

from __future__ import annotations

import dataclasses
import difflib
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tenfold.errors import SettingsError

SCRATCH: Final = "scratch"
"""As ``start``: random weights, never those of another model."""

OWN: Final = "the network's own"
"""How a setting reads that is left to the network's entry in the registry."""


def _told(default: Any, words: str, low: float = -math.inf, high: float = math.inf) -> Any:
    """Make a field with its help, and its range for numbers."""
    return field(default=default, metadata={"help": words, "low": low, "high": high})


@dataclass(frozen=True, slots=True)
class Settings:
    """What to train on what, and how; checked as it is made.

    None stands for what the network's entry in the registry, or the data, says best. ``HELP`` has
    the words for each, the same on the command line and in the app.

    Raises:
        SettingsError: where a setting is out of its range or at odds with another.

    """

    data: tuple[str, ...] = field(
        default=(), metadata={"help": "Data sets to learn from: names, folders or files."}
    )
    model: str = _told("cnn_small", "Network to train.")
    recipe: str | None = _told(None, "Recipe, a .toml file, in place of data and network.")
    name: str = _told("", "Name of the model; that of its data by default.")
    epochs: int | None = _told(None, "Times that every picture is seen, at most.", 1, 10_000)
    batch: int | None = _told(None, "Pictures that each step learns from.", 1, 8192)
    learning_rate: float | None = _told(None, "How large the steps are, at their largest.", 0, 10)
    augment: float | None = _told(
        None,
        "How far pictures are turned, bent and spoiled, 0 to 2; 0 leaves them as they are.",
        0,
        2,
    )
    validation: float = _told(
        0.15, "Share of the pictures that is held out to choose and to measure.", 0, 0.5
    )
    seed: int = _told(0, "Seed of all chance; the same seed gives the same model.", 0, 2**31 - 1)
    start: str | None = _told(
        None,
        "Model to go on from, or 'scratch' for none; by default the present one where the data "
        "is small and the network the same.",
    )
    memory: float = _told(
        0.75,
        "Share of old data in what a started model learns, so that it forgets nothing.",
        0,
        0.95,
    )
    keep: float | None = _told(
        None,
        "Share of the model started from in the weights at the end; by default as much as lets "
        "most of your pictures still be read right.",
        0,
        1,
    )
    class_weights: bool = _told(False, "Weigh rare classes up.")
    patience: int = _told(
        0, "Stop after so many epochs without a better one; 0 never stops early.", 0, 10_000
    )
    non_digits: float = _told(
        0.05,
        "Share of made marks that are no digits, so that 'not a digit' keeps its meaning.",
        0,
        0.5,
    )
    folds: int = _told(
        0, "Train so many times, each with another part held out; 0 or 2 to 20.", 0, 20
    )
    fold: int = _told(0, "Which of the folds is held out; 0 for each in turn.", 0, 20)
    width: float = _told(1.0, "Times as many channels in each layer of the network.", 0.1, 8)
    samples: int | None = _told(
        None, "With a recipe: pictures to learn from in all.", 1, 10_000_000_000
    )
    leave_out: tuple[str, ...] = field(
        default=(),
        metadata={"help": "With a recipe: source, or source:group, to learn nothing from."},
    )

    def __post_init__(self) -> None:
        for item in dataclasses.fields(self):
            _check_range(item, getattr(self, item.name))
        if not self.data and self.recipe is None:
            raise SettingsError("there is no data to learn from; name a data set, folder or file")
        if self.data and self.recipe is not None:
            raise SettingsError("a recipe brings its own data; leave either away")
        if self.folds == 1:
            raise SettingsError("folds is 1, expected 0 for none, or 2 to 20")
        if self.fold > self.folds:
            raise SettingsError(f"fold is {self.fold}, expected 1 to folds, {self.folds}")
        if self.folds and self.recipe is not None:
            raise SettingsError("folds go with data of your own, not with a recipe")
        if self.learning_rate == 0:
            raise SettingsError("learning_rate is 0, expected more: such steps learn nothing")

    @property
    def called(self) -> str:
        """The model's name: as given, or after recipe or data; letters that suit a file's name."""
        first = Path((self.name and f"{self.name}.") or self.recipe or self.data[0])
        plain = (
            re.sub(r"[^\w.-]+", "_", first.stem or first.resolve().name).strip("._-") or "digits"
        )
        more = len(self.data) - 1
        return plain if self.name or more < 1 else f"{plain}_and_{more}_more"

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, for JSON or TOML; what is None or '' is left out."""
        pairs = ((item.name, getattr(self, item.name)) for item in dataclasses.fields(self))
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in pairs
            if value is not None and value not in ("", ())
        }

    @staticmethod
    def from_dict(values: Mapping[str, Any]) -> Settings:
        """Make settings of plain values, as ``to_dict`` gives them.

        Raises:
            SettingsError: where a setting is unknown, of a wrong type, out of range or at odds.

        """
        known = {item.name: item for item in dataclasses.fields(Settings)}
        for name in values:
            if name not in known:
                near = difflib.get_close_matches(name, known, n=1)
                hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known)}"
                raise SettingsError(f"unknown setting {name!r}; {hint}")
        return Settings(**{name: _as(known[name], value) for name, value in values.items()})


HELP: Final[Mapping[str, str]] = {
    item.name: str(item.metadata["help"]) for item in dataclasses.fields(Settings)
}
"""A line for people about each setting."""

RANGES: Final[Mapping[str, tuple[float, float]]] = {
    item.name: (float(item.metadata["low"]), float(item.metadata["high"]))
    for item in dataclasses.fields(Settings)
    if math.isfinite(item.metadata.get("low", math.inf))
}
"""Least and greatest value of each setting that is a number."""


def _check_range(item: dataclasses.Field[Any], value: Any) -> None:
    low, high = item.metadata.get("low", -math.inf), item.metadata.get("high", math.inf)
    if value is None or not math.isfinite(low):
        return
    if not (math.isfinite(value) and low <= value <= high):
        raise SettingsError(f"{item.name} is {value:g}, expected {low:g} to {high:g}")


def _as(item: dataclasses.Field[Any], value: Any) -> Any:
    """Return a plain value as its field holds it; SettingsError where it is of another type."""
    kind = str(item.type).removesuffix(" | None")
    if value is None and str(item.type).endswith("| None"):
        return None
    word, fits = _KINDS[kind]
    if not fits(value):
        raise SettingsError(f"{item.name} is {value!r:.60}, expected {word}")
    if kind.startswith("tuple"):
        return tuple(value)
    return float(value) if kind == "float" else value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def _is_word(value: Any) -> bool:
    return isinstance(value, str)


def _is_names(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(one, str) for one in value)


_KINDS: Final[dict[str, tuple[str, Callable[[Any], bool]]]] = {
    "int": ("a whole number", _is_whole),
    "float": ("a number", _is_number),
    "bool": ("true or false", _is_flag),
    "str": ("a word", _is_word),
    "tuple[str, ...]": ("a list of words", _is_names),
}
