"""Pages as PDF. The library needs Pango from the system; the product starts and works without, and says so in words."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from alongside.core.errors import Refused

STYLE = Path(__file__).parent / "data" / "pdf.css"


def pdf_of(html: str) -> bytes:
    """A tagged PDF (PDF/UA-1) of a whole page without outside resources. Raises Refused where it can't be made here."""
    try:
        weasyprint = import_module(
            "weasyprint"
        )  # slow to load, and only here: at the first PDF, not at the start
    except OSError as missing:
        raise Refused(
            _(
                "PDF files can't be made on this server: the library Pango is missing. Ask whoever runs it to install it."
            )
        ) from missing
    look = weasyprint.CSS(string=STYLE.read_text())
    page = weasyprint.HTML(string=html, url_fetcher=_nothing)
    return bytes(page.write_pdf(pdf_variant="pdf/ua-1", stylesheets=[look]))


def pdf_page(request: HttpRequest, template: str, context: dict[str, Any], *, name: str) -> HttpResponse:
    """The answer to a request for a PDF, as a download of that name."""
    content = pdf_of(render_to_string(template, context, request))
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _nothing(url: str, *_args: object, **_options: object) -> dict[str, Any]:
    raise ValueError(f"a PDF fetches nothing: {url[:40]}")
