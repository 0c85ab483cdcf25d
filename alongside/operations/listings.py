"""Jobs, and mails that did not go out, as lists to take along: as their pages, never what they are about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.core.actor import Actor
from alongside.core.exports import Cell, Listing
from alongside.operations import queries
from alongside.operations.policies import can_see_jobs

AT_ONCE = 1_000
STATES = {
    "READY": gettext_lazy("waits"),
    "WAITING": gettext_lazy("waits"),
    "RUNNING": gettext_lazy("runs"),
    "FAILED": gettext_lazy("given up"),
    "LOST": gettext_lazy("worker was lost"),
    "SUCCESSFUL": gettext_lazy("done"),
    "DISCARDED": gettext_lazy("put aside"),
}


def _jobs(actor: Actor) -> Iterator[Sequence[Cell]]:
    jobs, after, further = queries.jobs_visible_to(actor), "", True
    while further:
        found = queries.jobs_page(jobs, states=tuple(STATES), after=after, most=AT_ONCE)
        for job in found[:AT_ONCE]:
            yield (job.name, job.at, STATES.get(job.state, job.state), job.error, job.attempts)
        further = len(found) > AT_ONCE
        after = found[AT_ONCE - 1].pk if further else after


def _mails(actor: Actor) -> Iterator[Sequence[Cell]]:
    mails, before, further = queries.mails_visible_to(actor), None, True
    while further:
        found = queries.mails_page(mails, before=before, most=AT_ONCE)
        for mail in found[:AT_ONCE]:
            yield (mail.person.name, mail.get_state_display(), mail.problem, mail.tries, mail.not_before)
        further = len(found) > AT_ONCE
        before = found[AT_ONCE - 1].pk if further else before


def _sees(actor: Actor) -> bool:
    return bool(can_see_jobs(actor))


LISTINGS = [
    Listing(
        "jobs",
        gettext_lazy("Jobs"),
        lambda: [_("Job"), _("When"), _("State"), _("Kind of error"), _("Tries")],
        _jobs,
        _sees,
    ),
    Listing(
        "mails",
        gettext_lazy("Mails that did not go out"),
        lambda: [_("To"), _("State"), _("Kind of error"), _("Tries"), _("Last set to go")],
        _mails,
        _sees,
    ),
]
