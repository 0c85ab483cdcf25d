"""Jobs, and mails that did not go out, as lists to take along: as their pages, never what they are about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

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
    jobs, states = queries.jobs_visible_to(actor), tuple(STATES)
    for job in _all(lambda after: queries.jobs_page(jobs, states=states, after=after or "", most=AT_ONCE)):
        yield (job.name, job.at, STATES.get(job.state, job.state), job.error, job.attempts)


def _mails(actor: Actor) -> Iterator[Sequence[Cell]]:
    mails = queries.mails_visible_to(actor)
    for mail in _all(lambda before: queries.mails_page(mails, before=before, most=AT_ONCE)):
        yield (mail.person.name, mail.get_state_display(), mail.problem, mail.tries, mail.not_before)


def _all(page_behind: Callable[[Any], list[Any]]) -> Iterator[Any]:
    """Page after page, each named by the key of the last row before it; a page shows by one row more that it goes on."""
    last = None
    while True:
        found = page_behind(last)
        yield from found[:AT_ONCE]
        if len(found) <= AT_ONCE:
            return
        last = found[AT_ONCE - 1].pk


LISTINGS = [
    Listing(
        "jobs",
        gettext_lazy("Jobs"),
        lambda: [_("Job"), _("When"), _("State"), _("Kind of error"), _("Tries")],
        _jobs,
        can_see_jobs,
    ),
    Listing(
        "mails",
        gettext_lazy("Mails that did not go out"),
        lambda: [_("To"), _("State"), _("Kind of error"), _("Tries"), _("Last set to go")],
        _mails,
        can_see_jobs,
    ),
]
