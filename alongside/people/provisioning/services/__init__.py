"""What an identity provider may do: add, change and remove users; and the tokens that let it."""

from alongside.people.provisioning.services.tokens import (
    create_provisioning_token,
    end_provisioning_token,
)
from alongside.people.provisioning.services.users import create_user, remove_user, update_user

__all__ = [
    "create_provisioning_token",
    "create_user",
    "end_provisioning_token",
    "remove_user",
    "update_user",
]
