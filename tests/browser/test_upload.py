"""The upload page in a real Chromium: in by every way, read, checked, out again, deleted."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.support.serving import Server
from tests.support.uploads import EXAMPLES, picture, zipped

SURE = ("sticky-note.jpg", "pencil.jpg", "ruled-photo.jpg", "slashed-zero.webp")
PATIENCE_MS = 180_000  # a machine with much else to do


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with pictures, sure and unsure, one that is no digit, and one that is cut short."""
    folder = tmp_path / "March"
    (folder / "deep").mkdir(parents=True)
    for name in (*SURE, "printed.png", "scribble.jpg"):
        (folder / name).write_bytes(picture(name))
    (folder / "deep" / "turned.jpg").write_bytes(picture("turned.jpg"))
    (folder / "cut.jpg").write_bytes(picture()[:2000])
    (folder / "notes.txt").write_text("no picture")
    return folder


@pytest.fixture
def upload(page: Page) -> Page:
    """The empty upload page."""
    page.goto("/upload")
    expect(page.get_by_role("heading", name="Drop pictures here")).to_be_visible()
    return page


def choose(page: Page, *paths: Path, kind: str = "files") -> None:
    """Choose files, and wait until all are read."""
    page.locator(f"[data-input={kind}]").set_input_files([str(path) for path in paths])
    wait_until_done(page)


def wait_until_done(page: Page) -> None:
    """Wait until the page says that all is read."""
    status = page.get_by_role("status", name="Progress in words")
    expect(status).to_contain_text("done in", timeout=PATIENCE_MS)


def cards(page: Page) -> list[str]:
    """Return what each picture on the page is announced as."""
    found = page.get_by_role("list", name="Pictures").get_by_role("button").all()
    return [str(card.get_attribute("aria-label")) for card in found]


def drop(page: Page, *paths: Path) -> None:
    """Drop files or folders on the page, as the desktop does."""
    session = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, "x": 600, "y": 300, "data": data})


def check_first(page: Page) -> None:
    """Open the dialog by its key, as soon as the page listens to it."""
    expect(page.get_by_role("list", name="Pictures").get_by_role("button").first).to_be_visible()
    dialog = page.get_by_role("dialog")
    for _ in range(10):
        page.keyboard.press("e")
        try:
            expect(dialog).to_be_visible(timeout=3000)
        except AssertionError:
            continue
        return
    expect(dialog).to_be_visible()


def test_chosen_pictures_are_read_and_the_least_sure_comes_first(
    upload: Page, files: Path, axe: Callable[[Page], None]
) -> None:
    axe(upload)
    choose(upload, files / "sticky-note.jpg", files / "printed.png", files / "scribble.jpg")
    labels = cards(upload)
    assert labels[0].startswith("nothing read, Not a digit")
    assert re.match(r"1840652, Look again, \d\d\.\d% sure, printed\.png", labels[1])
    assert re.match(r"42, Sure, \d\d\.\d% sure, sticky-note\.jpg", labels[2])
    expect(upload.get_by_role("heading", level=1)).to_have_text("3 pictures")
    axe(upload)


def test_picture_has_a_box_around_each_digit(upload: Page, files: Path) -> None:
    choose(upload, files / "sticky-note.jpg")
    card = upload.get_by_role("list", name="Pictures").get_by_role("button")
    expect(card.locator("rect")).to_have_count(2)
    shown, boxes = card.locator("img").bounding_box(), card.locator("svg").first.bounding_box()
    assert shown == boxes
    ink = card.locator("img").evaluate("image => image.naturalWidth")
    assert ink > 20


def test_files_and_folders_are_dropped(upload: Page, files: Path) -> None:
    drop(upload, files)
    wait_until_done(upload)
    expect(upload.get_by_role("heading", level=1)).to_have_text("March")
    names = " ".join(cards(upload))
    assert "March/deep/turned.jpg" in names
    assert "notes.txt" not in names


