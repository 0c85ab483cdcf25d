"""What somebody else gets at an address: the real page answers them. Nobody becomes them, and no answer is kept."""

from __future__ import annotations

from copy import copy
from urllib.parse import urlsplit

from django.db import transaction
from django.http import Http404, QueryDict
from django.urls import resolve

from alongside.core.actor import Door
from alongside.core.web import Request
from alongside.people.actors import actor_for
from alongside.people.models import Person


def gets_nothing(request: Request, url: str, person: Person) -> bool:
    """Whether the page at this address of ours is not there for the person, as for an address that never was.

    The page runs with the person's actor, an empty session and no input; what it writes is undone.
    """
    parts = urlsplit(url)
    asked = copy(request)
    asked.method, asked.path, asked.path_info = "GET", parts.path, parts.path
    asked.GET = QueryDict(parts.query)
    asked.actor = actor_for(person, door=Door.WEB)
    asked.session = {}  # type: ignore[assignment]
    page = resolve(parts.path)
    try:
        with transaction.atomic():
            page.func(asked, *page.args, **page.kwargs)
            transaction.set_rollback(True)
    except Http404:
        return True
    return False
