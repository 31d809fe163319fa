"""What a person is told of a reading."""

from __future__ import annotations

from tenfold.cli.ending import printable, sentence
from tenfold.cli.output import describe, percent
from tenfold.types import Box, Digit, Number, Reading, Rejected

BOX = Box(0, 0, 10, 10)


def number(text: str, confidence: float = 0.9999, accepted: bool = True) -> Number:
    return Number(
        tuple(Digit(int(c), confidence, 0.0, BOX, (0.0,) * 10, accepted=accepted) for c in text)
    )


def reading(*lines: tuple[Number, ...], rejected: tuple[Rejected, ...] = ()) -> Reading:
    return Reading(lines, rejected, 20, 20, "dark-on-light", "m", 1.0)


def test_each_line_of_writing_is_a_line() -> None:
    assert describe(reading((number("1840"), number("07")), (number("3"),))) == ["1840 07", "3"]


def test_of_several_numbers_the_unsure_ones_are_named() -> None:
    line = (number("18"), number("7", 0.714, accepted=False))
    assert describe(reading(line)) == ["18 7  look again at 7 (71.4%)"]


def test_blank_page_and_scribble_are_told_apart() -> None:
    assert describe(reading()) == ["nothing here"]
    assert describe(reading(rejected=(Rejected(BOX, "not a digit"),))) == ["not a digit"]


def test_percentage_never_rounds_up_to_certainty() -> None:
    assert [percent(p) for p in (0.0, 0.5, 0.71449, 0.99999, 1.0)] == [
        "0.0%",
        "50.0%",
        "71.4%",
        "99.9%",
        "100.0%",
    ]


def test_message_is_a_sentence() -> None:
    assert sentence("the file is empty") == "The file is empty."
    assert sentence("needs it: pip install 'x'") == "Needs it: pip install 'x'"


def test_what_would_steer_the_terminal_is_escaped() -> None:
    assert printable("a\x1b[2J\nb\udcff\u202eé") == r"a\x1b[2J\nb\udcff\u202eé"