def test_folder_is_chosen(upload: Page, files: Path) -> None:
    choose(upload, files, kind="folder")
    assert any("March/deep/turned.jpg" in label for label in cards(upload))


def test_picture_is_pasted(context: BrowserContext, upload: Page) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    file = io.BytesIO()
    Image.open(EXAMPLES / "sticky-note.jpg").save(file, "PNG")
    upload.evaluate(
        """async (bytes) => {
          const blob = new Blob([new Uint8Array(bytes)], { type: "image/png" });
          await navigator.clipboard.write([new ClipboardItem({ "image/png": blob })]);
        }""",
        list(file.getvalue()),
    )
    upload.keyboard.press("Control+v")
    wait_until_done(upload)
    assert cards(upload)[0].startswith("42, Sure")


def test_zip_and_pdf_are_read_picture_by_picture(upload: Page, tmp_path: Path) -> None:
    (tmp_path / "s.zip").write_bytes(zipped({"a.jpg": picture(), "in.zip": zipped({})}))
    pages = [Image.open(EXAMPLES / "form-scan.png").convert("L")] * 2
    pages[0].save(tmp_path / "f.pdf", save_all=True, append_images=pages[1:], resolution=150)
    choose(upload, tmp_path / "s.zip", tmp_path / "f.pdf")
    names = " ".join(cards(upload))
    for name in ("s.zip:a.jpg", "f.pdf page 1", "f.pdf page 2"):
        assert name in names
    bad = upload.get_by_role("region", name="Bad files")
    expect(bad).to_contain_text("s.zip:in.zip could not be read. A zip in a zip is not read.")


def test_harmful_zip_is_refused_with_its_reason(upload: Page, tmp_path: Path) -> None:
    (tmp_path / "bomb.zip").write_bytes(zipped({f"{n}.bmp": bytes(10_000_000) for n in range(8)}))
    upload.locator("[data-input=files]").set_input_files(str(tmp_path / "bomb.zip"))
    expect(upload.get_by_role("region", name="Bad files")).to_contain_text("bomb.zip")
    expect(upload.get_by_role("region", name="Bad files")).to_contain_text("times its size")


def test_bad_file_is_named_with_its_reason(upload: Page, files: Path) -> None:
    choose(upload, files / "cut.jpg", files / "sticky-note.jpg")
    bad = upload.get_by_role("region", name="Bad files")
    expect(bad).to_contain_text("cut.jpg could not be read. This JPEG is cut short or broken.")
    expect(upload.get_by_text("2 pictures, 1 read, 1 could not be read")).to_be_visible()


def test_filter_sort_and_find(upload: Page, files: Path) -> None:
    choose(upload, files, kind="folder")
    show = upload.get_by_role("group", name="Show")
    show.get_by_role("button", name="Look again").click()
    assert all("Look again" in label for label in cards(upload))
    show.get_by_role("button", name="All").click()
    upload.get_by_role("combobox", name="Sort").select_option("By name")
    names = [re.search(r"March/[\w/.-]+", label)[0] for label in cards(upload)]  # type: ignore[index]
    assert names == sorted(names)
    upload.get_by_role("searchbox").fill("sticky")
    assert len(cards(upload)) == 1
    upload.get_by_role("searchbox").fill("nowhere")
    upload.get_by_role("button", name="Show all").click()
    assert len(cards(upload)) == 8


def test_table_shows_the_same(upload: Page, files: Path, axe: Callable[[Page], None]) -> None:
    choose(upload, files / "sticky-note.jpg", files / "cut.jpg")
    upload.get_by_role("button", name="Table").click()
    rows = upload.get_by_role("table").get_by_role("row")
    expect(rows).to_have_count(3)
    expect(rows.nth(2)).to_contain_text("42")
    axe(upload)


