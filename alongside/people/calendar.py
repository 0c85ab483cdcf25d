"""What day it is for the company. Access changes at midnight in the company's zone."""

from __future__ import annotations

from datetime import date

from django.utils import timezone


def today() -> date:
    """The current day in the company's zone."""
    return timezone.localdate()
