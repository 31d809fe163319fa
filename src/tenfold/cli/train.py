"""`tenfold train`: from a folder of pictures, or a recipe, to a model that reads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from tenfold.training.settings import Settings


def train(
    data: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="DATA...", help="Names of data sets, folders or files; or a recipe."
        ),
    ] = None,
    *,
    model: Annotated[
        str | None, typer.Option(help="Network; cnn_small, or that of --from, by default.")
    ] = None,
    recipe: Annotated[
        str | None, typer.Option(help="Recipe, a .toml file, in place of DATA.")
    ] = None,
    epochs: Annotated[
        int | None, typer.Option(help="Times that every picture is seen, at most.")
    ] = None,
    batch: Annotated[int | None, typer.Option(help="Pictures that a step learns from.")] = None,
    lr: Annotated[float | None, typer.Option(help="Highest learning rate.")] = None,
    augment: Annotated[
        float | None, typer.Option(help="How far pictures are varied, 0 to 2.")
    ] = None,
    validation: Annotated[
        float | None, typer.Option(help="Share held out to choose and to measure; 0.15.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option(help="Seed of all chance; 0, or the recipe's.")
    ] = None,
    start: Annotated[
        str | None,
        typer.Option("--from", help="Model to go on from; 'scratch' for random weights."),
    ] = None,
    memory: Annotated[
        float | None, typer.Option(help="Share of old data that goes along with --from.")
    ] = None,
    keep: Annotated[
        float | None, typer.Option(help="Share of that model in the weights at the end.")
    ] = None,
    class_weights: Annotated[
        bool, typer.Option("--class-weights", help="Weigh rare classes up.")
    ] = False,
    patience: Annotated[
        int | None, typer.Option(help="Stop after so many epochs without a better one.")
    ] = None,
    non_digits: Annotated[
        float | None, typer.Option(help="Share of made marks that are no digits.")
    ] = None,
    folds: Annotated[
        int | None, typer.Option(help="Train so often, each time another part held out.")
    ] = None,
    sweep: Annotated[
        list[str] | None,
        typer.Option(help="Values to try, as lr=0.001,0.003; may be repeated."),
    ] = None,
    width: Annotated[
        float | None, typer.Option(help="Times as many channels in each layer.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="Name of the model; the data's.")] = None,
    samples: Annotated[
        int | None, typer.Option(help="Recipe: pictures to learn from in all.")
    ] = None,
    leave_out: Annotated[
        list[str] | None,
        typer.Option(help="Source, or source:group, to learn nothing from; may be repeated."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Run folder; a new one in runs/ by default.")
    ] = None,
    resume: Annotated[bool, typer.Option(help="Take up the run in the folder.")] = False,
    look: Annotated[
        bool, typer.Option("--look", help="Only show what the data holds; train nothing.")
    ] = False,
    threads: Annotated[int, typer.Option(help="Processor threads; 0 for all.")] = 0,
) -> None:
    """Train a model on your own pictures, or that of a recipe, and export it with its card.

    \b
    tenfold train digits/                            one folder a class, 0 to 9
    tenfold train digits/ more.zip mnist             several sets at once
    tenfold train digits/ --model cnn_blocks --epochs 30
    tenfold train corrections/ --from tenfold_small  a few dozen pictures
    tenfold train digits/ --folds 5
    tenfold train digits/ --sweep lr=0.001,0.003,0.01 --sweep width=0.5,1
    tenfold train --resume --out runs/digits
    tenfold train recipes/tenfold_small.toml
    """
    from tenfold.cli.train_run import look_at, take_up, train_once, train_several

    asked = {
        "data": data or None,
        "model": model,
        "recipe": recipe,
        "epochs": epochs,
        "batch": batch,
        "learning_rate": lr,
        "augment": augment,
        "validation": validation,
        "seed": seed,
        "start": start,
        "memory": memory,
        "keep": keep,
        "class_weights": class_weights or None,
        "patience": patience,
        "non_digits": non_digits,
        "folds": folds,
        "width": width,
        "name": name,
        "samples": samples,
        "leave_out": leave_out or None,
    }
    given = {key: value for key, value in asked.items() if value is not None}
    if resume:
        take_up(given, out, threads)
        return
    settings = _settings(given)
    if look:
        look_at(settings)
    elif sweep or settings.folds:
        train_several(settings, sweep or [], out, threads)
    else:
        train_once(settings, out, threads)


def _settings(given: dict[str, Any]) -> Settings:
    """Make settings of the options; a single .toml file in place of data is a recipe."""
    from tenfold.training.settings import SCRATCH, Settings

    data = given.get("data", [])
    if len(data) == 1 and data[0].endswith(".toml"):
        given = {**given, "recipe": data[0]}
        del given["data"]
    if "recipe" in given and "seed" not in given:
        from tenfold.training.recipe import load_recipe

        given = {**given, "seed": load_recipe(Path(given["recipe"])).seed}
    start = given.get("start")
    if start not in (None, SCRATCH) and "model" not in given and "recipe" not in given:
        from tenfold.reading.card import read_card
        from tenfold.reading.model import find_model

        given = {**given, "model": read_card(find_model(start)[1]).architecture}
    return Settings.from_dict(given)
