"""What people put right in their readings, as pictures with labels to learn from."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import F, Q, QuerySet

from tenfold.datasets.base import NOT_A_DIGIT
from tenfold.web.readings.incoming import Refused
from tenfold.web.readings.models import Reading
from tenfold.web.runs.models import Data, DataKind
from tenfold.web.ui.errors import Failure

A_PAGE: Final = 100
"""Readings of one answer."""
MOST: Final = 20_000
"""Marks of one data set."""

Pick = tuple[int, int]
"""A reading and the place of a mark on it, as ``Mark.place``."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark on a reading that a person has looked at.

    ``place`` counts the digits in reading order, then the marks that were rejected. ``read`` and
    ``meant`` are 0 to 9, or 10 for 'not a digit'.
    """

    place: int
    box: tuple[int, ...]
    read: int
    meant: int

    @property
    def was_wrong(self) -> bool:
        """Whether it was misread."""
        return self.read != self.meant


def checked(owner: Any) -> QuerySet[Reading]:
    """Return a person's readings that they have checked and whose picture is kept, newest first."""
    mine = Reading.objects.of(owner).filter(corrected__isnull=False, picture__isnull=False)
    return mine.order_by("-pk")


def marks(reading: Reading) -> list[Mark]:
    """Return the marks of a checked reading, each with what it is; none where that cannot be told.

    The pad says it of each mark. Elsewhere a person wrote the whole text: it is told apart where it
    has as many digits as were read.
    """
    if reading.corrected is None:
        return []
    wanted = reading.corrected.replace(" ", "")
    told = _told_each(reading.data)
    # What was written later, in the history, holds; marks that were rejected have no order.
    said = sorted(str(mark.meant) for mark in told if mark.meant != NOT_A_DIGIT)
    if told and said == sorted(wanted):
        return told
    digits = _digits(reading.data)
    if wanted and len(wanted) != len(digits):
        return []
    meant = [int(digit) for digit in wanted] or [NOT_A_DIGIT] * len(digits)
    return [
        Mark(place, tuple(digit["box"]), digit["value"], what)
        for place, (digit, what) in enumerate(zip(digits, meant, strict=True))
    ]


def page(owner: Any, *, before: int = 0, wrong: bool = False, mix: str = "") -> dict[str, Any]:
    """Return checked readings with their marks, the newest first, as JSON.

    Args:
        owner: whose.
        before: the id that the answer before ended with; 0 for the first.
        wrong: only readings that were put right.
        mix: only marks of one kind: what was read and what was meant, as '71'; 'n' for no digit.

    """
    readings = checked(owner).filter(Q(pk__lt=before) if before else Q())
    if wrong or mix:
        readings = readings.exclude(corrected=F("text"))
    found = list(readings[:A_PAGE])
    return {
        "readings": [told for told in (reading_json(r, mix) for r in found) if told],
        "next": found[-1].pk if len(found) == A_PAGE else None,
    }


def fix(reading: Reading, place: int, meant: int) -> Reading:
    """Say what one mark of a checked reading is, 10 for no digit; its text follows.

    Raises:
        Refused: there is no such mark.

    """
    now = {mark.place: mark.meant for mark in marks(reading)}
    if place not in now or not 0 <= meant <= NOT_A_DIGIT:
        raise Refused(Failure(404, "no_mark", "There is no such mark.", "Load the page again."))
    now[place] = meant
    for at, mark in enumerate(_all(reading.data)):
        if at in now:
            mark["corrected"] = None if now[at] == NOT_A_DIGIT else now[at]
    reading.corrected = _spaced(reading.data)
    reading.save(update_fields=["data", "corrected"])
    return reading


def gather(owner: Any, picks: Sequence[Pick] | None, *, name: str = "") -> Data:
    """Make a data set of marks; their pictures are cut out by the worker that uses it first.

    Args:
        owner: whose.
        picks: chosen marks; None for all that were checked.
        name: what it is called, by default 'Corrections' with a number.

    Raises:
        Refused: there are none, or more than one data set has.

    """
    from tenfold.web.runs import uploads

    chosen = list(_chosen(owner, picks))
    if not chosen:
        hint = "Correct some readings first: on the pad, after an upload, or in the history."
        raise Refused(Failure(422, "no_corrections", "There is nothing to learn from.", hint))
    data = uploads.create(owner, name or "Corrections", DataKind.CORRECTIONS)
    Data.objects.filter(pk=data.pk).update(picks=chosen, files=len(chosen), is_open=False)
    data.refresh_from_db()
    return data


