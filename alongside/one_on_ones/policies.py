"""Who may do what in a 1:1."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from alongside.core.actor import Actor
from alongside.core.verdict import ALLOW, Verdict, deny
from alongside.one_on_ones import audiences
from alongside.one_on_ones.models import AgendaItem, Handover, Meeting, NoteBlock, Series
from alongside.one_on_ones.queries import regularity
from alongside.people import queries as people
from alongside.people.policies import OF_HR


def can_add_item(actor: Actor, series: Series) -> Verdict:
    """Bring a topic: both of the pair, while their 1:1 goes on."""
    if not audiences.SERIES.holds(actor, series):
        return deny(_("Only the two people of a 1:1 can bring topics."))
    if series.ended_on is not None:
        return deny(_("This 1:1 has ended. You can read it, and start a new one with your current manager."))
    if not people.leads(actor, series.manager_id, series.employee_id):
        return deny(
            _(
                "You two no longer work as manager and employee. What you wrote stays here for you two to read."
            )
        )
    return ALLOW


def can_edit_item(actor: Actor, item: AgendaItem) -> Verdict:
    """Change the words of a topic: whoever brought it."""
    if not audiences.ITEM.holds(actor, item) or item.author_id != actor.person_id:
        return deny(_("Only the person who brought a topic can change its words."))
    return can_add_item(actor, item.series)


def can_share_item(actor: Actor, item: AgendaItem) -> Verdict:
    """Show a private topic to the other: its author, who alone knows of it."""
    return can_edit_item(actor, item)


def can_print_agenda(actor: Actor, series: Series) -> Verdict:
    """Take the agenda along on paper: the two, each with what they see."""
    if audiences.SERIES.holds(actor, series):
        return ALLOW
    return deny(_("Only the two people of a 1:1 can print its agenda."))


def can_tick_item(actor: Actor, item: AgendaItem) -> Verdict:
    """Tick a topic off, or take it up once more: everybody who can read it."""
    if not audiences.ITEM.holds(actor, item):
        return deny(_("Only the people who can read a topic can tick it off."))
    return can_add_item(actor, item.series)


def can_change_series(actor: Actor, series: Series) -> Verdict:
    """Choose the rhythm, pause, resume, end: both of the pair, while their 1:1 goes on."""
    if actor.is_system:
        return ALLOW
    return can_add_item(actor, series)


def can_change_meeting(actor: Actor, meeting: Meeting) -> Verdict:
    """Move, leave out, call off or close a meeting: both of the pair, while they work as manager and employee."""
    if not audiences.SERIES.holds(actor, meeting.series):
        return deny(_("Only the two people of a 1:1 can change its meetings."))
    return can_add_item(actor, meeting.series)


def can_write_note(actor: Actor, series: Series) -> Verdict:
    """Write and order notes: both of the pair, while their 1:1 goes on."""
    return can_add_item(actor, series)


def can_remove_note(actor: Actor, block: NoteBlock) -> Verdict:
    """Take a note away or bring it back: whoever can read it."""
    if not audiences.NOTE.holds(actor, block):
        return deny(_("Only the people who can read a note can remove it."))
    return can_write_note(actor, block.series)


def can_contest_meeting(actor: Actor, meeting: Meeting) -> Verdict:
    """Say that a meeting did not take place: the one who did not say that it did, within five working days."""
    verdict = can_change_meeting(actor, meeting)
    if not verdict:
        return verdict
    if meeting.state != Meeting.State.HELD or meeting.closing.closed_by_id == actor.person_id:
        return deny(_("You can say this of a talk that the other one noted down as held."))
    if not regularity.can_be_contested(actor, meeting):
        return deny(_("This can be said within five working days."))
    return ALLOW


def can_withdraw_contest(actor: Actor, meeting: Meeting) -> Verdict:
    """Take it back: whoever said so."""
    contest = getattr(meeting, "contest", None)
    if contest is None or contest.made_by_id != actor.person_id:
        return deny(_("Only the person who said this can take it back."))
    return can_change_meeting(actor, meeting)


def can_rate_talk(actor: Actor, meeting: Meeting) -> Verdict:
    """Say how useful the talks are: both of the pair, after every fourth talk, while it is fresh."""
    verdict = can_change_meeting(actor, meeting)
    if not verdict:
        return verdict
    if not regularity.asks_after(actor, meeting):
        return deny(_("You are asked after every fourth talk, and can answer for two weeks."))
    if regularity.is_answered_by_both(meeting):
        return deny(_("Both of you have answered, so the answers stand."))
    return ALLOW


def can_open_handovers(actor: Actor) -> Verdict:
    """Begin a handover: the software alone, when the chart gives somebody a new manager."""
    if actor.is_system:
        return ALLOW
    return deny(_("A handover begins by itself when somebody gets a new manager."))


def can_prepare_handover(actor: Actor, handover: Handover) -> Verdict:
    """Choose what travels: the employee, until it is handed over."""
    if actor.person_id != handover.employee_id:
        return deny(_("Only the employee decides what travels."))
    if handover.state != Handover.State.OPEN:
        return deny(_("This handover is over."))
    return ALLOW


def can_write_handover_note(actor: Actor, handover: Handover) -> Verdict:
    """Write a note for the new manager, which the employee reads first: the manager before, until it is handed over."""
    if actor.person_id != handover.old_manager_id:
        return deny(_("Only the manager before writes this note."))
    if handover.state != Handover.State.OPEN:
        return deny(_("This handover is over."))
    return ALLOW


def can_complete_handover(actor: Actor, handover: Handover) -> Verdict:
    """Hand over: the employee, once; nobody can do it for them."""
    return can_prepare_handover(actor, handover)


def can_see_regularity(actor: Actor) -> Verdict:
    """See how regularly units meet: HR as a whole, and HR partners of the units they support."""
    if actor.roles & OF_HR or people.covers_units(actor):
        return ALLOW
    return deny(_("How regularly units meet is shown to HR. Your own 1:1s are on their own page."))


def can_release_month(actor: Actor) -> Verdict:
    """Release a closed month: the software alone, by its calendar and not by anybody's wish."""
    if actor.is_system:
        return ALLOW
    return deny(_("Months are released by themselves once they are closed."))
