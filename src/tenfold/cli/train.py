"""`tenfold train`: from a recipe to a model that reads."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer


def train(
    recipe: Annotated[Path, typer.Argument(help="Recipe, a .toml file.", metavar="RECIPE")],
    *,
    out: Annotated[
        Path | None, typer.Option(help="Run folder; runs/<name>-<seed> by default.")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Seed; the recipe's own by default.")] = None,
    samples: Annotated[
        int | None, typer.Option(help="Pictures to learn from in all; the recipe's by default.")
    ] = None,
    lr: Annotated[
        float | None, typer.Option(help="Highest learning rate; the recipe's by default.")
    ] = None,
    start: Annotated[
        str | None,
        typer.Option("--from", help="Model to start from; a fresh network by default."),
    ] = None,
    keep: Annotated[
        float,
        typer.Option(min=0.0, max=1.0, help="Share of that model in the weights at the end."),
    ] = 0.0,
    leave_out: Annotated[
        list[str] | None,
        typer.Option(help="Source, or source:group, to learn nothing from; may be repeated."),
    ] = None,
    resume: Annotated[bool, typer.Option(help="Take up the run in the folder.")] = False,
    threads: Annotated[int, typer.Option(help="Processor threads; 0 for all.")] = 0,
) -> None:
    """Train the model of a recipe, and export it with its card.

    \b
    tenfold train recipes/tenfold_small.toml
    tenfold train recipes/tenfold_small.toml --seed 1 --out runs/second
    tenfold train recipes/tenfold_small.toml --leave-out unipen_digits:val
    tenfold train recipes/tenfold_small.toml --from tenfold_small --lr 0.001 --keep 0.5
    """
    import dataclasses
    from importlib.util import find_spec

    from tenfold.errors import TrainingError

    if find_spec("torch") is None:
        raise TrainingError("training needs PyTorch: pip install 'tenfold[train]'")
    import torch

    from tenfold.training.recipe import load_recipe
    from tenfold.training.run import run

    if threads:
        torch.set_num_threads(threads)
    chosen = load_recipe(recipe)
    if seed is not None:
        chosen = dataclasses.replace(chosen, seed=seed)
    schedule = dataclasses.replace(
        chosen.schedule,
        samples=samples or chosen.schedule.samples,
        learning_rate=lr or chosen.schedule.learning_rate,
    )
    chosen = dataclasses.replace(chosen, schedule=schedule)
    folder = out or Path("runs") / f"{chosen.name}-{chosen.seed}"
    done = run(
        chosen,
        folder,
        report=_tell,
        leave_out=leave_out or (),
        start=start,
        keep=keep if start else 0.0,
        go_on=resume,
    )
    typer.echo(str(done))


def _tell(news: dict[str, Any]) -> None:
    """Say a step on stderr: stdout carries only the folder."""
    if "step" in news:
        more = ", ".join(f"{value:,} {key}" for key, value in news.items() if key != "step")
        typer.echo(f"{news['step']}{': ' if more else ''}{more}", err=True)
        return
    left = (news["epochs"] - news["epoch"]) * news["seconds"] / 60
    held = news["held_out_accuracy"]
    held_words = "" if held is None else f"held out {held:.2%}  "
    typer.echo(
        f"epoch {news['epoch']}/{news['epochs']}  loss {news['loss']:.4f}  "
        f"accuracy {news['accuracy']:.2%}  {held_words}about {left:.0f} min left",
        err=True,
    )
