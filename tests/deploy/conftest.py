"""One site for all tests of a worker: PostgreSQL, Tenfold and nginx in front."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from tests.support import nginx, postgresql
from tests.support.site import Site, Visitor, owner_link
from tests.support.site import site as running_site

PASSWORD = "correct horse 7"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The whole site; skips where nginx or PostgreSQL is missing."""
    if not nginx.is_installed():
        pytest.skip(nginx.MISSING)
    if postgresql.programs() is None:
        pytest.skip(postgresql.MISSING)
    with running_site(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture
def visitor(site: Site) -> Visitor:
    """Somebody who has not signed in."""
    return Visitor(site)


@pytest.fixture(scope="session")
def owner_cookies(site: Site) -> dict[str, str]:
    """What the browser of the first owner keeps: they opened their link and chose a password."""
    owner = Visitor(site)
    answer = owner.submit(owner_link(site), {"name": "olga", "password": PASSWORD})
    assert answer.status == 302, answer.text
    return owner.cookies


@pytest.fixture
def owner(site: Site, owner_cookies: dict[str, str]) -> Visitor:
    """The owner, signed in."""
    return Visitor(site, dict(owner_cookies))


@pytest.fixture(scope="session")
def token(site: Site, owner_cookies: dict[str, str]) -> str:
    """A token of the owner that may write, made on the page for it."""
    made = Visitor(site, dict(owner_cookies)).submit(
        "/account/tokens", {"name": "tests", "scope": "write", "days": "30"}
    )
    found = re.search(r'value="(tenfold_[^"]+)"', made.text)
    assert found, made.text
    return found[1]
