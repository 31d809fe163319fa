"""What was read: pictures, readings and batches, each with its owner."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone


class Owned(models.QuerySet[Any]):
    """Rows of one person."""

    def of(self, user: Any) -> Self:
        """Keep the rows of this person; every query of a view begins here."""
        return self.filter(owner_id=user.pk)


class Picture(models.Model):
    """A picture that was read: a PNG file made anew, named by its content."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="pictures"
    )
    sha256 = models.CharField(max_length=64, db_index=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    bytes = models.PositiveBigIntegerField()
    created = models.DateTimeField(auto_now_add=True, db_index=True)

    objects = Owned.as_manager()

    class Meta:
        """A person has a picture once, however often they read it."""

        constraints = (
            models.UniqueConstraint(fields=["owner", "sha256"], name="one_picture_an_owner"),
        )

    def __str__(self) -> str:
        return self.sha256

    @property
    def path(self) -> Path:
        """Where the file lies: ``pictures/ab/<sha256>.png`` in Tenfold's home."""
        return picture_path(self.sha256)


def picture_path(sha256: str) -> Path:
    """Return where the file of this content lies."""
    return Path(settings.TENFOLD_HOME) / "pictures" / sha256[:2] / f"{sha256}.png"


class BatchState(models.TextChoices):
    """How far a batch is."""

    WAITING = "waiting", "Waiting"
    RUNNING = "running", "Reading"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"


class Batch(models.Model):
    """Pictures that were uploaded together."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="batches"
    )
    name = models.CharField(max_length=255)
    state = models.CharField(max_length=9, choices=BatchState, default=BatchState.WAITING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    cancelled = models.BooleanField(default=False)
    """Someone asked to stop; whoever works on it sees this and sets the state."""
    keep = models.BooleanField(default=True)
    """Whether its pictures are kept after they are read."""
    heartbeat = models.DateTimeField(null=True, blank=True)
    claim = models.CharField(max_length=32, blank=True, default="")
    """Who works on it: '' for nobody. It lapses when the heartbeat stops."""
    is_open = models.BooleanField(default=False)
    """More files may come: it is not done when all of those that came are read."""
    source = models.CharField(max_length=6, default="upload")
    """The source of its readings, one of ``Source``."""
    problem = models.CharField(max_length=255, blank=True, default="")
    """Why it failed as a whole."""
    bytes = models.PositiveBigIntegerField(default=0)
    """Of all files that came."""
    touched = models.DateTimeField(default=timezone.now)
    """When the last file came."""
    started = models.DateTimeField(null=True, blank=True)
    finished = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(auto_now_add=True)

    objects = Owned.as_manager()

    class Meta:
        """By owner, newest first; by state, to find what waits or has stopped."""

        indexes = (
            models.Index(fields=["owner", "-id"], name="batch_of_owner"),
            models.Index(fields=["state", "heartbeat"], name="batch_at_work"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_over(self) -> bool:
        """Whether nothing more will be read."""
        return self.state in (BatchState.DONE, BatchState.FAILED, BatchState.CANCELLED)


class Source(models.TextChoices):
    """Where a picture came from."""

    DRAW = "draw", "Pad"
    UPLOAD = "upload", "Upload"
    API = "api", "API"
    LIVE = "live", "Live"


class Band(models.TextChoices):
    """How sure a reading is, in words."""

    SURE = "sure", "Sure"
    AGAIN = "again", "Look again"
    NONE = "none", "Not a digit"


class Reading(models.Model):
    """What was read on one picture, and what a person made of it."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="readings", db_index=False
    )
    batch = models.ForeignKey(
        Batch,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="readings",
        db_index=False,
    )
    picture = models.ForeignKey(
        Picture, on_delete=models.SET_NULL, null=True, blank=True, related_name="readings"
    )
    name = models.CharField(max_length=255, blank=True)
    """The file's name, or where it lay in a zip; '' for a drawing."""
    source = models.CharField(max_length=6, choices=Source)
    data = models.JSONField()
    """The reading as JSON, as everywhere (``Reading.to_dict``)."""
    text = models.CharField(max_length=255, blank=True)
    """The reading's text in one line, cut at 255 letters: to show and to find it."""
    confidence = models.FloatField()
    accepted = models.BooleanField()
    band = models.CharField(max_length=5, choices=Band)
    model = models.CharField(max_length=100)
    milliseconds = models.FloatField()
    corrected = models.CharField(max_length=255, null=True, blank=True)
    """What a person says it is: null where nobody did, '' where it is no digit."""
    corrected_at = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(auto_now_add=True)

    objects = Owned.as_manager()

    class Meta:
        """Newest first is by id: a page begins after the last id of the page before it."""

        indexes = (
            # The history's filters, search and counts are answered by this index alone, and the
            # analytics' sums by the one of the day: the rows themselves, with their JSON, are
            # ten times as large.
            models.Index(
                fields=[
                    *("owner", "-id", "created", "band", "source", "confidence", "milliseconds"),
                    *("model", "text", "corrected", "name"),
                ],
                name="reading_facts",
            ),
            models.Index(fields=["owner", "band", "-id"], name="reading_of_band"),
            models.Index(fields=["owner", "source", "-id"], name="reading_of_source"),
            models.Index(
                fields=[
                    *("owner", "created", "band", "milliseconds", "confidence"),
                    *("text", "corrected"),
                ],
                name="reading_of_day",
            ),
            models.Index(fields=["owner", "confidence", "id"], name="reading_least_sure"),
            models.Index(fields=["batch", "id"], name="reading_of_batch"),
            models.Index(
                fields=["owner", "-corrected_at"],
                condition=models.Q(corrected__isnull=False),
                name="reading_corrected",
            ),
        )

    def __str__(self) -> str:
        return f"{self.text or self.get_band_display()} ({self.name or self.get_source_display()})"

    @property
    def final_text(self) -> str:
        """What holds: the correction where there is one, else what was read."""
        return self.text if self.corrected is None else self.corrected


