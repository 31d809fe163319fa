"""Pictures to show on a stage: written by an invented hand, or a person's own."""

from __future__ import annotations

import base64
from random import Random
from typing import Any

import cv2
from django.urls import reverse

from tenfold.web.readings.models import Picture, Reading
from tenfold.web.readings.penned import pen_number
from tenfold.web.readings.reader import read_picture

MOST_DIGITS = 5


def written(digits: int, difficulty: float, rng: Random) -> dict[str, Any]:
    """Write a number, read it, and tell what truly stands there.

    Args:
        digits: 1 to 5.
        difficulty: 0 (neat) to 1 (hard to read).
        rng: decides number and hand.

    Returns:
        ``picture`` as a data URL, ``text`` as written, ``reading`` as JSON.

    """
    text = "".join(rng.choice("0123456789") for _ in range(digits))
    page = pen_number(text, rng, height_px=220, difficulty=difficulty)
    _, png = cv2.imencode(".png", page)
    url = "data:image/png;base64," + base64.b64encode(bytes(png)).decode()
    return {"picture": url, "text": text, "reading": read_picture(page).to_dict()}


def own(owner: Any, rng: Random) -> dict[str, Any] | None:
    """Choose one of a person's kept pictures with its newest reading; None where there is none."""
    kept = Picture.objects.of(owner).exclude(readings=None)
    ends = [kept.order_by(order).values_list("pk", flat=True).first() for order in ("pk", "-pk")]
    if None in ends:
        return None
    # The first from a place chosen by chance: no sorting of all of them.
    picture = kept.filter(pk__gte=rng.randint(*ends)).order_by("pk").first()
    reading = picture and Reading.objects.of(owner).filter(picture=picture).order_by("-pk").first()
    if not picture or not reading:
        return None
    url = reverse("picture-file", args=(picture.pk,))
    return {"picture": url, "text": reading.final_text, "reading": reading.data}
