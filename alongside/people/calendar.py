"""What day it is for the company. Access changes at midnight in the company's zone."""

from __future__ import annotations

from datetime import date

from django.utils import timezone


def today() -> date:
    """The current day in the company's zone, whatever zone the person who looks has chosen."""
    return timezone.localdate(timezone=timezone.get_default_timezone())
