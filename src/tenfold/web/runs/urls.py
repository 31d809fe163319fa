"""Addresses of training: what the pages ask for. Their views are in ``views/``."""

from __future__ import annotations

from django.urls import path

from tenfold.web.runs.views import checking, corrections, data, new, pages, runs

urlpatterns = [
    path("runs/", pages.index, name="training"),
    path("runs/new", new.page, name="training-new"),
    path("runs/compare", pages.compare, name="training-compare"),
    path("runs/<int:pk>/", pages.run, name="training-run"),
    path("runs/<int:pk>/keep", pages.keep, name="training-keep"),
    path("runs/survey/<int:pk>/shown", new.shown, name="training-survey-shown"),
    path("corrections/", checking.page, name="training-corrections"),
    path("runs/table", runs.table, name="training-table"),
    path("runs/choices", runs.choose, name="training-choices"),
    path("runs/create", runs.create, name="training-create"),
    path("runs/<int:pk>/progress", runs.progress, name="training-progress"),
    path("runs/<int:pk>/pause", runs.steer("pause"), name="training-pause"),
    path("runs/<int:pk>/resume", runs.steer("resume"), name="training-resume"),
    path("runs/<int:pk>/stop", runs.steer("stop"), name="training-stop"),
    path("runs/<int:pk>/cancel", runs.steer("cancel"), name="training-cancel"),
    path("runs/<int:pk>/delete", runs.delete, name="training-delete"),
    path("runs/<int:pk>/note", runs.note, name="training-note"),
    path("runs/<int:pk>/samples", runs.samples, name="training-samples"),
    path("runs/<int:pk>/timelapse", runs.timelapse, name="training-timelapse"),
    path("runs/survey", data.survey, name="training-survey"),
    path("runs/survey/<int:pk>", data.survey_state, name="training-survey-state"),
    path("runs/survey/<int:pk>/sheet.png", data.survey_sheet, name="training-survey-sheet"),
    path("runs/data/new", data.create, name="training-data-new"),
    path("runs/data/<int:pk>/files", data.add, name="training-data-files"),
    path("runs/data/<int:pk>/parts", data.add_part, name="training-data-parts"),
    path("runs/data/<int:pk>/close", data.close, name="training-data-close"),
    path("runs/data/<int:pk>/delete", data.delete, name="training-data-delete"),
    path("corrections/list", corrections.index, name="training-corrections-list"),
    path("corrections/<int:pk>/marks.png", corrections.marks, name="training-corrections-marks"),
    path("corrections/<int:pk>/fix", corrections.fix, name="training-corrections-fix"),
    path("corrections/data", corrections.gather, name="training-corrections-data"),
    path("corrections/train", corrections.train, name="training-corrections-train"),
]
