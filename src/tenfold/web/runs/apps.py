"""Training runs: started, watched and steered here, worked on by `tenfold worker`."""

from django.apps import AppConfig


class RunsConfig(AppConfig):
    """Training runs, the data that people bring, and their corrections as data."""

    name = "tenfold.web.runs"
    label = "runs"
