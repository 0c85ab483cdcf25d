# ruff: noqa: E402  (models can be imported only after django.setup)
"""Fills an empty database with the cast and one 1:1, so that somebody can work while a file is loaded."""

from __future__ import annotations

import django

django.setup()

from alongside.one_on_ones.tests.makers import a_series
from tests.house.walk import make_world

a_series(make_world())
