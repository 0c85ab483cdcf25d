"""The demo company, made through the services under a clock that is set relative to today."""
