"""Taking an agenda along on paper."""

from __future__ import annotations

from django.db import transaction

from alongside.audit.services import record
from alongside.core.actor import Actor
from alongside.one_on_ones.agenda import Agenda, agenda_for
from alongside.one_on_ones.models import Meeting, Series
from alongside.one_on_ones.policies import can_print_agenda


@transaction.atomic
def print_agenda(*, actor: Actor, series: Series, meeting: Meeting | None) -> Agenda:
    """The agenda as this person sees it. A service and no query, since both of the two can see that it was taken."""
    can_print_agenda(actor, series).enforce()
    record(
        actor, "one_on_ones.agenda_printed", subject=series, concerns=[series.employee_id, series.manager_id]
    )
    return agenda_for(actor, series, meeting)
