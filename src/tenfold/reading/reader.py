"""The Reader: the one place where images meet a model."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from functools import cache
from itertools import accumulate, islice
from time import perf_counter
from typing import Any, Final, Literal, overload

import numpy as np
from numpy.typing import NDArray

from tenfold.errors import ImageError, InvalidArray
from tenfold.imaging.arrays import to_levels
from tenfold.imaging.decode import Picture, to_pixels
from tenfold.imaging.ink import find_ink
from tenfold.imaging.normalise import normalise
from tenfold.imaging.segment import whole
from tenfold.reading.decide import ERROR_RATE, NOT_A_DIGIT, calibrate, threshold_for
from tenfold.reading.model import load_model
from tenfold.reading.sheet import Probabilities, Sheet, Verdict, finish, prepare
from tenfold.types import ModelCard, Reading

AHEAD: Final = 64
"""Images that ``read_many`` takes at once, so that the network sees many pictures in one run."""
AHEAD_WITH_PAGES: Final = 8
"""The same where pages are kept: a page of a phone's camera has 36 MB."""

Errors = Literal["raise", "return"]
Answer = Reading | ImageError


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
        self._made_of = (model, error_rate)
        self._model = load_model(model)
        self._verdict = Verdict(self.card.name, threshold_for(self.card, error_rate))

    @property
    def card(self) -> ModelCard:
        """What the model is, was trained on, and measured."""
        return self._model.card

    def at(self, error_rate: float) -> Reader:
        """Return a reader of the same loaded model with another promised error rate.

        Raises:
            ModelError: the model promises no rate that low.

        """
        other = copy(self)
        other._made_of = (self._made_of[0], error_rate)
        other._verdict = Verdict(self.card.name, threshold_for(self.card, error_rate))
        return other

    def read(self, image: Picture) -> Reading:
        """Read the digits in one picture.

        Args:
            image: a path, the bytes of a picture file, a binary file object, a PIL image, or an
                array: (H, W), (H, W, 3) or (H, W, 4), uint8, uint16, bool or float in 0..1.
                A PDF gives its first page; ``imaging.decode.pages`` gives all.

        Returns:
            The reading; one without numbers where the page is blank. It keeps the page.

        Raises:
            ImageError: the picture cannot be read.

        """
        sheet = _opened(image, keep_page=True)
        return finish(sheet, self._judge(sheet.pictures), self._verdict)

    @overload
    def read_many(
        self,
        images: Iterable[Picture],
        *,
        errors: Literal["raise"] = ...,
        keep_pages: bool = ...,
        workers: int = ...,
    ) -> Iterator[Reading]: ...

    @overload
    def read_many(
        self,
        images: Iterable[Picture],
        *,
        errors: Literal["return"],
        keep_pages: bool = ...,
        workers: int = ...,
    ) -> Iterator[Answer]: ...

    def read_many(
        self,
        images: Iterable[Picture],
        *,
        errors: Errors = "raise",
        keep_pages: bool = False,
        workers: int = 1,
    ) -> Iterator[Any]:
        """Read many pictures, one after another, in the order given.

        Lazy, and of constant memory: 64 images are taken at a time (8 with their pages), and the
        next 64 are prepared while the network judges them.

        Args:
            images: what ``read`` takes, any number.
            errors: 'raise' ends at the first picture that cannot be read; 'return' yields its
                ImageError in its place and goes on.
            keep_pages: whether each reading keeps its page, which ``Reading.show`` needs.
            workers: processes that read; 1 reads in this one. Worth their start, half a second,
                from some thousand pictures on. Python starts them afresh, so that a script which
                asks for more than 1 must do so below ``if __name__ == "__main__":``.

        Yields:
            A Reading for each image, or with 'return' an ImageError.

        Raises:
            ImageError: with 'raise', when a picture cannot be read, after all before it.

        """
        if errors not in ("raise", "return"):
            raise ValueError(f"errors is {errors!r}, expected 'raise' or 'return'")
        if workers < 1:
            raise ValueError(f"workers is {workers}, expected at least 1")
        answers = self._answers(images, keep_pages, workers)
        return answers if errors == "return" else map(_reading_or_raise, answers)

    def read_batch(
        self, images: Iterable[Picture | ImageError], *, keep_pages: bool = False
    ) -> list[Answer]:
        """Read some pictures with one run of the network; errors come back in their place.

        All are held at once: ``read_many`` is for any number.
        """
        sheets = _opened_all(images, keep_pages)
        return self._finished(sheets, self._judge(_pictures(sheets)))

    def _finished(self, sheets: list[Sheet | ImageError], rows: Probabilities) -> list[Answer]:
        good = [sheet for sheet in sheets if isinstance(sheet, Sheet)]
        ends = accumulate(len(sheet.pictures) for sheet in good)
        spans = iter([rows[end - len(s.pictures) : end] for s, end in zip(good, ends, strict=True)])
        return [
            finish(sheet, next(spans), self._verdict) if isinstance(sheet, Sheet) else sheet
            for sheet in sheets
        ]

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

    def judge(self, pictures: NDArray[np.float32]) -> NDArray[np.float32]:
        """Take pictures as the network sees them and return what each may be.

        Args:
            pictures: (N, 28, 28) float32 in 0..1, 1 = ink, as ``imaging.normalise`` makes them.

        Returns:
            (N, 11) float32 probabilities: ten digits and 'not a digit'; rows sum to 1.

        """
        return calibrate(self._model.run(pictures), self.card.temperature)

    def _judge(self, pictures: list[NDArray[np.float32]]) -> NDArray[np.float32]:
        if not pictures:
            return np.zeros((0, NOT_A_DIGIT + 1), np.float32)
        return self.judge(np.stack(pictures))

    def _answers(
        self, images: Iterable[Picture], keep_pages: bool, workers: int
    ) -> Iterator[Answer]:
        if workers > 1:
            from tenfold.reading.workers import read_in_processes

            yield from read_in_processes(
                images, reader=self._made_of, workers=workers, keep_pages=keep_pages
            )
            return
        source = iter(images)
        ahead = AHEAD_WITH_PAGES if keep_pages else AHEAD
        sheets = _opened_all(islice(source, ahead), keep_pages)
        if len(sheets) < ahead:  # a few pictures are not worth a thread
            yield from self._finished(sheets, self._judge(_pictures(sheets)))
            return
        from concurrent.futures import ThreadPoolExecutor

        # The network runs beside this thread: while it judges a batch, the next one is prepared.
        with ThreadPoolExecutor(1) as beside:
            while sheets:
                judged = beside.submit(self._judge, _pictures(sheets))
                following = _opened_all(islice(source, ahead), keep_pages)
                yield from self._finished(sheets, judged.result())
                sheets = following


def _opened_all(
    images: Iterable[Picture | ImageError], keep_pages: bool
) -> list[Sheet | ImageError]:
    return [_opened_or_error(image, keep_pages) for image in images]


def _pictures(sheets: list[Sheet | ImageError]) -> list[NDArray[np.float32]]:
    return [picture for s in sheets if isinstance(s, Sheet) for picture in s.pictures]


def _reading_or_raise(answer: Answer) -> Reading:
    if isinstance(answer, ImageError):
        raise answer
    return answer


def _opened(image: Picture, *, keep_page: bool) -> Sheet:
    started = perf_counter()
    return prepare(to_pixels(image), keep_page=keep_page, started=started)


def _opened_or_error(image: Picture | ImageError, keep_page: bool) -> Sheet | ImageError:
    if isinstance(image, ImageError):
        return image
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
