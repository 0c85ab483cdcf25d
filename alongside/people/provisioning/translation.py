"""Between the protocol's user and ours."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from scim2_models import Meta, Reference

from alongside.people.provisioning import user as ours
from alongside.people.provisioning.schema import USER, Email, EnterpriseUser, Manager, Name, User


def to_ours(resource: Any) -> ours.User:
    """What a provider sent, as plain values. Absent is empty; an absent `active` is true."""
    name, extra = resource.name or Name(), resource[EnterpriseUser] or EnterpriseUser()
    return ours.User(
        user_name=resource.user_name or "",
        external_id=resource.external_id or "",
        given_name=name.given_name or "",
        family_name=name.family_name or "",
        formatted=name.formatted or "",
        display_name=resource.display_name or "",
        emails=tuple(_email(one) for one in resource.emails or [] if one.value),
        title=resource.title or "",
        language=resource.preferred_language or "",
        time_zone=resource.timezone or "",
        number=extra.employee_number or "",
        department=extra.department or "",
        division=extra.division or "",
        manager=(extra.manager.value if extra.manager else None) or "",
        active=resource.active is not False,
        leaves_active_open=resource.active is None,
    )


def to_protocol(held: ours.Held) -> Any:
    """One user as the server answers. The version is a digest of what is said, so it changes with it and only then."""
    said = held.user
    resource = USER(
        id=held.id,
        external_id=said.external_id or None,
        user_name=said.user_name,
        name=_name(said),
        display_name=said.display_name or None,
        title=said.title or None,
        preferred_language=said.language or None,
        timezone=said.time_zone or None,
        active=None if said.active and said.leaves_active_open else said.active,
        emails=[Email(**one) for one in said.emails] or None,
    )
    extra = EnterpriseUser(
        employee_number=said.number or None,
        division=said.division or None,
        department=said.department or None,
    )
    if said.manager:
        here = Reference[User[Any]](f"Users/{said.manager}") if held.manager_is_here else None
        extra.manager = Manager(value=said.manager, ref=here, display_name=held.manager_name or None)
    if extra.model_dump(exclude_none=True):
        resource[EnterpriseUser] = extra
    made, changed = held.moments
    resource.meta = Meta(resource_type="User", created=made, last_modified=changed, version=_version(held))
    return resource


def _name(said: ours.User) -> Name | None:
    if not (said.given_name or said.family_name or said.formatted):
        return None
    return Name(
        given_name=said.given_name or None,
        family_name=said.family_name or None,
        formatted=said.formatted or None,
    )


def _email(one: Any) -> dict[str, Any]:
    found = {"value": str(one.value), "type": one.type, "primary": one.primary}
    return {name: value for name, value in found.items() if value is not None}


def _version(held: ours.Held) -> str:
    said = json.dumps(
        [held.id, held.user.said(), held.user.active, held.user.manager, held.manager_name], sort_keys=True
    )
    return f'W/"{hashlib.sha256(said.encode()).hexdigest()[:24]}"'
