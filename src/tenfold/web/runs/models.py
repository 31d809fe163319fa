"""Training runs, the data that people brought for them, and looks at that data before a run."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import models

from tenfold.web.readings.models import Owned


class Status(models.TextChoices):
    """How far a run is."""

    WAITING = "waiting", "Waiting"
    TRAINING = "training", "Training"
    PAUSED = "paused", "Paused"
    COMPLETED = "completed", "Completed"
    STOPPED_EARLY = "stopped early", "Stopped early"
    STOPPED = "stopped", "Stopped"
    FAILED = "failed", "Failed"
    CANCELED = "canceled", "Canceled"


OVER: Final = (
    Status.COMPLETED,
    Status.STOPPED_EARLY,
    Status.STOPPED,
    Status.FAILED,
    Status.CANCELED,
)
"""Nothing more happens to a run of these."""
KEPT: Final = (Status.COMPLETED, Status.STOPPED_EARLY, Status.STOPPED)
"""These have a model."""


class Word(models.TextChoices):
    """What a person asked of a run; whoever trains it passes it on."""

    GO = "go", "Go on"
    PAUSE = "pause", "Pause"
    STOP = "stop", "Stop, and keep what was learned"


class Claimed(models.Model):
    """A row that one process at a time works on; see ``claims``."""

    claim = models.CharField(max_length=32, blank=True, default="")
    """Who works on it: '' for nobody. It lapses when the heartbeat stops."""
    heartbeat = models.DateTimeField(null=True, blank=True)
    """When its worker last gave a sign, by the database's clock."""
    worker = models.CharField(max_length=100, blank=True, default="")
    """Host and process of that worker, for people."""
    task = models.CharField(max_length=36, blank=True, default="")
    """The last task that was queued for it; see ``tasks``."""
    strikes = models.PositiveSmallIntegerField(default=0)
    """How often a process ended in the middle of it since it last got further; see ``training``."""

    class Meta:
        """Its fields stand in the tables of those who inherit them."""

        abstract = True


class Run(Claimed):
    """One training: what was chosen, how far it is, and what came of it."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="runs"
    )
    name = models.CharField(max_length=100, blank=True)
    settings = models.JSONField()
    """``tenfold.training.settings.Settings.to_dict()``; data by the names that its owner sees."""
    status = models.CharField(max_length=13, choices=Status, default=Status.WAITING)
    word = models.CharField(max_length=5, choices=Word, default=Word.GO)
    message = models.TextField(blank=True, default="")
    """What happened, for people: why it failed, or stopped early."""
    epoch = models.PositiveIntegerField(default=0)
    epochs = models.PositiveIntegerField(default=0)
    seconds_left = models.FloatField(null=True, blank=True)
    seconds = models.FloatField(default=0.0)
    """Time that processes have worked on it, in all."""
    cpu = models.FloatField(null=True, blank=True)
    """Per cent of one processor core that the training takes right now."""
    memory_bytes = models.PositiveBigIntegerField(null=True, blank=True)
    figures = models.JSONField(default=dict, blank=True)
    """What it reached, for the table of runs; see ``figures``."""
    note = models.TextField(blank=True, default="")
    created = models.DateTimeField(auto_now_add=True)
    started = models.DateTimeField(null=True, blank=True)
    ended = models.DateTimeField(null=True, blank=True)

    objects = Owned.as_manager()

    class Meta:
        """By owner, newest first; by status, to find what waits or has lost its worker."""

        indexes = (
            models.Index(fields=["owner", "-id"], name="run_of_owner"),
            models.Index(fields=["status", "heartbeat"], name="run_at_work"),
        )

    def __str__(self) -> str:
        return self.name or f"Run {self.pk}"

    @property
    def folder(self) -> Path:
        """Where its files lie: ``runs/<id>`` in Tenfold's home."""
        return Path(settings.TENFOLD_HOME) / "runs" / str(self.pk)

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens to it."""
        return self.status in OVER

    @property
    def has_model(self) -> bool:
        """Whether it ended with a model."""
        return self.status in KEPT and (self.folder / "model.onnx").is_file()


class DataKind(models.TextChoices):
    """Where a person's data came from."""

    UPLOAD = "upload", "Upload"
    CORRECTIONS = "corrections", "Corrections"


class Data(models.Model):
    """Pictures with labels that a person brought, under a name that they choose in a new run."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="data_sets"
    )
    name = models.CharField(max_length=100)
    """What its owner calls it; unlike all their others and the library's own names."""
    kind = models.CharField(max_length=11, choices=DataKind, default=DataKind.UPLOAD)
    is_open = models.BooleanField(default=True)
    """More files may come."""
    files = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    """Files that came and are no pictures or data."""
    bytes = models.PositiveBigIntegerField(default=0)
    picks = models.JSONField(default=list, blank=True)
    """Corrections that it is made of; see ``corrections``. Its files are made when first used."""
    touched = models.DateTimeField(auto_now=True)
    created = models.DateTimeField(auto_now_add=True)

    objects = Owned.as_manager()

    class Meta:
        """A person has a name once."""

        constraints = (
            models.UniqueConstraint(fields=["owner", "name"], name="one_data_set_a_name"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def folder(self) -> Path:
        """Where its files lie: ``data/own-<id>`` in Tenfold's home."""
        return Path(settings.TENFOLD_HOME) / "data" / f"own-{self.pk}"

    def paths(self) -> list[Path]:
        """Return its data sets for the library: a folder of the pictures, and each other file."""
        if not self.folder.is_dir():
            return []
        return sorted(path for path in self.folder.iterdir() if not path.name.startswith("."))


class SurveyState(models.TextChoices):
    """How far a look at data is."""

    WAITING = "waiting", "Waiting"
    LOOKING = "looking", "Looking"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


class Survey(Claimed):
    """A look at data before a run: classes, counts, doubts, and a sheet of samples."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    data = models.JSONField()
    """Names of data sets, as in a run's settings."""
    state = models.CharField(max_length=7, choices=SurveyState, default=SurveyState.WAITING)
    result = models.JSONField(default=dict, blank=True)
    """``tenfold.training.survey.Survey.to_dict()``."""
    problem = models.TextField(blank=True, default="")
    created = models.DateTimeField(auto_now_add=True)

    objects = Owned.as_manager()

    class Meta:
        """By state, to find what waits or has lost its worker."""

        indexes = (models.Index(fields=["state", "heartbeat"], name="survey_at_work"),)

    def __str__(self) -> str:
        return ", ".join(self.data)

    @property
    def sheet(self) -> Path:
        """Where its sheet of samples lies, a PNG file."""
        return Path(settings.TENFOLD_HOME) / "runs" / f"survey-{self.pk}.png"


class Worker(models.Model):
    """A worker process that lives, so that pages can say when none does."""

    name = models.CharField(max_length=100, unique=True)
    trains = models.BooleanField()
    """Whether it has what a training needs; else it reads uploads and looks at data."""
    seen = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
