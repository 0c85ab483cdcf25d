"""Somebody leaves the company, is back, or leaves a place in the chart that somebody has to take over."""
