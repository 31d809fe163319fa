"""The models of the user: added, promoted to be the one that reads, rolled back, removed.

Each has a folder of its own, ``TENFOLD_HOME/models/<name>``, with model.onnx, card.json and what
its training left of use. A folder never changes once it is there, and no name is given twice.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import numpy as np

from tenfold.errors import InvalidModel, StoreError, UnknownModel
from tenfold.reading.card import read_card
from tenfold.reading.locked import write_whole
from tenfold.reading.model import load_model
from tenfold.reading.names import (
    check_name,
    known_models,
    model_files,
    models_home,
    shipped_models,
    stored_models,
)
from tenfold.reading.promoted import (
    Promotion,
    changing,
    ended,
    history,
    is_present,
    now,
    present,
    write,
)
from tenfold.reading.untrusted import MAX_BYTES, check_bytes

__all__ = [
    "Promotion",
    "add",
    "check_name",
    "check_promotable",
    "history",
    "is_present",
    "model_files",
    "present",
    "promote",
    "remove",
    "rollback",
    "stored_models",
]

KEPT: Final = ("model-fp32.onnx", "recipe.toml", "report.html", "validation.npz")
"""What is kept of a run folder besides the model and its card, where it is there."""
_STRANGE: Final = re.compile(r"[^A-Za-z0-9_.-]+")


def add(source: str | os.PathLike[str], name: str | None = None) -> str:
    """Add a model to the user's own.

    Args:
        source: a run folder (model.onnx, card.json), or an .onnx file with its card beside it
            (<name>.json). It is checked before anything runs it, and copied.
        name: name to keep it under; the card's without. Where a model of that name is there
            already, a number is added: digits, digits-2, digits-3.

    Returns:
        The name that it got.

    Raises:
        InvalidModel: the file or its card is broken, or holds what no model of Tenfold has.
        StoreError: the name cannot be a model's.

    """
    weights, card_path, beside = _found(Path(source))
    entries = _checked(weights, card_path)
    wanted = check_name(name) if name is not None else _named_after(str(entries["name"]))
    home = models_home()
    with changing():
        given = _free(wanted)
        making = home / f".adding-{os.urandom(6).hex()}"
        making.mkdir(parents=True)
        try:
            shutil.copyfile(weights, making / "model.onnx")
            text = json.dumps({**entries, "name": given}, ensure_ascii=False, indent=1)
            write_whole(making / "card.json", text.encode() + b"\n")
            for path in beside:
                shutil.copyfile(path, making / path.name)
            _check_answers(making)
            making.rename(home / given)
        finally:
            shutil.rmtree(making, ignore_errors=True)
    return given


def promote(
    name: str,
    figures: dict[str, Any] | None = None,
    override: str | None = None,
    by: str = "",
) -> Promotion:
    """Make a model the one that reads, everywhere at once.

    Args:
        name: of a model that ships or is stored.
        figures: the gate's verdict, ``evaluation.gate.Verdict.to_dict``, for the record.
        override: why it is promoted though the gate did not pass it; None where it did.
        by: who does it.

    Raises:
        UnknownModel: there is no such model.
        InvalidModel: its file or card is broken.
        StoreError: it reads already.

    """
    with changing():
        digest = check_promotable(name)
        promotion = Promotion(name, digest, now(), by, figures or {}, override)
        write([*history(), promotion])
    return promotion


def check_promotable(name: str) -> str:
    """Return the sha256 of a model that may be promoted.

    Raises:
        UnknownModel: there is no such model.
        InvalidModel: its file or card is broken.
        StoreError: it reads already.

    """
    weights, card = _known(name)
    digest = read_card(card).sha256
    if sha256(weights.read_bytes()).hexdigest() != digest:
        raise InvalidModel(f"{weights} does not belong to its card; add the model once more")
    if is_present(name):
        raise StoreError(f"{name!r} is the model that reads already")
    return digest


def rollback(by: str = "") -> Promotion | None:
    """Bring back the model that read before the present one.

    Models that were removed meanwhile are passed over. The record stays: see ``history``.

    Returns:
        The promotion that is in force again; None for the model that ships.

    Raises:
        StoreError: nothing was promoted.

    """
    with changing():
        promotions = list(history())
        standing = [place for place, one in enumerate(promotions) if one.ended is None]
        if not standing:
            raise StoreError("there is nothing to roll back: the model that ships reads")
        last = standing.pop()
        promotions[last] = ended(promotions[last], by)
        while standing and not _is_there(promotions[standing[-1]]):
            last = standing.pop()
            promotions[last] = ended(promotions[last], by)
        write(promotions)
    return present()


def remove(name: str) -> None:
    """Remove a model of the user's for good.

    Raises:
        UnknownModel: there is no such model.
        StoreError: it reads now, or ships with Tenfold.

    """
    if name in shipped_models():
        raise StoreError(f"{name!r} ships with Tenfold and cannot be removed")
    with changing():
        _known(name)
        if is_present(name):
            raise StoreError(
                f"{name!r} is the model that reads; promote another or roll back, then remove it"
            )
        gone = models_home() / f".removed-{os.urandom(6).hex()}"
        (models_home() / name).rename(gone)
    shutil.rmtree(gone, ignore_errors=True)


def _known(name: str) -> tuple[Path, Path]:
    files = model_files(name)
    if files is None:
        if Path(name).exists():
            raise UnknownModel(f"{name} is no name; add it first: tenfold models import {name}")
        known = ", ".join(known_models())
        raise UnknownModel(f"unknown model {name[:80]!r}, known: {known or 'none'}")
    return files


def _is_there(promotion: Promotion) -> bool:
    """Whether a promoted model is still there, and no other one of its name."""
    files = model_files(promotion.model)
    with suppress(InvalidModel):
        return files is not None and read_card(files[1]).sha256 == promotion.sha256
    return False


def _found(source: Path) -> tuple[Path, Path, list[Path]]:
    """Return the .onnx file, its card and what else to keep."""
    if source.is_dir():
        if not (source / "model.onnx").is_file():
            raise InvalidModel(f"{source}: this folder has no model.onnx; is the run complete?")
        beside = [source / file for file in KEPT if (source / file).is_file()]
        return source / "model.onnx", source / "card.json", beside
    if not source.is_file():
        raise InvalidModel(f"{source}: there is no such file or folder")
    return source, source.with_suffix(".json"), []


def _checked(weights: Path, card_path: Path) -> dict[str, Any]:
    """Check a model as far as can be without running it; return its card's entries."""
    with weights.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    check_bytes(data, str(weights))
    card = read_card(card_path)
    digest = sha256(data).hexdigest()
    if digest != card.sha256.lower():
        raise InvalidModel(
            f"{weights} has sha256 {digest[:12]}…, but its card {card_path.name} is of "
            f"{card.sha256[:12]}…: the two do not belong together"
        )
    entries: dict[str, Any] = json.loads(card_path.read_bytes())
    return entries


def _check_answers(folder: Path) -> None:
    """Run a model once: on no ink, and on ink everywhere."""
    pictures = np.stack([np.zeros((28, 28), np.float32), np.ones((28, 28), np.float32)])
    if not np.isfinite(load_model(folder).run(pictures)).all():
        raise InvalidModel("the network answers with numbers that are not finite")


def _named_after(name: str) -> str:
    """Make a name out of a card's, which may hold anything."""
    plain = _STRANGE.sub("-", name).strip("-._")[:60]
    with suppress(StoreError):
        return check_name(plain)
    return check_name(f"model-{plain}".strip("-"))


def _free(name: str) -> str:
    """Return the name, with a number where it or one that differs in case only is taken."""
    taken = {one.lower() for one in known_models()}
    number, given = 1, name
    while given.lower() in taken or (models_home() / given).exists():
        number += 1
        given = f"{name[:58]}-{number}"
    return given
