"""The agenda of the next talk on paper."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from alongside.commitments.agreed import agreed_before
from alongside.core.pdf import pdf_page
from alongside.core.web import Request, signed_in
from alongside.identity.fresh import fresh_sign_in_after
from alongside.identity.limits import limited
from alongside.one_on_ones import queries, services
from alongside.one_on_ones.views.shown import series_or_404


@require_GET
@signed_in
@fresh_sign_in_after(series_or_404)
@limited("export")
def agenda_pdf(request: Request, pk: int) -> HttpResponse:
    """What both want to talk about, and what is open between them, with room to write; one's own private lines too."""
    series, actor = series_or_404(request, pk), request.actor
    meeting = queries.next_meeting(actor, series)
    agenda = services.print_agenda(actor=actor, series=series, meeting=meeting)
    agreed = agreed_before(actor, kind="one_on_ones.series", key=series.pk)
    context = {
        "other": series.other(actor.person_id),
        "actor": actor,
        "meeting": meeting,
        "parts": [part for part in agenda.parts if part.lines],
        "has_private": any(line.is_private for part in agenda.parts for line in part.lines),
        "agreed": [row for row in agreed if row.is_open],
    }
    return pdf_page(request, "one_on_ones/agenda_pdf.html", context, name="agenda")
