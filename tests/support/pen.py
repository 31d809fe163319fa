"""Draws on the pad as a hand does: by real mouse, finger and pen events."""

from __future__ import annotations

import math
import re
from typing import Any

from playwright.sync_api import CDPSession, Locator, Page, expect

Point = tuple[float, float]
Line = list[Point]


def ring(x: float, y: float, rx: float, ry: float, turn: float = 360) -> Line:
    """Return points on an ellipse, from its top, against the clock."""
    angles = [math.radians(-90 - turn * i / 32) for i in range(33)]
    return [(x + rx * math.cos(a), y + ry * math.sin(a)) for a in angles]


SHAPES: dict[str, list[Line]] = {
    "0": [ring(0.5, 0.5, 0.28, 0.45)],
    "1": [[(0.32, 0.25), (0.55, 0.05), (0.55, 0.95)]],
    "4": [[(0.5, 0.05), (0.15, 0.62), (0.85, 0.62)], [(0.65, 0.35), (0.6, 0.97)]],
    "7": [[(0.15, 0.07), (0.85, 0.07), (0.4, 0.95)]],
    "8": [[*ring(0.5, 0.27, 0.2, 0.21), *reversed(ring(0.5, 0.72, 0.24, 0.24, -360))]],
    "scribble": [
        [(0.1 + 0.8 * ((i * 7) % 11) / 10, 0.1 + 0.8 * ((i * 5) % 13) / 12) for i in range(30)]
    ],
}
"""Strokes of each digit in a unit square."""


class Pen:
    """A hand over the pad of a page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def pad(self) -> Locator:
        """The element that is drawn on."""
        return self.page.get_by_role("img", name="Drawing pad")

    @property
    def reading(self) -> Locator:
        """The element that says what was read."""
        return self.page.get_by_role("status", name="Reading")

    def open(self, address: str = "/") -> Pen:
        """Open the page and wait until it reads."""
        self.page.goto(address)
        self.page.wait_for_function("performance.getEntriesByName('tenfold:reader-ready').length")
        return self

    def meter(self, name: str) -> float:
        """Return a meter's value in percent."""
        meter = self.page.get_by_role("meter", name=name, exact=True)
        return float(meter.get_attribute("aria-valuenow") or "nan")

    def write(self, text: str, *, height: float = 0.6) -> None:
        """Write digits side by side in the middle of the pad, and wait until they are read."""
        self.write_on(text, height=height)
        self.expect(text)

    def write_on(self, text: str, *, height: float = 0.6) -> None:
        """Write digits on a pad whose page says in a way of its own what it reads."""
        for place, digit in enumerate(text):
            for line in SHAPES[digit]:
                self.stroke(self.fitted(line, place, len(text), height))

    def expect(self, text: str) -> None:
        """Expect the answer to be these digits."""
        expect(self.reading).to_have_text(re.compile(rf"^\s*{text}\s*$"))

    def fitted(self, line: Line, place: int = 0, count: int = 1, height: float = 0.6) -> Line:
        """Move a line of the unit square to its place on the pad, in shares of the pad."""
        box = self.box
        width = min(height * box["height"] / box["width"] * 0.7, 0.92 / count)
        left = 0.5 + (place - count / 2) * width
        return [(left + x * width, 0.5 + (y - 0.5) * height) for x, y in line]

    @property
    def box(self) -> Any:
        """Where the pad stands on the page."""
        return self.pad.bounding_box()

    def stroke(self, line: Line) -> None:
        """Draw a stroke with the mouse, in shares of the pad."""
        mouse = self.page.mouse
        points = self._pixels(line)
        mouse.move(*points[0])
        mouse.down()
        for point in points[1:]:
            mouse.move(*point, steps=2)
        mouse.up()

    def touch(self, line: Line, session: CDPSession, second: Line | None = None) -> None:
        """Draw with a finger; with ``second``, another finger moves at the same time."""
        points = self._pixels(line)
        others = self._pixels(second) if second else []

        def send(kind: str, at: int | None) -> None:
            fingers = [] if at is None else [_finger(points[at], 0)]
            if fingers and at is not None and at > 0 and others:
                fingers.append(_finger(others[min(at, len(others) - 1)], 1))
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})

        send("touchStart", 0)
        for at in range(1, len(points)):
            send("touchMove" if at != 1 or not others else "touchStart", at)
        send("touchEnd", None)

    def press(self, line: Line, session: CDPSession, force: float, button: str = "left") -> None:
        """Draw with a pen that is pressed so hard."""
        points = self._pixels(line)

        def send(kind: str, point: Point) -> None:
            session.send(
                "Input.dispatchMouseEvent",
                {
                    "type": kind,
                    "x": point[0],
                    "y": point[1],
                    "button": button,
                    "buttons": 0 if kind == "mouseReleased" else 1,
                    "clickCount": 1,
                    "pointerType": "pen",
                    "force": force,
                },
            )

        send("mousePressed", points[0])
        for point in points[1:]:
            send("mouseMoved", point)
        send("mouseReleased", points[-1])

    def ink(self) -> int:
        """Return how many pixels of the canvas have ink."""
        return int(
            self.pad.evaluate(
                """canvas => {
                    const {width, height} = canvas;
                    const {data} = canvas.getContext('2d').getImageData(0, 0, width, height);
                    let count = 0;
                    for (let i = 3; i < data.length; i += 4) count += data[i] > 127;
                    return count;
                }"""
            )
        )

    def _pixels(self, line: Line) -> Line:
        box = self.box
        return [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in line]


def _finger(point: Point, number: int) -> dict[str, float]:
    return {"x": point[0], "y": point[1], "id": number}
