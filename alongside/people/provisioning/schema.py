"""What this server serves, in the words of the protocol: users with the enterprise extension, and nothing else.

Only attributes that the directory has a use for are declared; others that a provider sends are ignored (RFC 7644,
3.3) and stored nowhere. Groups are not served: docs/decisions/0060 says why.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import EmailStr, Field
from scim2_models import (
    URN,
    AnyExtension,
    AuthenticationScheme,
    Bulk,
    CaseExact,
    ChangePassword,
    ComplexAttribute,
    ETag,
    Extension,
    External,
    Filter,
    Mutability,
    Patch,
    Reference,
    Required,
    Resource,
    ResourceType,
    ScimPolicy,
    ScimProvider,
    ServiceProviderConfig,
    Sort,
    Uniqueness,
)

MOST_RESULTS = 200
MOST_OPERATIONS = 500
LARGEST_BULK = 1_000_000  # bytes


class Name(ComplexAttribute):
    formatted: str | None = None
    family_name: str | None = None
    given_name: str | None = None


class Email(ComplexAttribute):
    value: EmailStr | None = None
    type: str | None = None
    primary: bool | None = None


class User(Resource[AnyExtension]):
    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:User")

    user_name: Annotated[str | None, Uniqueness.server, Required.true] = None
    name: Name | None = None
    Name: ClassVar[type[ComplexAttribute]] = Name
    display_name: str | None = None
    title: str | None = None
    preferred_language: str | None = None
    timezone: str | None = None
    active: bool | None = None
    emails: list[Email] | None = None
    Emails: ClassVar[type[ComplexAttribute]] = Email


class Manager(ComplexAttribute):
    value: Annotated[str | None, CaseExact.true] = None
    ref: Annotated[Reference[User] | None, Mutability.read_only] = Field(  # type: ignore[type-arg]
        None, serialization_alias="$ref", validation_alias="$ref"
    )
    display_name: Annotated[str | None, Mutability.read_only] = None


class EnterpriseUser(Extension):
    __schema__ = URN("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User")

    employee_number: str | None = None
    division: str | None = None
    department: str | None = None
    manager: Manager | None = None
    Manager: ClassVar[type[ComplexAttribute]] = Manager


BEARER = AuthenticationScheme(
    type=AuthenticationScheme.Type.oauthbearertoken,
    name="Provisioning token",
    description="Authorization: Bearer, with a token made in the administration of Alongside",
    spec_uri=Reference[External]("https://www.rfc-editor.org/rfc/rfc6750"),
    primary=True,
)
CONFIG = ServiceProviderConfig(
    patch=Patch(supported=True),
    bulk=Bulk(supported=True, max_operations=MOST_OPERATIONS, max_payload_size=LARGEST_BULK),
    filter=Filter(supported=True, max_results=MOST_RESULTS),
    change_password=ChangePassword(supported=False),
    sort=Sort(supported=False),
    etag=ETag(supported=True),
    authentication_schemes=[BEARER],
)
PROVIDER = ScimProvider(
    [User, EnterpriseUser],
    [ResourceType.from_resource(User[EnterpriseUser])],
    config=CONFIG,
    policy=ScimPolicy(unknown=ScimPolicy.Unknown.ignore),
)
USER = User[EnterpriseUser]
