from __future__ import annotations

import io
import struct
import sys
import tracemalloc
import warnings
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tenfold.errors import (
    DamagedImage,
    ImageError,
    ImageTooLarge,
    InvalidArray,
    UnreadableFile,
    UnsupportedImage,
)
from tenfold.imaging.decode import _decoder, decode, pages, to_page, to_pixels

LOSSLESS = ["PNG", "GIF", "BMP", "TIFF", "PPM"]
LOSSY = ["JPEG", "WEBP"]
RAMP = np.tile(np.arange(0, 240, 8, dtype=np.uint8), (20, 1))  # (20, 30) grey


def encoded(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def png_header(width: int, height: int) -> bytes:
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((width // 8 + 1) * height))
    chunks = head, b"IDAT" + rows, b"IEND"
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c)) for c in chunks
    )


@pytest.mark.parametrize("kind", LOSSLESS)
def test_lossless_formats_come_back_as_they_were(kind: str) -> None:
    assert (decode(encoded(Image.fromarray(RAMP), kind)) == RAMP[:, :, None]).all()


@pytest.mark.parametrize("kind", LOSSY)
def test_lossy_formats_come_back_nearly(kind: str) -> None:
    page = decode(encoded(Image.fromarray(RAMP).convert("RGB"), kind, quality=95))
    assert page.shape == (20, 30, 3)
    assert np.abs(page - RAMP[:, :, None].astype(int)).max() < 12


def test_heic_comes_back_nearly() -> None:
    heif = pytest.importorskip("pillow_heif")
    file = io.BytesIO()
    heif.from_pillow(Image.fromarray(RAMP).convert("RGB").resize((120, 80))).save(file, quality=95)
    page = decode(file.getvalue())
    assert page.shape == (80, 120, 3)
    assert abs(int(page[40, 60, 0]) - 116) < 10


