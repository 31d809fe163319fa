"""Addresses of sign-in and people."""

from __future__ import annotations

from django.urls import path

from tenfold.web.accounts import views

urlpatterns = [
    path("sign-in", views.SignInView.as_view(), name="sign-in"),
    path("sign-out", views.sign_out, name="sign-out"),
    path("join/<str:token>", views.join, name="join"),
    path("account", views.account, name="account"),
    path("users", views.users, name="users"),
    path("users/<int:pk>", views.change_user, name="users-change"),
    path("users/invitations/<int:pk>", views.drop_link, name="users-drop-link"),
]
