from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from tenfold.datasets import Dataset
from tenfold.errors import DatasetError
from tenfold.evaluation.accuracy import accuracy
from tenfold.evaluation.classify import classify_all
from tenfold.evaluation.evaluate import evaluate, readings_needed
from tenfold.evaluation.results import Subject

SUBJECT = Subject("reader")


def always(label: int):
    """A reader that is 90% sure of one class, whatever the picture."""

    def classify(images: np.ndarray) -> np.ndarray:
        answer = np.full((len(images), 11), 0.01, np.float32)
        answer[:, label] = 0.9
        return answer

    return classify


def blank(labels: list[int], **known: object) -> Dataset:
    images = np.zeros((len(labels), 28, 28), np.uint8)
    images[:, 5:20, 14] = 255
    return Dataset("blank", images, np.array(labels), "light-on-dark", **known)


def test_accuracy_is_over_the_digits_alone(found, reader, mixed):
    said = reader(mixed.images[:40]).argmax(axis=1)
    assert found.accuracy == accuracy(mixed.labels[:40], said)


def test_non_digits_stand_in_their_own_row(found):
    assert found.confusion.sum() == 60
    assert found.classes[10].n == 20
    assert found.classes[10].hits == found.confusion[10, 10]


def test_look_alikes_are_in_no_figure_but_their_own(found):
    assert found.look_alikes.n == 10
    assert found.calibration.n == 60
    assert (found.separation.digits, found.separation.others) == (40, 20)


def test_the_models_own_thresholds_are_tried_and_hindsight_beside(found):
    own = [one for one in found.coverage if one.source == "card"]
    assert [(one.promised, one.threshold) for one in own] == [(0.001, 0.999), (0.01, 0.9)]
    assert {one.promised for one in found.coverage if one.source == "hindsight"} >= {0.001, 0.01}
    assert found.everyday is own[0]


def test_mistakes_are_the_surest_first_and_keep_their_pictures():
    dataset = blank([3, 7, 10, 7])
    found = evaluate(always(7), dataset, SUBJECT, robustness=0)
    assert [(one.where, one.label, one.said) for one in found.mistakes] == [
        ("blank[0]", 3, 7),
        ("blank[2]", 10, 7),
    ]
    assert found.mistakes[0].confidence == pytest.approx(0.9)
    np.testing.assert_array_equal(found.mistakes[0].picture, dataset.images[0])


def test_the_worst_group_comes_first():
    dataset = blank([7] * 20 + [3] * 20, groups=np.array(["good"] * 20 + ["bad"] * 20))
    found = evaluate(always(7), dataset, SUBJECT, robustness=0)
    assert [name for name, _ in found.groups] == ["bad", "good"]


def test_clean_accuracy_is_that_of_the_same_digits(found, reader, mixed):
    every = replace(mixed, marks=None).subset(np.arange(40))
    whole = evaluate(reader, every, SUBJECT, robustness=40)
    assert whole.clean == whole.accuracy
    assert found.clean.n == 20


def test_a_reader_that_ignores_the_picture_loses_nothing():
    found = evaluate(always(7), blank([7, 3, 7]), SUBJECT, robustness=3)
    assert {one.change.value for one in found.robustness} == {0.0}


def test_dark_ink_is_corrupted_as_bright_ink_is(reader, mixed):
    digits = replace(mixed, marks=None).subset(np.arange(40))
    dark = replace(digits, images=255 - digits.images, polarity="dark-on-light")
    one, other = (evaluate(reader, d, SUBJECT, robustness=10).robustness for d in (digits, dark))
    assert [v.accuracy for v in one] == [v.accuracy for v in other]


def test_the_same_seed_gives_the_same_evaluation(reader, mixed):
    one, other = (evaluate(reader, mixed, SUBJECT, robustness=5, seed=4) for _ in range(2))
    assert one.robustness == other.robustness
    assert one.to_dict()["mistakes"] == other.to_dict()["mistakes"]


def test_pictures_of_many_sizes_keep_their_order(reader):
    rng = np.random.default_rng(0)
    images = [np.zeros((size, size), np.uint8) for size in rng.choice([28, 40, 64], 30)]
    for image in images:
        image[4:20, int(rng.integers(4, 20))] = 255
    together = classify_all(reader, images)
    for image, answer in zip(images, together, strict=True):
        np.testing.assert_allclose(reader(image[None])[0], answer, rtol=1e-5)


def test_a_set_of_many_sizes_is_corrupted_too(reader, digits):
    larger = [np.pad(image, 6) for image in digits[0][:5]]
    dataset = Dataset("sizes", [*digits[0][:5], *larger], digits[1][:5].repeat(2), "light-on-dark")
    found = evaluate(reader, dataset, SUBJECT, robustness=10)
    assert {one.accuracy.n for one in found.robustness} == {10}


def test_letters_alone_have_no_accuracy_and_no_robustness(reader, mixed):
    found = evaluate(reader, mixed.subset(mixed.labels == 10), SUBJECT, robustness=5)
    assert (found.accuracy.n, found.separation, found.robustness) == (0, None, ())
    assert found.classes[10].n == 20


def test_advance_counts_every_reading_that_was_announced(reader, mixed):
    counts: list[int] = []
    evaluate(reader, mixed, SUBJECT, robustness=7, advance=counts.append)
    assert sum(counts) == readings_needed(mixed, 7)


def test_the_json_form_is_json_without_nan(found):
    again = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert again["conditions"]["digits"] == 40
    assert len(again["confusion"]) == 11
    assert len(again["robustness"]) == 34


def test_the_conditions_say_what_was_measured(found, mixed):
    given = found.conditions
    assert (given.model, given.sha256, given.split) == ("nearest <mean>", "ab" * 32, "test")
    assert given.dataset_sha256 == mixed.hash
    assert (given.digits, given.non_digits, given.look_alikes, given.groups) == (40, 20, 10, 3)
    assert {"Python", "numpy"} <= set(given.versions)


def test_an_empty_set_is_refused():
    with pytest.raises(DatasetError, match="'blank' holds no pictures"):
        evaluate(always(1), blank([]), SUBJECT)


def test_logits_are_no_probabilities():
    with pytest.raises(ValueError, match="apply softmax to logits first"):
        classify_all(lambda images: np.full((len(images), 11), 3.0), blank([1]).images)


def test_ten_classes_are_one_too_few():
    with pytest.raises(ValueError, match=r"answered with shape \(1, 10\), expected \(1, 11\)"):
        classify_all(lambda images: np.full((len(images), 10), 0.1), blank([1]).images)
