"""Tokens with which programs come instead of people."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from tenfold.web.readings.models import Owned


class Scope(models.TextChoices):
    """What a token is good for."""

    READ = "read", "Read pictures, see readings"
    WRITE = "write", "Also store, correct and delete"


class ApiToken(models.Model):
    """A token of one person; only its hash is kept."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens"
    )
    name = models.CharField(max_length=80)
    start = models.CharField(max_length=8, unique=True)
    """Its first letters after ``tenfold_``: to find it by, and to know it again."""
    digest = models.CharField(max_length=64)
    """SHA-256 of the whole token, in hexadecimal."""
    scope = models.CharField(max_length=5, choices=Scope, default=Scope.READ)
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField(null=True, blank=True)
    last_used = models.DateTimeField(null=True, blank=True)

    objects = Owned.as_manager()

    def __str__(self) -> str:
        return f"{self.name} (tenfold_{self.start}…)"

    @property
    def is_expired(self) -> bool:
        """Whether its time is over."""
        return self.expires is not None and self.expires <= timezone.now()