def test_checking_by_keyboard_alone(upload: Page, files: Path, axe: Callable[[Page], None]) -> None:
    choose(upload, files / "scribble.jpg", files / "printed.png", files / "sticky-note.jpg")
    upload.keyboard.press("j")  # to the second picture
    check_first(upload)
    dialog = upload.get_by_role("dialog")
    expect(dialog.get_by_role("heading")).to_have_text("Correct 1840652")
    axe(upload)
    # It begins at the least sure digit; another one is picked by its key.
    pressed = dialog.get_by_role("group", name="Digits of this picture").locator(
        "[aria-pressed=true]"
    )
    expect(pressed).to_have_count(1)
    upload.keyboard.press("9")
    saved = dialog.get_by_role("textbox").input_value()
    assert saved != "1840652"
    assert "9" in saved
    upload.keyboard.press("Enter")  # saves, and goes on with the next that needs a look
    expect(dialog.get_by_role("heading")).to_have_text("What is it?")
    upload.keyboard.press("7")
    upload.keyboard.press("Enter")  # nothing is left to look at
    expect(dialog).to_have_count(0)
    assert [label.split(",")[0] for label in cards(upload)] == ["7", saved, "42"]
    upload.reload()
    expect(upload.get_by_role("button", name=re.compile("^7, Checked"))).to_be_visible()
    assert [label.split(",")[0] for label in cards(upload)] == ["7", saved, "42"]


def test_digit_of_the_dialog_is_shown_as_the_network_saw_it(upload: Page, files: Path) -> None:
    choose(upload, files / "sticky-note.jpg")
    check_first(upload)
    strip = upload.get_by_role("dialog").locator(".tile img")
    expect(strip).to_be_visible()
    assert strip.evaluate("image => image.decode().then(() => image.naturalWidth)") == 56


def test_escape_leaves_and_the_focus_returns(upload: Page, files: Path) -> None:
    choose(upload, files / "sticky-note.jpg")
    check_first(upload)
    expect(upload.get_by_role("dialog")).to_be_visible()
    upload.keyboard.press("Escape")
    expect(upload.get_by_role("dialog")).to_have_count(0)
    card = upload.get_by_role("list", name="Pictures").get_by_role("button")
    expect(card).to_be_focused()


def test_correction_is_undone(upload: Page, files: Path) -> None:
    choose(upload, files / "sticky-note.jpg")
    check_first(upload)
    upload.get_by_role("dialog").get_by_role("textbox").fill("43")
    upload.keyboard.press("Enter")
    expect(upload.get_by_role("button", name=re.compile("^43, Checked"))).to_be_visible()
    upload.get_by_role("button", name="Undo").click()
    expect(upload.get_by_role("button", name=re.compile("^42, Sure"))).to_be_visible()


def test_letters_are_no_correction(upload: Page, files: Path) -> None:
    choose(upload, files / "sticky-note.jpg")
    check_first(upload)
    upload.get_by_role("dialog").get_by_role("textbox").fill("4x")
    expect(upload.get_by_text("Write digits 0 to 9 and spaces.")).to_be_visible()
    expect(upload.get_by_role("button", name=re.compile("Save as"))).to_be_disabled()


def test_results_are_downloaded(upload: Page, files: Path, tmp_path: Path) -> None:
    choose(upload, files / "sticky-note.jpg", files / "cut.jpg")
    got: dict[str, bytes] = {}
    for name in ("CSV", "JSON", "Pictures with boxes"):
        with upload.expect_download() as download:
            upload.get_by_role("link", name=name).click()
        got[name] = Path(download.value.path()).read_bytes()
    rows = list(csv.DictReader(io.StringIO(got["CSV"].decode("utf-8-sig"))))
    assert {row["text"] for row in rows} == {"42", ""}
    assert {entry.get("text") for entry in json.loads(got["JSON"])} == {"42", None}
    with zipfile.ZipFile(io.BytesIO(got["Pictures with boxes"])) as archive:
        assert len(archive.namelist()) == 1


