"""What the worker does and did: name, time, state, class of the error."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from alongside.core.web import Request, once_only, page, signed_in
from alongside.identity.fresh import fresh_sign_in
from alongside.operations import queries, services
from alongside.operations.listings import STATES
from alongside.operations.policies import can_see_jobs

PAGE = 50


@dataclass(frozen=True)
class Tab:
    """One group of states, with how many jobs are in it."""

    name: str
    words: str | Promise
    states: tuple[str, ...]
    count: int = 0


TABS = (
    Tab("failed", gettext_lazy("Given up"), queries.FAILED),
    Tab("running", gettext_lazy("Running"), ("RUNNING",)),
    Tab("waiting", gettext_lazy("Waiting"), ("READY", "WAITING")),
    Tab("done", gettext_lazy("Done"), ("SUCCESSFUL", "DISCARDED")),
)


def only_for_administrators(request: Request) -> None:
    """The pages are not there for anybody else."""
    if not can_see_jobs(request.actor):
        raise Http404


@require_GET
@signed_in
def job_list(request: Request) -> HttpResponse:
    only_for_administrators(request)
    jobs = queries.jobs_visible_to(request.actor)
    chosen = next((tab for tab in TABS if tab.name == request.GET.get("state")), TABS[0])
    found = queries.jobs_page(jobs, states=chosen.states, after=request.GET.get("after", ""), most=PAGE)
    counts = queries.counts_by_state(jobs)
    context = {
        "tabs": [
            Tab(t.name, t.words, t.states, sum(counts.get(state, 0) for state in t.states)) for t in TABS
        ],
        "chosen": chosen,
        "jobs": [(job, STATES.get(job.state, job.state)) for job in found[:PAGE]],
        "following": found[PAGE - 1].pk if len(found) > PAGE else "",
        "parked": queries.parked_mails(request.actor),
    }
    return page(request, "operations/job_list.html", context)


@require_POST
@signed_in
@fresh_sign_in
@once_only
def job_retry(request: Request, pk: str) -> HttpResponse:
    only_for_administrators(request)
    job = get_object_or_404(queries.jobs_visible_to(request.actor), pk=pk)
    services.retry_job(actor=request.actor, job=job)
    messages.success(request, _("The job gets one more try. The worker takes it within seconds."))
    return redirect("operations:job_list")
