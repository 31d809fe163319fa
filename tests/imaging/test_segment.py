from __future__ import annotations

import csv
import gzip
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tenfold.imaging.ink import find_ink
from tenfold.imaging.segment import Glyph, Line, segment, whole


def canvas(height: int = 60, width: int = 200) -> np.ndarray:
    return np.zeros((height, width), np.float32)


def ring(ink: np.ndarray, x: int, y: int, height: int = 30) -> None:
    cv2.ellipse(ink, (x, y), (height // 3, height // 2), 0, 0, 360, 1.0, 4)


def bar(ink: np.ndarray, x: int, y: int, height: int = 30) -> None:
    cv2.line(ink, (x, y - height // 2), (x, y + height // 2), 1.0, 4)


def glyphs(lines: list[Line]) -> list[Glyph]:
    return [glyph for line in lines for number in line for glyph in number]


def counts(lines: list[Line]) -> list[list[int]]:
    return [[len(number) for number in line] for line in lines]


def test_blank_map_has_no_lines() -> None:
    assert segment(canvas()) == []
    assert whole(canvas()) is None


def test_digits_of_a_number_come_left_to_right() -> None:
    ink = canvas()
    for x in (100, 20, 60):
        ring(ink, x, 30)
    boxes = [glyph.box for glyph in glyphs(segment(ink))]
    assert len(boxes) == 3
    assert boxes == sorted(boxes)


def test_wide_gap_starts_a_new_number() -> None:
    ink = canvas()
    for x in (20, 48, 120, 148):
        ring(ink, x, 30)
    assert counts(segment(ink)) == [[2, 2]]


def test_lines_come_top_to_bottom_though_they_tilt() -> None:
    ink = canvas(160, 300)
    for x in range(20, 290, 30):
        ring(ink, x, 30 + x // 10)
        bar(ink, x, 100 + x // 10)
    lines = segment(ink)
    assert counts(lines) == [[9], [9]]
    assert lines[0][0][0].box.y < lines[1][0][0].box.y


@pytest.mark.parametrize("gap", [8, 14, 24])
def test_two_ones_stay_two(gap: int) -> None:
    ink = canvas()
    bar(ink, 40, 30)
    bar(ink, 40 + gap, 30)
    assert len(glyphs(segment(ink))) == 2


def test_dot_in_a_zero_belongs_to_it() -> None:
    ink = canvas()
    ring(ink, 40, 30)
    cv2.circle(ink, (40, 30), 2, 1.0, -1)
    assert len(glyphs(segment(ink))) == 1
    found = whole(ink)
    assert found is not None
    assert found.ink[found.ink.shape[0] // 2, found.ink.shape[1] // 2] == 1.0


def test_detached_bar_of_a_five_belongs_to_it() -> None:
    ink = canvas()
    cv2.ellipse(ink, (40, 38), (10, 10), 0, -90, 150, 1.0, 4)
    cv2.line(ink, (34, 18), (52, 17), 1.0, 4)
    assert len(glyphs(segment(ink))) == 1


def test_stroke_with_cracks_is_one_digit() -> None:
    ink = canvas()
    ring(ink, 40, 30)
    ink[20] = ink[38] = 0.0
    assert len(glyphs(segment(ink))) == 1


@pytest.mark.parametrize("mark", ["comma", "point", "dash", "slash"])
def test_punctuation_is_no_digit_and_the_one_beside_it_is(mark: str) -> None:
    ink = canvas(80)
    for x in (20, 100):
        ring(ink, x, 40)
    bar(ink, 130, 40)
    ends = {
        "comma": ((60, 53), (58, 59)),
        "point": ((60, 53), (60, 54)),
        "dash": ((52, 40), (68, 40)),
        "slash": ((52, 64), (70, 14)),
    }
    cv2.line(ink, *ends[mark], 1.0, 4)
    assert len(glyphs(segment(ink))) == 3


def test_specks_are_no_digits() -> None:
    ink = canvas()
    ring(ink, 100, 30)
    ink[5, 5] = ink[50:52, 180:182] = 1.0
    assert len(glyphs(segment(ink))) == 1
    found = whole(ink)
    assert found is not None
    assert found.box.width < 40


def test_long_remains_of_a_rule_are_no_digit() -> None:
    ink = canvas()
    ring(ink, 40, 30)
    cv2.line(ink, (70, 50), (190, 50), 1.0, 2)
    assert len(glyphs(segment(ink))) == 1


def test_frame_around_the_page_is_no_digit() -> None:
    ink = canvas(100, 100)
    cv2.rectangle(ink, (1, 1), (98, 98), 1.0, 2)
    ring(ink, 50, 50)
    assert [glyph.box.height < 50 for glyph in glyphs(segment(ink))] == [True]


def test_glyph_holds_only_its_own_ink() -> None:
    ink = canvas(80, 80)
    cv2.line(ink, (20, 60), (50, 20), 1.0, 4)
    cv2.line(ink, (34, 66), (64, 26), 1.0, 4)
    first, second = glyphs(segment(ink))
    overlap = first.box.union(second.box)
    assert first.ink.sum() + second.ink.sum() <= ink.sum()
    assert overlap.width < first.box.width + second.box.width


def test_parts_are_told_where_two_tall_strokes_were_joined() -> None:
    ink = canvas(80, 80)
    cv2.line(ink, (20, 60), (40, 20), 1.0, 4)
    cv2.ellipse(ink, (42, 44), (10, 15), 0, -60, 100, 1.0, 4)
    (glyph,) = glyphs(segment(ink))
    assert len(glyph.parts) == 2


@given(
    ink=st.tuples(st.integers(1, 40), st.integers(1, 40)).flatmap(
        lambda shape: arrays(np.float32, shape, elements=st.floats(0, 1, width=32))
    )
)
@settings(max_examples=150)
def test_any_map_gives_glyphs_inside_it(ink: np.ndarray) -> None:
    found = glyphs(segment(ink))
    single = whole(ink)
    for glyph in found if single is None else [*found, single]:
        box = glyph.box
        assert glyph.ink.shape == (box.height, box.width)
        assert 0 <= box.x < box.right <= ink.shape[1]
        assert 0 <= box.y < box.bottom <= ink.shape[0]
        assert glyph.ink.max() > 0.2


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "share"),
    [("unipen_digits", 0.996), ("paper_digits", 0.999), ("pendigits", 0.999), ("optdigits", 0.999)],
)
def test_picture_of_one_digit_is_one_glyph(data_home: Path, name: str, share: float) -> None:
    with np.load(data_home / f"{name}.npz", allow_pickle=False) as data:
        images = data["images"][::4]
    ones = [len(glyphs(segment(find_ink(image).ink))) == 1 for image in images]
    assert np.mean(ones) >= share


@pytest.mark.data
def test_mnist_picture_is_one_glyph(data_home: Path) -> None:
    packed = (data_home / "mnist" / "t10k-images-idx3-ubyte.gz").read_bytes()
    images = np.frombuffer(gzip.decompress(packed), np.uint8, offset=16).reshape(-1, 28, 28)[::4]
    ones = [len(glyphs(segment(find_ink(image).ink))) == 1 for image in images]
    assert np.mean(ones) >= 0.998


@pytest.mark.data
def test_strings_come_as_their_digits_unless_these_touch(data_home: Path) -> None:
    home = data_home / "strings_unipen"
    with (home / "labels.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    right = more = 0
    for row in rows:
        page = cv2.imread(str(home / row["file"]), cv2.IMREAD_GRAYSCALE)
        count = len(glyphs(segment(find_ink(page).ink)))
        right += count == len(row["digits"])
        more += count > len(row["digits"])
    assert right / len(rows) > 0.8  # in most others, digits touch
    assert more / len(rows) < 0.02


def line_on_page(start: tuple[int, int], end: tuple[int, int], pen_px: int) -> np.ndarray:
    page = np.zeros((200, 280), np.uint8)
    cv2.line(page, start, end, 255, pen_px, cv2.LINE_AA)
    return page.astype(np.float32) / 255


def test_a_thin_line_from_border_to_border_is_a_rule() -> None:
    assert segment(line_on_page((100, 0), (125, 199), 3)) == []
    assert whole(line_on_page((0, 80), (279, 60), 3)) is None


def test_a_thin_line_along_one_border_is_the_edge_of_the_paper() -> None:
    assert segment(line_on_page((268, 20), (262, 190), 2)) == []


def test_a_one_of_almost_the_page_s_height_stays() -> None:
    assert len(segment(line_on_page((100, 8), (90, 190), 8))) == 1


def test_a_one_cut_out_tightly_stays() -> None:
    assert whole(line_on_page((100, 0), (95, 199), 22)[:, 80:120]) is not None


def test_a_rectangle_of_ink_alone_on_a_page_gives_no_warning() -> None:
    page = np.zeros((120, 160), np.float32)
    page[40:80, 60:90] = 1
    assert len(segment(page)) == 1
