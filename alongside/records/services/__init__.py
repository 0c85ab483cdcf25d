"""What changes about records: requests, holds, erasing, forgetting in time."""

from alongside.records.services.erasing import erase_again, erase_person
from alongside.records.services.exporting import export_my_data
from alongside.records.services.holds import end_hold, place_hold
from alongside.records.services.requests import answer_request, ask_for_erasure, withdraw_request
from alongside.records.services.retention import forget_old_rows

__all__ = [
    "answer_request",
    "ask_for_erasure",
    "end_hold",
    "erase_again",
    "erase_person",
    "export_my_data",
    "forget_old_rows",
    "place_hold",
    "withdraw_request",
]
