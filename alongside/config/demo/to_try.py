"""Whom to be first in the demo, and what they are good to try. Facts only; nothing here touches the database."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext_noop as _


class ToTry(NamedTuple):
    """One of the cast, as the terminal and the sign-in page list them; the page translates the words."""

    role: str
    name: str
    words: str


TO_TRY = (
    ToTry(
        "Manager", "Petra Novak", _("new to a team of seven: prepare, hold and close today's 1:1 with Eva")
    ),
    ToTry("Employee", "Eva Vermeer", _("the other side of that 1:1, best in a second browser")),
    ToTry(
        "Manager", "Kelly Barnes", _("supervises line 1: most of her team sign in with a number and a letter")
    ),
    ToTry(
        "Skip level",
        "Viktor Lind",
        _("leads Petra: talks across levels; nothing of Petra's 1:1s is to be seen"),
    ),
    ToTry(
        "HR partner", "Amara Okafor", _("supports engineering: what managers asked HR to remove, and no 1:1")
    ),
    ToTry(
        "HR operations", "Dele Adeyemi", _("loads the organisation file, invites in waves, prints letters")
    ),
    ToTry("Head of HR", "Ingrid Aalto", _("duties, HR partners, legal holds, requests to erase")),
    ToTry(
        "Administrator", "Mei Chen", _("sets up, looks after jobs, mails and sign-in; reads nobody's words")
    ),
)
