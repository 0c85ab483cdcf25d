"""Every mail about who may do what. They name people and duties, never a reason."""

from __future__ import annotations

from alongside.audit.models import AuditEntry
from alongside.notifications.services import tell
from alongside.oversight.queries import concerned, giver_of, who_hears_of
from alongside.people.duties.queries import given_alone
from alongside.people.models import DutyProposal
from alongside.people.queries.duties import acting_administrators, possible_seconds


def duty_proposed(proposal: DutyProposal) -> None:
    """To every administrator who may decide."""
    for person in possible_seconds(proposal.proposed_by_id, proposal.person_id):
        tell(
            person=person,
            template="oversight/email/duty_proposed",
            key=f"oversight-duty-proposed-{proposal.pk}",
            context=_about(proposal),
        )


def duty_decided(proposal: DutyProposal) -> None:
    """To who proposed it, whatever was decided; to the person, if they hold it now."""
    key = f"oversight-duty-{proposal.decision}-{proposal.pk}"
    template = f"oversight/email/duty_{proposal.decision}"
    tell(person=proposal.proposed_by, template=template, key=key, context=_about(proposal))
    if proposal.decision == DutyProposal.Decision.CONFIRMED and proposal.person_id != proposal.proposed_by_id:
        tell(person=proposal.person, template="oversight/email/duty_yours", key=key, context=_about(proposal))


def duty_given_alone(entry: AuditEntry) -> None:
    """While one person administers, a duty holds at once: those who would have been asked hear of it at once."""
    given = given_alone(entry.action, entry.key)
    if given is None:
        return
    holder, duty, unit = given
    context = {"giver_name": giver_of(entry), "person_name": holder.name, "duty": duty, "unit": unit}
    for person in who_hears_of(entry, holder):
        tell(
            person=person,
            template="oversight/email/duty_alone",
            key=f"oversight-duty-alone-{entry.pk}",
            context={**context, "is_yours": person.pk == holder.pk},
            urgent=True,
        )


def administration_recovered(entry: AuditEntry) -> None:
    """To the head of HR and everybody who administers. Urgent: if it was nobody you know, somebody is in the server."""
    made = entry.action == "people.recovery_code_made"
    template = f"oversight/email/{'recovery_code' if made else 'recovered'}"
    people = concerned(entry)
    named = next((one.name for one in people if str(one.pk) == entry.key), "")
    for person in people:
        key = f"oversight-recovery-{entry.pk}"
        tell(person=person, template=template, key=key, context={"person_name": named}, urgent=True)


def support_access(entry: AuditEntry) -> None:
    """To everybody who administers: that access was opened, or used. Not why: that stands on the page."""
    template = f"oversight/email/{entry.action.removeprefix('identity.')}"
    for person in acting_administrators():
        tell(person=person, template=template, key=f"oversight-support-{entry.pk}", context={})


def _about(proposal: DutyProposal) -> dict[str, object]:
    """The duty by its code: the mail says it in its reader's language."""
    return {
        "person_name": proposal.person.name,
        "proposer_name": proposal.proposed_by.name,
        "duty": proposal.duty,
        "unit": proposal.unit.name if proposal.unit else "",
    }
