"""A reading that the browser made, checked before it is believed."""

from __future__ import annotations

import json
from typing import Any, Final

MOST_CHARACTERS: Final = 200_000
MOST_MARKS: Final = 500
"""Marks on a drawing."""
MOST_SIDE_PX: Final = 4000


class Invalid(ValueError):
    """What came is no reading; the words tell what was expected."""


def parse_reading(text: str) -> dict[str, Any]:
    """Return a reading's JSON form, made anew from what is known of it.

    Args:
        text: JSON as ``Reading.to_dict`` writes it. A digit or a rejected mark may have
            ``corrected``: the digit 0 to 9 that a person says it is, null for none.

    Raises:
        Invalid: it is none.

    """
    if len(text) > MOST_CHARACTERS:
        raise Invalid("the reading is too long for a drawing")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Invalid("the reading is no JSON") from error
    try:
        return _reading(data)
    except (KeyError, TypeError, AttributeError) as error:
        raise Invalid("the reading has not the form of one") from error


def _reading(data: dict[str, Any]) -> dict[str, Any]:
    numbers, rejected = list(data["numbers"]), list(data["rejected"])
    if sum(len(number["digits"]) for number in numbers) + len(rejected) > MOST_MARKS:
        raise Invalid(f"a drawing has at most {MOST_MARKS} marks")
    image = {side: _whole(data["image"][side], MOST_SIDE_PX) for side in ("width", "height")}
    return {
        "text": _digits(data["text"]),
        "confidence": _share(data["confidence"]),
        "accepted": _truth(data["accepted"]),
        "numbers": [_number(number) for number in numbers],
        "rejected": [
            {"box": _box(r["box"]), "reason": "not a digit", **_right(r)} for r in rejected
        ],
        "image": {**image, "polarity": "dark-on-light"},
        "model": _word(data["model"]),
        "milliseconds": _duration(data["milliseconds"]),
    }


def _number(number: dict[str, Any]) -> dict[str, Any]:
    return {
        "text": _digits(number["text"]),
        "confidence": _share(number["confidence"]),
        "accepted": _truth(number["accepted"]),
        "box": _box(number["box"]),
        "digits": [_digit(digit) for digit in number["digits"]],
    }


def _digit(digit: dict[str, Any]) -> dict[str, Any]:
    probabilities = [_share(p) for p in digit["probabilities"]]
    if len(probabilities) != 10:
        raise Invalid("a digit has ten probabilities")
    return {
        "value": _whole(digit["value"], 9),
        "confidence": _share(digit["confidence"]),
        "not_a_digit": _share(digit["not_a_digit"]),
        "box": _box(digit["box"]),
        "probabilities": probabilities,
        **_right(digit),
    }


def _right(mark: dict[str, Any]) -> dict[str, Any]:
    if "corrected" not in mark:
        return {}
    value = mark["corrected"]
    return {"corrected": None if value is None else _whole(value, 9)}


def _box(box: list[Any]) -> list[int]:
    x, y, width, height = (_whole(side, MOST_SIDE_PX) for side in box)
    return [x, y, width, height]


def _whole(value: Any, most: int) -> int:
    if type(value) is not int or not 0 <= value <= most:
        raise Invalid(f"a number of the reading is no whole number from 0 to {most}")
    return value


def _share(value: Any) -> float:
    if type(value) not in (int, float) or not 0 <= value <= 1:
        raise Invalid("a probability of the reading is not from 0 to 1")
    return float(value)


def _duration(value: Any) -> float:
    if type(value) not in (int, float) or not 0 <= value <= 3_600_000:
        raise Invalid("the time of the reading is no number of milliseconds")
    return float(value)


def _truth(value: Any) -> bool:
    if type(value) is not bool:
        raise Invalid("a reading is accepted or not, true or false")
    return value


def _digits(text: Any) -> str:
    if not isinstance(text, str) or not set(text) <= set("0123456789 \n"):
        raise Invalid("the text of the reading has other letters than digits and spaces")
    return text


def _word(text: Any) -> str:
    if not isinstance(text, str) or not 0 < len(text) <= 100:
        raise Invalid("the reading names no model")
    return text
