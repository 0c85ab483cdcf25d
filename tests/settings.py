"""The product's own settings, on a database and a data folder of the tests'."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
os.environ["ALONGSIDE_AS_OWNER"] = (
    "1"  # the test database is created here; tests/test_database_roles.py narrows the role
)
os.environ["ALONGSIDE_TEST_DATABASE"] = "1"
os.environ["ALONGSIDE_DEMO"] = "0"
os.environ["ALONGSIDE_DATA"] = str(ROOT / "build" / "test-data")

from alongside.config.settings import *  # noqa: E402, F403

QUIET_HOURS = False  # tests run at night and on Sundays too; those about quiet hours switch it on
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # speed; Argon2 has a test of its own
