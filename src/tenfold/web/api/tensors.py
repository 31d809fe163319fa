"""Tensors as the Open Inference Protocol writes them in JSON, checked on their way in."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tenfold.reading.card import CLASSES
from tenfold.web.api.errors import ApiError
from tenfold.web.ui.errors import Failure

MOST_PICTURES: Final = 4096
"""Pictures of one request."""
MOST_SIDE_PX: Final = 4096
MOST_VALUES: Final = 16_000_000
_SIDE_PX: Final = 28
_OUTPUTS: Final = ("probabilities", "label")


def refused(what: str) -> ApiError:
    """Return a 400: the protocol knows no other for a wrong request."""
    return ApiError(Failure(400, "invalid", what))


def checked_request(body: Any) -> dict[str, Any]:
    """Check what stands around the tensors.

    Raises:
        ApiError: another form than the protocol's, another input than 'image', unknown outputs.

    """
    if not isinstance(body, dict):
        raise refused("The body must be an object.")
    if not isinstance(body.get("id", ""), str):
        raise refused("'id' must be a string.")
    inputs = body.get("inputs")
    if not isinstance(inputs, list) or len(inputs) != 1 or not isinstance(inputs[0], dict):
        raise refused("'inputs' must be a list of one tensor, 'image'.")
    if inputs[0].get("name") != "image":
        raise refused("The input must be named 'image'.")
    _check_outputs(body)
    return body


def input_pictures(asked: dict[str, Any]) -> NDArray[np.float32] | NDArray[np.uint8]:
    """Return the pictures of a checked request.

    Returns:
        (N, 28, 28) float32 in 0..1, 1 = ink, of FP32 [N, 1, 28, 28]; or (N, H, W) uint8 grey of
        UINT8 [N, H, W] or [N, 1, H, W].

    Raises:
        ApiError: another datatype or shape, or values that do not fit.

    """
    tensor = asked["inputs"][0]
    shape = _shape(tensor)
    datatype = tensor.get("datatype")
    if datatype == "FP32" and shape[1:] in ((1, _SIDE_PX, _SIDE_PX), (_SIDE_PX, _SIDE_PX)):
        values = _values(tensor, shape, 0.0, 1.0)
        return values.astype(np.float32).reshape(-1, _SIDE_PX, _SIDE_PX)
    if datatype == "UINT8" and (len(shape) == 3 or (len(shape) == 4 and shape[1] == 1)):
        values = _values(tensor, shape, 0, 255)
        if not (values == np.rint(values)).all():
            raise refused("UINT8 data must be whole numbers.")
        return values.astype(np.uint8).reshape(-1, *shape[-2:])
    raise refused(
        "The input 'image' must be FP32 [N, 1, 28, 28] with ink from 0 to 1, or UINT8 [N, H, W]."
    )


def output_tensors(asked: dict[str, Any], rows: NDArray[np.float32]) -> list[dict[str, Any]]:
    """Write (N, 11) probabilities as the tensors that were asked for; all by default."""
    count = len(rows)
    # Seven digits are what a float32 holds; the protocol has no other form for them in JSON.
    data = {
        "probabilities": [round(p, 7) for p in rows.ravel().tolist()],
        "label": [CLASSES[i] for i in rows.argmax(axis=1)],
    }
    forms = {"probabilities": ("FP32", [count, len(CLASSES)]), "label": ("BYTES", [count])}
    names = [output["name"] for output in asked.get("outputs") or []] or _OUTPUTS
    return [
        {"name": n, "datatype": forms[n][0], "shape": forms[n][1], "data": data[n]} for n in names
    ]


def _check_outputs(body: dict[str, Any]) -> None:
    outputs = body.get("outputs") or []
    names = (
        [o.get("name") if isinstance(o, dict) else None for o in outputs]
        if isinstance(outputs, list)
        else [None]
    )
    if any(name not in _OUTPUTS for name in names) or len(set(names)) < len(names):
        raise refused("'outputs' may name 'probabilities' and 'label', each once.")


def _shape(tensor: dict[str, Any]) -> tuple[int, ...]:
    shape = tensor.get("shape")
    whole = isinstance(shape, list) and all(type(side) is int for side in shape)
    if not whole or not shape or not 1 <= shape[0] <= MOST_PICTURES:
        raise refused(f"'shape' must be whole numbers, the first from 1 to {MOST_PICTURES}.")
    if not all(1 <= side <= MOST_SIDE_PX for side in shape) or math.prod(shape) > MOST_VALUES:
        raise refused(f"'shape' has more than {MOST_SIDE_PX} a side or {MOST_VALUES:,} in all.")
    return tuple(shape)


def _values(
    tensor: dict[str, Any], shape: tuple[int, ...], low: float, high: float
) -> NDArray[np.float64]:
    """Take the data, flat or nested, row by row."""
    data = tensor.get("data")
    if not isinstance(data, list):
        raise refused("'data' must be a list of numbers.")
    try:
        found = np.asarray(data)
    except ValueError as error:
        raise refused("'data' has rows of different length.") from error
    if found.dtype.kind not in "uif":
        raise refused("'data' must hold numbers alone.")
    if found.shape not in (shape, (math.prod(shape),)):
        raise refused(f"'data' has shape {list(found.shape)}, expected {list(shape)} or flat.")
    # Written so that NaN fails as well.
    if not (found.min() >= low and found.max() <= high):
        raise refused(f"'data' must lie between {low:g} and {high:g}.")
    return found.astype(np.float64)
