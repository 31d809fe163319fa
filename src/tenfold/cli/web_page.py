"""`tenfold web-page`: the draw page and the inside page as one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tenfold.cli.ending import WRONG_USE, say


def web_page(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The file to write, as page.html.")],
    model: Annotated[
        str | None, typer.Option("--model", "-m", help="A name, a run folder or an .onnx file.")
    ] = None,
) -> None:
    """Write the draw page as one file that opens from disk, with no server and no network.

    The page that shows the network's inside is in it too. Script, styles and model are inside. What
    is corrected there can be downloaded as a zip of class folders, to train on.

    \b
    tenfold web-page page.html
    tenfold web-page page.html --model runs/mine
    """
    try:
        from tenfold.web.one_file import draw_page
    except ImportError as error:
        say(f"This needs the web extra: pip install 'tenfold[web]' ({error.name} is missing).")
        raise typer.Exit(WRONG_USE) from error
    page = draw_page(model)
    out.write_text(page, "utf-8")
    say(f"{out}: {len(page.encode()) / 1000:,.0f} kB; open it in a browser.")
