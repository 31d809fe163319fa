"""One way to load any data set: by its name, or by a path that says itself what it is."""

from __future__ import annotations

import difflib
from dataclasses import replace
from pathlib import Path

from tenfold.datasets.base import Dataset
from tenfold.datasets.detect import loader_of
from tenfold.datasets.home import data_homes
from tenfold.datasets.registry import SOURCES, Source
from tenfold.datasets.strings import StringDataset, read_strings
from tenfold.errors import DatasetError


def load(name_or_path: str | Path, split: str | None = None) -> Dataset:
    """Load a data set of single digits.

    Args:
        name_or_path: A name that ``tenfold data list`` shows, or a path: idx files, a folder with
            one folder a class, NIST's by_class, EMNIST's .mat, CSV, .npz, a zip of class folders.
        split: 'train', 'test' or another part that the set has; None for all of it.

    Raises:
        DatasetError: Unknown name, not on this machine, no such split, or nothing readable.

    """
    source, path = resolve(name_or_path)
    if source is None:
        return loader_of(path)(path, split)
    if source.load is None:
        raise DatasetError(
            f"{source.name} holds strings of digits, not single ones: "
            "load it with tenfold.datasets.load_strings"
        )
    dataset = source.load(path, split)
    return replace(dataset, name=source.name, licence=source.licence)


def load_strings(name_or_path: str | Path) -> StringDataset:
    """Load pictures of whole digit strings: 'strings_unipen', or a folder with labels.csv.

    Raises:
        DatasetError: Unknown name, not on this machine, or no labels.csv to read.

    """
    source, path = resolve(name_or_path)
    if source is None:
        return read_strings(path)
    return replace(read_strings(path), name=source.name, licence=source.licence)


def resolve(name_or_path: str | Path) -> tuple[Source | None, Path]:
    """Return the named source, None for a path, and where the set lies.

    A name whose set is not in a data home may be that of a folder here.

    Raises:
        DatasetError: Unknown name, or not on this machine.

    """
    source = find_source(name_or_path)
    if source is None:
        return None, _existing(name_or_path)
    if source.find() is None and Path(name_or_path).exists():
        return None, Path(name_or_path)
    return source, _locate(source)


def holds_strings(name_or_path: str | Path) -> bool:
    """Tell whether a name or path is that of whole digit strings, for ``load_strings``."""
    source, path = resolve(name_or_path)
    return (path / "labels.csv").is_file() if source is None else source.load is None


def find_source(name_or_path: str | Path) -> Source | None:
    """Return the source of that name, case and '-' or '_' aside; None where there is none."""
    if isinstance(name_or_path, Path):
        return None
    wanted = _plain(name_or_path)
    return next((s for s in SOURCES.values() if _plain(s.name) == wanted), None)


def _locate(source: Source) -> Path:
    """Return where a named set lies; DatasetError with what to do where it is not here."""
    if path := source.find():
        return path
    homes = " or ".join(str(home) for home in data_homes())
    if source.is_public:
        cure = f"run: tenfold data fetch {source.name}"
    else:
        cure = "no public address with a checksum is known: set TENFOLD_DATA to the folder it is in"
    raise DatasetError(f"{source.name} is not in {homes}; {cure}")


def _existing(name_or_path: str | Path) -> Path:
    """Return the path, or raise DatasetError that says which names come close."""
    path = Path(name_or_path).expanduser()
    if path.exists():
        return path
    if isinstance(name_or_path, Path) or len(path.parts) > 1 or path.suffix:
        raise DatasetError(f"no file or folder {name_or_path}")
    raise unknown_name(name_or_path)


def unknown_name(name: str) -> DatasetError:
    """Make the error for a name that no data set has."""
    near = difflib.get_close_matches(_plain(name), [_plain(known) for known in SOURCES], 1, 0.5)
    hint = next((f", did you mean {known!r}?" for known in SOURCES if _plain(known) in near), ";")
    return DatasetError(f"unknown data set {name!r}{hint} known: {', '.join(SOURCES)}; or a path")


def _plain(name: str) -> str:
    return name.lower().replace("-", "_")
