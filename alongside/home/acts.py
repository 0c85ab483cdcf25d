"""What the audit log's codes mean in words, for the page "What happened that concerns me".

One line per act; tests/test_acts.py finds every code that the product records and fails for one without words.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTS: dict[str, str | Promise] = {
    "commitments.carried_over": _("open agreements went along to the next 1:1"),
    "commitments.carrying_taken_back": _("open agreements were counted back"),
    "commitments.commitment_created": _("wrote down what was agreed"),
    "commitments.commitment_kept": _("marked an agreement as done"),
    "commitments.commitment_redated": _("moved the date of an agreement"),
    "commitments.commitment_dropped": _("dropped an agreement"),
    "commitments.commitment_obstacle": _("asked HR to remove an obstacle"),
    "commitments.commitment_reopened": _("took up an agreement once more"),
    "commitments.obstacle_raised": _("asked HR to remove an obstacle"),
    "commitments.obstacle_answered": _("answered about an obstacle"),
    "identity.account_opened": _("opened your way to sign in"),
    "identity.account_closed": _("closed your way to sign in"),
    "identity.device_ended": _("removed a trusted device"),
    "identity.password_set": _("set a password"),
    "identity.pin_set": _("set a PIN"),
    "identity.letter_made": _("made a letter with a one-time code"),
    "identity.recovery_codes_renewed": _("renewed the recovery codes"),
    "identity.second_factor_removed": _("removed the second factor"),
    "identity.second_factor_set_up": _("set up a second factor"),
    "identity.session_ended": _("ended a session"),
    "identity.token_created": _("made a key for a program"),
    "identity.token_ended": _("ended a key for a program"),
    "invitations.invitation_accepted": _("accepted the invitation"),
    "invitations.invitation_renewed": _("asked for a new invitation"),
    "invitations.wave_begun": _("sent out invitations"),
    "invitations.wave_created": _("planned invitations"),
    "invitations.wave_paused": _("paused invitations"),
    "one_on_ones.item_added": _("added a topic to the 1:1"),
    "one_on_ones.item_edited": _("changed a topic of the 1:1"),
    "one_on_ones.item_removed": _("removed a topic of the 1:1"),
    "one_on_ones.item_restored": _("brought a removed topic back"),
    "one_on_ones.item_shared": _("shared a private topic"),
    "one_on_ones.items_ordered": _("put the topics in another order"),
    "one_on_ones.meeting_closed": _("said that you met"),
    "one_on_ones.meeting_moved": _("moved the 1:1"),
    "one_on_ones.meeting_held": _("marked the 1:1 as held"),
    "one_on_ones.meeting_skipped": _("left a 1:1 out"),
    "one_on_ones.meeting_cancelled": _("called a 1:1 off"),
    "one_on_ones.meeting_planned": _("put a 1:1 back on the calendar"),
    "one_on_ones.meetings_planned": _("planned the next 1:1s"),
    "one_on_ones.note_written": _("wrote a note of the 1:1"),
    "one_on_ones.note_removed": _("removed a note of the 1:1"),
    "one_on_ones.note_restored": _("brought a removed note back"),
    "one_on_ones.notes_ordered": _("put the notes in another order"),
    "one_on_ones.note_versions_forgotten": _("deleted old versions of notes"),
    "one_on_ones.rhythm_set": _("chose the rhythm of the 1:1"),
    "one_on_ones.series_started": _("started the 1:1s"),
    "one_on_ones.series_paused": _("paused the 1:1s"),
    "one_on_ones.series_resumed": _("took up the 1:1s once more"),
    "one_on_ones.series_ended": _("ended the 1:1s"),
    "one_on_ones.words_by_mail_chosen": _("chose whether words of the 1:1 travel by mail"),
    "people.company_updated": _("changed the company's settings"),
    "people.absence_added": _("entered days you are away"),
    "people.absence_removed": _("removed days you are away"),
    "people.coverage_ended": _("ended an HR partnership"),
    "people.mail_tested": _("sent a test mail"),
    "people.outsider_named": _("named somebody from outside the company"),
    "people.person_created": _("added you to the directory"),
    "people.person_typed": _("typed a name to begin a 1:1"),
    "people.person_invited": _("invited you"),
    "people.pin_reset_confirmed": _("confirmed a new start of a PIN"),
    "people.preferences_updated": _("changed language, zone or look"),
    "people.role_granted": _("gave a duty"),
    "people.role_ended": _("ended a duty"),
    "people.seat_created": _("opened a place in the chart"),
    "people.delegation_ended": _("ended that somebody stands in"),
    "people.delegation_made": _("named who stands in"),
    "people.seat_taken": _("placed you in the chart"),
    "people.site_saved": _("changed a site"),
    "people.unit_covered": _("made somebody HR partner"),
    "people.unit_created": _("added a unit"),
}


def act_words(action: str) -> str | Promise:
    """The words for a code; the code itself where there are none yet."""
    return ACTS.get(action, action)
