"""The product's own settings; only one empty page is added, to compare the others with."""

from alongside.config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
