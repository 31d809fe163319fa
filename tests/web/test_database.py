"""The database is the one that the settings name."""

from __future__ import annotations

import os

import pytest
from django.db import connection

from tenfold.web.database import postgresql


@pytest.mark.django_db
def test_the_tests_run_on_the_database_of_the_environment() -> None:
    asked = os.environ.get("TENFOLD_DATABASE_URL", "sqlite:").partition(":")[0]
    connection.ensure_connection()
    assert connection.vendor == asked


def test_an_address_is_taken_apart_with_what_is_escaped_in_it() -> None:
    taken = postgresql("postgresql://ten:p%40ss%3A%2F@db.example.org:5433/digits", threads=4)
    assert (taken["USER"], taken["PASSWORD"], taken["NAME"]) == ("ten", "p@ss:/", "digits")
    assert (taken["HOST"], taken["PORT"]) == ("db.example.org", "5433")


def test_an_address_may_name_a_folder_of_sockets_and_no_password() -> None:
    taken = postgresql("postgresql:///tenfold?host=/run/postgresql", threads=4)
    assert (taken["HOST"], taken["USER"], taken["NAME"]) == ("/run/postgresql", "", "tenfold")


@pytest.mark.parametrize("url", ["mysql://localhost/tenfold", "postgresql://localhost", "tenfold"])
def test_another_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="expected postgresql://"):
        postgresql(url, threads=4)
