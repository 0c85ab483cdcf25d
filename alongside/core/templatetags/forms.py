"""Tags for forms and labels: the once-key, and who can see what one is about to write."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from alongside.core.once import fresh_key

register = template.Library()


@register.simple_tag
def once_key() -> SafeString:
    """A hidden field that gives one press of this form one effect, however often it arrives."""
    return format_html('<input type="hidden" name="once" value="{}">', fresh_key())


@register.simple_tag
def moment(iso: str) -> str:
    """An instant stored as ISO text, in the reader's zone and language (mail contexts hold text only)."""
    local = timezone.localtime(datetime.fromisoformat(iso))
    return date_format(local, "DATETIME_FORMAT")
