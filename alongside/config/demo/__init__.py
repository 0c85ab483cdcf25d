"""The demo company, made through the services under a clock that is set relative to today."""

from alongside.config.demo.past import add_past
from alongside.config.demo.people import seed

__all__ = ["add_past", "seed"]
