"""What is kept of drawings: corrections, history, and all of it without the server."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.support.pen import Pen
from tests.support.serving import Server

from tenfold.web.one_file import draw_page


@pytest.fixture
def pen(page: Page) -> Pen:
    return Pen(page).open()


def rows(server: Server) -> list[tuple[Any, ...]]:
    """Return text, correction and source of all that the server holds, newest last."""
    query = "SELECT text, corrected, source FROM readings_reading ORDER BY id"
    (database,) = server.home.glob("*.sqlite3")
    with closing(sqlite3.connect(database)) as connection:
        return list(connection.execute(query))


def correct(pen: Pen, key: str) -> None:
    pen.page.get_by_role("button", name="Wrong? Correct it").click()
    pen.page.keyboard.press(key)
    pen.page.keyboard.press("Enter")


def works_offline(page: Page) -> None:
    expect(page.locator("#connection")).to_contain_text("works offline", timeout=30_000)


def test_a_correction_is_saved_and_undone(pen: Pen, server: Server) -> None:
    before = rows(server)
    pen.write("4")
    with pen.page.expect_response("**/drawings/") as saved:
        correct(pen, "9")
    assert saved.value.status == 201
    expect(pen.page.locator("#toasts")).to_contain_text("Saved as 9.")
    pen.expect("9")
    assert rows(server)[len(before) :] == [("4", "9", "draw")]
    with pen.page.expect_response("**/drawings/*/") as gone:
        pen.page.get_by_role("button", name="Undo", exact=True).last.click()
    assert gone.value.status == 204
    pen.expect("4")
    assert rows(server) == before


def test_the_dialog_is_used_by_keyboard(pen: Pen, axe: Callable[[Page], None]) -> None:
    pen.write("18", height=0.5)
    page = pen.page
    wrong = page.get_by_role("button", name="Wrong? Correct it")
    wrong.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Which digit is it?")
    expect(dialog).to_be_visible()
    expect(dialog.locator(".correct-number")).to_have_text("18")
    expect(dialog.locator(".correct-digit.is-here")).to_have_text("8")
    values = "all => all.map(b => b.dataset.value)"
    assert page.locator(".choice:focus").evaluate_all(values) != ["8"]  # the second guess
    page.keyboard.press("3")
    assert page.locator(".choice:focus").evaluate_all(values) == ["3"]
    page.keyboard.press("n")
    assert page.locator(".choice:focus").evaluate_all(values) == ["10"]
    axe(page)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(wrong).to_be_focused()
    pen.expect("18")


def test_one_tap_corrects_one_digit_of_a_number(pen: Pen, server: Server) -> None:
    pen.write("18", height=0.5)
    pen.page.get_by_role("button", name="Wrong? Correct it").click()
    dialog = pen.page.get_by_role("dialog")
    dialog.get_by_role("button", name="1", exact=True).first.click()  # the first digit is wrong
    with pen.page.expect_response("**/drawings/"):
        dialog.locator("[data-value='7']").click()
    assert rows(server)[-1] == ("18", "78", "draw")


def test_a_cleared_drawing_goes_to_the_history_if_one_wants(pen: Pen, server: Server) -> None:
    before = rows(server)
    pen.write("7")
    with pen.page.expect_response("**/drawings/"):
        pen.page.get_by_role("button", name="Clear").click()
    assert rows(server)[len(before) :] == [("7", None, "draw")]
    with pen.page.expect_response("**/drawings/*/"):
        pen.page.get_by_role("button", name="Undo", exact=True).click()
    assert rows(server) == before
    choice = pen.page.get_by_role("switch", name="Keep drawings in history")
    choice.click()
    pen.page.get_by_role("button", name="Clear").click()
    pen.page.reload()
    expect(choice).not_to_be_checked()
    assert rows(server) == before


def test_it_works_offline_after_the_first_visit(pen: Pen, server: Server) -> None:
    page = pen.page
    works_offline(page)
    before = rows(server)
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("#connection")).to_contain_text("You are offline")
    pen.write("4")
    correct(pen, "9")
    expect(page.locator("#toasts")).to_contain_text("It is sent when you are online.")
    assert rows(server) == before
    with page.expect_response("**/drawings/"):
        page.context.set_offline(False)
        page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#toasts")).to_contain_text("One drawing was sent.")
    assert rows(server)[len(before) :] == [("4", "9", "draw")]


def test_another_page_says_offline_that_it_needs_the_server(pen: Pen) -> None:
    works_offline(pen.page)
    pen.page.context.set_offline(True)
    pen.page.goto("/history")
    expect(pen.page.get_by_role("heading", name="This page needs the server")).to_be_visible()
    pen.page.get_by_role("link", name="Draw a digit").click()
    pen.write("7")


def test_the_browser_keeps_nothing_of_a_person(pen: Pen) -> None:
    works_offline(pen.page)
    kept = pen.page.evaluate(
        """async () => {
            const urls = [];
            for (const name of await caches.keys())
                for (const {url} of await (await caches.open(name)).keys())
                    urls.push(new URL(url).pathname);
            return urls;
        }"""
    )
    assert "/offline/draw" in kept
    assert all(url.startswith(("/static/", "/model/", "/offline")) for url in kept)


def test_it_can_be_installed(pen: Pen) -> None:
    address = pen.page.locator("link[rel=manifest]").get_attribute("href")
    assert address
    manifest = json.loads(pen.page.request.get(address).text())
    assert manifest["start_url"] == "/"
    for icon in manifest["icons"]:
        assert pen.page.request.get(icon["src"]).ok
    errors = pen.page.context.new_cdp_session(pen.page).send("Page.getInstallabilityErrors")
    ids = {error["errorId"] for error in errors["installabilityErrors"]}
    assert ids <= {"in-incognito"}  # as is every context of a test


def test_the_one_file_page_reads_from_disk_with_no_network(
    chromium: Browser, tmp_path: Path, axe: Callable[[Page], None]
) -> None:
    file = tmp_path / "page.html"
    file.write_text(draw_page(), "utf-8")
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, offline=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    pen = Pen(page)
    page.goto(file.as_uri())
    pen.write("4")
    correct(pen, "9")
    axe(page)
    with page.expect_download() as coming:
        page.get_by_role("button", name="Download the correction").click()
    coming.value.save_as(tmp_path / "made.zip")
    assert zipfile.ZipFile(tmp_path / "made.zip").namelist() == ["9/0001.png"]
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert faults == []
    context.close()
