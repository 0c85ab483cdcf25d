"""What programs can do here, read from the same description that programs read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.http import require_GET

from alongside.config.api import api, area_of
from alongside.core.web import Request, page, signed_in
from alongside.identity.scopes import AREAS, READ, WRITE

EXAMPLE = 'curl -H "Authorization: Bearer alongside_..." %s/api/v1/me'


@dataclass(frozen=True)
class Operation:
    """One line of the guide. `scope` is what a token needs."""

    method: str
    path: str
    words: str
    scope: str


@require_GET
@signed_in
def api_guide(request: Request) -> HttpResponse:
    """Every operation, by area."""
    operations = list(_operations())
    areas = [
        (area, words, [one for one in operations if one.scope.startswith(area)])
        for area, words in AREAS.items()
    ]
    return page(request, "config/api_guide.html", {"areas": areas, "example": EXAMPLE % settings.BASE_URL})


def _operations() -> Iterator[Operation]:
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, operation in methods.items():
            may = READ if method == "get" else WRITE
            yield Operation(method.upper(), path, operation.get("summary", ""), f"{area_of(path)}:{may}")
