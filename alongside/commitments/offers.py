"""What commitments offer: their kind, for audit, export and "Who can see this"."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from alongside.commitments import audiences, queries
from alongside.commitments.models import Commitment
from alongside.core.things import Kind

KINDS = [
    Kind(
        "commitments.commitment",
        Commitment,
        _("what was agreed"),
        queries.commitments_visible_to,
        audiences.COMMITMENT,
        lambda commitment: commitment.owner_id,
    ),
]
