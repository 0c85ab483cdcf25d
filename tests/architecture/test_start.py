"""What every process would wait for at its start, and only a few ever use."""

import subprocess
import sys

SELDOM_USED = ("scipy", "weasyprint", "openpyxl")


def test_a_process_starts_without_the_libraries_that_few_need():
    asked = (
        "import sys; from alongside.config.wsgi import application; "
        f"print([name for name in {SELDOM_USED!r} if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True)
    assert found.stdout.strip() == "[]"
