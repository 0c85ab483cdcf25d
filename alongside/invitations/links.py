"""The link in an invitation: signed, never stored, good for one invitation and nothing else."""

from __future__ import annotations

from django.core.signing import BadSignature, Signer
from django.urls import reverse

_signer = Signer(salt="alongside.invitations")


def path_for(invitation_id: int) -> str:
    """The path of the welcome page. The row says whether it still works."""
    return reverse("invitations:welcome_create", args=[_signer.sign(str(invitation_id))])


def invitation_id_in(signed: str) -> int | None:
    """The invitation a link speaks of; None for anything we did not sign."""
    try:
        return int(_signer.unsign(signed))
    except (BadSignature, ValueError):
        return None
