"""A recipe: all that decides a training, as a TOML file that makes the same model again."""

from __future__ import annotations

import dataclasses
import difflib
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from tenfold.errors import RecipeError


@dataclass(frozen=True, slots=True)
class SourceRecipe:
    """One source of pictures and its share of what the network sees.

    ``data`` names a data set, or one that is made: fonts, font-letters, european-ones,
    segment-displays, scribbles, squeezed, textures, blank-paper. ``as_is``, ``degraded`` and
    ``redrawn`` say how many pictures are made of each original in each way. ``digits`` keeps only
    some labels, ``change`` alters strokes (slash_zero, dot_zero, cross_seven), ``count`` is how
    many to make, ``hold_out`` the groups (writers, providers, families) or the share of groups
    kept for calibration.
    """

    data: str
    share: float
    split: str | None = None
    as_is: int = 0
    degraded: int = 0
    redrawn: int = 0
    digits: tuple[int, ...] | None = None
    change: str | None = None
    count: int = 0
    hold_out: float | tuple[str, ...] = 0.0


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long and how fast to learn.

    ``samples`` is the number of pictures seen in all, an epoch ``epoch_samples`` of them. The
    learning rate rises for ``warmup`` of the time and falls to zero along a cosine; ``ema`` is the
    share of the averaged weights that a step keeps. ``bfloat16`` is used where the processor has
    it.
    """

    samples: int = 12_000_000
    epoch_samples: int = 250_000
    batch: int = 256
    learning_rate: float = 0.003
    weight_decay: float = 0.05
    warmup: float = 0.05
    ema: float = 0.998
    augment: float = 1.0
    bfloat16: bool = True


@dataclass(frozen=True, slots=True)
class Recipe:
    """A model's name, architecture, data and schedule.

    ``non_digit_share`` is the share of non-digits among the marks on pages that people read; see
    ``training.export.with_prior``.
    """

    name: str
    architecture: str
    sources: tuple[SourceRecipe, ...]
    seed: int = 0
    licence: str = "MIT"
    non_digit_share: float = 0.05
    schedule: Schedule = field(default_factory=Schedule)


_T = TypeVar("_T", SourceRecipe, Schedule, Recipe)


def load_recipe(path: Path) -> Recipe:
    """Read a recipe from a TOML file, or from that of a run folder, whose ``[run]`` is passed over.

    Raises:
        RecipeError: where the file cannot be read, or a setting is unknown, missing or wrong.

    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RecipeError(f"cannot read recipe {path}: {error}") from error
    table.pop("run", None)
    sources = tuple(_made(SourceRecipe, source, path) for source in table.pop("sources", []))
    schedule = _made(Schedule, table.pop("schedule", {}), path)
    recipe = _made(Recipe, {**table, "sources": sources, "schedule": schedule}, path)
    if not sources:
        raise RecipeError(f"recipe {path} has no [[sources]] to learn from")
    return recipe


def recipe_table(recipe: Recipe) -> dict[str, Any]:
    """Return a recipe as the table that its TOML file holds; what is not set is left out."""
    table = dataclasses.asdict(recipe)
    table["sources"] = [
        {name: _plain(value) for name, value in source.items() if value is not None}
        for source in table["sources"]
    ]
    return table


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _made(kind: type[_T], table: dict[str, Any], path: Path) -> _T:
    known = {item.name for item in dataclasses.fields(kind)}
    for name in table:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = (
                f", did you mean {near[0]!r}?" if near else f"; known: {', '.join(sorted(known))}"
            )
            raise RecipeError(f"recipe {path}: unknown setting {name!r}{hint}")
    values: dict[str, Any] = {
        name: tuple(v) if isinstance(v, list) else v for name, v in table.items()
    }
    try:
        return kind(**values)
    except TypeError as error:
        raise RecipeError(f"recipe {path}: {error}") from error
