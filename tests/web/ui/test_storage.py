"""Static files as they are gathered and served."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.conf import settings as django_settings
from django.core.management import call_command

IMMUTABLE = re.compile(django_settings.WHITENOISE_IMMUTABLE_FILE_TEST)


@pytest.fixture
def gathered(tmp_path: Path, settings: Any) -> Path:
    source = tmp_path / "static"
    (source / "build").mkdir(parents=True)
    (source / "css").mkdir()
    (source / "build" / "draw-Ab3_x-9Z.js").write_text('import "./shared-12345678.js";' * 50)
    (source / "css" / "base.css").write_text("a { color: red }\n" * 50)
    settings.STATICFILES_DIRS = [source]
    settings.STATIC_ROOT = tmp_path / "gathered"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "tenfold.web.ui.storage.StaticFiles"},
    }
    call_command("collectstatic", verbosity=0, interactive=False)
    return tmp_path / "gathered"


def test_built_scripts_keep_the_names_that_they_call_each_other(gathered: Path) -> None:
    names = sorted(path.name for path in (gathered / "build").iterdir())
    assert names == ["draw-Ab3_x-9Z.js", "draw-Ab3_x-9Z.js.br", "draw-Ab3_x-9Z.js.gz"]


def test_our_own_files_get_a_hash_and_both_compressed_forms(gathered: Path) -> None:
    (hashed,) = (gathered / "css").glob("base.*.css")
    assert brotli.decompress(hashed.with_name(f"{hashed.name}.br").read_bytes())
    assert hashed.with_name(f"{hashed.name}.gz").exists()


@pytest.mark.parametrize(
    "address", ["/static/css/base.0123456789ab.css", "/static/build/draw-Ab3_x-9Z.js"]
)
def test_a_name_with_a_hash_is_kept_for_good(address: str) -> None:
    assert IMMUTABLE.search(address)


@pytest.mark.parametrize(
    "address",
    ["/static/css/components.css", "/static/js/high-contrast.js", "/static/build/manifest.json"],
)
def test_a_name_without_one_is_asked_for_again(address: str) -> None:
    assert not IMMUTABLE.search(address)
