"""Addresses of the pages about readings; one line a page, its views in ``views/``."""

from __future__ import annotations

from django.urls import path

from tenfold.web.readings.views import draw, history, history_files, pictures

urlpatterns = [
    path("", draw.draw, name="draw"),
    path("pictures/<int:pk>.png", pictures.picture_file, name="picture-file"),
    path("history", history.index, name="history"),
    path("history/newer", history.newer, name="history-newer"),
    path("history/delete", history_files.delete, name="history-delete"),
    path("history/export.<str:kind>", history_files.export, name="history-export"),
    path("history/keeping", history.keeping, name="history-keeping"),
    path("history/<int:pk>", history.reading, name="history-reading"),
    path("history/<int:pk>/correct", history.correct, name="history-correct"),
    path("history/<int:pk>/small.png", history.small, name="history-small"),
    path("history/<int:pk>/digits.png", history.digits, name="history-digits"),
]
