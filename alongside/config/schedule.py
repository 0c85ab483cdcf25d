"""All recurring work, in one place: name, task, when (server time, UTC)."""

from __future__ import annotations

from typing import Any

SCHEDULES: dict[str, dict[str, Any]] = {
    "carry-out-departures": {"task": "alongside.people.leaving.tasks.carry_out_departures", "every": 30},
    "close-old-duty-proposals": {"task": "alongside.people.duties.tasks.lapse_proposals", "every": 600},
    "forget-imports": {"task": "alongside.people.imports.tasks.forget_imports", "every": 24 * 3600},
    "forget-old-jobs": {"task": "alongside.operations.tasks.forget_old_jobs", "every": 24 * 3600},
    "forget-once-keys": {"task": "alongside.core.tasks.forget_once_keys", "every": 24 * 3600},
    "forget-lapsed-sign-ins": {"task": "alongside.identity.tasks.forget_old", "every": 3600},
    "read-mail": {"task": "alongside.notifications.tasks.read_mail", "every": 60},
    "refresh-invitations": {"task": "alongside.calendars.tasks.refresh_booked", "every": 3600},
    "seal-audit": {"task": "alongside.audit.tasks.seal", "every": 60},
    "forget-audit-months": {"task": "alongside.audit.tasks.forget_old_months", "every": 86_400},
    "open-handovers": {"task": "alongside.one_on_ones.tasks.open_handovers", "every": 3600},
    "release-months": {"task": "alongside.one_on_ones.tasks.release_months", "every": 24 * 3600},
    "purge-removed": {"task": "alongside.core.tasks.purge_removed", "every": 24 * 3600},
    "send-mail-of-the-day": {"task": "alongside.notifications.tasks.send_digests", "every": 15 * 60},
    "send-waiting-mail": {"task": "alongside.notifications.tasks.send_waiting", "every": 60},
    "keep-erasures": {"task": "alongside.records.tasks.keep_erasures", "every": 300},
    "forget-old-rows": {"task": "alongside.records.tasks.forget_old_rows", "every": 86_400},
    "forget-private-words": {"task": "alongside.one_on_ones.tasks.forget_private_words", "every": 86_400},
    "forget-old-versions": {"task": "alongside.one_on_ones.tasks.forget_old_versions", "every": 86_400},
    "send-waiting-webhooks": {"task": "alongside.webhooks.tasks.send_waiting", "every": 30},
    "forget-webhook-log": {"task": "alongside.webhooks.tasks.forget_log", "every": 86_400},
}
