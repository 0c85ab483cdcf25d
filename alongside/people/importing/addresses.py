"""E-mail addresses as files hold them: display names, mailto links, capitals, and things that are no
address.
"""

import re

_LOCAL = r"[^\s@,;:<>()\[\]\"\\]+"
_DOMAIN = r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_](?:[\w-]{0,61}[^\W_])"
_ADDRESS = re.compile(rf"{_LOCAL}@{_DOMAIN}")
_WRAPPED = re.compile(r"[^<>]*<\s*(?:mailto:)?([^<>]+?)\s*>", re.IGNORECASE)
LONGEST = 254  # RFC 5321 4.5.3.1.3, less the angle brackets


def looks_like_email(text: str) -> bool:
    return "@" in text and len(text) < 1_000 and normal_email(text) is not None


def normal_email(text: str) -> str | None:
    """The address in lower case, or None where the text is no single usable address.

    The local part is lowered too: no mail system in use tells two people apart by its capitals.
    """
    if len(text) > 1_000:
        return None
    bare = text.strip()
    wrapped = _WRAPPED.fullmatch(bare)
    if wrapped:
        bare = wrapped[1]
    if bare[:7].lower() == "mailto:":
        bare = bare[7:]
    bare = bare.strip("'\" ").lower()
    local = bare.partition("@")[0]
    usable = len(bare) <= LONGEST and len(local) <= 64 and ".." not in bare
    if not usable or local.startswith(".") or local.endswith(".") or not _ADDRESS.fullmatch(bare):
        return None
    return text if bare == text else bare  # the same text twice is not kept twice
