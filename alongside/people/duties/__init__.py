"""Giving duties: at once while one person administers, by two people afterwards."""