class BatchFile(models.Model):
    """A file of a batch as it was sent; it lies in the spool until all of it is read."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="files")
    position = models.PositiveIntegerField()
    """The sender's number of it: a file that is sent twice is taken once."""
    name = models.CharField(max_length=255)
    spool = models.CharField(max_length=32, blank=True)
    """Name of its file in the spool; '' once it is gone."""
    bytes = models.PositiveBigIntegerField()

    class Meta:
        """A position is taken once."""

        constraints = (
            models.UniqueConstraint(fields=["batch", "position"], name="one_file_a_position"),
        )

    def __str__(self) -> str:
        return self.name


class ItemState(models.TextChoices):
    """What became of a picture of a batch."""

    WAITING = "waiting", "Waiting"
    READ = "read", "Read"
    FAILED = "failed", "Could not be read"


class BatchItem(models.Model):
    """One picture of a batch: a file, a member of a zip, or a page."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="items", db_index=False)
    file = models.ForeignKey(BatchFile, on_delete=models.CASCADE, related_name="items")
    member = models.PositiveIntegerField(null=True, blank=True)
    """Its place in the directory of the zip; null for a file that is none."""
    page = models.PositiveIntegerField(null=True, blank=True)
    """Its page from 1; null where nobody has looked for pages."""
    name = models.CharField(max_length=255)
    state = models.CharField(max_length=7, choices=ItemState, default=ItemState.WAITING)
    problem = models.CharField(max_length=255, blank=True, default="")
    tries = models.PositiveSmallIntegerField(default=0)
    """How often someone began to read it: one that ends the process is given up."""
    number = models.PositiveIntegerField(null=True, blank=True)
    """Its place among those that are finished, from 1: what came since is what is above it."""
    reading = models.OneToOneField(
        Reading, on_delete=models.CASCADE, null=True, blank=True, related_name="item"
    )

    class Meta:
        """By state, to find what waits; by number, to hand out what came since."""

        indexes = (models.Index(fields=["batch", "state", "id"], name="item_that_waits"),)
        constraints = (
            models.UniqueConstraint(fields=["batch", "number"], name="one_item_a_number"),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What a person calls it."""
        return self.name if self.page is None else f"{self.name} page {self.page}"
