"""Leaving, taking that back, coming back, taking over."""

from alongside.people.leaving.services.departures import (
    carry_out,
    come_back,
    end_employment,
    leave_by_file,
    plan_by_file,
    take_over,
    withdraw_departure,
)

__all__ = [
    "carry_out",
    "come_back",
    "end_employment",
    "leave_by_file",
    "plan_by_file",
    "take_over",
    "withdraw_departure",
]
