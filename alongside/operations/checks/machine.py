"""The settings, and room on the disk."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

from django.conf import settings
from django.core import checks as django_checks

from alongside.operations.checks.finding import Finding, problem, warning, well

GIB = 1024**3
LITTLE = 2 * GIB
TOO_LITTLE = GIB // 4


def settings_findings() -> Iterator[Finding]:
    """What Django finds, and whether this is meant for real people."""
    serious = [one for one in django_checks.run_checks() if one.is_serious()]
    for one in serious:
        yield problem("settings", str(one.msg), str(one.hint or "See docs/operations.md."))
    if settings.DEMO:
        words = "This is a demo: anybody can sign in as anybody."
        yield warning(
            "settings", words, "For real people unset ALONGSIDE_DEMO and set ALONGSIDE_PRODUCTION=1."
        )
    elif not settings.PRODUCTION:
        words = "ALONGSIDE_PRODUCTION is not set, so weak settings are not refused."
        yield warning("settings", words, "Set ALONGSIDE_PRODUCTION=1 where real people sign in.")
    elif not serious:
        plain = ", ".join(sorted(settings.UNENCRYPTED))
        words = "Nothing is wrong with the settings."
        yield well("settings", f"{words} As ALONGSIDE_UNENCRYPTED says, plain: {plain}." if plain else words)


def disk_findings() -> Iterator[Finding]:
    """Room where the data folder is."""
    free = shutil.disk_usage(settings.DATA).free
    words = f"{free / GIB:.1f} GB are free at {settings.DATA}."
    if free < TOO_LITTLE:
        yield problem("disk", words, "Make room now: writing fails when it is full.")
    elif free < LITTLE:
        yield warning("disk", words, "Make room, or watch it.")
    else:
        yield well("disk", words)
