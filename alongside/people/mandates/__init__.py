"""Administering a unit: given by an administrator, for its people alone."""