@pytest.mark.parametrize(
    ("module", "data", "extra"),
    [
        ("pillow_heif", b"\0\0\0\x18ftypheic" + bytes(20), r"pip install 'tenfold\[heic\]'"),
        ("pypdfium2", b"%PDF-1.7", r"pip install 'tenfold\[pdf\]'"),
    ],
)
def test_missing_extra_is_named_with_its_command(
    monkeypatch: pytest.MonkeyPatch, module: str, data: bytes, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    _decoder.cache_clear()
    with pytest.raises(UnsupportedImage, match=extra):
        decode(data)


def test_heic_cut_short_is_damaged() -> None:
    pytest.importorskip("pillow_heif")
    with pytest.raises(DamagedImage, match="HEIF"):
        decode(b"\0\0\0\x18ftypheic" + bytes(20))


@pytest.mark.parametrize("turn", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_camera_orientation_is_undone(kind: str, turn: int) -> None:
    upright = Image.new("RGB", (32, 16), "white")
    upright.paste("black", (0, 0, 8, 8))
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    stored = upright.transpose(Image.Transpose(undo[turn])) if turn > 1 else upright
    exif = Image.Exif()
    exif[0x0112] = turn
    page = decode(encoded(stored, kind, exif=exif))
    assert page.shape == (16, 32, 3)
    assert page[:6, :6].max() < 60
    assert page[:, 10:].min() > 190


def test_broken_camera_notes_do_not_cost_the_picture() -> None:
    data = encoded(Image.fromarray(RAMP), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\0\0junk")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert decode(data).shape == (20, 30, 3)


def test_fully_transparent_png_is_a_white_page() -> None:
    assert decode(encoded(Image.new("RGBA", (5, 4), (0, 0, 0, 0)))).min() == 255


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_half_transparent_black_is_grey(mode: str) -> None:
    image = Image.new("RGBA", (2, 2), (0, 0, 0, 128)).convert(mode)
    assert abs(int(decode(encoded(image))[0, 0, 0]) - 127) <= 1


def test_transparent_colour_of_a_palette_is_white() -> None:
    image = Image.new("P", (4, 2), 0)
    image.putpalette([0, 0, 0, 200, 30, 30])
    image.putpixel((3, 1), 1)
    page = decode(encoded(image, transparency=0))
    assert page[0, 0].tolist() == [255, 255, 255]
    assert page[1, 3].tolist() == [200, 30, 30]


def test_transparent_grey_level_is_white() -> None:
    assert decode(encoded(Image.new("L", (2, 2), 7), transparency=7)).min() == 255


def test_one_bit_is_black_and_white() -> None:
    image = Image.new("1", (9, 3), 1)
    image.putpixel((0, 0), 0)
    assert np.unique(decode(encoded(image, "TIFF"))).tolist() == [0, 255]


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "PPM"])
def test_sixteen_bits_are_scaled_not_clipped(kind: str) -> None:
    deep = RAMP.astype(np.uint16) * 257
    assert (decode(encoded(Image.fromarray(deep), kind))[:, :, 0] == RAMP).all()


def test_sixteen_bit_tiff_of_the_other_byte_order() -> None:
    deep = Image.frombytes("I;16B", (30, 20), (RAMP.astype(">u2") * 257).astype(">u2").tobytes())
    assert (to_page(deep)[:, :, 0] == RAMP).all()


def test_float_tiff_in_0_to_1_keeps_its_levels() -> None:
    image = Image.fromarray(RAMP.astype(np.float32) / 255)
    assert (decode(encoded(image, "TIFF"))[:, :, 0] == RAMP).all()


def test_deep_integers_are_scaled_by_their_range() -> None:
    image = Image.fromarray(np.array([[-1000, 0, 1000]], np.int32))
    assert decode(encoded(image, "TIFF"))[0, :, 0].tolist() == [0, 128, 255]


def test_float_tiff_with_nan_is_refused() -> None:
    image = Image.fromarray(np.array([[0.5, np.nan]], np.float32))
    with pytest.raises(ImageError, match="NaN"):
        decode(encoded(image, "TIFF"))


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_cmyk_white_is_white(kind: str) -> None:
    assert decode(encoded(Image.new("CMYK", (16, 16), (0, 0, 0, 0)), kind)).min() > 250


def test_grey_stays_one_channel_for_who_asks_for_pixels() -> None:
    grey, colour = Image.fromarray(RAMP), Image.fromarray(RAMP).convert("RGB")
    assert to_pixels(encoded(grey)).shape == to_pixels(RAMP[:, :, None]).shape == (20, 30)
    assert to_pixels(encoded(colour)).shape == (20, 30, 3)


def test_animated_gif_gives_its_first_frame() -> None:
    frames = [Image.new("L", (6, 6), level) for level in (10, 200)]
    data = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert [page.max() for page in pages(data)] == [10]


def test_every_page_of_a_tiff_is_there_for_pages() -> None:
    leaves = [Image.new("L", (6 + n, 6), 10 * n) for n in range(3)]
    data = encoded(leaves[0], "TIFF", save_all=True, append_images=leaves[1:])
    assert [(page.shape[1], page.max()) for page in pages(data)] == [(6, 0), (7, 10), (8, 20)]


def test_every_page_of_a_pdf_is_there_for_pages() -> None:
    pytest.importorskip("pypdfium2")
    leaves = [Image.new("RGB", (72, 36), colour) for colour in ("white", "black")]
    data = encoded(leaves[0], "PDF", save_all=True, append_images=leaves[1:])
    assert [int(page.mean()) for page in pages(data)] == [255, 0]
    assert decode(data).shape == (100, 200, 3)


def test_broken_pdf_is_damaged() -> None:
    pytest.importorskip("pypdfium2")
    with pytest.raises(DamagedImage, match="PDF"):
        decode(b"%PDF-1.7 and nothing more")


def test_pdf_page_over_the_limit_is_refused() -> None:
    pytest.importorskip("pypdfium2")
    with pytest.raises(ImageTooLarge, match="200 dpi"):
        decode(encoded(Image.new("RGB", (72, 72)), "PDF"), max_pixels=39_999)


def test_path_bytes_file_and_picture_are_the_same_page(tmp_path: Path) -> None:
    path = tmp_path / "ramp.png"
    path.write_bytes(encoded(Image.fromarray(RAMP)))
    with path.open("rb") as file:
        forms = [path, str(path), path.read_bytes(), bytearray(path.read_bytes()), file, RAMP]
        made = [to_page(form) for form in [*forms, Image.fromarray(RAMP)]]
    assert all((page == made[0]).all() for page in made)


@pytest.mark.parametrize("size", [(1, 1), (20_000, 3)])
def test_odd_sizes_are_legal(size: tuple[int, int]) -> None:
    assert decode(encoded(Image.new("L", size))).shape == (size[1], size[0], 3)


def test_bomb_is_refused_from_its_header() -> None:
    bomb = png_header(20_000, 20_000)
    assert len(bomb) < 50_000
    tracemalloc.start()
    with pytest.raises(ImageTooLarge, match="20000 x 20000"):
        decode(bomb)
    peak_bytes = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak_bytes < 1_000_000


def test_webp_bomb_is_too_large() -> None:
    head, pixels = "524946461a00000057454250", "5650384c0e0000002ffebfff0f071011fd0f4444ff03"
    bomb = bytes.fromhex(head + pixels)  # a black WebP of 16383 x 16383
    with pytest.raises(ImageTooLarge):
        decode(bomb)


def test_limit_of_pixels_can_be_moved_both_ways() -> None:
    data = encoded(Image.fromarray(RAMP))
    assert decode(data, max_pixels=600).shape == (20, 30, 3)
    with pytest.raises(ImageTooLarge, match="limit is 599"):
        decode(data, max_pixels=599)


def test_limit_of_pillow_is_neither_used_nor_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 10)
    assert decode(encoded(Image.fromarray(RAMP))).shape == (20, 30, 3)
    assert Image.MAX_IMAGE_PIXELS == 10


