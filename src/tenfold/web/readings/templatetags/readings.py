"""Filters for the pages about readings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django import template
from django.utils import timezone

register = template.Library()


@register.filter
def share(value: float) -> str:
    """Write a share of 1 in percent: 71.4%; never 100% for what is less."""
    percent = value * 100
    if 99.95 <= percent < 100:
        return "99.9%"
    return f"{percent:.1f}%"


@register.filter
def grouped(value: int) -> str:
    """Write a whole number with its thousands apart: 12,000."""
    return f"{value:,}"


@register.filter
def moment(value: datetime) -> str:
    """Write when it was, as short as it stays clear: 14:22:07 today, else 3 Nov 14:22."""
    here, now = timezone.localtime(value), timezone.localtime()
    if here.date() == now.date():
        return f"{here:%H:%M:%S}"
    day = f"{here.day} {here:%b}"
    return f"{day} {here:%H:%M}" if here.year == now.year else f"{day} {here.year}"


@register.simple_tag
def cut(count: int) -> int:
    """Return the width of so many digits as the network sees them, in pixels."""
    return 28 * count


@register.filter
def compact(value: int) -> str:
    """Write a count in at most four letters: 980, 1.2k, 34k."""
    if value < 1000:
        return str(value)
    return f"{value / 1000:.1f}k" if value < 10_000 else f"{value // 1000}k"


@register.filter
def nth(values: Sequence[object], place: int) -> object:
    """Return what stands at a place."""
    return values[place]


@register.filter
def exact(value: float | None) -> str:
    """Write a share of 1 in percent with as many digits as small errors take: 99.57%, 0.03%."""
    return "" if value is None else f"{value:.2%}"
