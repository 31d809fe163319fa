"""`tenfold models`: which there are, what they measured, where they lie."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated, Any

import typer

from tenfold.cli.ending import say


class Format(StrEnum):
    """How the answer is written to stdout."""

    TEXT = "text"
    JSON = "json"


app = typer.Typer(
    rich_markup_mode=None,
    invoke_without_command=True,
    help="""Show the models that ship and your own, and choose the one that reads.

    \b
    tenfold models                    all of them; * marks the one that reads
    tenfold models info NAME          the whole card of one
    tenfold models import runs/14     add one: a run folder or an .onnx file
    tenfold models promote NAME       make it the one that reads, if it is not worse
    tenfold models rollback           bring back the one before
    tenfold models export NAME        a file for other programs
    """,
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="As `list` shows it; or a path.")]
OwnName = Annotated[str, typer.Argument(metavar="NAME", help="As `list` shows it.")]
Output = Annotated[Format, typer.Option("--format", "-f", help="How the answer is written.")]


@app.callback()
def _list_by_default(ctx: typer.Context, format_: Output = Format.TEXT) -> None:
    if ctx.invoked_subcommand is None:
        list_models(format_)


@app.command("list")
def list_models(format_: Output = Format.TEXT) -> None:
    """List the models that ship and your own.

    \b
    tenfold models list --format json
    """
    from tenfold.reading.names import known_models
    from tenfold.reading.promoted import is_present

    cards = [{**_card_or_trouble(name), "present": is_present(name)} for name in known_models()]
    if format_ is Format.JSON:
        typer.echo(json.dumps(cards, ensure_ascii=False, indent=2))
        return
    if not cards:
        say("No model ships with this build.")
    width = max((len(card["name"]) for card in cards), default=0)
    for card in cards:
        mark = "*" if card["present"] else " "
        told = card.get("trouble") or f"{_size(card)}  {headline(card)}"
        typer.echo(f"{mark} {card['name']:<{width}}  {told}".rstrip())


@app.command()
def info(name: Name, format_: Output = Format.TEXT) -> None:
    """Show the card of a model: what it is, what it was trained on, what it measured.

    \b
    tenfold models info NAME
    tenfold models info NAME --format json
    """
    card = _card(name)
    if format_ is Format.JSON:
        typer.echo(json.dumps(card, ensure_ascii=False, indent=2))
        return
    parts = {key: value for key, value in card.items() if _is_table(value)}
    plain = {key: value for key, value in card.items() if key not in parts}
    width = max(map(len, plain), default=0)
    for key, value in plain.items():
        told = ", ".join(map(str, value)) if isinstance(value, list) else value
        typer.echo(f"{key:<{width}}  {told}".rstrip())
    for key, part in parts.items():
        _print_part(key, part)


@app.command()
def path(name: Name) -> None:
    """Print the path of a model's .onnx file.

    \b
    tenfold models path NAME
    """
    from tenfold.reading.model import find_model

    typer.echo(find_model(name)[0])


def _card(name: str) -> dict[str, Any]:
    """Return a card as it is written, once `read_card` has found it sound."""
    from tenfold.reading.card import read_card
    from tenfold.reading.model import find_model

    _, path = find_model(name)
    read_card(path)
    card: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return card


def _card_or_trouble(name: str) -> dict[str, Any]:
    """Return a card, or what is wrong with it: one broken model must not hide the others."""
    from tenfold.errors import InvalidModel

    try:
        return _card(name)
    except InvalidModel as error:
        return {"name": name, "trouble": str(error)}


def headline(card: dict[str, Any]) -> str:
    """Return a card's first measured figures in a line: `mnist test accuracy 99.70%, ...`."""
    return ", ".join(_figure(row) for row in card.get("measured", [])[:3])


def _size(card: dict[str, Any]) -> str:
    return f"{card['parameters']:>9,} parameters  {card['bytes'] / 1000:>6,.0f} kB"


def _figure(row: dict[str, Any]) -> str:
    value = row.get("value")
    told = f"{value:.2%}" if isinstance(value, float) else ""
    return " ".join(word for word in (row.get("set", ""), row.get("figure", ""), told) if word)


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, list) and any(isinstance(entry, dict) for entry in value)
    )


def _print_part(title: str, part: dict[str, Any] | list[dict[str, Any]]) -> None:
    typer.echo(f"\n{title}")
    for key, value in part.items() if isinstance(part, dict) else map(_row, part):
        typer.echo(f"  {key:<24}  {value}".rstrip())


def _row(entry: dict[str, Any]) -> tuple[str, str]:
    """Return an entry's first value, which names it, and the rest as `key value` in a line."""
    first, *rest = entry.items()
    return str(first[1]), ", ".join(f"{key} {value}" for key, value in rest)
