"""Administration: one list of what is set up and what is still open, and the pages behind it."""

from __future__ import annotations

import smtplib
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMessage
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from alongside.core.web import Request, once_only, only_for, page, signed_in
from alongside.identity.fresh import fresh_sign_in
from alongside.people import queries
from alongside.people.company import checklist
from alongside.people.company import services as company
from alongside.people.forms.company import CompanyForm, OutsiderForm, SiteForm
from alongside.people.models import Company
from alongside.people.policies import can_set_up_company

COMPANY_FIELDS = ("name", "language", "time_zone", "small_hr", "second_factor_for_all", "version")


@require_GET
@signed_in
@only_for(can_set_up_company)
def checklist_detail(request: Request) -> HttpResponse:
    """What is set up, what is open, what comes next."""
    steps = checklist.steps_for(request.actor)
    context = {
        "steps": steps,
        "done": sum(step.done for step in steps),
        "next": next((s for s in steps if not s.done), None),
        "doors": checklist.doors_for(request.actor),
    }
    return page(request, "people/checklist_detail.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
@only_for(can_set_up_company)
@fresh_sign_in
@once_only
def company_update(request: Request) -> HttpResponse:
    current: Company = queries.company()
    form = CompanyForm(
        request.POST or None, initial={name: getattr(current, name) for name in COMPANY_FIELDS}
    )
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, _("The company"), form)
    company.update_company(actor=request.actor, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("people:checklist_detail")


@require_GET
@signed_in
@only_for(can_set_up_company)
def site_list(request: Request) -> HttpResponse:
    return page(request, "people/site_list.html", {"sites": queries.sites()})


@require_http_methods(["GET", "POST"])
@signed_in
@only_for(can_set_up_company)
@fresh_sign_in
@once_only
def site_save(request: Request, pk: int | None = None) -> HttpResponse:
    """Add a site, or change one."""
    site = get_object_or_404(queries.sites(), pk=pk) if pk else None
    form = SiteForm(request.POST or None, instance=site)
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, _("A site"), form)
    company.save_site(actor=request.actor, site=site, **form.cleaned_data)
    return redirect("people:site_list")


@require_http_methods(["GET", "POST"])
@signed_in
@only_for(can_set_up_company)
@fresh_sign_in
@once_only
def outsider_list(request: Request) -> HttpResponse:
    """Who steps in from outside; naming somebody replaces the one before."""
    form = OutsiderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        company.name_outsider(actor=request.actor, **form.cleaned_data)
        return redirect("people:outsider_list")
    context = {"form": form, "outsiders": queries.outsiders()}
    return page(request, "people/outsider_list.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in
@only_for(can_set_up_company)
@fresh_sign_in
def mail_test(request: Request) -> HttpResponse:
    """Send one mail to oneself and say what the mail server answered. Twice sends two, so no once-key."""
    to = queries.me(request.actor).email or ""
    answer = _send_test(request, to) if request.method == "POST" else None
    context = {
        "to": to,
        "answer": answer,
        "server": settings.MAIL_URL.hostname or "",
        "sender": settings.DEFAULT_FROM_EMAIL,
    }
    return page(request, "people/mail_test.html", context)


def _send_test(request: Request, to: str) -> dict[str, object]:
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    mail = EmailMessage(
        subject=_("A test from Alongside"),
        body=_("If you can read this, mail from Alongside arrives. Sent from %(host)s.") % {"host": host},
        to=[to],
    )
    try:
        mail.send()
    except (OSError, smtplib.SMTPException) as problem:
        return {"sent": False, "words": f"{type(problem).__name__}: {problem}"}
    company.note_mail_test(actor=request.actor)
    return {"sent": True, "words": ""}


def _form_page(request: Request, title: str, form: Any) -> HttpResponse:
    context = {"form": form, "title": title}
    return page(request, "people/administration_form.html", context, status=422 if form.errors else 200)
