"""`tenfold models import | export | remove`: models as files."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tenfold.cli.ending import say
from tenfold.cli.models import Name, OwnName


class Kind(StrEnum):
    """What a model is written as."""

    ONNX = "onnx"
    FP32 = "fp32"
    INT8 = "int8"
    SAFETENSORS = "safetensors"
    CARD = "card"


def import_model(
    source: Annotated[Path, typer.Argument(metavar="PATH", help="An .onnx file or a run folder.")],
    name: Annotated[
        str | None, typer.Option("--name", help="What to call it; as its card says without.")
    ] = None,
) -> None:
    """Add a model to your own, after full checks.

    A card beside the file (NAME.json) is taken along; without one it is made, its thresholds
    fitted on the pictures of the fixed evaluation. Pickles, PyTorch's .pt and Keras's .h5 are
    refused: opening one can run anything.

    \b
    tenfold models import runs/14
    tenfold models import digits.onnx --name forms
    """
    from tenfold.evaluation.adopt import adopt

    typer.echo(adopt(source, name))


def export(
    name: Name,
    kind: Annotated[
        Kind,
        typer.Option(
            "--format",
            "-f",
            help="onnx as it is, fp32, int8 with its accuracy beside, safetensors, or the card.",
        ),
    ] = Kind.ONNX,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="PATH", help="A file or a folder; here without."),
    ] = None,
) -> None:
    """Write a model as a file for other programs.

    \b
    tenfold models export NAME --format fp32
    tenfold models export NAME --format int8 --out phone/digits.onnx
    """
    from tenfold.evaluation.export import export as made
    from tenfold.evaluation.export import write

    found = made(name, kind.value)
    for path in write(found, out):
        typer.echo(path)
    if found.beside:
        figures = found.beside
        say(
            f"Reads {figures['accuracy']['value']:.2%} of {figures['accuracy']['n']:,} digits "
            f"right, in fp32 {figures['accuracy_fp32']['value']:.2%}."
        )


def remove(name: OwnName) -> None:
    """Remove one of your own models for good.

    The one that reads stays.

    \b
    tenfold models remove NAME
    """
    from tenfold.reading import store

    store.remove(name)
    say(f"{name} is removed.")
