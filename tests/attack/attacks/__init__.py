"""Attacks on a planner that is only ever called as a black box."""
