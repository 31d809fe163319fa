"""Addresses of the page that shows the network at work."""

from __future__ import annotations

from django.urls import path

from tenfold.web.inside import views

urlpatterns = [
    path("inside", views.page, name="inside"),
    path("inside/known", views.known, name="inside-known"),
]
