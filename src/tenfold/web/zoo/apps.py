"""The models' pages."""

from django.apps import AppConfig


class ZooConfig(AppConfig):
    """The models' pages."""

    name = "tenfold.web.zoo"
    label = "zoo"
