"""A network as a file: found by name or path, checked against its card, run by onnxruntime."""

from __future__ import annotations

import os
from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tenfold.errors import InvalidModel, UnknownModel
from tenfold.reading.card import CLASSES, read_card
from tenfold.reading.names import DEFAULT_MODEL, known_models, model_files
from tenfold.reading.promoted import present
from tenfold.types import ModelCard

BATCH: Final = 256
"""Most pictures in one run of the network, so that memory stays the same for any number."""


@dataclass(frozen=True, slots=True)
class Model:
    """A loaded network and its card; may be used from several threads at once."""

    card: ModelCard
    session: Any

    def run(self, pictures: NDArray[np.float32]) -> NDArray[np.float32]:
        """Classify pictures.

        Args:
            pictures: (N, 28, 28) float32 in 0..1, 1 = ink, as ``imaging.normalise`` makes them.

        Returns:
            (N, 11) float32 logits: ten digits and 'not a digit'.

        """
        batches = [
            self.session.run(["logits"], {"image": pictures[start : start + BATCH, np.newaxis]})[0]
            for start in range(0, len(pictures), BATCH)
        ]
        if len(batches) == 1:
            return np.asarray(batches[0], np.float32)
        return np.concatenate([np.zeros((0, len(CLASSES)), np.float32), *batches])


def find_model(model: str | os.PathLike[str] | None = None) -> tuple[Path, Path]:
    """Find a model's file and its card's.

    Args:
        model: the name of a model that ships or that the user has, a run folder (model.onnx and
            card.json), the path of an .onnx file with its card beside it (<name>.json), or None
            for the one that was promoted, else the one that ships.

    Returns:
        The paths of the .onnx file, which exists, and of the card.

    Raises:
        UnknownModel: no such name, file or folder.
        InvalidModel: a folder without model.onnx, or the promoted model is gone.

    """
    if model is None:
        return _promoted()
    path = Path(model)
    if path.parent == Path() and (known := model_files(str(path))):
        return known
    if path.is_dir():
        if not (path / "model.onnx").is_file():
            raise InvalidModel(f"{path}: this folder has no model.onnx; is the run complete?")
        return path / "model.onnx", path / "card.json"
    if path.is_file():
        return path, path.with_suffix(".json")
    raise UnknownModel(_unknown(str(path)))


def load_model(model: str | os.PathLike[str] | None = None) -> Model:
    """Load a model, see ``find_model``, and check that file and card belong together.

    Raises:
        UnknownModel: no such name, file or folder.
        InvalidModel: the file or its card is broken, or one belongs to another.

    """
    path, card_path = find_model(model)
    card = read_card(card_path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InvalidModel(f"{path}: cannot be opened: {error.strerror}") from error
    digest = sha256(data).hexdigest()
    if digest != card.sha256.lower():
        raise InvalidModel(
            f"{path} has sha256 {digest[:12]}…, but its card {card_path.name} is of "
            f"{card.sha256[:12]}…: the two do not belong together; fetch or export both again"
        )
    return Model(card, open_session(data, str(path)))


def _promoted() -> tuple[Path, Path]:
    promotion = present()
    name = promotion.model if promotion else DEFAULT_MODEL
    found = model_files(name)
    if found is None and promotion:
        raise InvalidModel(
            f"the promoted model {name!r} is gone; `tenfold models rollback` brings back the one "
            "before it"
        )
    if found is None:
        raise UnknownModel(_unknown(name))
    return found


def _unknown(name: str) -> str:
    known = known_models()
    close = get_close_matches(name, known, n=1)
    hint = f", did you mean {close[0]!r}?" if close else "; it is no file or folder either."
    return f"unknown model {name!r}{hint} known: {', '.join(known) or 'none'}"


def open_session(data: bytes, name: str, *, as_stored: bool = False) -> Any:
    """Make a session of one thread that does not spin: more were slower for so small a network.

    Args:
        data: an .onnx file; one from anywhere goes through ``untrusted.check_bytes`` first.
        name: what it is called, for the message.
        as_stored: reckon in int8 where the file says so, instead of in floats.

    Raises:
        InvalidModel: it cannot be run, or has other inputs and outputs than ours.

    """
    import onnxruntime  # 90 ms that `import tenfold` and `tenfold --help` do without

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # Weights stored as int8 become floats here, once: else they would in each run, which took twice
    # as long.
    if not as_stored:
        options.add_session_config_entry("session.disable_quant_qdq", "1")
    try:
        session = onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime has no base class of its own
        raise InvalidModel(f"{name}: no ONNX model that can be run: {error}") from error
    _check_ports(name, session)
    return session


def _check_ports(name: str, session: Any) -> None:
    inputs = [(port.name, port.shape[1:]) for port in session.get_inputs()]
    outputs = [(port.name, port.shape[1:]) for port in session.get_outputs()]
    if inputs != [("image", [1, 28, 28])] or outputs != [("logits", [len(CLASSES)])]:
        raise InvalidModel(
            f"{name}: has input {inputs} and output {outputs}, expected 'image' "
            f"(N, 1, 28, 28) and 'logits' (N, {len(CLASSES)})"
        )
