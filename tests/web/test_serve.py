"""`tenfold serve` as a real process."""

from __future__ import annotations

import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from tests.support.serving import serving

PATIENCE_S = 60


def get(url: str, accept_encoding: str = "") -> Any:
    request = urllib.request.Request(url, headers={"Accept-Encoding": accept_encoding})
    return urllib.request.urlopen(request)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_it_is_and_ends_when_told(tmp_path: Path, how: signal.Signals) -> None:
    with serving(tmp_path / "home") as server:
        said = server.output()
        assert said.endswith(f"Tenfold is at {server.url} (Ctrl-C ends it)\n")
        server.process.send_signal(how)
        assert server.process.wait(PATIENCE_S) == 0
    assert server.output() == said


def test_what_it_makes_is_for_its_owner_alone(tmp_path: Path) -> None:
    with serving(tmp_path / "new" / "home") as server:
        key = server.home / "secret-key"
        assert key.stat().st_mode & 0o777 == 0o600
        assert len(key.read_text("utf-8")) >= 50
    with serving(tmp_path / "new" / "home"):
        assert len(list(key.parent.glob("secret-key*"))) == 1


def test_static_files_come_compressed_and_are_kept_for_good(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        page = get(server.url).read().decode()
        address = re.search(r"/static/css/tokens\.[0-9a-f]+\.css", page)
        assert address is not None
        response = get(server.url + address.group(), "br")
        assert response.headers["Content-Encoding"] == "br"
        assert "immutable" in response.headers["Cache-Control"]


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "tenfold", "serve", "--port", str(port)]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S)
    assert ended.returncode == 2
    assert ended.stderr.startswith(f"Port {port} is taken.")


def test_the_setup_link_makes_the_owner_and_is_not_told_again(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with serving(home, "--team") as server:
        link = re.search(r"http://\S+/join/\S+", server.output())
        assert link is not None
        assert get(link.group()).status == 200
    command = [sys.executable, "-m", "tenfold", "users", "list"]
    people = subprocess.run(
        command, env={**server.env, "TENFOLD_HOME": str(home)}, capture_output=True, text=True
    )
    assert people.stdout == "owner  Owner  cannot sign in\n"


def test_two_workers_answer_many_at_once(tmp_path: Path) -> None:
    with serving(tmp_path, "--workers", "2") as server:
        answers: list[int] = []

        def ask() -> None:
            answers.extend(get(server.url).status for _ in range(10))

        threads = [threading.Thread(target=ask) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert answers == [200] * 80
    assert "Traceback" not in server.output()


@pytest.mark.skipif(sys.platform != "linux" or not shutil.which("unshare"), reason="needs unshare")
def test_it_works_where_there_is_no_network(tmp_path: Path) -> None:
    script = f"""
    ip link set lo up
    {sys.executable} -m tenfold serve --port 8000 & server=$!
    for _ in $(seq 300); do
      {sys.executable} -c "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/')" 2>&- \\
        && echo answered && break
      sleep 0.2
    done
    kill $server; wait $server
    """
    ended = subprocess.run(
        ["unshare", "--net", "--map-root-user", "sh", "-c", script],
        capture_output=True,
        text=True,
        timeout=2 * PATIENCE_S,
    )
    if "unshare" in ended.stderr:
        pytest.skip("may not make a network of its own")
    assert "answered" in ended.stdout
