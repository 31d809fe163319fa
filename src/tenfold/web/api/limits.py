"""How often one client may ask: a bucket of tokens each, refilled all the time.

Counted in the memory of each worker process: a request costs no write to the database, and a
client whose connections reach several workers gets so many times more. Who needs one exact limit
for all sets it in the proxy in front.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from time import monotonic
from typing import Final

from django.conf import settings

from tenfold.web.api.errors import ApiError
from tenfold.web.ui.errors import Failure

MOST_KEYS: Final = 10_000
"""Clients remembered at once; the one that has been quiet for longest is forgotten."""


class Buckets:
    """A bucket a key: full it holds a minute's requests."""

    def __init__(self) -> None:
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def take(self, key: str, per_minute: int, now: float) -> float:
        """Take one out.

        Args:
            key: whose bucket.
            per_minute: its size, and what flows into it in a minute.
            now: seconds on a clock that only goes forward.

        Returns:
            0 where there was one, else the seconds until there is.

        """
        with self._lock:
            left, then = self._buckets.pop(key, (float(per_minute), now))
            left = min(float(per_minute), left + (now - then) * per_minute / 60.0)
            taken = left >= 1.0
            self._buckets[key] = (left - 1.0 if taken else left, now)
            if len(self._buckets) > MOST_KEYS:
                self._buckets.popitem(last=False)
        return 0.0 if taken else (1.0 - left) * 60.0 / per_minute

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._buckets.clear()


BUCKETS: Final = Buckets()


def check(key: str) -> None:
    """Count a request; on one machine's own address there is no limit.

    Raises:
        ApiError: 429 with Retry-After.

    """
    per_minute = settings.TENFOLD_RATE_LIMIT
    if not per_minute or not settings.TENFOLD_TEAM:
        return
    wait_s = BUCKETS.take(key, per_minute, monotonic())
    if wait_s:
        seconds = max(1, round(wait_s + 0.5))
        raise ApiError(Failure.too_often(seconds), Retry_After=str(seconds))
