"""What holds for every answer under /api/: no HTML, and a tag to compare by."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from alongside.core.api import etag_of, missing_problem, problem

ROOT = "/api/"
LEAST_REFUSAL = 400
JSON = "application/json"


class ApiAnswersMiddleware:
    """Whoever speaks JSON to us is never answered in HTML: not by a wrong address, a wrong method or a breakdown."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(ROOT):
            return self.get_response(request)
        return self._answer(request)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if _is_no_json(request):
            return problem(415, "media_type", _("Send JSON: Content-Type: application/json."))
        response = _in_one_shape(self.get_response(request))
        for name, value in getattr(request, "rate", {}).items():
            response.headers[name] = value
        if request.method == "OPTIONS" or response.status_code >= LEAST_REFUSAL or not response.content:
            return response
        response.headers["ETag"] = etag_of(response.content)
        if request.method != "GET":
            return response
        return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response


def _is_no_json(request: HttpRequest) -> bool:
    has_body = request.headers.get("Content-Length", "0") not in {"", "0"}
    return has_body and request.content_type != JSON


def _in_one_shape(response: HttpResponse) -> HttpResponse:
    """The answer of Django or a library as a problem; headers such as Allow stay."""
    is_ours = response.headers.get("Content-Type", "").partition(";")[0].endswith("json")
    if response.status_code < LEAST_REFUSAL or is_ours:
        return response
    answer = _said(response)
    for name, value in response.headers.items():
        if name not in {"Content-Type", "Content-Length", "ETag"}:
            answer.headers.setdefault(name, value)
    return answer


def _said(response: HttpResponse) -> HttpResponse:
    if response.status_code == HTTPStatus.NOT_FOUND:
        return missing_problem()
    if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return problem(405, "method", _("This address does not know that method."))
    if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return problem(response.status_code, "broken", _("Something broke on our side. Nothing was changed."))
    return problem(response.status_code, "malformed", _("We could not read this request."))
