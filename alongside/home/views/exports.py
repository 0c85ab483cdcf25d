"""Lists to take along: one page for all of them."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET, require_POST

from alongside.core import exports
from alongside.core.web import Request, page, signed_in
from alongside.home import services
from alongside.identity.fresh import fresh_sign_in_after
from alongside.identity.limits import limited


@require_GET
@signed_in
def export_list(request: Request) -> HttpResponse:
    """Every list that is there for this person."""
    found = [one for one in exports.listings() if one.is_whole and one.may(request.actor)]
    return page(request, "home/export_list.html", {"listings": found})


def _listing_or_404(request: Request, name: str) -> exports.Listing:
    listing = exports.listing_named(name, request.actor, request.POST.get("part", ""))
    if listing is None:
        raise Http404
    return listing


@require_POST
@signed_in
@fresh_sign_in_after(_listing_or_404)
@limited("export")
def export_create(request: Request, name: str) -> HttpResponse:
    """One file. Pressed twice it is two files, and both are recorded."""
    listing, kind = _listing_or_404(request, name), request.POST.get("kind", exports.CSV)
    if kind not in exports.TYPES:
        raise Http404
    rows = services.take_export(actor=request.actor, listing=listing, kind=kind)
    return exports.answer(listing, kind, rows)
