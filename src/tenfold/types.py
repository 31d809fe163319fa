"""What a reading consists of: frozen dataclasses, and their one JSON form."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

Polarity = Literal["dark-on-light", "light-on-dark"]


class Box(NamedTuple):
    """A rectangle in pixels of the upright image; (x, y) is its top left corner."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """First column right of the box."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """First row below the box."""
        return self.y + self.height

    def union(self, other: Box) -> Box:
        """Smallest box around both."""
        x, y = min(self.x, other.x), min(self.y, other.y)
        return Box(x, y, max(self.right, other.right) - x, max(self.bottom, other.bottom) - y)


@dataclass(frozen=True, slots=True)
class Digit:
    """One digit: its value 0..9, calibrated probabilities of all ten, and of 'not a digit'.

    ``probabilities`` and ``not_a_digit`` sum to 1. ``picture`` is the (28, 28) float32 image in
    0..1, 1 = ink, that the network saw; it stays out of comparisons and of the JSON form.
    """

    value: int
    confidence: float
    not_a_digit: float
    box: Box
    probabilities: tuple[float, ...]
    accepted: bool = True
    picture: NDArray[np.float32] | None = field(default=None, repr=False, compare=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "value": self.value,
            "confidence": _rounded(self.confidence),
            "not_a_digit": _rounded(self.not_a_digit),
            "box": list(self.box),
            "probabilities": [_rounded(p) for p in self.probabilities],
        }


@dataclass(frozen=True, slots=True)
class Number:
    """Digits that stand together, left to right; leading zeros stay."""

    digits: tuple[Digit, ...]

    @property
    def text(self) -> str:
        """The digits as written."""
        return "".join(str(digit.value) for digit in self.digits)

    @property
    def confidence(self) -> float:
        """Probability that every digit is right, taken as independent."""
        return math.prod(digit.confidence for digit in self.digits)

    @property
    def accepted(self) -> bool:
        """Whether every digit is accepted."""
        return all(digit.accepted for digit in self.digits)

    @property
    def box(self) -> Box:
        """Smallest box around all digits."""
        box = self.digits[0].box
        for digit in self.digits[1:]:
            box = box.union(digit.box)
        return box

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "text": self.text,
            "confidence": _rounded(self.confidence),
            "accepted": self.accepted,
            "box": list(self.box),
            "digits": [digit.to_dict() for digit in self.digits],
        }


@dataclass(frozen=True, slots=True)
class Rejected:
    """Ink that was seen and is no digit, and why."""

    box: Box
    reason: str

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"box": list(self.box), "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read on one page.

    ``lines`` holds the numbers of each line of writing, top to bottom; ``page`` is the upright
    picture, (H, W, 3) uint8, when it was kept, and stays out of the JSON form.
    """

    lines: tuple[tuple[Number, ...], ...]
    rejected: tuple[Rejected, ...]
    width: int
    height: int
    polarity: Polarity
    model: str
    milliseconds: float
    page: NDArray[np.uint8] | None = field(default=None, repr=False, compare=False)

    @property
    def numbers(self) -> tuple[Number, ...]:
        """All numbers in reading order."""
        return tuple(number for line in self.lines for number in line)

    @property
    def digits(self) -> tuple[Digit, ...]:
        """All digits in reading order."""
        return tuple(digit for number in self.numbers for digit in number.digits)

    @property
    def text(self) -> str:
        """Numbers of a line joined by a space, lines by a line break; '' on a blank page."""
        return "\n".join(" ".join(number.text for number in line) for line in self.lines)

    @property
    def confidence(self) -> float:
        """Probability that every digit is right, taken as independent; 0 where none was read."""
        return math.prod(d.confidence for d in self.digits) if self.lines else 0.0

    @property
    def accepted(self) -> bool:
        """Whether something was read and every digit is accepted."""
        return bool(self.lines) and all(number.accepted for number in self.numbers)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form, the same from Python, the command line, HTTP and the browser."""
        return {
            "text": self.text,
            "confidence": _rounded(self.confidence),
            "accepted": self.accepted,
            "numbers": [number.to_dict() for number in self.numbers],
            "rejected": [rejected.to_dict() for rejected in self.rejected],
            "image": {"width": self.width, "height": self.height, "polarity": self.polarity},
            "model": self.model,
            "milliseconds": round(self.milliseconds, 3),
        }

    def show(self) -> Image:
        """Draw the page with a box, the value and its probability at each digit.

        A notebook shows a reading so by itself. Boxes are solid around what is accepted, dashed
        around what a person should look at again, dotted around what is no digit.

        Returns:
            An RGB picture; small pages are enlarged.

        Raises:
            ValueError: the page was not kept; ``read_many`` keeps it with ``keep_pages=True``.

        """
        # Looked up by name: types stand below the part that draws and may not import it.
        drawn: Image = import_module("tenfold.reading.show").draw(self)
        return drawn

    def _repr_png_(self) -> bytes | None:
        if self.page is None:
            return None
        png: bytes = import_module("tenfold.reading.show").png_bytes(self.show())
        return png


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What a model is, was trained on, and measured; stored as JSON beside the .onnx file."""

    name: str
    architecture: str
    parameters: int
    bytes: int
    sha256: str
    licence: str
    classes: tuple[str, ...]
    temperature: float
    thresholds: dict[str, float]
    datasets: tuple[dict[str, Any], ...] = ()
    recipe: str = ""
    commit: str = ""
    measured: tuple[dict[str, Any], ...] = ()


def _rounded(probability: float) -> float:
    return round(float(probability), 6)
