"""Changing 1:1s: the series, its meetings, the agenda."""

from alongside.one_on_ones.services.additions import (
    agree_on_action,
    bring_back,
    leave_out,
    take_draft,
    take_template,
)
from alongside.one_on_ones.services.contests import contest_meeting, withdraw_contest
from alongside.one_on_ones.services.handovers import (
    choose_item,
    complete_handover,
    leave_item,
    open_handovers,
    write_handover_note,
    write_summary,
)
from alongside.one_on_ones.services.items import (
    add_item,
    add_items,
    edit_item,
    order_items,
    remove_item,
    restore_item,
    share_item,
    tick_item,
)
from alongside.one_on_ones.services.leavers import end_talks_of_leavers, forget_private_words
from alongside.one_on_ones.services.links import add_item_by_link
from alongside.one_on_ones.services.meetings import (
    cancel_meeting,
    close_meeting,
    note_meeting,
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
from alongside.one_on_ones.services.papers import print_agenda
from alongside.one_on_ones.services.ratings import rate_talk
from alongside.one_on_ones.services.releases import release_month, release_months
from alongside.one_on_ones.services.series import (
    choose_words_by_mail,
    end_series,
    pause_series,
    resume_series,
    set_rhythm,
    start_series,
)
from alongside.one_on_ones.services.several import start_several

__all__ = [
    "add_item",
    "add_item_by_link",
    "add_items",
    "agree_on_action",
    "bring_back",
    "cancel_meeting",
    "choose_item",
    "choose_words_by_mail",
    "close_meeting",
    "complete_handover",
    "contest_meeting",
    "edit_item",
    "end_series",
    "end_talks_of_leavers",
    "forget_old_versions",
    "forget_private_words",
    "leave_item",
    "leave_out",
    "note_meeting",
    "open_handovers",
    "order_items",
    "order_notes",
    "pause_series",
    "plan_meetings",
    "print_agenda",
    "rate_talk",
    "release_month",
    "release_months",
    "remove_item",
    "remove_note",
    "reopen_meeting",
    "replace_note",
    "reschedule_meeting",
    "restore_item",
    "restore_meeting",
    "restore_note",
    "resume_series",
    "set_rhythm",
    "share_item",
    "skip_meeting",
    "start_series",
    "start_several",
    "take_draft",
    "take_template",
    "tick_item",
    "withdraw_contest",
    "write_handover_note",
    "write_note",
    "write_summary",
]
