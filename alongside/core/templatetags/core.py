"""Tags of the look: icons and faces. Load with `{% load core %}`."""

from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

ICON_LIST = Path(__file__).resolve().parent.parent / "static" / "core" / "icons.txt"
POINTS_ALONG_THE_LINE = frozenset(
    {"arrow-right", "chevron-right", "send", "undo-2", "log-out", "list-checks"}
)
TONES = 6


@cache
def icon_names() -> frozenset[str]:
    """The names in the sprite."""
    lines = (line.partition("#")[0].strip() for line in ICON_LIST.read_text().splitlines())
    return frozenset(line for line in lines if line)


@register.simple_tag
def asset(path: str) -> str:
    """The address of one of our own static files: `{% static %}`, worked out once per process."""
    return _address_of(path)


@register.simple_tag
def icon(name: str, label: str = "", extra: str = "") -> SafeString:
    """An icon of the sprite, with `extra` classes; silent to screen readers unless it has a label of its own.

    Raises ValueError when the sprite has no icon of that name (see static/core/icons.txt).
    """
    return _labelled(name, label, extra) if label else _silent(name, extra)


@cache
def _silent(name: str, extra: str) -> SafeString:
    """Without a label an icon is always the same: a page has dozens of them."""
    return _drawn(name, extra, SafeString('aria-hidden="true"'))


def _labelled(name: str, label: str, extra: str) -> SafeString:
    return _drawn(name, extra, format_html('role="img" aria-label="{}"', label))


def _drawn(name: str, extra: str, spoken: SafeString) -> SafeString:
    if name not in icon_names():
        raise ValueError(f"No icon {name!r}: add it to static/core/icons.txt and run make vendor.")
    classes = " ".join(filter(None, ("icon", "mirrors" if name in POINTS_ALONG_THE_LINE else "", extra)))
    sprite = _address_of("core/icons.svg")
    return format_html('<svg class="{}" {}><use href="{}#{}"/></svg>', classes, spoken, sprite, name)


@cache
def _address_of(path: str) -> str:
    return static(path)


@register.filter
def initials(name: str) -> str:
    """Two letters for a name: of its first and last word, or the first letter of its only word."""
    words = [word for word in str(name).split() if word[:1].isalpha()]
    ends = words[:1] + words[-1:] if len(words) > 1 else words
    return "".join(word[0] for word in ends).upper()


@register.filter
def tone(key: object) -> int:
    """The colour (1 to 6) of somebody's face: the same for the same key on every page, machine and day."""
    return sha256(str(key).encode()).digest()[0] % TONES + 1


@register.simple_tag
def face(name: str, key: object = "", size: str = "", named: bool = False) -> SafeString:
    """Somebody's initials in their colour.

    `key` is what the colour hangs on (a person's id; the name when there is none); `size` is "", "small" or
    "large"; `named` speaks the name, for faces that stand without it.
    """
    spoken = format_html('role="img" aria-label="{}"', name) if named else SafeString('aria-hidden="true"')
    classes = f"face tone-{tone(key or name)}" + (f" {size}" if size else "")
    return format_html('<span class="{}" {}>{}</span>', classes, spoken, initials(name))


@register.filter
def first_of(items: Iterable[object], count: int) -> list[object]:
    """The first `count` of some items, of any iterable."""
    return [item for item, _ in zip(items, range(count), strict=False)]


@register.filter
def has_errors(fields: Mapping[str, object]) -> bool:
    """Whether a form's errors hold any that belong to a field."""
    return any(name != "__all__" for name in fields)
