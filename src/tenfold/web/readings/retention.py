"""Takes away what is kept no longer: pictures past their days, files without rows, old sessions."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from tenfold.web.accounts import throttle
from tenfold.web.accounts.models import Link
from tenfold.web.readings import batches
from tenfold.web.readings.models import Picture
from tenfold.web.readings.pictures import remove_files

_AT_ONCE: Final = 1000
_YOUNG: Final = timedelta(hours=1)
"""A file younger than this may belong to a reading that is being stored."""


def sweep() -> int:
    """Delete all that is past its time; return the number of pictures.

    May run at any moment, twice at once, and be cut off: the next one goes on.
    """
    count = delete_old_pictures() + delete_stray_files()
    now = timezone.now()
    batches.sweep()
    Session.objects.filter(expire_date__lt=now).delete()
    Link.objects.filter(expires__lt=now).delete()
    throttle.forget_old()
    return count


def delete_old_pictures() -> int:
    """Delete pictures older than TENFOLD_KEEP_DAYS; their readings stay."""
    until = timezone.now() - timedelta(days=settings.TENFOLD_KEEP_DAYS)
    count = 0
    while old := dict(
        Picture.objects.filter(created__lte=until).values_list("pk", "sha256")[:_AT_ONCE]
    ):
        Picture.objects.filter(pk__in=old).delete()
        remove_files(set(old.values()))
        count += len(old)
    return count


def delete_stray_files() -> int:
    """Delete files that no row names: what a cut off deletion or storing left behind."""
    until = (timezone.now() - _YOUNG).timestamp()
    count = 0
    for folder in (Path(settings.TENFOLD_HOME) / "pictures").glob("??"):
        old = [path for path in folder.iterdir() if path.stat().st_mtime < until]
        named = set(
            Picture.objects.filter(sha256__in=[p.stem for p in old]).values_list(
                "sha256", flat=True
            )
        )
        for path in old:
            if path.stem not in named or path.suffix != ".png":
                path.unlink(missing_ok=True)
                count += 1
    return count
