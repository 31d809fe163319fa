"""People and sign-in."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People and sign-in."""

    name = "tenfold.web.accounts"
    label = "accounts"