def write(data: Data) -> None:
    """Write the pictures of a data set made of corrections, once; those that are gone are left out.

    A picture is 28x28, as the network saw it, in a folder of what it is.
    """
    if not data.picks or data.paths():
        return
    import cv2

    from tenfold.web.readings import thumbs

    beside = data.folder / f".{uuid.uuid4().hex}"
    by_reading: dict[int, list[list[Any]]] = {}
    for pick in data.picks:
        by_reading.setdefault(pick[0], []).append(pick)
    for reading in _readings(data.owner, by_reading):
        picks = by_reading[reading.pk]
        try:
            tiles = thumbs.seen(reading, [box for _, _, box, _ in picks])
        except (FileNotFoundError, LookupError):
            continue
        for tile, (_, place, _, meant) in zip(tiles, picks, strict=True):
            folder = beside / ("not-a-digit" if meant == NOT_A_DIGIT else str(meant))
            folder.mkdir(parents=True, exist_ok=True)
            cv2.imwrite(str(folder / f"{reading.pk}-{place}.png"), tile)
    if beside.is_dir():
        _settle(data, beside)


def _settle(data: Data, beside: Any) -> None:
    try:
        beside.rename(data.folder / data.name)
    except OSError:  # another worker was faster
        shutil.rmtree(beside)


def _chosen(owner: Any, picks: Sequence[Pick] | None) -> Iterator[list[Any]]:
    wanted = None if picks is None else set(picks)
    ids = None if wanted is None else {reading for reading, _ in wanted}
    count = 0
    for reading in checked(owner).iterator() if ids is None else _readings(owner, ids):
        for mark in marks(reading):
            if wanted is not None and (reading.pk, mark.place) not in wanted:
                continue
            count += 1
            if count > MOST:
                told = f"These are more than {MOST:,} marks."
                raise Refused(Failure(413, "too_many", told, "Choose fewer."))
            yield [reading.pk, mark.place, list(mark.box), mark.meant]


def _readings(owner: Any, ids: Iterable[int]) -> Iterator[Reading]:
    wanted = sorted(ids)
    for start in range(0, len(wanted), 500):
        part = checked(owner).filter(pk__in=wanted[start : start + 500])
        yield from part.select_related("picture")


def reading_json(reading: Reading, mix: str = "") -> dict[str, Any] | None:
    """Return a checked reading as JSON; None where it has no mark of that kind."""
    found = marks(reading)
    if mix:
        found = [mark for mark in found if f"{_sign(mark.read)}{_sign(mark.meant)}" == mix]
        if not found:
            return None
    return {
        "id": reading.pk,
        "text": reading.text,
        "corrected": reading.corrected,
        "source": reading.source,
        "name": reading.name,
        "created": reading.created.isoformat(),
        "marks": [{"place": m.place, "read": m.read, "meant": m.meant} for m in found],
    }


def _sign(value: int) -> str:
    return "n" if value == NOT_A_DIGIT else str(value)


def _digits(data: dict[str, Any]) -> list[dict[str, Any]]:
    return [digit for number in data["numbers"] for digit in number["digits"]]


def _all(data: dict[str, Any]) -> list[dict[str, Any]]:
    return _digits(data) + data["rejected"]


def _told_each(data: dict[str, Any]) -> list[Mark]:
    """Return what the pad was told of each mark; nothing where it was told of none."""
    every = _all(data)
    if not any("corrected" in mark for mark in every):
        return []
    found = []
    for place, mark in enumerate(every):
        read = mark.get("value", NOT_A_DIGIT)
        meant = mark.get("corrected", read)
        if "value" in mark or "corrected" in mark:
            what = NOT_A_DIGIT if meant is None else meant
            found.append(Mark(place, tuple(mark["box"]), read, what))
    return found


def _spaced(data: dict[str, Any]) -> str:
    """Return the text that the marks say, a space between numbers.

    A mark that was rejected and is a digit is a number of its own, in its place on the line.
    """
    parts = [
        (number["box"][0], "".join(map(_kept, number["digits"]))) for number in data["numbers"]
    ]
    added = [(mark["box"][0], _kept(mark)) for mark in data["rejected"]]
    both = parts + added
    if "\n" not in data["text"]:
        both.sort(key=lambda part: part[0])
    return " ".join(text for _, text in both if text)


def _kept(mark: dict[str, Any]) -> str:
    meant = mark.get("corrected", mark.get("value"))
    return "" if meant is None else str(meant)
