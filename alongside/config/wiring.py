"""The only place where features meet: every provider, every reaction to an event, by name and in order."""

from __future__ import annotations

from alongside.audit import listeners
from alongside.calendars import offers as calendars
from alongside.calendars.finding import times_for
from alongside.calendars.replies import RepliesToInvitations
from alongside.commitments import listings as commitment_lists
from alongside.commitments import offers as commitments
from alongside.commitments.today import due_today
from alongside.config.demo.to_try import TO_TRY
from alongside.config.third_party_register import THIRD_PARTY
from alongside.core import (
    calendar_offers,
    exports,
    free_times,
    holding,
    leaving,
    offers,
    person_offers,
    register,
    things,
    today,
)
from alongside.home import listings as home_lists
from alongside.identity import bearers
from alongside.invitations import listings as invitation_lists
from alongside.invitations import offers as invitations
from alongside.invitations.person_offers import InvitingPeople
from alongside.notifications import incoming
from alongside.notifications.person_notes import mail_comes_back
from alongside.notifications.returned_mail import ReturnedMail
from alongside.one_on_ones import listings as talk_lists
from alongside.one_on_ones import offers as one_on_ones
from alongside.one_on_ones.calendar_talks import CalendarTalks
from alongside.one_on_ones.person_offers import TalksWithPeople
from alongside.one_on_ones.today import handovers_today, talks_today, team_talks
from alongside.operations import checks
from alongside.operations import listings as operations_lists
from alongside.operations import offers as operations
from alongside.oversight import offers as oversight
from alongside.people import listings as people_lists
from alongside.people.bearers import PeopleBehindAccounts
from alongside.people.company import checklist
from alongside.people.company.offers import set_up_today
from alongside.people.duties.offers import proposals_today
from alongside.people.leaving.offers import without_manager_today
from alongside.records import listings as records_lists
from alongside.records.checks import erasure_findings, retention_findings
from alongside.records.queries.standing import held_ids
from alongside.skip_levels import offers as skip_levels
from alongside.skip_levels.plans import SkipLevelPlans
from alongside.webhooks import listings as webhooks_lists
from alongside.webhooks import offers as webhooks

# What may propose lines for an agenda, in no order: each line brings its weight.
AGENDA_SOURCES: list[offers.AgendaSource] = [commitments.agenda_lines, one_on_ones.agenda_lines]
# What the Today page may show, in no order: each item brings its rank.
TODAY = [
    talks_today,
    due_today,
    handovers_today,
    skip_levels.skip_talks_today,
    without_manager_today,
    proposals_today,
    set_up_today,
]
KINDS = [*calendars.KINDS, *commitments.KINDS, *invitations.KINDS, *one_on_ones.KINDS, *skip_levels.KINDS]
# What feeds and invitations are made of, and who hears that a plan changed.
CALENDAR_SOURCES: list[calendar_offers.CalendarSource] = [CalendarTalks(), SkipLevelPlans()]
MAIL_DOORS: list[incoming.MailDoor] = [RepliesToInvitations(), ReturnedMail()]
# When somebody leaves, in this order: whoever gave them something out ends it.
LEAVING: list[leaving.PersonLeft] = [one_on_ones.end_talks, skip_levels.end_talks, calendars.end_calendars]
PERSON_SOURCES: list[person_offers.PersonSource] = [TalksWithPeople(), InvitingPeople()]
PERSON_NOTES: list[person_offers.PersonNotes] = [mail_comes_back]
# Lists to take along, in the order of their page.
LISTINGS = [
    *people_lists.LISTINGS,
    *talk_lists.LISTINGS,
    *commitment_lists.LISTINGS,
    *invitation_lists.LISTINGS,
    *home_lists.LISTINGS,
    *records_lists.LISTINGS,
    *operations_lists.LISTINGS,
    *webhooks_lists.LISTINGS,
]

# What happens in the transaction of an act, once it is recorded.
WHEN_RECORDED: list[listeners.WhenRecorded] = [webhooks.queue_event, oversight.tell_who_must_know]


def wire() -> None:
    """Called once when Django is ready."""
    register.declare_libraries(THIRD_PARTY)
    holding.use(held_ids)
    checks.also_ask({"erasures": erasure_findings, "retention": retention_findings})
    bearers.use(PeopleBehindAccounts({person.name: person.words for person in TO_TRY}))
    checklist.offer(*invitations.CHECKLIST, *operations.CHECKLIST)
    checklist.offer_doors(*webhooks.DOORS, *operations.DOORS)
    for kind in KINDS:
        things.declare(kind)
    for agenda in AGENDA_SOURCES:
        offers.provide_agenda(agenda)
    for source in TODAY:
        today.provide_today(source)
    today.provide_team(team_talks)
    for listener in LEAVING:
        leaving.when_somebody_leaves(listener)
    for teller in PERSON_SOURCES:
        person_offers.provide_for_people(teller)
    for notes in PERSON_NOTES:
        person_offers.tell_about_people(notes)
    for reaction in WHEN_RECORDED:
        listeners.when_recorded(reaction)
    for listing in LISTINGS:
        exports.provide(listing)
    for planner in CALENDAR_SOURCES:
        calendar_offers.provide_talks(planner)
    calendar_offers.listen_to_plans(calendars.plan_changed)
    calendar_offers.provide_notes(calendars.note_of_talk)
    calendar_offers.provide_writer(calendars.written)
    free_times.provide_free_times(times_for)
    for door in MAIL_DOORS:
        incoming.open_door(door)
