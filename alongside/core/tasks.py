"""The worker's door to housekeeping of the core."""

from __future__ import annotations

from django.tasks import task

from alongside.core import once, removals


@task
def purge_removed() -> None:
    """Delete for good what was removed thirty days ago."""
    removals.purge()


@task
def forget_once_keys() -> None:
    """Delete the keys of presses that nobody will repeat any more."""
    once.forget_old()
