"""Work of the installation itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.tasks import task

LONGEST_SECONDS = 900


@task
def add_demo_past() -> None:
    """Add the older past of the demo company. In a process of its own, because that sets its clock back."""
    if settings.DEMO:
        command = [str(Path(sys.executable).parent / "alongside"), "demo", "--past"]
        subprocess.run(command, check=True, timeout=LONGEST_SECONDS, stdout=subprocess.DEVNULL)
