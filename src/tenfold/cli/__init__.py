"""The command line: parsing and printing only.

Each command imports its work when it runs, so `tenfold --help` loads no torch, OpenCV,
onnxruntime or Django.
"""

from __future__ import annotations

from typing import Annotated

import typer

from tenfold.cli import (
    data,
    evaluate,
    model_files,
    models,
    promotion,
    read,
    serve,
    train,
    users,
    web_page,
    worker,
)
from tenfold.cli.ending import Commands

app = typer.Typer(
    name="tenfold",
    cls=Commands,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from tenfold import __version__

        typer.echo(f"tenfold {__version__}")
        raise typer.Exit


@app.callback()
def tenfold(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Say which.")
    ] = False,
) -> None:
    """Read digits in drawings, scans and photos, offline.

    \b
    tenfold read photo.jpg             one picture
    tenfold read scans/ --format csv   every picture below a folder
    tenfold read --help                everything a command can do
    """


app.command()(read.read)
app.command()(evaluate.evaluate)
app.command()(train.train)
app.command()(serve.serve)
app.command()(worker.worker)
app.command("web-page")(web_page.web_page)
for command in (promotion.judge, promotion.promote, promotion.rollback, promotion.history):
    models.app.command()(command)
models.app.command("import")(model_files.import_model)
models.app.command()(model_files.export)
models.app.command()(model_files.remove)
app.add_typer(models.app, name="models")
app.add_typer(data.app, name="data")
app.add_typer(users.app, name="users")


def main() -> None:
    """Run the command line and exit with its code: 0 done, 1 something failed, 2 wrong use."""
    app()