def test_do_not_keep_deletes_the_pictures_and_then_the_readings(
    upload: Page, files: Path, server: Server
) -> None:
    # A picture that no other test uploads: one that another upload has stays.
    own = files / "own.png"
    Image.open(EXAMPLES / "pencil.jpg").convert("L").save(own)
    choose(upload, own)
    before = set((server.home / "pictures").rglob("*.png"))
    upload.get_by_role("button", name="Do not keep").click()
    expect(upload.get_by_text("1 picture deleted. The readings stay.")).to_be_visible()
    after = set((server.home / "pictures").rglob("*.png"))
    assert len(before - after) == 1
    expect(upload.get_by_text("Picture not kept")).to_be_visible()
    url = upload.url
    upload.get_by_role("button", name="Delete them too").click()
    expect(upload.get_by_role("heading", name="Drop pictures here")).to_be_visible()
    assert upload.request.get(url).status == 404


def test_pictures_that_are_not_to_be_kept_are_shown_from_here(
    upload: Page, files: Path, server: Server
) -> None:
    before = set((server.home / "pictures").rglob("*.png"))
    upload.get_by_role("checkbox", name="Do not keep the pictures").check()
    choose(upload, files / "ruled-photo.jpg")
    assert set((server.home / "pictures").rglob("*.png")) == before
    canvas = upload.get_by_role("list", name="Pictures").locator("canvas")
    expect(canvas).to_be_visible()
    upload.wait_for_function("document.querySelector('.shelf canvas').width > 30")
    upload.reload()
    expect(upload.get_by_text("Picture not kept")).to_be_visible()
    upload.get_by_role("button", name="Delete the readings").click()
    expect(upload.get_by_text("The readings of this upload go for good.")).to_be_visible()
    upload.get_by_role("button", name="Delete them").click()
    expect(upload.get_by_role("heading", name="Drop pictures here")).to_be_visible()


def test_cancel_stops_and_keeps_what_is_read(upload: Page, tmp_path: Path) -> None:
    data = picture("form-scan.png")
    (tmp_path / "many.zip").write_bytes(zipped({f"{n}.png": data for n in range(4000)}))
    upload.locator("[data-input=files]").set_input_files(str(tmp_path / "many.zip"))
    upload.get_by_role("list", name="Pictures").wait_for(timeout=PATIENCE_MS)
    expect(upload.get_by_role("progressbar")).to_be_visible()
    upload.get_by_role("button", name="Cancel").click()
    status = upload.get_by_role("status", name="Progress in words")
    expect(status).to_contain_text("stopped", timeout=PATIENCE_MS)
    read = int(re.match(r"([\d,]+) of", status.inner_text())[1].replace(",", ""))  # type: ignore[index]
    assert 0 < read < 4000


def test_of_thousands_only_what_is_on_the_screen_is_drawn(upload: Page, tmp_path: Path) -> None:
    data = picture("tiny-16x16.png")
    (tmp_path / "many.zip").write_bytes(zipped({f"{n}.png": data for n in range(2000)}))
    choose(upload, tmp_path / "many.zip")
    expect(upload.get_by_text("2,000 pictures, 2,000 read")).to_be_visible()
    assert len(cards(upload)) < 100
    upload.keyboard.press("j")
    upload.keyboard.press("End")
    last = upload.get_by_role("list", name="Pictures").get_by_role("listitem").last
    expect(last).to_have_attribute("aria-posinset", "2000")
    expect(last.get_by_role("button")).to_be_focused()
    upload.get_by_role("button", name="Table").click()
    assert upload.get_by_role("table").locator("tbody tr").count() < 100


def test_files_on_their_own_are_sent_in_several_requests(upload: Page, tmp_path: Path) -> None:
    for n in range(250):
        (tmp_path / f"{n}.png").write_bytes(picture("tiny-16x16.png"))
    sent: list[str] = []
    upload.on("request", lambda r: sent.append(r.url) if r.url.endswith("/files") else None)
    choose(upload, *(tmp_path / f"{n}.png" for n in range(250)))
    assert len(sent) == 3
    expect(upload.get_by_text("250 pictures, 250 read")).to_be_visible()


