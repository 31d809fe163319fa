from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from numpy.typing import NDArray

from tenfold.evaluation.fixed import EvaluationSet
from tenfold.evaluation.gate import LEVEL, MARGIN, Verdict, judge
from tenfold.reading import Reader

N = 2000
LABELS = np.arange(N) % 10
DIGITS = EvaluationSet("digits", np.zeros((N, 28, 28), np.uint8), LABELS)
LETTERS = EvaluationSet("letters", np.zeros((N, 28, 28), np.uint8), np.full(N, 10))


def a_reader(
    name: str = "one",
    *,
    wrong: Any = (),
    surely: Any = (),
    confidence: float = 0.9,
    taken: Any = (),
) -> Reader:
    """A reader that knows the answers but at some places, for which it is sure in some.

    Of letters, it takes those at ``taken`` for a digit.
    """

    def judged(pictures: NDArray[np.float32]) -> NDArray[np.float32]:
        rows = np.full((N, 11), (1 - confidence) / 10, np.float32)
        rows[np.arange(N), LABELS] = confidence
        for places, sure in ((wrong, 0.6), (surely, 0.99)):
            for place in places:
                rows[place] = (1 - sure) / 10
                rows[place, (LABELS[place] + 1) % 10] = sure
        if pictures[0, 0, 0]:  # these are the letters
            rows = np.full((N, 11), 0.01, np.float32)
            rows[:, 10] = 0.9
            rows[list(taken)] = np.eye(11, dtype=np.float32)[3]
        return rows

    card = SimpleNamespace(name=name, sha256=name * 8, thresholds={"0.001": 0.8})
    return cast(Reader, SimpleNamespace(judge=judged, card=card))


def compare(candidate: Reader, present: Reader) -> Verdict:
    return judge(candidate, present, [DIGITS])


def test_the_same_answers_pass() -> None:
    verdict = compare(a_reader("two"), a_reader())
    assert verdict.passed
    assert (verdict.candidate, verdict.present) == ("two", "one")
    assert verdict.sets[0].p == 1.0


def test_better_answers_pass() -> None:
    verdict = compare(a_reader(wrong=range(10)), a_reader(wrong=range(100)))
    assert verdict.passed
    assert verdict.together.gained == 90


def test_as_many_other_errors_pass() -> None:
    assert compare(a_reader(wrong=range(6, 9)), a_reader(wrong=range(3))).passed


def test_worse_answers_are_told_with_figures() -> None:
    verdict = compare(a_reader(wrong=range(20)), a_reader())
    assert not verdict.passed
    assert verdict.reasons[0] == (
        "On digits it reads 1.00 points fewer right (20 lost, 0 gained of 2,000)."
    )
    assert "Over all 2,000 digits" in verdict.reasons[1]


def test_loss_within_the_margin_is_no_worse_set() -> None:
    verdict = compare(a_reader(wrong=range(4)), a_reader())
    assert verdict.sets[0].change.value == pytest.approx(-0.002)
    assert not verdict.sets[0].is_worse


def test_loss_that_chance_explains_is_no_worse_set() -> None:
    before, after = a_reader(wrong=range(10)), a_reader(wrong=range(10, 26))
    found = compare(after, before).sets[0]
    assert -found.change.value > MARGIN
    assert found.p > LEVEL
    assert not found.is_worse


def test_chance_of_a_loss_is_that_of_coins() -> None:
    """Nine or ten of ten coins: 11 ways of 1,024."""
    found = compare(a_reader(wrong=range(1, 10)), a_reader(wrong=[0])).sets[0]
    assert found.p == pytest.approx(11 / 1024)


def test_wrong_readings_that_are_accepted_count() -> None:
    verdict = compare(a_reader(surely=range(20)), a_reader(wrong=range(20)))
    assert verdict.sets[0].p == 1.0  # as many right
    assert verdict.reasons == ("It accepts 20 wrong readings where one accepts 0.",)


def test_accepting_much_less_is_noted() -> None:
    verdict = compare(a_reader(confidence=0.7), a_reader())
    assert verdict.passed
    assert "accepts 0.0% of the digits by itself, one 100.0%" in verdict.notes[0]


def test_non_digits_have_a_margin_of_their_own() -> None:
    marked = LETTERS.pictures.copy()
    marked[0, 0, 0] = 255
    letters = EvaluationSet("letters", marked, LETTERS.labels)
    some = judge(a_reader(taken=range(30)), a_reader(), [DIGITS, letters])
    assert [one.is_worse for one in some.sets] == [False, False]
    many = judge(a_reader(taken=range(60)), a_reader(), [DIGITS, letters])
    assert [one.is_worse for one in many.sets] == [False, True]
    assert many.together.n == N  # of digits alone


def test_own_sets_are_compared_but_not_summed_up() -> None:
    own = EvaluationSet("validation", DIGITS.pictures, DIGITS.labels)
    verdict = judge(a_reader(), a_reader(), [DIGITS], [own])
    assert [one.name for one in verdict.sets] == ["digits", "validation"]
    assert verdict.together.n == N


def test_verdict_can_be_kept_as_json() -> None:
    told = json.loads(json.dumps(compare(a_reader(wrong=range(20)), a_reader()).to_dict()))
    assert told["passed"] is False
    assert told["sets"][0]["change"]["lost"] == 20
    assert told["sets"][0]["after"]["hits"] == N - 20
