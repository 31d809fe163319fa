"""The model of a run among one's own models."""

from __future__ import annotations

from tenfold.errors import ModelError
from tenfold.reading import store
from tenfold.reading.card import read_card
from tenfold.web.runs.models import Run


def model_of(run: Run) -> str:
    """Return the name under which a run's model is stored; it is added where it is not there yet.

    Raises:
        ModelError: the run has no model, or not a whole one.
        StoreError: it cannot be stored.

    """
    wanted = read_card(run.folder / "card.json").sha256
    for name in store.stored_models():
        if _sha256(name) == wanted:
            return name
    return store.add(run.folder)


def _sha256(name: str) -> str:
    files = store.model_files(name)
    try:
        return read_card(files[1]).sha256 if files else ""
    except ModelError:
        return ""
