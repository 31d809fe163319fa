"""What goes in and comes out, as the OpenAPI shows it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, ValidationInfo, model_validator

from tenfold.web.api.errors import invalid

Box = Annotated[
    list[int],
    Field(
        min_length=4,
        max_length=4,
        description="x, y, width and height in pixels of the upright picture",
    ),
]
Probability = Annotated[float, Field(ge=0, le=1)]


def _written(value: Any) -> Any:
    """Take a time as it is written, not as seconds since 1970."""
    if isinstance(value, str) and not re.match(r"\d{4}-\d\d-\d\d[Tt ]", value):
        raise ValueError("expected a time such as 2026-11-24T15:00:00Z")
    return value


def _in_utc(value: datetime) -> datetime:
    """Bring a time to UTC: databases do not take every zone that can be written."""
    try:
        return value.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("expected a time from year 1 to 9999") from error


def printable(text: str) -> str:
    """Take out what cannot be shown, such as NUL, which PostgreSQL does not store."""
    return "".join(letter for letter in text if letter.isprintable())


Time = Annotated[AwareDatetime, BeforeValidator(_written), AfterValidator(_in_utc)]
"""A time of day with its zone, brought to UTC."""
Text = Annotated[str, Field(max_length=255), AfterValidator(printable)]
"""A text in one line; its length is that of what was sent."""


class Options(Schema):
    """What may follow the ? of an address; a slip there is told, not passed over."""

    @model_validator(mode="before")
    @classmethod
    def refuse_unknown(cls, values: Any, info: ValidationInfo) -> Any:
        """Refuse names that mean nothing here."""
        sent = (info.context or {})["request"].GET
        known = [name for name in cls.model_fields if name != "request"]
        if unknown := [name for name in sent if name not in known]:
            raise invalid(unknown[0][:100] or "''", f"is no option here; known: {', '.join(known)}")
        return values


class ErrorBody(Schema):
    """What happened and what to do."""

    code: str = Field(description="a short word for programs", examples=["damaged_picture"])
    message: str = Field(examples=["This PNG is cut short or broken."])
    hint: str = Field(description="what to do; may be empty", examples=["Save or send it again."])


class Error(Schema):
    """The one form of every error."""

    error: ErrorBody


class Digit(Schema):
    """One digit; its ten probabilities and ``not_a_digit`` sum to 1."""

    value: int = Field(ge=0, le=9)
    confidence: Probability
    not_a_digit: Probability
    box: Box
    probabilities: list[Probability] = Field(min_length=10, max_length=10)


class Number(Schema):
    """Digits in one group; leading zeros stay."""

    text: str
    confidence: Probability
    accepted: bool
    box: Box
    digits: list[Digit]


class Rejected(Schema):
    """Ink that was seen and is no digit."""

    box: Box
    reason: str


class Image(Schema):
    """The upright picture."""

    width: int = Field(ge=1)
    height: int = Field(ge=1)
    polarity: Literal["dark-on-light", "light-on-dark"]


class Reading(Schema):
    """All that was read on one picture; a blank one has text '' and no numbers."""

    text: str = Field(examples=["407 12"])
    confidence: Probability
    accepted: bool = Field(description="sure enough for the promised error rate")
    numbers: list[Number]
    rejected: list[Rejected]
    image: Image
    model: str
    milliseconds: float
    path: str | None = Field(default=None, description="the file's name, where one was sent")
    id: int | None = Field(default=None, description="where it was stored")


class Unread(Schema):
    """A picture among many that could not be read, and why."""

    path: str | None = None
    error: ErrorBody


class Readings(Schema):
    """Many pictures, in the order in which they were sent."""

    readings: list[Reading | Unread]


class Stored(Reading):
    """A reading that was stored, and what a person made of it."""

    id: int
    created: datetime
    source: Literal["draw", "upload", "api", "live"]
    band: Literal["sure", "again", "none"] = Field(
        description="accepted; look again; nothing that is a digit"
    )
    corrected: str | None = Field(
        description="what a person says it is: null where nobody did, '' for no digit"
    )
    corrected_at: datetime | None
    batch: int | None
    picture: str | None = Field(description="address of the picture, where it is kept")


class StoredPage(Schema):
    """Some readings, newest first, and where the next ones begin."""

    readings: list[Stored]
    next: int | None = Field(description="send it as 'before' for the next page; null at the end")


class BatchOut(Schema):
    """How far a batch is."""

    id: int
    name: str
    state: Literal["waiting", "running", "done", "failed", "cancelled"]
    over: bool = Field(description="nothing more will be read")
    total: int = Field(description="pictures found so far; a PDF may turn out to have many")
    done: int = Field(description="read")
    failed: int = Field(description="could not be read")
    keep: bool
    problem: str = Field(description="why it failed as a whole; '' otherwise")
    created: datetime
    results: str = Field(description="address of its results")


class BatchPage(Schema):
    """Some batches, newest first, and where the next ones begin."""

    batches: list[BatchOut]
    next: int | None


class ResultPage(Schema):
    """What was finished since, and where to go on."""

    results: list[Stored | Unread]
    next: int = Field(description="send it as 'after' for what came since")
    over: bool


class Correction(Schema):
    """What a reading should have been."""

    corrected: str | None = Field(
        max_length=255,
        pattern=r"^[0-9 ]*$",
        description="digits and spaces; '' for no digit; null takes a correction back",
        examples=["407 12"],
    )


class Model(Schema):
    """A model that reads, from its card."""

    name: str
    default: bool
    architecture: str
    parameters: int
    bytes: int
    sha256: str
    licence: str
    classes: list[str]
    error_rates: list[float] = Field(description="error rates that it promises")
    datasets: list[dict[str, Any]]
    measured: list[dict[str, Any]]


class Models(Schema):
    """The models that can be asked for, the default one first."""

    models: list[Model]


class Health(Schema):
    """Whether this server can read."""

    status: Literal["ok"]
    version: str
    model: str
