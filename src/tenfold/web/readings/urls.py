"""Addresses of the pages about readings; one line a page, its views in ``views/``."""

from __future__ import annotations

from django.urls import path

from tenfold.web.readings.views import draw, pictures

urlpatterns = [
    path("", draw.draw, name="draw"),
    path("pictures/<int:pk>.png", pictures.picture_file, name="picture-file"),
]
