"""A 1:1: two people, the rhythm of their meetings, what they want to talk about, and what they wrote down."""

from alongside.one_on_ones.models.agenda import AgendaItem, LeftOut
from alongside.one_on_ones.models.handovers import HandedOn, Handover
from alongside.one_on_ones.models.meetings import Closing, Meeting, Rescheduling
from alongside.one_on_ones.models.notes import BlockVersion, NoteBlock
from alongside.one_on_ones.models.regularity import CallingOff, Contest, PastRhythm, Rating
from alongside.one_on_ones.models.releases import MonthRelease, PairMonth, UnitMonth
from alongside.one_on_ones.models.series import Pause, Series

__all__ = [
    "AgendaItem",
    "BlockVersion",
    "CallingOff",
    "Closing",
    "Contest",
    "HandedOn",
    "Handover",
    "LeftOut",
    "Meeting",
    "MonthRelease",
    "NoteBlock",
    "PairMonth",
    "PastRhythm",
    "Pause",
    "Rating",
    "Rescheduling",
    "Series",
    "UnitMonth",
]
