"""Makes tokens, finds whose one is, and takes them back.

A token is ``tenfold_<8 letters>_<40 letters>``. The first part finds its row, and the hash of the
whole is compared. The secret part has 238 random bits, so a plain SHA-256 cannot be turned back.
"""

from __future__ import annotations

import re
import secrets
import string
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from threading import Lock
from time import monotonic
from typing import Any, Final

from django.db import DatabaseError
from django.db.models import Q
from django.utils import timezone

from tenfold.web.api.models import ApiToken, Scope

CACHED_S: Final = 5.0
"""How long a process believes what it knows of a token: so long a revoked one may live on."""
MOST_TOKENS: Final = 50
"""Tokens of one person."""
_MOST_CACHED: Final = 2000
_LETTERS: Final = string.ascii_letters + string.digits
_FORM: Final = re.compile(r"tenfold_([A-Za-z0-9]{8})_[A-Za-z0-9]{40}")
_USED_EVERY: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Grant:
    """What a token that holds allows."""

    token_id: int
    owner_id: int
    may_write: bool
    digest: str
    expires: datetime | None
    known_since: float
    """``monotonic()`` when it was looked up."""


_grants: dict[str, Grant] = {}
_lock = Lock()


def make_token(
    owner: Any, *, name: str, scope: str = Scope.READ, expires: datetime | None = None
) -> tuple[ApiToken, str]:
    """Make a token; the text that comes with its row is stored nowhere and shown once."""
    start, secret = _letters(8), _letters(40)
    text = f"tenfold_{start}_{secret}"
    row = ApiToken.objects.create(
        owner=owner, name=name, start=start, digest=_digest(text), scope=scope, expires=expires
    )
    return row, text


def revoke(token: ApiToken) -> None:
    """Take a token back; other processes forget it within ``CACHED_S``."""
    with _lock:
        _grants.pop(token.start, None)
    token.delete()


def find_grant(text: str) -> Grant | None:
    """Return what a token allows; None where it is unknown, expired, or its owner is disabled."""
    match = _FORM.fullmatch(text)
    if match is None:
        return None
    grant = _grants.get(match[1])
    is_fresh = grant is None or monotonic() - grant.known_since > CACHED_S
    if is_fresh:
        grant = _looked_up(match[1])
    if grant is None or not secrets.compare_digest(grant.digest, _digest(text)):
        return None
    if grant.expires is not None and grant.expires <= timezone.now():
        return None
    if is_fresh:
        _note_use(grant)
    return grant


def _looked_up(start: str) -> Grant | None:
    row = ApiToken.objects.filter(start=start, owner__is_active=True).first()
    with _lock:
        if row is None:
            _grants.pop(start, None)
            return None
        if len(_grants) >= _MOST_CACHED:
            _grants.clear()
        grant = Grant(
            row.pk, row.owner_id, row.scope == Scope.WRITE, row.digest, row.expires, monotonic()
        )
        _grants[start] = grant
    return grant


def _note_use(grant: Grant) -> None:
    """Note that a token was used, to the minute."""
    now = timezone.now()
    stale = Q(last_used=None) | Q(last_used__lt=now - _USED_EVERY)
    try:
        ApiToken.objects.filter(stale, pk=grant.token_id).update(last_used=now)
    except DatabaseError:  # a busy database is no reason to refuse a request
        return


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _letters(count: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(count))


def forget() -> None:
    """Forget what this process knows of tokens."""
    with _lock:
        _grants.clear()
