"""The site as others reach it: over https, through nginx, on PostgreSQL."""

from __future__ import annotations

import gzip
import http.client
import io
import json
import re
import ssl
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.support.nginx import DEPLOY
from tests.support.site import NAME, Site, Visitor, eventually, owner_link

EXAMPLES = DEPLOY.parent / "examples"
OLGA = {"username": "olga", "password": "correct horse 7"}
ONCE = (
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "Strict-Transport-Security",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "X-Request-ID",
)


def test_the_first_owner_comes_in_by_the_link_of_the_log(owner: Visitor) -> None:
    assert owner.get("/").status == 200


def test_the_link_works_once(owner: Visitor, visitor: Visitor, site: Site) -> None:
    assert visitor.get(owner_link(site)).status == 404


def test_the_database_is_postgresql(owner: Visitor, site: Site) -> None:
    names = site.database.run("psql", "-Atc", "SELECT name FROM accounts_user WHERE is_local")
    assert names.split() == ["olga"]


def test_processes_that_ask_it_at_once_get_their_own_answers(visitor: Visitor) -> None:
    with ThreadPoolExecutor(8) as people:
        came = people.map(lambda _: visitor.get("/healthz").status, range(80))
    assert set(came) == {200}


def test_a_name_and_a_password_open_it(owner: Visitor, visitor: Visitor) -> None:
    assert visitor.submit("/sign-in", OLGA).status == 302
    assert visitor.get("/").status == 200


def test_nobody_else_comes_in(visitor: Visitor) -> None:
    assert visitor.get("/").headers["Location"].startswith("/sign-in")


def test_the_session_is_for_https_and_for_no_script(owner: Visitor, visitor: Visitor) -> None:
    answer = visitor.submit("/sign-in", OLGA)
    assert answer.status == 302, answer.text
    session = [line for line in answer.headers.get_all("Set-Cookie") or [] if "session" in line]
    assert len(session) == 1
    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= set(session[0].split("; "))


def test_the_cookie_of_forms_is_for_https(visitor: Visitor) -> None:
    answer = visitor.get("/sign-in")
    assert all("; Secure" in line for line in answer.headers.get_all("Set-Cookie") or ["none"])


def test_http_leads_to_the_same_address_of_https(visitor: Visitor) -> None:
    answer = visitor.send("GET", "/history?page=2", tls=False)
    assert answer.status == 308
    assert answer.headers["Location"] == f"https://{NAME}/history?page=2"


def test_certbot_can_prove_the_name(visitor: Visitor, site: Site) -> None:
    folder = site.nginx.home / "certbot" / ".well-known" / "acme-challenge"
    folder.mkdir(parents=True)
    (folder / "token").write_text("proof")
    assert visitor.send("GET", "/.well-known/acme-challenge/token", tls=False).text == "proof"


def test_another_name_gets_no_answer(visitor: Visitor, site: Site) -> None:
    with pytest.raises(http.client.RemoteDisconnected):
        visitor.send("GET", "/", tls=False, Host="elsewhere.example.org")
    with pytest.raises(ssl.SSLError, match="unrecognized name"):
        site.connect(name="elsewhere.example.org")


def test_another_name_within_https_is_refused(visitor: Visitor) -> None:
    with pytest.raises(http.client.RemoteDisconnected):
        visitor.send("GET", "/", Host="elsewhere.example.org")


def test_old_versions_of_tls_are_refused(site: Site) -> None:
    old = site.trust()
    old.set_ciphers("DEFAULT@SECLEVEL=0")  # or this side would refuse it first
    with pytest.warns(DeprecationWarning, match="TLSv1"):
        old.minimum_version = ssl.TLSVersion.TLSv1
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        old.maximum_version = ssl.TLSVersion.TLSv1_1
    with pytest.raises(ssl.SSLError, match="alert protocol version"):
        site.connect(trust=old)


@pytest.mark.parametrize("path", ["/sign-in", "/nowhere", "/healthz"])
def test_security_headers_come_once(owner: Visitor, path: str) -> None:
    headers = owner.get(path).headers
    assert {name: len(headers.get_all(name) or []) for name in ONCE} == dict.fromkeys(ONCE, 1)


def test_files_have_each_header_once_too(visitor: Visitor) -> None:
    headers = visitor.get("/static/icon.svg").headers
    assert {name for name in headers if len(headers.get_all(name) or []) > 1} == set()


def test_nothing_tells_which_software_answers(visitor: Visitor) -> None:
    assert visitor.get("/sign-in").headers["Server"] == "nginx"


@pytest.fixture
def broken_links(site: Site) -> Iterator[None]:
    """Take away the table of links, so that Tenfold fails when it is asked for one."""
    site.database.run("psql", "-c", "ALTER TABLE accounts_link RENAME TO away")
    yield
    site.database.run("psql", "-c", "ALTER TABLE away RENAME TO accounts_link")


