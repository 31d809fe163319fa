"""Pictures and readings."""

from django.apps import AppConfig


class ReadingsConfig(AppConfig):
    """Pictures and readings."""

    name = "tenfold.web.readings"
    label = "readings"
