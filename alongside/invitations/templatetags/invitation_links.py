"""`{% welcome_path invitation_id %}`: the link is signed while the mail is written, and stored nowhere."""

from __future__ import annotations

from django import template

from alongside.invitations.links import path_for

register = template.Library()


@register.simple_tag
def welcome_path(invitation_id: int) -> str:
    return path_for(invitation_id)
