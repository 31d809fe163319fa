"""The Open Inference Protocol V2."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from django.test import Client
from PIL import Image

from tenfold import Reader
from tenfold.web.accounts.models import User

from .conftest import drawn_seven

pytestmark = pytest.mark.django_db
MODEL = "/v2/models/tenfold_small"
VERSION = Reader().card.sha256[:12]


def infer(client: Client, body: Any, at: str = MODEL) -> Any:
    return client.post(f"{at}/infer", json.dumps(body), content_type="application/json")


def tensor(data: Any, shape: list[int], datatype: str, **fields: Any) -> dict[str, Any]:
    return {
        "inputs": [{"name": "image", "shape": shape, "datatype": datatype, "data": data}],
        **fields,
    }


@pytest.fixture(scope="module")
def grey() -> np.ndarray:
    """A seven and a blank page, (2, 60, 60) uint8."""
    blank = np.asarray(Image.new("L", (60, 60), 255))
    return np.stack([np.asarray(drawn_seven()), blank])


def test_server_and_model_are_described(client: Client) -> None:
    assert client.get("/v2").json()["name"] == "tenfold"
    assert client.get("/v2/health/live").json() == {"live": True}
    assert client.get("/v2/health/ready").json() == {"ready": True}
    about = client.get(MODEL).json()
    assert about["versions"] == [VERSION]
    assert about["inputs"] == [{"name": "image", "datatype": "FP32", "shape": [-1, 1, 28, 28]}]
    assert client.get(f"{MODEL}/versions/{VERSION}").json() == about
    assert client.get(f"{MODEL}/ready").json() == {"name": "tenfold_small", "ready": True}
    assert client.get(f"{MODEL}/versions/{VERSION}/ready").status_code == 200


@pytest.mark.parametrize("flat", [False, True])
def test_grey_pictures_are_classified_as_by_the_library(
    client: Client, grey: np.ndarray, flat: bool
) -> None:
    data = (grey.ravel() if flat else grey).tolist()
    answer = infer(client, tensor(data, [2, 60, 60], "UINT8", id="mine")).json()
    probabilities, label = answer["outputs"]
    assert (answer["id"], answer["model_version"]) == ("mine", VERSION)
    assert (label["datatype"], label["data"]) == ("BYTES", ["7", "not a digit"])
    assert probabilities["shape"] == [2, 11]
    expected = Reader().classify(grey).ravel()
    assert np.abs(np.asarray(probabilities["data"]) - expected).max() < 1e-6


def test_normalised_pictures_go_to_the_network_as_they_are(
    client: Client, grey: np.ndarray
) -> None:
    picture = Reader().read(drawn_seven()).digits[0].picture
    body = tensor(picture[None, None].tolist(), [1, 1, 28, 28], "FP32")
    at = f"{MODEL}/versions/{VERSION}"
    probabilities, label = infer(client, body, at).json()["outputs"]
    assert label["data"] == ["7"]
    expected = Reader().judge(picture[None])[0]
    assert np.abs(np.asarray(probabilities["data"]) - expected).max() < 1e-6


def test_only_the_outputs_asked_for_come(client: Client, grey: np.ndarray) -> None:
    body = tensor(grey[:1].tolist(), [1, 60, 60], "UINT8", outputs=[{"name": "label"}])
    assert [output["name"] for output in infer(client, body).json()["outputs"]] == ["label"]


INK = [0.0] * 784
WRONG: list[Any] = [
    [],
    {},
    {"inputs": []},
    {"inputs": [1]},
    {"inputs": [{"name": "other"}]},
    tensor(INK, [1, 1, 28, 28], "FP32", id=1),
    tensor(INK, [1, 1, 28, 28], "FP32", outputs=[{"name": "other"}]),
    tensor(INK, [1, 1, 28, 28], "FP32", outputs=[{"name": "label"}] * 2),
    tensor(INK, [1, 1, 28, 28], "FP32", outputs=1),
    tensor(INK, [1, 1, 28, 28], "INT64"),
    tensor(INK, [1, 784], "FP32"),
    tensor(INK, [2, 1, 28, 28], "FP32"),
    tensor(INK, [0, 1, 28, 28], "FP32"),
    tensor(INK, [-1, 1, 28, 28], "FP32"),
    tensor(INK, [True, 1, 28, 28], "FP32"),
    tensor(INK, [1, 10**9, 10**9], "UINT8"),
    tensor([float("nan"), *INK[1:]], [1, 1, 28, 28], "FP32"),
    tensor([1.5, *INK[1:]], [1, 1, 28, 28], "FP32"),
    tensor([0.5, *INK[1:]], [1, 28, 28], "UINT8"),
    tensor([256, *INK[1:]], [1, 28, 28], "UINT8"),
    tensor(["a", *INK[1:]], [1, 28, 28], "UINT8"),
    tensor([[1, 2], [3]], [1, 2, 2], "UINT8"),
    tensor([None], [1, 1, 1], "UINT8"),
    tensor([10**400], [1, 1, 1], "UINT8"),
    tensor("AAAA", [1, 1, 1], "UINT8"),
]


@pytest.mark.parametrize("body", WRONG)
def test_a_wrong_request_is_refused_in_the_protocols_form(client: Client, body: Any) -> None:
    response = infer(client, body)
    assert response.status_code == 400
    assert isinstance(response.json()["error"], str)


def test_every_other_error_has_its_form_too(client: Client) -> None:
    responses = [
        client.get("/v2/models/other"),
        client.get(f"{MODEL}/versions/1"),
        client.get("/v2/nowhere"),
        client.delete("/v2"),
        client.get(f"{MODEL}/infer"),
        client.post(f"{MODEL}/infer", b"{", content_type="application/json"),
        client.post(f"{MODEL}/infer", headers={"Origin": "https://elsewhere.example"}),
    ]
    assert [r.status_code for r in responses] == [404, 404, 404, 405, 405, 400, 403]
    assert [type(r.json()["error"]) for r in responses] == [str] * 7
    assert responses[4]["Allow"] == "POST"


def test_with_accounts_only_health_is_open(
    team: None, member: User, program: Callable[..., Client]
) -> None:
    nobody = Client()
    assert nobody.get("/v2").status_code == 200
    assert nobody.get("/v2/health/ready").status_code == 200
    assert nobody.get(MODEL).status_code == 401
    assert infer(nobody, {}).status_code == 401
    assert program(member, scope="read").get(MODEL).status_code == 200
