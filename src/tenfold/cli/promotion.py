"""`tenfold models judge | promote | rollback | history`: which model reads, and why."""

from __future__ import annotations

import json
from contextlib import suppress
from getpass import getuser
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tenfold.cli.ending import FAILED, say
from tenfold.cli.models import Format, Name, Output, OwnName

if TYPE_CHECKING:
    from tenfold.evaluation.gate import Verdict
    from tenfold.reading.promoted import Promotion


def judge(name: Name, format_: Output = Format.TEXT) -> None:
    """Compare a model with the one that reads.

    Both read the same pictures; nothing is changed.

    \b
    tenfold models judge NAME
    tenfold models judge runs/14 --format json
    """
    verdict = _judged(name)
    if format_ is Format.JSON:
        typer.echo(json.dumps(verdict.to_dict(), ensure_ascii=False, indent=2))
        return
    for line in told(verdict.to_dict()):
        typer.echo(line)


def promote(
    name: OwnName,
    anyway: Annotated[
        str | None,
        typer.Option(
            "--anyway",
            metavar="REASON",
            help="Promote it though it is worse or cannot be judged; the reason is recorded.",
        ),
    ] = None,
) -> None:
    """Make a model the one that reads, if it is not worse.

    It is compared with the present one first. Servers, open pages and commands read with it at
    once.

    \b
    tenfold models promote NAME
    tenfold models promote NAME --anyway "our own forms matter most"
    """
    from tenfold.errors import DatasetError
    from tenfold.reading import store

    if anyway is not None and not anyway.strip():
        raise typer.BadParameter("give a reason, such as 'our own forms matter most'")
    store.check_promotable(name)
    figures: dict[str, Any] = {}
    try:
        figures = _judged(name).to_dict()
    except DatasetError as error:
        say(f"The models could not be compared. {error}.")
    for line in told(figures) if figures else ():
        typer.echo(line)
    passed = bool(figures) and figures["passed"]
    if not passed and anyway is None:
        say('Not promoted. To promote it all the same: --anyway "REASON", which is recorded.')
        raise typer.Exit(FAILED)
    promotion = store.promote(name, figures, None if passed else anyway, _user())
    say(f"{promotion.model} reads now. `tenfold models rollback` brings back the one before.")


def rollback() -> None:
    """Bring back the model that read before.

    \b
    tenfold models rollback
    """
    from tenfold.reading import store
    from tenfold.reading.names import DEFAULT_MODEL

    back = store.rollback(_user())
    say(f"{back.model if back else DEFAULT_MODEL} reads again.")


def history(format_: Output = Format.TEXT) -> None:
    """List what was promoted, the latest first.

    \b
    tenfold models history
    """
    from dataclasses import asdict

    from tenfold.reading import promoted

    found = list(reversed(promoted.history()))
    if format_ is Format.JSON:
        typer.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=2))
        return
    if not found:
        say("Nothing was promoted yet: the model that ships reads.")
    for one in found:
        typer.echo(_line(one))


def _judged(name: str) -> Verdict:
    from tenfold.evaluation.gate import judge_model

    return judge_model(name)


def told(verdict: dict[str, Any]) -> list[str]:
    """Return a verdict, in its JSON form, as lines: a row a set, then what follows."""
    before, after = verdict["present"]["model"], verdict["candidate"]["model"]
    sets = verdict["sets"]
    width = max((len(one["set"]) for one in sets), default=0)
    lines = [f"{'':<{width}}  {before:>16}  {after:>16}  lost  gained  pictures"]
    for one in sets:
        figures = (f"{one[side]['value']:>16.2%}" for side in ("before", "after"))
        changed = one["change"]
        counts = f"{changed['lost']:>4}  {changed['gained']:>6}  {changed['n']:>8,}"
        mark = "  worse" if one["worse"] else ""
        lines.append(f"{one['set']:<{width}}  {'  '.join(figures)}  {counts}{mark}")
    accepted = verdict["accepted"]
    wrong = (f"{accepted[side]['wrong']:>16}" for side in ("before", "after"))
    lines.append(f"{'wrongly accepted':<{width}}  {'  '.join(wrong)}")
    passed = f"{after} is not worse than {before}."
    return [*lines, "", *(verdict["reasons"] or [passed]), *verdict["notes"]]


def _line(one: Promotion) -> str:
    by = f" by {one.by}" if one.by else ""
    why = f", although the gate did not pass it: {one.override}" if one.override else ""
    end = f"; rolled back {one.ended['time']}" if one.ended else ""
    return f"{one.time}  {one.model}{by}{why}{end}"


def _user() -> str:
    with suppress(OSError, KeyError, ImportError):
        return getuser()
    return ""
