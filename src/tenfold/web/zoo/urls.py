"""Addresses of the models' pages."""

from __future__ import annotations

from django.urls import path

from tenfold.web.zoo import actions, files, views

urlpatterns = [
    path("models/", views.index, name="models"),
    path("models/present", views.present, name="models-present"),
    path("models/import", actions.import_model, name="models-import"),
    path("models/importing", views.importing, name="models-importing"),
    path("models/rollback", actions.rollback, name="models-rollback"),
    path("models/<str:name>/", views.model, name="models-model"),
    path("models/<str:name>/verdict", views.verdict, name="models-verdict"),
    path("models/<str:name>/compare", actions.compare, name="models-compare"),
    path("models/<str:name>/promote", actions.promote, name="models-promote"),
    path("models/<str:name>/remove", actions.remove, name="models-remove"),
    path("models/<str:name>/report", files.report, name="models-report"),
    path("models/<str:name>/int8", actions.int8, name="models-int8"),
    path("models/<str:name>/files/<slug:kind>", files.download, name="models-file"),
]
