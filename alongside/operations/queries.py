"""Reading the state of the machine: jobs, mails, schedules, backups. References and numbers, never words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Max, Min, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Coalesce, Now
from django.utils import timezone
from django_ox.models import OxScheduleTick, OxTask

from alongside.core.actor import Actor
from alongside.core.models import DataKey
from alongside.notifications.models import Message
from alongside.notifications.services import SET_ASIDE
from alongside.operations.models import Backup
from alongside.operations.policies import can_see_jobs

FAILED = (OxTask.Status.FAILED, OxTask.Status.LOST)
PARKED = SET_ASIDE
LAST_ERROR = KeyTextTransform("exception_class_path", KeyTransform(-1, "errors"))
# Never the arguments and never the trace: what is not loaded cannot be shown.
SHOWN = ("pk", "task_path", "status", "attempts", "enqueued_at", "last_attempted_at", "run_after")


@dataclass(frozen=True)
class Job:
    """A task of the queue as an administrator sees it. `error` is the class of the last error, or empty."""

    pk: str
    name: str
    state: str
    attempts: int
    at: datetime
    error: str
    can_be_retried: bool


def jobs_visible_to(actor: Actor) -> QuerySet[OxTask]:
    """All jobs for administrators, none for others."""
    return OxTask.objects.all() if can_see_jobs(actor) else OxTask.objects.none()


def all_jobs() -> QuerySet[OxTask]:
    """For the supporter's page, whose own policy stands before it."""
    return OxTask.objects.all()


def jobs_page(jobs: QuerySet[OxTask], *, states: tuple[str, ...], after: str, most: int) -> list[Job]:
    """At most `most` + 1 jobs in these states, newest first; `after` is the key of the last one seen."""
    found = jobs.filter(status__in=states)
    mark = jobs.filter(pk=after).values_list("enqueued_at", "pk").first() if after else None
    if mark:
        found = found.filter(Q(enqueued_at__lt=mark[0]) | Q(enqueued_at=mark[0], pk__lt=mark[1]))
    rows = found.order_by("-enqueued_at", "-pk").values(*SHOWN, error=LAST_ERROR)[: most + 1]
    return [_job(row) for row in rows]


def counts_by_state(jobs: QuerySet[OxTask]) -> dict[str, int]:
    """State -> how many jobs."""
    return dict(jobs.values_list("status").annotate(count=Count("pk")).order_by())


def mails_visible_to(actor: Actor) -> QuerySet[Message]:
    """Mails that were given up or still wait, for administrators: to whom and since when, not what they say."""
    if not can_see_jobs(actor):
        return Message.objects.none()
    return Message.objects.filter(state__in=[*PARKED, Message.State.WAITING, Message.State.SENDING]).exclude(
        tries=0, problem=""
    )


def mails_in_quiet_hours(actor: Actor) -> tuple[int, datetime | None]:
    """How many mails wait for the working hours of their readers, for administrators, and when the first leaves."""
    if not can_see_jobs(actor):
        return 0, None
    asleep = Message.objects.filter(state=Message.State.WAITING, tries=0, problem="", not_before__gt=Now())
    found = asleep.aggregate(waiting=Count("pk"), first=Min("not_before"))
    return found["waiting"], found["first"]


def mails_page(mails: QuerySet[Message], *, before: int | None, most: int) -> list[Message]:
    """At most `most` + 1 of them with their readers, newest first."""
    found = mails.filter(pk__lt=before) if before else mails
    seen = found.select_related("person").only("state", "tries", "problem", "not_before", "person__name")
    return list(seen.order_by("-pk")[: most + 1])


def mails_by_problem(*, most: int) -> list[tuple[str, str, int]]:
    """(state, kind of problem, how many): for the supporter's page, which says to whom of none."""
    rows = Message.objects.values_list("state", "problem").annotate(count=Count("pk")).order_by("state")
    return list(rows[:most])


def parked_mails(actor: Actor) -> int:
    """How many mails were set aside, for administrators."""
    return mails_visible_to(actor).filter(state__in=PARKED).count()


