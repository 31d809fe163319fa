"""`tenfold users`: people of a web app with accounts, from the machine that it runs on."""

from __future__ import annotations

from typing import Annotated

import typer

from tenfold.cli.ending import FAILED, WRONG_USE, say

app = typer.Typer(
    rich_markup_mode=None,
    no_args_is_help=True,
    help="""Look after the people of `tenfold serve --team` from the machine that it runs on.

    \b
    tenfold users list           who there is
    tenfold users add NAME       make a person, and a link to choose their password
    tenfold users link NAME      a link for a new password
    """,
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="The name that they sign in with.")]


@app.command("list")
def list_users() -> None:
    """List the people, one a line: name, role, and whether they can sign in.

    \b
    tenfold users list
    """
    _prepare()
    from tenfold.web.accounts.models import Role, User

    people = User.objects.order_by("name")
    width = max((len(user.name) for user in people), default=0)
    for user in people:
        can = "" if user.is_active and user.has_usable_password() else "  cannot sign in"
        typer.echo(f"{user.name:<{width}}  {Role(user.role).label}{can}")


@app.command()
def add(
    name: Name,
    *,
    owner: Annotated[
        bool, typer.Option("--owner", help="They look after people and the server.")
    ] = False,
) -> None:
    """Make a person and print a link, good once, where they choose their password.

    \b
    tenfold users add nina
    tenfold users add olga --owner
    """
    _prepare()
    from tenfold.web.accounts.models import Role, User

    name = name.strip()
    if not name or User.objects.filter(name__iexact=name).exists():
        say(f"The name {name!r} is taken. Choose another." if name else "A name has a letter.")
        raise typer.Exit(WRONG_USE)
    user = User.objects.create_user(name, role=Role.OWNER if owner else Role.MEMBER)
    _print_link(user)


@app.command()
def link(name: Name) -> None:
    """Print a link, good once, where a person chooses a new password.

    \b
    tenfold users link olga
    """
    _prepare()
    from tenfold.web.accounts.models import User

    user = User.objects.filter(name__iexact=name.strip()).first()
    if user is None:
        say(f"There is nobody with the name {name!r}: tenfold users list")
        raise typer.Exit(WRONG_USE)
    _print_link(user)


def _prepare() -> None:
    from tenfold.cli.serve import import_serving

    serving = import_serving()
    if problems := serving.setting_problems() or serving.database_problems():
        for problem in problems:
            say(problem)
        raise typer.Exit(FAILED)
    serving.migrate()


def _print_link(user: object) -> None:
    from tenfold.cli.serve import import_serving
    from tenfold.web.accounts.models import Link, User

    assert isinstance(user, User)  # noqa: S101 - tells the type checker
    token = Link.objects.make(user=user, role=user.role)
    typer.echo(f"{import_serving().address()}/join/{token}")
