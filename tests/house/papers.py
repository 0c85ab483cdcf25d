"""Whether PDF files can be made on this machine: the library that draws them needs Pango from the system."""

from importlib import import_module

import pytest


def _can_be_made() -> bool:
    try:
        import_module("weasyprint")
    except OSError:
        return False
    return True


MADE = 200 if _can_be_made() else 403
needs_pango = pytest.mark.skipif(MADE != 200, reason="Pango is not here (scripts/pango)")