@dataclass(frozen=True)
class Figures:
    """What the database says about the machine at one moment. Ages are seconds; None where there is nothing yet."""

    jobs: dict[str, int]
    jobs_due: int
    oldest_due_seconds: float | None
    mails: dict[str, int]
    oldest_mail_seconds: float | None
    unsealed_seconds: float
    chart_days_behind: int | None
    last_tick_seconds: float | None
    backup_seconds: float | None


def figures() -> Figures:
    """Seven queries, however much is stored."""
    now = timezone.now()
    due = OxTask.objects.filter(status=OxTask.Status.READY).filter(
        Q(run_after__isnull=True) | Q(run_after__lte=now)
    )
    waiting = due.aggregate(count=Count("pk"), oldest=Min(Coalesce("run_after", "enqueued_at")))
    mails = Message.objects.filter(state=Message.State.WAITING, not_before__lte=now)
    return Figures(
        jobs=dict(OxTask.objects.values_list("status").annotate(count=Count("pk")).order_by()),
        jobs_due=waiting["count"],
        oldest_due_seconds=_age(waiting["oldest"], now),
        mails=dict(Message.objects.values_list("state").annotate(count=Count("pk")).order_by()),
        oldest_mail_seconds=_age(mails.aggregate(oldest=Min("not_before"))["oldest"], now),
        unsealed_seconds=unsealed_seconds(),
        chart_days_behind=chart_days_behind(),
        last_tick_seconds=_age(OxScheduleTick.objects.aggregate(last=Max("created_at"))["last"], now),
        backup_seconds=_age(last_backup(), now),
    )


def last_ticks() -> dict[str, datetime]:
    """Name of a schedule -> when the worker last took it up."""
    rows = OxScheduleTick.objects.values_list("schedule_name").annotate(last=Max("created_at"))
    return dict(rows.order_by())


def last_backup() -> datetime | None:
    found: datetime | None = Backup.objects.aggregate(last=Max("made_at"))["last"]
    return found


def ring_names_in_use() -> set[str]:
    """Names of the ring keys without which stored words can't be opened any more."""
    return set(DataKey.objects.values_list("ring_key", flat=True).distinct())


def a_data_key(ring_key: str) -> DataKey | None:
    """Some key that this ring key wraps, to try it."""
    return DataKey.objects.filter(ring_key=ring_key).first()


def unsealed_seconds() -> float:
    """How old the oldest audit entry is that no seal covers; 0 when all are sealed."""
    return _number(
        "SELECT greatest(coalesce(extract(epoch FROM clock_timestamp() - min(at)), 0), 0) FROM audit_auditentry"
        " WHERE id > coalesce((SELECT max(last_id) FROM audit_seal), 0)"
    )


def chart_days_behind() -> int | None:
    """0 while who is above whom is today's; None before anything was derived."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT CASE WHEN valid_until IS NULL OR valid_until > current_date THEN 0"
            " ELSE current_date - valid_until + 1 END FROM people_cachestate"
        )
        row = cursor.fetchone()
    return int(row[0]) if row else None


def database_facts() -> dict[str, Any]:
    """Version, role, clock and what the role may do, in the database's own words."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version_num')::int, current_user, extract(epoch FROM clock_timestamp()),"
            " (SELECT rolsuper FROM pg_roles WHERE rolname = current_user),"
            " has_table_privilege('audit_auditentry', 'UPDATE') OR has_table_privilege('audit_auditentry', 'DELETE'),"
            " has_table_privilege('audit_auditentry', 'INSERT') AND has_table_privilege('people_person', 'UPDATE'),"
            " has_schema_privilege('public', 'CREATE')"
        )
        names = ("version", "role", "clock", "is_superuser", "rewrites_audit", "can_work", "changes_tables")
        return dict(zip(names, cursor.fetchone(), strict=True))


def _number(statement: str) -> float:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return float(cursor.fetchone()[0])


def _age(moment: datetime | None, now: datetime) -> float | None:
    return max(0.0, (now - moment).total_seconds()) if moment is not None else None


def _job(row: dict[str, Any]) -> Job:
    return Job(
        pk=str(row["pk"]),
        name=row["task_path"].removeprefix("alongside."),
        state=row["status"],
        attempts=row["attempts"],
        at=row["last_attempted_at"] or row["run_after"] or row["enqueued_at"],
        error=(row["error"] or "").rpartition(".")[2],
        can_be_retried=row["status"] in FAILED,
    )
