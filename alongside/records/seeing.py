"""Who sees a kind of record, in words, from its register."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alongside.core.register import DataClass, Register

WHO_SEES: dict[DataClass, str | Promise] = {
    DataClass.C0: _("everybody in the company"),
    DataClass.C1: _("everybody in the company"),
    DataClass.C2: _("you and the one person you share it with"),
    DataClass.C3: _("only you"),
    DataClass.C4: _("you and the people who work on the case"),
    DataClass.C5: _("only the people you turned to"),
}


def seen_by(register: Register) -> str | Promise:
    """In one phrase: what the register says, or what its most widely seen column says by its class."""
    return register.seen_by or WHO_SEES[widest(register)]


def widest(register: Register) -> DataClass:
    """The class of the most widely seen column; C5 where there is none."""
    return min(
        (entry.data_class for entry in register.values() if entry.data_class != DataClass.TECHNICAL),
        default=DataClass.C5,
    )
