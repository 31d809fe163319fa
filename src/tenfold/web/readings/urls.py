"""Addresses of the pages about readings; one line a page, its views in ``views/``."""

from __future__ import annotations

from django.urls import path

from tenfold.web.readings.views import (
    analytics,
    draw,
    drawings,
    history,
    history_files,
    live,
    offline,
    pictures,
    upload,
)

urlpatterns = [
    path("", draw.draw, name="draw"),
    path("drawings/", drawings.keep, name="drawings"),
    path("drawings/<int:pk>/", drawings.forget, name="drawing"),
    path("offline/draw", offline.draw_page, name="draw-offline"),
    path("offline/inside", offline.inside_page, name="inside-offline"),
    path("offline", offline.other_page, name="offline"),
    path("worker.js", offline.worker, name="draw-worker"),
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
    path("upload", upload.page, name="upload"),
    path("upload/<int:pk>", upload.page, name="upload-batch"),
    path("upload/new", upload.create, name="upload-new"),
    path("upload/<int:pk>/files", upload.add, name="upload-files"),
    path("upload/<int:pk>/parts", upload.add_part, name="upload-parts"),
    path("upload/<int:pk>/close", upload.close, name="upload-close"),
    path("upload/<int:pk>/cancel", upload.cancel, name="upload-cancel"),
    path("upload/<int:pk>/forget", upload.forget, name="upload-forget"),
    path("upload/<int:pk>/delete", upload.delete, name="upload-delete"),
    path("upload/<int:pk>/results", upload.results, name="upload-results"),
    path("upload/<int:pk>/export.<str:kind>", upload.export, name="upload-export"),
    path("upload/readings/<int:pk>/correct", upload.correct, name="upload-correct"),
    path("upload/readings/<int:pk>/<str:kind>.webp", upload.thumb, name="upload-thumb"),
    path("upload/readings/<int:pk>/digits.png", upload.digits, name="upload-digits"),
    path("analytics", analytics.index, name="analytics"),
    path("analytics/stamp", analytics.stamp, name="analytics-stamp"),
    path("live", live.page, name="live"),
    path("live/read", live.read, name="live-read"),
    path("live/sample", live.sample, name="live-sample"),
]
