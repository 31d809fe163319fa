"""What takes seconds: comparing models, making an int8 file, giving an imported model a card."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings

from tenfold.errors import InvalidModel, ModelError
from tenfold.reading import Reader
from tenfold.reading.card import read_card
from tenfold.reading.model import find_model
from tenfold.reading.names import model_files
from tenfold.types import ModelCard
from tenfold.web.zoo.jobs import Job, State

_SHOWN = 16
"""Letters of a hash that name a job."""


def stored_card(name: str) -> ModelCard:
    """Return the card of a model that ships or is stored.

    Raises:
        InvalidModel: there is none such, or its card is broken.

    """
    files = model_files(name)
    if files is None:
        raise InvalidModel(f"there is no model {name!r} any more")
    return read_card(files[1])


def verdict(name: str) -> Job:
    """Return the job that compares a model with the one that reads now."""
    now = read_card(find_model(None)[1])
    return Job("verdict", f"{stored_card(name).sha256[:_SHOWN]}-{now.sha256[:_SHOWN]}")


def compare(name: str) -> State:
    """Begin to compare a model with the one that reads now."""
    return verdict(name).start(lambda: _judged(name))


def _judged(name: str) -> dict[str, Any]:
    from tenfold.evaluation.gate import judge_model

    Reader(name, error_rate=settings.TENFOLD_ERROR_RATE)  # else this server could not read with it
    found = judge_model(name)
    if read_card(find_model(None)[1]).sha256 != found.present_sha256:
        raise ModelError("Another model was promoted meanwhile. Compare them again")
    return found.to_dict()


def int8(name: str) -> Job:
    """Return the job that makes the int8 file of a model."""
    return Job("int8", stored_card(name).sha256[:_SHOWN])


def int8_file(name: str) -> Path:
    """Return where the int8 file of a model lies once its job is done."""
    return int8(name).path.with_suffix(".onnx")


def make_int8(name: str) -> State:
    """Begin to make the int8 file of a model."""
    job, path = int8(name), int8_file(name)
    return job.start(lambda: _made_int8(name, path))


def _made_int8(name: str, path: Path) -> dict[str, Any]:
    from tenfold.evaluation.export import export

    made = export(name, "int8")
    path.write_bytes(made.data)
    return made.beside or {}


def adoption(key: str) -> Job:
    """Return the job that gives an imported model a card."""
    return Job("import", key)


def begin_adoption(source: Path, name: str | None) -> str:
    """Begin to add a model without a card, from a folder of its own; returns the job's key."""
    key = uuid4().hex[:_SHOWN]
    adoption(key).start(lambda: _adopted(source, name))
    return key


def _adopted(source: Path, name: str | None) -> dict[str, Any]:
    from tenfold.evaluation.adopt import adopt

    try:
        return {"name": adopt(source, name)}
    finally:
        shutil.rmtree(source.parent, ignore_errors=True)


def as_json(state: State) -> dict[str, Any]:
    """Return a job's state for a page."""
    return json.loads(json.dumps({"state": state.state, "error": state.error}))