def test_limit_of_bytes_holds_for_every_source(tmp_path: Path) -> None:
    data = encoded(Image.fromarray(RAMP))
    path = tmp_path / "ramp.png"
    path.write_bytes(data)
    for make in (lambda: data, lambda: path, lambda: io.BytesIO(data)):
        assert to_page(make(), max_bytes=len(data)).shape == (20, 30, 3)
        with pytest.raises(ImageTooLarge, match="max_bytes"):
            to_page(make(), max_bytes=len(data) - 1)


def test_empty_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "none.png").touch()
    with pytest.raises(DamagedImage, match=r"none\.png: the file is empty"):
        to_page(tmp_path / "none.png")


def test_text_named_png_shows_how_it_begins() -> None:
    with pytest.raises(UnsupportedImage, match="b'hello wo', which is none of PNG, JPEG"):
        decode(b"hello world")


@pytest.mark.parametrize("kind", [*LOSSLESS, *LOSSY])
def test_file_cut_short_is_damaged(kind: str) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (64, 64, 3), np.uint8)
    data = encoded(Image.fromarray(noise), kind)
    with pytest.raises(DamagedImage):
        decode(data[: len(data) // 2])


def test_missing_file_is_named() -> None:
    with pytest.raises(UnreadableFile, match=r"nowhere\.png: no such file"):
        to_page("nowhere.png")


def test_folder_is_told_from_a_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="is a folder"):
        to_page(tmp_path)


def test_forbidden_file_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "secret.png"
    path.touch(mode=0o000)
    try:
        path.read_bytes()
    except PermissionError:
        with pytest.raises(UnreadableFile, match="Permission denied"):
            to_page(path)
    else:
        pytest.skip("this user may read everything")


def test_path_no_system_can_have_is_unreadable() -> None:
    with pytest.raises(UnreadableFile, match="null"):
        to_page("a\0b.png")


def test_file_open_as_text_says_how_to_open_it() -> None:
    with pytest.raises(UnsupportedImage, match="'rb'"):
        to_page(io.StringIO("picture"))  # type: ignore[arg-type]


def test_closed_file_object_is_unreadable() -> None:
    file = io.BytesIO(b"x")
    file.close()
    with pytest.raises(UnreadableFile, match="closed"):
        to_page(file)


def test_anything_else_is_named_by_its_type() -> None:
    with pytest.raises(UnsupportedImage, match="got NoneType, expected a path"):
        to_page(None)  # type: ignore[arg-type]


def test_bad_array_is_refused_by_the_same_door() -> None:
    with pytest.raises(InvalidArray, match="NaN"):
        to_page(np.full((3, 3), np.nan))


def test_picture_handed_in_keeps_its_own_state() -> None:
    image = Image.new("LA", (3, 3), (0, 0))
    to_page(image)
    assert (image.mode, image.getpixel((0, 0))) == ("LA", (0, 0))


HEADS = [encoded(Image.fromarray(RAMP), kind) for kind in [*LOSSLESS, *LOSSY]]


@settings(max_examples=300)
@given(st.binary(max_size=200), st.sampled_from([b"", *(head[:16] for head in HEADS)]))
def test_any_bytes_are_a_page_or_an_image_error(data: bytes, head: bytes) -> None:
    assert_page_or_error(head + data)


@settings(max_examples=300)
@given(st.sampled_from(HEADS), st.data())
def test_any_damage_to_a_file_is_a_page_or_an_image_error(head: bytes, data: st.DataObject) -> None:
    broken = bytearray(head)
    for _ in range(data.draw(st.integers(1, 4))):
        broken[data.draw(st.integers(0, len(head) - 1))] = data.draw(st.integers(0, 255))
    assert_page_or_error(bytes(broken))


def assert_page_or_error(data: bytes) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            page = decode(data, max_pixels=1_000_000)
        except ImageError:
            return
    assert page.dtype == np.uint8
    assert page.ndim == 3
    assert page.shape[2] == 3
    assert page.size
