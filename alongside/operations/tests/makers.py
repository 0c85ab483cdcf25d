"""Jobs and mails in every state."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django_ox.models import OxTask

from alongside.notifications.models import Message
from alongside.people.models import Person

CANARY = "zinnober-quittenmus"  # stands for somebody's words: it must not come out anywhere


def make_job(status: str = "FAILED", **fields: Any) -> OxTask:
    """A job with a canary in its arguments and in the text of its error."""
    now = timezone.now()
    values: dict[str, Any] = {
        "task_path": "alongside.core.tasks.purge_removed",
        "kwargs": {"words": CANARY},
        "errors": [{"exception_class_path": "builtins.ValueError", "traceback": f"ValueError: {CANARY}"}],
        "backend_name": "default",
        "attempts": 8,
        "max_attempts": 8,
        "enqueued_at": now - timedelta(minutes=5),
        "last_attempted_at": now,
        "finished_at": now,
    }
    return OxTask.objects.create(status=status, **(values | fields))


def make_mail(person: Person, state: str = Message.State.FAILED, **fields: Any) -> Message:
    """A mail about something, tried eight times."""
    values: dict[str, Any] = {
        "key": f"test-{Message.objects.count()}",
        "template": "notifications/email/digest",
        "context": {"news": [], "words": CANARY},
        "not_before": timezone.now(),
        "tries": 8,
        "problem": "SMTPServerDisconnected",
    }
    return Message.objects.create(person=person, state=state, **(values | fields))
