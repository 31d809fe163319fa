"""The models' pages, and a promotion as open pages see it, in a real Chromium."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import BrowserContext, Page, expect
from tests.support.pen import Pen
from tests.support.serving import Server, serving
from tests.support.tiny import save_model

SOON_MS = 15_000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of two processes, whose fixed evaluation is sixty strokes called 7."""
    data = tmp_path_factory.mktemp("data")
    images = np.zeros((60, 28, 28), np.uint8)
    images[:, 4:24, 12:16] = 255
    order = np.full(60, 400)  # block-04
    np.savez(data / "paper_digits.npz", images=images, labels=np.full(60, 7), order=order)
    home = tmp_path_factory.mktemp("home")
    with serving(home, TENFOLD_DATA=str(data), TENFOLD_WORKERS="2") as running:
        yield running


@pytest.fixture(autouse=True)
def as_it_ships(server: Server) -> Iterator[None]:
    """Take back what a test promoted."""
    yield
    (server.home / "models" / "promoted.json").unlink(missing_ok=True)


@pytest.fixture
def models(server: Server) -> Callable[..., str]:
    """Run `tenfold models` beside the server, on the same home."""

    def run(*arguments: object) -> str:
        command = [sys.executable, "-m", "tenfold", "models", *map(str, arguments)]
        done = subprocess.run(command, env=server.env, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    return run


@pytest.fixture(scope="module")
def seven(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that takes all ink for a 7."""
    return save_model(tmp_path_factory.mktemp("seven") / "seven.onnx", {7: 10.0})


def kept_models(page: Page) -> set[str]:
    """Return the networks that the browser keeps for when it is offline."""
    found: list[str] = page.evaluate(
        """async () => {
            const names = await caches.keys();
            const open = names.map(async (name) => (await caches.open(name)).keys());
            return (await Promise.all(open)).flat().map((one) => new URL(one.url).pathname);
        }"""
    )
    return {path for path in found if path.endswith(".onnx")}


def test_every_process_reads_with_a_promoted_model_at_once(
    server: Server, context: BrowserContext, models: Callable[..., str], seven: Path
) -> None:
    def asked() -> set[str]:
        return {context.request.get("/api/v1/health").json()["model"] for _ in range(20)}

    assert asked() == {"tenfold_small"}
    name = models("import", seven)
    models("promote", name)
    assert asked() == {name}
    models("rollback")
    assert asked() == {"tenfold_small"}


def test_an_open_page_takes_a_promoted_model_and_keeps_it_offline(
    page: Page, models: Callable[..., str], seven: Path
) -> None:
    pen = Pen(page).open()
    pen.write("1")
    expect(pen.reading).to_have_text("1")
    expect(page.get_by_text("Ready, works offline")).to_be_visible()
    name = models("import", seven)
    models("promote", name)
    expect(page.get_by_text(f"{name} reads now.")).to_be_visible(timeout=SOON_MS)
    expect(pen.reading).to_have_text("7")
    expect(page.get_by_role("link", name=f"Model: {name}")).to_be_visible()
    until = time.monotonic() + SOON_MS / 1000
    while kept_models(page) != {f"/model/{name}.onnx"}:
        assert time.monotonic() < until, kept_models(page)
        time.sleep(0.1)
    page.context.set_offline(True)
    page.reload()
    pen.write_on("1")
    expect(pen.reading).to_have_text("7")
    page.context.set_offline(False)


def test_stage_takes_a_promoted_model(page: Page, models: Callable[..., str], seven: Path) -> None:
    page.goto("/live")
    models("promote", models("import", seven))
    with page.expect_response("**/model/*.onnx?h=*", timeout=SOON_MS):
        pass
    pen = Pen(page)
    pen.write_on("1")
    expect(pen.reading).to_have_text("7")


def test_model_is_added_tried_compared_promoted_and_rolled_back(page: Page, seven: Path) -> None:
    page.goto("/models/")
    page.get_by_label("Network, as an .onnx file").set_input_files(seven)
    page.get_by_label("Its card").set_input_files(seven.with_suffix(".json"))
    page.get_by_label("Name").fill("forms")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="forms", level=1)).to_be_visible()
    Pen(page).write_on("1")
    expect(page.get_by_label("forms reads")).to_have_text("7")
    expect(page.get_by_label("tenfold_small reads")).to_have_text("1")
    page.get_by_role("button", name="Compare with tenfold_small").click()
    expect(page.get_by_text("Not worse than tenfold_small.")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Promote forms").click()
    expect(page.get_by_text("forms reads now.")).to_be_visible()
    expect(page.get_by_role("link", name="Model: forms")).to_be_visible()
    page.get_by_role("button", name="Bring back the one before").click()
    expect(page.get_by_text("tenfold_small reads again.")).to_be_visible()
    expect(page.get_by_text("rolled back")).to_be_visible()


def test_file_without_a_card_gets_one_and_a_page(page: Page, seven: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare.onnx"
    bare.write_bytes(seven.read_bytes())
    page.goto("/models/")
    page.get_by_label("Network, as an .onnx file").set_input_files(bare)
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="bare", level=1)).to_be_visible(timeout=60_000)
    expect(page.get_by_text("imported from bare.onnx")).to_be_visible()


def test_refusal_is_told_at_the_form(page: Page, tmp_path: Path) -> None:
    (tmp_path / "net.pt").write_bytes(b"PK\x03\x04" + bytes(60))
    page.goto("/models/")
    page.get_by_label("Network, as an .onnx file").set_input_files(tmp_path / "net.pt")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("alert")).to_contain_text("torch.onnx.export")


def test_int8_file_is_made_and_downloaded(page: Page) -> None:
    page.goto("/models/tenfold_small/")
    page.get_by_text("Download", exact=True).click()
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("button", name="For 8-bit machines").click()
    assert download.value.suggested_filename == "tenfold_small-int8.onnx"
    expect(page.get_by_text("in fp32")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible_and_no_wider_than_the_window(
    page: Page,
    axe: Callable[[Page], None],
    models: Callable[..., str],
    tmp_path: Path,
    width: int,
    scheme: str,
) -> None:
    logits = {7: 10.0 + width / 10_000 + (scheme == "dark")}  # one that was not compared yet
    name = models("import", save_model(tmp_path / "seven.onnx", logits))
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    for at in ("/models/", "/models/tenfold_small/", f"/models/{name}/"):
        page.goto(at)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") == width, at
    page.get_by_role("button", name="Compare with tenfold_small").click()
    expect(page.get_by_text("Not worse than tenfold_small.")).to_be_visible(timeout=60_000)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") == width
