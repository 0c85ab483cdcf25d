"""The protocol's storage over queries and services: scim2-server calls it, and it decides nothing itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any, cast

from django.db import transaction
from django.db.models import QuerySet
from scim2_models import (
    ForbiddenException,
    InvalidValueException,
    NotFoundException,
    PreconditionFailedException,
    ScimFilter,
    UniquenessException,
)
from scim2_models.path import CompareOperator, Comparison
from scim2_server.storage import ScimStorage, SearchPage

from alongside.core.actor import Actor
from alongside.core.errors import Invalid, Refused
from alongside.people.models import Person
from alongside.people.provisioning import queries, services
from alongside.people.provisioning.services.users import Taken
from alongside.people.provisioning.translation import to_ours, to_protocol

CHUNK = 500


class DirectoryStorage(ScimStorage):
    """Users of one installation, for one request's actor."""

    def __init__(self, actor: Actor) -> None:
        self._actor = actor

    def get(self, resource_type: Any, resource_id: str, *, response_parameters: Any = None) -> Any:
        return to_protocol(queries.held(self._person(resource_id)))

    def search(self, resource_types: Any, search_request: Any, *, position: Any = None) -> SearchPage:
        """A plain equality of a name or an address goes by an index; any other filter reads every user."""
        start, count = search_request.start_index_0 or 0, search_request.count
        rows, wanted = self._narrowed(search_request.filter)
        if wanted is None:
            page = rows[start:] if count is None else rows[start : start + count]
            return SearchPage(rows.count(), [to_protocol(queries.held(person)) for person in page])
        found = [one for one in self._all(rows) if wanted.match(one)]
        return SearchPage(len(found), found[start:] if count is None else found[start : start + count])

    def create(self, resource_type: Any, resource: Any) -> Any:
        with _refusals():
            return to_protocol(services.create_user(actor=self._actor, user=to_ours(resource)))

    def update(self, resource_type: Any, resource: Any, *, expected_version: str | None = None) -> Any:
        person = self._person(resource.id)
        self._check(person, expected_version)
        with _refusals():
            return to_protocol(
                services.update_user(actor=self._actor, person_id=person.pk, user=to_ours(resource))
            )

    def delete(self, resource_type: Any, resource_id: str, *, expected_version: str | None = None) -> None:
        person = self._person(resource_id)
        self._check(person, expected_version)
        with _refusals():
            services.remove_user(actor=self._actor, person_id=person.pk)

    def operation(self) -> AbstractContextManager[None]:
        """All of one operation or nothing; in a bulk request the others go on."""
        return cast(AbstractContextManager[None], transaction.atomic())

    def _person(self, resource_id: str) -> Person:
        person = (
            queries.users_visible_to(self._actor).filter(pk=queries.person_id_in(resource_id) or 0).first()
        )
        if person is None:
            raise NotFoundException(detail=f"User {resource_id!r} not found")
        return person

    def _check(self, person: Person, expected_version: str | None) -> None:
        if (
            expected_version is not None
            and to_protocol(queries.held(person)).meta.version != expected_version
        ):
            raise PreconditionFailedException

    def _narrowed(
        self, scim_filter: ScimFilter[Any] | None
    ) -> tuple[QuerySet[Person], ScimFilter[Any] | None]:
        """(rows of the database, the filter that is still to be applied to them)."""
        everybody = queries.users_visible_to(self._actor)
        if scim_filter is None:
            return everybody, None
        node = scim_filter.ast
        if isinstance(node, Comparison) and node.op == CompareOperator.eq and isinstance(node.value, str):
            attribute = str(node.attr_path).rpartition(":")[2].casefold()
            rows = queries.by_equality(self._actor, attribute, node.value)
            if rows is not None:
                return rows, scim_filter
        return everybody, scim_filter

    def _all(self, rows: QuerySet[Person]) -> Iterator[Any]:
        return (to_protocol(queries.held(person)) for person in rows.iterator(chunk_size=CHUNK))


class _refusals:
    """What our services refuse, in the protocol's words."""

    def __enter__(self) -> None: ...

    def __exit__(self, kind: Any, problem: BaseException | None, trace: Any) -> None:
        if isinstance(problem, Taken):
            raise UniquenessException(detail=f"{problem.field}: {problem.reason}") from problem
        if isinstance(problem, Invalid):
            raise InvalidValueException(detail=f"{problem.field}: {problem.reason}") from problem
        if isinstance(problem, Refused):
            raise ForbiddenException(detail=str(problem.reason)) from problem
