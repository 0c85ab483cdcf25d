"""Doors to calendars."""
