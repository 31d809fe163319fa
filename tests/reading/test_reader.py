from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count, islice
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.extra import numpy as hnp
from PIL import Image

from tenfold.errors import DamagedImage, ImageError, InvalidArray, InvalidModel, UnreadableFile
from tenfold.imaging.normalise import normalise
from tenfold.reading import Reader
from tenfold.reading.reader import AHEAD
from tenfold.types import Reading

from .conftest import MakeModel

BLANK = np.full((40, 60), 255, np.uint8)
SEVEN = BLANK.copy()
SEVEN[8:12, 20:40] = 0
SEVEN[12:34, 34:38] = 0
ALWAYS_7 = [0.0] * 7 + [20.0] + [0.0] * 3
NEVER = [0.0] * 10 + [20.0]


def png(array: np.ndarray) -> bytes:
    file = io.BytesIO()
    Image.fromarray(array).save(file, "PNG")
    return file.getvalue()


def test_digit_is_read_with_its_box_and_what_the_network_saw(make_model: MakeModel) -> None:
    reading = Reader(make_model(bias=ALWAYS_7)).read(SEVEN)
    (digit,) = reading.digits
    assert (reading.text, reading.accepted, reading.polarity) == ("7", True, "dark-on-light")
    assert np.abs(np.subtract(digit.box, (20, 8, 20, 26))).max() <= 2
    assert digit.picture is not None
    assert np.abs(digit.picture - normalise((SEVEN == 0).astype(np.float32))).mean() < 0.02


def test_probabilities_and_not_a_digit_sum_to_1(reader: Reader) -> None:
    digit = reader.read(SEVEN).digits[0]
    assert sum(digit.probabilities) + digit.not_a_digit == pytest.approx(1.0, abs=1e-5)
    assert digit.confidence == digit.probabilities[digit.value]


def test_temperature_of_the_card_is_used(make_model: MakeModel) -> None:
    logits = [2.0] + [0.0] * 10
    warm, cold = (Reader(make_model(bias=logits, temperature=t)) for t in (4.0, 0.5))
    assert warm.read(SEVEN).confidence < 0.2 < 0.8 < cold.read(SEVEN).confidence


def test_error_rate_chooses_what_is_accepted(make_model: MakeModel) -> None:
    path = make_model(bias=[4.0] + [0.0] * 10, temperature=1.0)  # 0 with a probability of 0.845
    assert not Reader(path).read(SEVEN).accepted
    assert Reader(path, error_rate=0.01).read(SEVEN).accepted


def test_error_rate_that_the_card_lacks_is_refused(make_model: MakeModel) -> None:
    with pytest.raises(InvalidModel, match="promises no error rate"):
        Reader(make_model(), error_rate=1e-6)


def test_ink_that_is_no_digit_is_rejected_with_its_reason(make_model: MakeModel) -> None:
    reading = Reader(make_model(bias=NEVER)).read(SEVEN)
    assert (reading.text, reading.numbers, reading.accepted) == ("", (), False)
    assert [rejected.reason for rejected in reading.rejected] == ["not a digit"]


@pytest.mark.parametrize("level", [0, 128, 255])
@pytest.mark.parametrize("size", [(1, 1), (3, 20_000), (40, 60)])
def test_blank_page_is_a_reading_without_numbers(
    reader: Reader, size: tuple[int, int], level: int
) -> None:
    reading = reader.read(np.full(size, level, np.uint8))
    assert (reading.text, reading.lines, reading.rejected) == ("", (), ())
    assert (reading.height, reading.width) == size


def test_box_of_a_large_page_is_in_pixels_of_the_page(make_model: MakeModel) -> None:
    page = np.asarray(Image.fromarray(SEVEN).resize((2400, 1600), Image.Resampling.NEAREST))
    box = Reader(make_model(bias=ALWAYS_7)).read(page).digits[0].box
    assert np.abs(np.subtract(box, (800, 320, 800, 1040))).max() <= 80


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(page=hnp.arrays(np.uint8, hnp.array_shapes(min_dims=2, max_dims=2, max_side=40)))
def test_any_page_is_read_with_its_marks_on_it(reader: Reader, page: np.ndarray) -> None:
    reading = reader.read(page)
    for box in [mark.box for mark in (*reading.digits, *reading.rejected)]:
        assert 0 <= box.x < box.right <= reading.width
        assert 0 <= box.y < box.bottom <= reading.height


def test_several_threads_may_share_a_reader(reader: Reader) -> None:
    images = [np.roll(SEVEN, k, axis=1) for k in range(40)]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(reader.read, images))
    assert [r.digits for r in together] == [reader.read(image).digits for image in images]


def test_page_is_upright_and_kept(reader: Reader) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    file = io.BytesIO()
    Image.fromarray(SEVEN).save(file, "JPEG", exif=exif)
    reading = reader.read(file.getvalue())
    assert (reading.width, reading.height) == (40, 60)
    assert reading.page is not None
    assert reading.page.shape == (60, 40, 3)


def test_bad_picture_raises(reader: Reader) -> None:
    with pytest.raises(DamagedImage, match="empty"):
        reader.read(b"")


def test_many_are_read_in_order_the_same_as_one_by_one(reader: Reader) -> None:
    images = [np.roll(SEVEN, k, axis=1) if k % 3 else BLANK for k in range(AHEAD + 9)]
    texts = [reading.text for reading in reader.read_many(images)]
    assert texts == [reader.read(image).text for image in images]