def test_cut_connection_is_told_and_sending_goes_on(
    context: BrowserContext, upload: Page, files: Path
) -> None:
    cut = re.compile("/files$")
    context.route(cut, lambda route: route.abort("connectionreset"))
    context.set_offline(False)
    upload.clock.install()
    upload.locator("[data-input=files]").set_input_files([str(files / "sticky-note.jpg")])
    expect(upload.get_by_role("button", name="Cancel")).to_be_visible()
    for _ in range(6):
        upload.wait_for_timeout(50)
        upload.clock.run_for(9000)
    alert = upload.get_by_role("alert")
    expect(alert).to_contain_text("Not all is sent.")
    context.unroute(cut)
    alert.get_by_role("button", name="Try again").click()
    for _ in range(20):
        upload.clock.run_for(1000)
        upload.wait_for_timeout(100)
    assert cards(upload)[0].startswith("42, Sure")


@pytest.fixture
def camera(chromium: Browser, server: Server) -> Iterator[Page]:
    """A page of a browser with a made-up camera."""
    flags = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    browser = chromium.browser_type.launch(
        executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu", *flags]
    )
    page = browser.new_page(base_url=server.url)
    yield page
    browser.close()


def test_picture_is_taken_with_the_camera(camera: Page, axe: Callable[[Page], None]) -> None:
    camera.goto("/upload")
    camera.get_by_role("button", name="Take a picture").click()
    expect(camera.get_by_role("button", name="Take it")).to_be_enabled(timeout=PATIENCE_MS)
    axe(camera)
    camera.get_by_role("button", name="Take it").click()
    wait_until_done(camera)
    assert cards(camera)[0].endswith("camera 1.jpg")


def test_without_a_camera_the_page_says_what_to_do(upload: Page) -> None:
    button = upload.get_by_role("button", name="Take a picture")
    button.click()
    alert = upload.get_by_role("dialog").get_by_role("alert")
    expect(alert).to_contain_text(re.compile("[Cc]hoose a picture"))


@pytest.fixture
def phone(chromium: Browser, server: Server) -> Iterator[BrowserContext]:
    """A phone in the dark."""
    context = chromium.new_context(
        base_url=server.url,
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
        color_scheme="dark",
    )
    yield context
    context.close()


def test_phone_shows_a_list_that_fits(
    phone: BrowserContext, files: Path, axe: Callable[[Page], None]
) -> None:
    page = phone.new_page()
    page.goto("/upload")
    assert page.locator("[data-input=camera]").get_attribute("capture") == "environment"
    axe(page)
    choose(page, files / "printed.png", files / "sticky-note.jpg", files / "cut.jpg")
    assert fits(page)
    axe(page)
    page.get_by_role("button", name=re.compile("^1840652")).tap()
    dialog: Any = page.get_by_role("dialog").bounding_box()
    assert dialog["x"] >= 0
    assert dialog["x"] + dialog["width"] <= 390
    keys = page.get_by_role("group", name="What is it?").get_by_role("button").all()
    assert all((key.bounding_box() or {"height": 0})["height"] >= 44 for key in keys)
    axe(page)


def fits(page: Page) -> bool:
    """Whether nothing stands out to the right."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_narrowest_phone_has_no_sideways_scrolling(phone: BrowserContext, files: Path) -> None:
    page = phone.new_page()
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/upload")
    assert fits(page)
    choose(page, files / "printed.png", files / "cut.jpg")
    assert fits(page)


def test_dark_page_has_no_finding(
    chromium: Browser, server: Server, files: Path, axe: Callable[[Page], None]
) -> None:
    context = chromium.new_context(base_url=server.url, color_scheme="dark")
    page = context.new_page()
    page.goto("/upload")
    choose(page, files, kind="folder")
    axe(page)
    context.close()
