"""`tenfold models`: what ships, what it measured, where it lies."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from tenfold.cli.ending import WRONG_USE, say


class Format(StrEnum):
    """How the answer is written to stdout."""

    TEXT = "text"
    JSON = "json"


app = typer.Typer(
    rich_markup_mode=None,
    invoke_without_command=True,
    help="""Show the models that ship: size, measured figures, where they lie.

    \b
    tenfold models               all of them
    tenfold models info NAME     the whole card of one
    tenfold models path NAME     the path of its .onnx file
    """,
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="A model's name, as `list` shows it.")]
Output = Annotated[Format, typer.Option("--format", "-f", help="How the answer is written.")]
WEIGHTS: Final = Path(__file__).parent.parent / "weights"


@app.callback()
def _list_by_default(ctx: typer.Context, format_: Output = Format.TEXT) -> None:
    if ctx.invoked_subcommand is None:
        list_models(format_)


@app.command("list")
def list_models(format_: Output = Format.TEXT) -> None:
    """List the models that ship, one a line.

    \b
    tenfold models list --format json
    """
    cards = shipped_cards()
    if format_ is Format.JSON:
        typer.echo(json.dumps(cards, ensure_ascii=False, indent=2))
        return
    if not cards:
        say("No model ships with this build.")
    width = max((len(card["name"]) for card in cards), default=0)
    for card in cards:
        typer.echo(f"{card['name']:<{width}}  {_size(card)}  {headline(card)}".rstrip())


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
    plain = [key for key, value in card.items() if not isinstance(value, list | dict)]
    width = max(map(len, plain), default=0)
    for key in plain:
        typer.echo(f"{key:<{width}}  {card[key]}")
    for key in ("thresholds", "datasets", "measured"):
        _print_part(key, card.get(key))


@app.command()
def path(name: Name) -> None:
    """Print the path of a model's .onnx file.

    \b
    tenfold models path NAME
    """
    _card(name)
    typer.echo(WEIGHTS / f"{name}.onnx")


def shipped_cards() -> list[dict[str, Any]]:
    """Return the cards of the models that ship, by name."""
    cards = sorted(WEIGHTS.glob("*.json"))
    return [json.loads(card.read_text("utf-8")) for card in cards]


def headline(card: dict[str, Any]) -> str:
    """Return a card's first measured figures in a line: `mnist test 99.70%, ...`."""
    return ", ".join(_figure(row) for row in card.get("measured", [])[:3])


def _card(name: str) -> dict[str, Any]:
    from difflib import get_close_matches

    cards = {card["name"]: card for card in shipped_cards()}
    if name in cards:
        return cards[name]
    near = get_close_matches(name, cards, n=1)
    hint = f" did you mean '{near[0]}'?" if near else ""
    say(f"Unknown model '{name}',{hint} known: {', '.join(cards) or 'none'}.")
    raise typer.Exit(WRONG_USE)


def _size(card: dict[str, Any]) -> str:
    return f"{card['parameters']:>9,} parameters  {card['bytes'] / 1000:>6,.0f} kB"


def _figure(row: dict[str, Any]) -> str:
    words = [str(row.get("set", row.get("name", "")))]
    words += [f"{row['accuracy']:.2%}"] if isinstance(row.get("accuracy"), float) else []
    return " ".join(word for word in words if word)


def _print_part(title: str, part: Any) -> None:
    if not part:
        return
    typer.echo(f"\n{title}")
    rows = part.items() if isinstance(part, dict) else [_pairs(row) for row in part]
    for key, value in rows:
        typer.echo(f"  {key:<24}  {value}")


def _pairs(row: dict[str, Any]) -> tuple[str, str]:
    """Return the first value of a row, its name, and the rest as `key value` in a line."""
    name, *rest = row.items()
    return str(name[1]), ", ".join(f"{key} {value}" for key, value in rest)
