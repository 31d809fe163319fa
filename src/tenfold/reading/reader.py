"""The Reader: the one place where images meet a model."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from time import perf_counter
from typing import Any, Final, Literal, overload

import numpy as np
from numpy.typing import NDArray

from tenfold.errors import ImageError, InvalidArray
from tenfold.imaging.arrays import to_levels
from tenfold.imaging.decode import Picture, to_page
from tenfold.imaging.ink import find_ink
from tenfold.imaging.normalise import normalise
from tenfold.imaging.segment import whole
from tenfold.reading.decide import ERROR_RATE, NOT_A_DIGIT, calibrate, threshold_for
from tenfold.reading.model import load_model
from tenfold.reading.sheet import Sheet, Verdict, finish, prepare
from tenfold.types import ModelCard, Reading

AHEAD: Final = 64
"""Images that ``read_many`` takes at once, so that the network sees many pictures in one run."""

Errors = Literal["raise", "return"]


def read(image: Picture) -> Reading:
    """Read the digits in one picture with the model that ships; see ``Reader.read``."""
    return _default_reader().read(image)


class Reader:
    """Reads digits in pictures; may be used from several threads at once.

    Args:
        model: the name of a model that ships, a run folder, or the path of an .onnx file with
            its card beside it; None for the default.
        error_rate: share of accepted digits that may be wrong; the model's card has the
            thresholds for the rates that it promises.

    Raises:
        ModelError: there is no such model, its file or card is broken, or it promises no such
            error rate.

    """

    def __init__(
        self, model: str | os.PathLike[str] | None = None, *, error_rate: float = ERROR_RATE
    ) -> None:
        self._model = load_model(model)
        self._verdict = Verdict(self.card.name, threshold_for(self.card, error_rate))

    @property
    def card(self) -> ModelCard:
        """What the model is, was trained on, and measured."""
        return self._model.card

    def read(self, image: Picture) -> Reading:
        """Read the digits in one picture.

        Args:
            image: a path, the bytes of a picture file, a binary file object, a PIL image, or an
                array: (H, W), (H, W, 3) or (H, W, 4), uint8, uint16, bool or float in 0..1.

        Returns:
            The reading; one without numbers where the page is blank. It keeps the page.

        Raises:
            ImageError: the picture cannot be read.

        """
        sheet = _opened(image, keep_page=True)
        return finish(sheet, self._judge(sheet.pictures), self._verdict)

    @overload
    def read_many(
        self, images: Iterable[Picture], *, errors: Literal["raise"] = ..., keep_pages: bool = ...
    ) -> Iterator[Reading]: ...

    @overload
    def read_many(
        self, images: Iterable[Picture], *, errors: Literal["return"], keep_pages: bool = ...
    ) -> Iterator[Reading | ImageError]: ...

    def read_many(
        self, images: Iterable[Picture], *, errors: Errors = "raise", keep_pages: bool = False
    ) -> Iterator[Any]:
        """Read many pictures, one after another, in the order given.

        Lazy, and of constant memory: 64 images are taken at a time, whatever their number.

        Args:
            images: what ``read`` takes, any number.
            errors: 'raise' ends at the first picture that cannot be read; 'return' yields its
                ImageError in its place and goes on.
            keep_pages: whether each reading keeps its page, which ``Reading.show`` needs.

        Yields:
            A Reading for each image, or with 'return' an ImageError.

        Raises:
            ImageError: with 'raise', when a picture cannot be read, after all before it.

        """
        if errors not in ("raise", "return"):
            raise ValueError(f"errors is {errors!r}, expected 'raise' or 'return'")
        return self._read_ahead(iter(images), errors == "return", keep_pages)

    def classify(
        self, images: NDArray[np.generic] | Sequence[NDArray[np.generic]]
    ) -> NDArray[np.float32]:
        """Take each picture as one digit and return what it may be.

        Args:
            images: (N, H, W) uint8, or N arrays (H, W) of any sizes; dark or bright ink. Also
                uint16, bool, or float in 0..1.

        Returns:
            (N, 11) float32 probabilities: ten digits and 'not a digit'; rows sum to 1. A blank
            picture is not a digit with probability 1.

        Raises:
            InvalidArray: other shapes or dtypes, NaN, or floats outside 0..1.

        """
        _check_stack(images)
        answers = np.zeros((len(images), NOT_A_DIGIT + 1), np.float32)
        answers[:, NOT_A_DIGIT] = 1.0
        rows, pictures = [], []
        for row, image in enumerate(images):
            glyph = whole(find_ink(_checked_grey(image)).ink)
            if glyph is not None:
                rows.append(row)
                pictures.append(normalise(glyph.ink))
        answers[rows] = self._judge(pictures)
        return answers

    def _judge(self, pictures: list[NDArray[np.float32]]) -> NDArray[np.float32]:
        if not pictures:
            return np.zeros((0, NOT_A_DIGIT + 1), np.float32)
        return calibrate(self._model.run(np.stack(pictures)), self.card.temperature)

    def _read_ahead(
        self, images: Iterator[Picture], return_errors: bool, keep_pages: bool
    ) -> Iterator[Reading | ImageError]:
        while batch := [_opened_or_error(i, keep_pages) for i in islice(images, AHEAD)]:
            for answer in self._finish_all(batch):
                if isinstance(answer, ImageError) and not return_errors:
                    raise answer
                yield answer

    def _finish_all(self, batch: list[Sheet | ImageError]) -> Iterator[Reading | ImageError]:
        sheets = [sheet for sheet in batch if isinstance(sheet, Sheet)]
        answers = self._judge([picture for sheet in sheets for picture in sheet.pictures])
        start = 0
        for sheet in batch:
            if isinstance(sheet, ImageError):
                yield sheet
                continue
            stop = start + len(sheet.pictures)
            yield finish(sheet, answers[start:stop], self._verdict)
            start = stop


def _opened(image: Picture, *, keep_page: bool) -> Sheet:
    started = perf_counter()
    return prepare(to_page(image), keep_page=keep_page, started=started)


def _opened_or_error(image: Picture, keep_page: bool) -> Sheet | ImageError:
    try:
        return _opened(image, keep_page=keep_page)
    except ImageError as error:
        return error


def _check_stack(images: NDArray[np.generic] | Sequence[NDArray[np.generic]]) -> None:
    if isinstance(images, np.ndarray) and images.ndim != 3:
        hint = {
            2: "; one picture is images[np.newaxis]",
            4: "; make colour pictures grey, or read() each",
        }.get(images.ndim, "")
        raise InvalidArray(f"images have shape {images.shape}, expected (N, H, W){hint}")


def _checked_grey(image: NDArray[np.generic]) -> NDArray[np.uint8]:
    if not isinstance(image, np.ndarray) or image.ndim != 2 or image.size == 0:
        shape = getattr(image, "shape", type(image).__name__)
        raise InvalidArray(f"a picture has shape {shape}, expected (H, W) with at least a pixel")
    return to_levels(image)


@cache
def _default_reader() -> Reader:
    return Reader()