def test_many_is_lazy_and_takes_an_endless_supply(reader: Reader) -> None:
    taken = count()

    def endless() -> Iterator[np.ndarray]:
        while next(taken) >= 0:
            yield SEVEN

    assert len(list(islice(reader.read_many(endless()), 3))) == 3
    assert next(taken) <= 2 * AHEAD + 1


def test_bad_picture_among_many_comes_back_in_its_place(reader: Reader, tmp_path: Path) -> None:
    images = [SEVEN, b"text", tmp_path / "lost.png", png(SEVEN), np.full((2, 2), np.nan)]
    results = list(reader.read_many(images, errors="return"))
    assert [isinstance(r, ImageError) for r in results] == [False, True, True, False, True]
    assert isinstance(results[2], UnreadableFile)


def test_bad_picture_among_many_raises_after_those_before_it(reader: Reader) -> None:
    results = reader.read_many([SEVEN, BLANK, b""])
    assert [next(results).height, next(results).height] == [40, 40]
    with pytest.raises(DamagedImage):
        next(results)


def test_workers_give_the_same_in_the_same_order(reader: Reader, tmp_path: Path) -> None:
    (tmp_path / "seven.png").write_bytes(png(SEVEN))
    mixed = [tmp_path / "seven.png", b"text", BLANK, b""]
    images = mixed + [np.roll(SEVEN, k, axis=1) for k in range(2 * AHEAD)]
    alone = reader.read_many(images, errors="return")
    together = reader.read_many(images, errors="return", workers=2)
    assert [said(answer) for answer in together] == [said(answer) for answer in alone]


def test_workers_take_file_objects_and_raise(reader: Reader) -> None:
    results = reader.read_many([io.BytesIO(png(SEVEN)), io.BytesIO(b"")], workers=2)
    assert next(results).digits
    with pytest.raises(DamagedImage, match="empty"):
        next(results)


def test_script_without_a_guard_is_told_of_it(make_model: MakeModel, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from tenfold import Reader\n"
        f"list(Reader({str(make_model())!r}).read_many([b''], workers=2))\n"
    )
    run = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=60)
    assert run.returncode == 1
    assert 'outside of `if __name__ == "__main__":`' in run.stderr


def said(answer: Reading | ImageError) -> object:
    """All but the time it took."""
    return repr(answer) if isinstance(answer, ImageError) else replace(answer, milliseconds=0.0)


def test_many_keep_their_pages_on_request_only(reader: Reader) -> None:
    assert [r.page for r in reader.read_many([SEVEN])] == [None]
    assert all(r.page is not None for r in reader.read_many([SEVEN], keep_pages=True))


def test_no_worker_is_refused(reader: Reader) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        reader.read_many([], workers=0)


def test_wrong_word_for_errors_is_refused_at_once(reader: Reader) -> None:
    with pytest.raises(ValueError, match="expected 'raise' or 'return'"):
        reader.read_many([], errors="ignore")  # type: ignore[call-overload]


def test_classify_agrees_with_read(reader: Reader) -> None:
    answers = reader.classify(np.stack([SEVEN, 255 - SEVEN]))
    assert answers.shape == (2, 11)
    assert answers.dtype == np.float32
    digit = reader.read(SEVEN).digits[0]
    np.testing.assert_allclose(answers[0, :10], digit.probabilities, atol=1e-5)
    np.testing.assert_allclose(answers[0], answers[1], atol=0.02)


def test_classify_calls_a_blank_no_digit(reader: Reader) -> None:
    answers = reader.classify(np.stack([BLANK, 255 - BLANK, SEVEN]))
    assert (answers[:2] == np.eye(11)[10]).all()
    assert answers[2, 10] < 1.0


def test_classify_takes_pictures_of_many_sizes(reader: Reader) -> None:
    small = np.asarray(Image.fromarray(SEVEN).resize((30, 20)))
    assert reader.classify([SEVEN, small, np.zeros((1, 1), np.uint8)]).shape == (3, 11)


def test_classify_of_nothing_is_nothing(reader: Reader) -> None:
    assert reader.classify(np.zeros((0, 28, 28), np.uint8)).shape == (0, 11)


@pytest.mark.parametrize(
    ("shape", "hint"),
    [
        ((28, 28), r"np\.newaxis"),
        ((2, 28, 28, 3), "make colour pictures grey"),
        ((1,) * 5, "got|N"),
    ],
)
def test_classify_refuses_other_shapes(reader: Reader, shape: tuple[int, ...], hint: str) -> None:
    with pytest.raises(InvalidArray, match=hint):
        reader.classify(np.zeros(shape, np.uint8))


@pytest.mark.parametrize("dtype", [np.int64, np.complex64])
def test_classify_refuses_other_dtypes(reader: Reader, dtype: type) -> None:
    with pytest.raises(InvalidArray, match="has dtype"):
        reader.classify(np.zeros((1, 28, 28), dtype))


def test_classify_refuses_nan(reader: Reader) -> None:
    with pytest.raises(InvalidArray, match="NaN"):
        reader.classify(np.full((1, 28, 28), np.nan))


def test_classify_refuses_a_colour_picture_in_a_list(reader: Reader) -> None:
    with pytest.raises(InvalidArray, match=r"\(5, 5, 3\), expected \(H, W\)"):
        reader.classify([np.zeros((5, 5, 3), np.uint8)])
