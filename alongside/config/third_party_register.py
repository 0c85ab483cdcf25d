"""The personal-data register of tables that belong to libraries: the same questions, answered for them here."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from alongside.core.register import Erasure, Register, directory, technical


def _machinery(*columns: str) -> dict[str, Any]:
    return dict.fromkeys(columns, technical())


def _forgotten(*columns: str) -> dict[str, Any]:
    return dict.fromkeys(columns, technical(erasure=Erasure.DELETE))


_NOT_USED = _("nothing: Django brings this table, and Alongside leaves it empty")
_QUEUE = _("work that waits for the worker: numbers and keys, never words")

THIRD_PARTY: dict[str, Register] = {
    "account.EmailAddress": Register(
        subjects=("user.person",),
        what=_("the addresses you can sign in with"),
        email=directory(_("To sign you in and to write to you"), erasure=Erasure.DELETE),
        **_machinery("id", "user", "verified", "primary"),
    ),
    "account.EmailConfirmation": Register(
        what=_("links that prove an address"), **_forgotten("id", "email_address", "created", "sent", "key")
    ),
    "mfa.Authenticator": Register(
        subjects=("user.person",),
        what=_("your second step when you sign in"),
        type=directory(_("To know how you prove who you are"), erasure=Erasure.DELETE),
        created_at=directory(_("So that you recognise it"), erasure=Erasure.DELETE),
        last_used_at=directory(_("So that you notice use that was not yours"), erasure=Erasure.DELETE),
        **_forgotten("id", "user", "data"),
    ),
    "django_ox.OxTask": Register(
        what=_QUEUE,
        **_machinery(
            "id", "task_path", "args", "kwargs", "queue_name", "priority", "takes_context", "backend_name", "status",
            "run_after", "attempts", "max_attempts", "return_value", "errors", "worker_ids", "enqueued_at",
            "started_at", "last_attempted_at", "finished_at", "locked_by", "locked_at", "lease_expires_at",
            "lease_epoch",
        ),
    ),
    "django_ox.OxSchedule": Register(
        what=_QUEUE,
        **_machinery(
            "id", "name", "task_key", "trigger", "cron", "every_seconds", "phase_seconds", "arguments", "enabled",
            "start_time", "boundary_for", "boundary_generation", "end_time", "starting_deadline_seconds",
            "created_at", "updated_at",
        ),
    ),
    "django_ox.OxScheduleTick": Register(
        what=_QUEUE, **_machinery("id", "schedule_name", "scheduled_for", "task", "created_at")
    ),
    "django_ox.OxScheduleChange": Register(what=_QUEUE, **_machinery("id", "changed_at")),
    "auth.Permission": Register(what=_NOT_USED, **_machinery("id", "name", "content_type", "codename")),
    "auth.Group": Register(what=_NOT_USED, **_machinery("id", "name")),
    "auth.Group_permissions": Register(what=_NOT_USED, **_machinery("id", "group", "permission")),
    "contenttypes.ContentType": Register(what=_NOT_USED, **_machinery("id", "app_label", "model")),
}  # fmt: skip