def test_the_id_of_what_failed_is_in_the_answer_and_in_both_logs(
    broken_links: None, visitor: Visitor, site: Site
) -> None:
    answer = visitor.get("/join/x", X_Request_ID="trace-me.1")
    assert (answer.status, answer.headers["X-Request-ID"]) == (500, "trace-me.1")
    assert "trace-me.1" in answer.text
    assert eventually(lambda: "[trace-me.1]" in site.app.log)
    assert eventually(lambda: " trace-me.1\n" in site.nginx.log())


def test_an_unsound_id_is_replaced_by_one_for_both(
    broken_links: None, visitor: Visitor, site: Site
) -> None:
    own = visitor.get("/join/x", X_Request_ID='a" b' + "c" * 99).headers["X-Request-ID"]
    assert len(own) == 32
    assert eventually(lambda: f"[{own}]" in site.app.log and f" {own}\n" in site.nginx.log())


def test_what_failed_tells_no_more_than_its_id(broken_links: None, visitor: Visitor) -> None:
    answer = visitor.get("/join/x")
    assert "Something went wrong here." in answer.text
    assert not re.search("Traceback|accounts_link|psycopg|/web/", answer.text)


def test_a_link_and_a_query_stay_out_of_the_log(visitor: Visitor, site: Site) -> None:
    visitor.get("/join/very-secret?next=also-secret", X_Request_ID="unlogged")
    assert eventually(lambda: " unlogged\n" in site.nginx.log())
    assert "secret" not in site.nginx.log()


def test_a_client_cannot_choose_the_address_that_is_counted(visitor: Visitor, site: Site) -> None:
    guess = {"username": "ghost", "password": "guessed"}
    forged = "203.0.113.6"
    visitor.submit("/sign-in", guess, X_Forwarded_For=forged, X_Real_IP=forged, Forwarded=forged)
    query = "SELECT DISTINCT address FROM accounts_attempt WHERE name = 'ghost'"
    assert site.database.run("psql", "-Atc", query).split() == ["127.0.0.1"]


def test_a_client_cannot_choose_the_scheme(visitor: Visitor) -> None:
    # Believed, it would lead to https without end.
    answer = visitor.get("/sign-in", X_Forwarded_Proto="http", Forwarded="proto=http")
    assert answer.status == 200


def test_a_client_cannot_choose_the_name_in_links(owner: Visitor) -> None:
    answer = owner.submit("/users", {"role": "member"}, X_Forwarded_Host="elsewhere.example.org")
    assert f"https://{NAME}/join/" in answer.text
    assert "elsewhere" not in answer.text


def test_the_server_is_healthy(visitor: Visitor) -> None:
    answer = visitor.get("/healthz")
    assert (answer.status, answer.text) == (200, '{"status": "ok"}')


def test_files_come_compressed_and_are_kept_for_good(visitor: Visitor) -> None:
    address = re.search(r"/static/css/tokens\.\w+\.css", visitor.get("/sign-in").text)
    assert address
    answer = visitor.get(address[0], Accept_Encoding="gzip, br")
    assert answer.headers["Content-Encoding"] == "br"  # Tenfold's own, through nginx as it is
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_the_model_comes_compressed(owner: Visitor) -> None:
    answer = owner.get("/model/tenfold_small.onnx", Accept_Encoding="gzip, br")
    assert answer.headers["Content-Encoding"] in ("gzip", "br")


def test_pages_come_compressed(visitor: Visitor) -> None:
    answer = visitor.get("/sign-in", Accept_Encoding="gzip")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert b"<!doctype html>" in gzip.decompress(answer.body)
    assert "Accept-Encoding" in answer.headers["Vary"]


def test_a_picture_goes_in_and_its_reading_comes_out(visitor: Visitor, token: str) -> None:
    picture = (EXAMPLES / "white-on-black.png").read_bytes()
    sent = {"Authorization": f"Bearer {token}", "Content_Type": "image/png"}
    answer = visitor.send("POST", "/api/v1/read", body=picture, **sent)
    assert (answer.status, json.loads(answer.text)["text"]) == (200, "8")


def test_the_worker_reads_what_is_uploaded(visitor: Visitor, token: str) -> None:
    """The server's own readers are off here, as in compose.yaml."""
    told = {"Authorization": f"Bearer {token}", "Content_Type": "application/zip"}
    batch = json.loads(visitor.send("POST", "/api/v1/batches", body=zipped(), **told).text)
    path = f"/api/v1/batches/{batch['id']}"
    assert eventually(lambda: json.loads(visitor.get(path, **told).text)["state"] == "done")
    results = json.loads(visitor.get(f"{path}/results", **told).text)["results"]
    assert [result["text"] for result in results] == ["8"]


def zipped() -> bytes:
    """A zip with one picture."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(EXAMPLES / "white-on-black.png", "eight.png")
    return packed.getvalue()


def test_figures_are_for_owners(owner: Visitor, visitor: Visitor) -> None:
    assert visitor.get("/metrics").status == 401
    assert "tenfold_" in owner.get("/metrics").text
