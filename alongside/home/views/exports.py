"""Lists to take along: one page for all of them."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET, require_POST

from alongside.core import exports
from alongside.core.web import Request, page, signed_in
from alongside.home import services
from alongside.identity.fresh import fresh_sign_in
from alongside.identity.limits import limited


@require_GET
@signed_in
def export_list(request: Request) -> HttpResponse:
    """Every list that is there for this person."""
    found = [listing for listing in exports.listings() if listing.may(request.actor)]
    return page(request, "home/export_list.html", {"listings": found})


@require_POST
@signed_in
@fresh_sign_in
@limited("export")
def export_create(request: Request, name: str) -> HttpResponse:
    """One file. Pressed twice it is two files, and both are recorded."""
    listing, kind = exports.listing_named(name, request.actor), request.POST.get("kind", exports.CSV)
    if listing is None or kind not in exports.TYPES:
        raise Http404
    rows = services.take_export(actor=request.actor, listing=listing, kind=kind)
    return exports.answer(listing, kind, rows)
