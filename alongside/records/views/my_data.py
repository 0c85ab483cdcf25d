"""My data: what is held about me, to take along; and asking to be forgotten."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alongside.core.pdf import pdf_page
from alongside.core.web import Request, once_only, page, signed_in
from alongside.identity import limits
from alongside.identity.fresh import fresh_sign_in
from alongside.people.queries import me
from alongside.records import policies, services
from alongside.records.export import Document
from alongside.records.held import held_about
from alongside.records.queries import requests as queries

FILE = "my-data"


@require_GET
@signed_in
def my_data(request: Request) -> HttpResponse:
    """How much of what is held, both downloads, and my requests."""
    requests = list(queries.my_requests(request.actor))
    context = {
        "held": held_about(me(request.actor)),
        "requests": requests,
        "has_open": any(one.is_open for one in requests),
        "answers": bool(policies.can_see_requests(request.actor)),
        "holds": bool(policies.can_see_holds(request.actor)),
    }
    return page(request, "records/my_data.html", context)


@require_GET
@signed_in
@fresh_sign_in
def my_data_json(request: Request) -> HttpResponse:
    """Everything, for programs."""
    headers = {"Content-Disposition": f'attachment; filename="{FILE}.json"'}
    return JsonResponse(
        _document(request), json_dumps_params={"ensure_ascii": False, "indent": 2}, headers=headers
    )


@require_GET
@signed_in
@fresh_sign_in
def my_data_pdf(request: Request) -> HttpResponse:
    """Everything, for people."""
    return pdf_page(request, "records/my_data_pdf.html", {"document": _document(request)}, name=FILE)


def _document(request: Request) -> Document:
    limits.take("export", f"person-{request.actor.me}")
    return services.export_my_data(actor=request.actor, person=me(request.actor))


@require_POST
@signed_in
@fresh_sign_in
@once_only
def erasure_request_create(request: Request) -> HttpResponse:
    services.ask_for_erasure(actor=request.actor, person=me(request.actor))
    messages.success(request, _("HR has your request and answers within a month."))
    return redirect("records:my_data")


@require_POST
@signed_in
@once_only
def erasure_request_delete(request: Request, pk: int) -> HttpResponse:
    asked = get_object_or_404(queries.my_requests(request.actor), pk=pk)
    services.withdraw_request(actor=request.actor, request=asked)
    messages.success(request, _("Your request is taken back."))
    return redirect("records:my_data")
