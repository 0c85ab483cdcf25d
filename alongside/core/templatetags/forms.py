"""Tags for forms and labels: the once-key, and who can see what one is about to write."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from alongside.core.once import fresh_key

register = template.Library()


@register.simple_tag
def once_key() -> SafeString:
    """A hidden field that gives one press of this form one effect, however often it arrives."""
    return format_html('<input type="hidden" name="once" value="{}">', fresh_key())
