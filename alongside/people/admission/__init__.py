"""Letting people in: by mail, or by letter."""
