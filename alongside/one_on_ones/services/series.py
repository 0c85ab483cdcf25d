"""Starting, pausing and ending the 1:1s of a pair, and choosing their rhythm."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from alongside.audit.services import record
from alongside.core.actor import Actor
from alongside.core.errors import Invalid, Refused, Stale
from alongside.core.models import DataKey
from alongside.one_on_ones import rhythm
from alongside.one_on_ones.calendar_talks import tell_calendars
from alongside.one_on_ones.models import PastRhythm, Pause, Series
from alongside.one_on_ones.own_rules import check_first_day, checked_rule
from alongside.one_on_ones.policies import can_change_series
from alongside.one_on_ones.services.meetings import drop_untouched, plan_meetings
from alongside.people import queries as people
from alongside.people.calendar import today
from alongside.people.models import Person


@transaction.atomic
def start_series(*, actor: Actor, employee: Person) -> Series:
    """A manager starts 1:1s with somebody of their team. Starting twice gives the one that goes on.

    The rhythm is proposed (R1.1); the pair chooses day and time when it suits them.
    """
    team = list(people.team_of(actor).values_list("pk", flat=True))
    if employee.pk not in team:
        raise Refused(_("You can start 1:1s with the people of your team."))
    going_on = Series.objects.filter(manager_id=actor.me, employee=employee, ended_on=None).first()
    if going_on is not None:
        return going_on
    proposal = rhythm.propose(reports=len(team), paired_on=today(), today=today())
    try:
        with transaction.atomic():
            series = Series.objects.create(
                manager_id=actor.me,
                employee=employee,
                data_key=DataKey.fresh(),
                started_on=today(),
                cadence=proposal.cadence,
                minutes=proposal.minutes,
                time_zone=people.zone_of(people.me(actor)),
            )
    except IntegrityError:  # pressed in two tabs at once: the other one was faster
        return Series.objects.get(manager_id=actor.me, employee=employee, ended_on=None)
    record(actor, "one_on_ones.series_started", subject=series, concerns=both(series))
    return series


@transaction.atomic
def set_rhythm(
    *,
    actor: Actor,
    series: Series,
    cadence: str,
    first_on: date,
    starts_at: time,
    minutes: int,
    version: int,
    recurrence: str = "",
) -> Series:
    """Choose how often and when. Untouched future meetings follow; topics and agreements stay as they are.

    Raises Stale if the other one was faster, Invalid for a first day that is over or too far away and for a rule
    that can't be used.
    """
    can_change_series(actor, series).enforce()
    check_first_day(first_on)
    recurrence = _own_rule(cadence, recurrence, first_on)
    before = (series.cadence, series.recurrence, series.first_on)
    changed = Series.objects.filter(pk=series.pk, version=version).update(
        cadence=cadence,
        recurrence=recurrence,
        first_on=first_on,
        starts_at=starts_at,
        minutes=minutes,
        version=F("version") + 1,
    )
    series.refresh_from_db()
    if not changed:
        now = f"{series.cadence}, {series.starts_at}"
        raise Stale(yours=f"{cadence}, {starts_at}", current=now, version=series.version)
    _remember(series, *before)
    drop_untouched(series)
    record(actor, "one_on_ones.rhythm_set", subject=series, concerns=both(series))
    plan_meetings(actor=actor, series=series)
    tell_calendars(series)
    return series


@transaction.atomic
def pause_series(*, actor: Actor, series: Series, until: date | None) -> Pause:
    """Stop meeting for a while; `until` is the first day on which the rhythm goes on, None for open."""
    can_change_series(actor, series).enforce()
    if until is not None and until <= today():
        raise Invalid("until", _("Choose a day after today."))
    pause = Pause.objects.create(series=series, during=DateRange(today(), until), made_by_id=actor.me)
    drop_untouched(series)
    record(actor, "one_on_ones.series_paused", subject=series, concerns=both(series))
    plan_meetings(actor=actor, series=series)
    tell_calendars(series)
    return pause


@transaction.atomic
def resume_series(*, actor: Actor, series: Series) -> Series:
    """Go on with the rhythm from today."""
    can_change_series(actor, series).enforce()
    for pause in Pause.objects.filter(series=series, during__contains=today()):
        if pause.during.lower == today():
            pause.delete()
        else:
            pause.during = DateRange(pause.during.lower, today())
            pause.save(update_fields=["during"])
    record(actor, "one_on_ones.series_resumed", subject=series, concerns=both(series))
    plan_meetings(actor=actor, series=series)
    tell_calendars(series)
    return series


@transaction.atomic
def end_series(*, actor: Actor, series: Series) -> Series:
    """Both keep reading what they wrote; nothing new is planned or written."""
    can_change_series(actor, series).enforce()
    drop_untouched(series)
    series.ended_on = today()
    series.save(update_fields=["ended_on"])
    record(actor, "one_on_ones.series_ended", subject=series, concerns=both(series))
    tell_calendars(series)
    return series


@transaction.atomic
def choose_words_by_mail(*, actor: Actor, series: Series, wanted: bool) -> Series:
    """My own choice; words travel by mail only while both say yes."""
    can_change_series(actor, series).enforce()
    mine = "manager_wants_words_by_mail" if actor.me == series.manager_id else "employee_wants_words_by_mail"
    setattr(series, mine, wanted)
    series.save(update_fields=[mine])
    record(actor, "one_on_ones.words_by_mail_chosen", subject=series, concerns=both(series))
    return series


def _own_rule(cadence: str, recurrence: str, first_on: date) -> str:
    if cadence != Series.Cadence.CUSTOM:
        return ""
    rule = checked_rule(recurrence, datetime.combine(first_on, time()), ZoneInfo("UTC"))
    return rule.recurrence


def _remember(series: Series, cadence: str, recurrence: str, first_on: date | None) -> None:
    """Keep the rhythm that was in force, if it ever was: what was expected then is counted by it."""
    if first_on is not None and first_on < today():
        PastRhythm.objects.create(
            series=series, cadence=cadence, recurrence=recurrence, first_on=first_on, until=today()
        )


def both(series: Series) -> list[int]:
    return [series.manager_id, series.employee_id]
