"""What the browser keeps to work without the server."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tenfold.web.accounts.models import User
from tenfold.web.readings.views import offline


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A front end that is built, as far as its manifest goes."""
    manifest = {
        "src/pages/worker/main.ts": {"file": "worker-abcd1234.js"},
        "src/pages/draw/main.ts": {"file": "draw-abcd1234.js"},
    }
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    (tmp_path / "worker-abcd1234.js").write_text("self.work();")
    monkeypatch.setattr("tenfold.web.ui.templatetags.ui.BUILD", tmp_path)
    monkeypatch.setattr(offline, "BUILD", tmp_path)
    return tmp_path


def kept(client: Client) -> dict[str, Any]:
    text = client.get("/worker.js").content.decode()
    found = re.match(r"const KEEP=(\{.*?\});\n", text)
    assert found
    return json.loads(found[1])


def test_the_worker_keeps_all_that_the_page_asks_for(built: Path, db: None) -> None:
    files = kept(Client())["files"]
    page = Client().get("/").content.decode()
    asked = set(re.findall(r'(?:href|src)="((?:/static|/model)/[^"]+)"', page))
    assert asked
    assert asked <= set(files)


def test_the_same_version_keeps_its_name(built: Path, db: None) -> None:
    assert kept(Client())["version"] == kept(Client())["version"]


def test_another_version_has_another_name(built: Path, db: None) -> None:
    before = kept(Client())["version"]
    manifest = json.loads((built / "manifest.json").read_text())
    manifest["src/pages/draw/main.ts"]["file"] = "draw-efgh5678.js"
    (built / "manifest.json").write_text(json.dumps(manifest))
    after = kept(Client())
    assert after["version"] != before
    assert "/static/build/draw-efgh5678.js" in after["files"]


def test_the_kept_pages_know_nobody(sign_in: Any, member: User) -> None:
    client = sign_in(member)
    assert member.name in client.get("/").content.decode()
    for url in ("/offline/draw", "/offline"):
        answer = client.get(url)
        assert member.name not in answer.content.decode()
        assert not answer.cookies


def test_without_signing_in_the_kept_pages_and_the_worker_are_open(
    built: Path, team: None, db: None
) -> None:
    urls = ("/offline/draw", "/offline", "/worker.js")
    assert [Client().get(url).status_code for url in urls] == [200, 200, 200]


def test_where_the_front_end_is_not_built_there_is_no_worker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    monkeypatch.setattr("tenfold.web.ui.templatetags.ui.BUILD", tmp_path)
    assert Client().get("/worker.js").status_code == 404
