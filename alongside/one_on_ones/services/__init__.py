"""Changing 1:1s: the series, its meetings, the agenda."""

from alongside.one_on_ones.services.items import add_item, edit_item
from alongside.one_on_ones.services.meetings import (
    cancel_meeting,
    close_meeting,
    plan_meetings,
    reopen_meeting,
    reschedule_meeting,
    restore_meeting,
    skip_meeting,
)
from alongside.one_on_ones.services.notes import (
    forget_old_versions,
    order_notes,
    remove_note,
    replace_note,
    restore_note,
    write_note,
)
from alongside.one_on_ones.services.series import (
    choose_words_by_mail,
    end_series,
    pause_series,
    resume_series,
    set_rhythm,
    start_series,
)

__all__ = [
    "add_item",
    "cancel_meeting",
    "choose_words_by_mail",
    "close_meeting",
    "edit_item",
    "end_series",
    "forget_old_versions",
    "order_notes",
    "pause_series",
    "plan_meetings",
    "remove_note",
    "reopen_meeting",
    "replace_note",
    "reschedule_meeting",
    "restore_meeting",
    "restore_note",
    "resume_series",
    "set_rhythm",
    "skip_meeting",
    "start_series",
    "write_note",
]
