"""Django's session store over our own table: hashed keys, and the two limits of every session.

The row is loaded once a request, as before; whether it has lapsed is part of that query.
"""

from __future__ import annotations

import hashlib
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from alongside.core.outages import is_outage
from alongside.identity.models import Session

IDLE, ABSOLUTE = timedelta(days=7), timedelta(days=30)
SHARED_IDLE, SHARED_ABSOLUTE = timedelta(minutes=30), timedelta(hours=12)
# How often the time of the last use is written: seldom enough to cost nothing, often enough for the limit.
IDLE_STEP, SHARED_IDLE_STEP = timedelta(hours=1), timedelta(minutes=1)
TIMES = {"started_at", "touched_at"}


def digest_of_key(key: str | None) -> str:
    """What the table knows a session by."""
    return hashlib.sha256((key or "").encode()).hexdigest()


class SessionStore(DatabaseStore):
    """Sessions by hashed key. A session without an account is a sign-in under way: it lasts half an hour."""

    _before_touch: dict[str, Any] | None = None  # what it held when nothing but times of use was noted in it

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        found = Session.objects.filter(
            session_key=digest_of_key(self.session_key), expire_date__gt=timezone.now()
        ).first()
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(session_key=digest_of_key(session_key)).exists()

    def delete(self, session_key: str | None = None) -> None:
        Session.objects.filter(session_key=digest_of_key(session_key or self.session_key)).delete()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        account_id = data.get(SESSION_KEY)
        touched = self.moment("touched_at", data) or timezone.now()
        return Session(
            session_key=digest_of_key(self._get_or_create_session_key()),  # type: ignore[attr-defined]
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            account_id=int(account_id) if account_id else None,
            device_words=data.get("device_words", ""),
            is_shared=bool(data.get("is_shared")),
            started_at=self.moment("started_at", data),
            last_used_on=touched.date(),
        )

    def moment(self, name: str, data: dict[str, Any] | None = None) -> datetime | None:
        """A time kept in the session, or None."""
        value = (data if data is not None else self).get(name)
        return parse_datetime(value) if value else None

    def note(self, name: str, moment: datetime) -> None:
        """Keep a time in the session."""
        self[name] = moment.isoformat()

    @property
    def limits(self) -> tuple[timedelta, timedelta, timedelta]:
        """(idle, absolute, how often the last use is written) for this session."""
        if self.get("is_shared") or not self.get(SESSION_KEY):
            return SHARED_IDLE, SHARED_ABSOLUTE, SHARED_IDLE_STEP
        return IDLE, ABSOLUTE, IDLE_STEP

    def get_expiry_date(self, **kwargs: Any) -> datetime:
        idle, absolute, _ = self.limits
        touched = self.moment("touched_at") or timezone.now()
        return min(touched + idle, (self.moment("started_at") or touched) + absolute)

    def get_expiry_age(self, **kwargs: Any) -> int:
        return max(0, int((self.get_expiry_date() - timezone.now()).total_seconds()))

    def get_expire_at_browser_close(self) -> bool:
        return bool(self.get("is_shared"))

    def touch(self) -> None:
        """Note that the session was used, if the last note is old enough to matter."""
        now, (_, _, step), was_changed = timezone.now(), self.limits, self.modified
        touched = self.moment("touched_at")
        if self.moment("started_at") is None:
            self.note("started_at", now)
        if touched is None or now - touched >= step:
            self.note("touched_at", now)
        if self.modified and not was_changed:
            self._before_touch = self._without_times()

    def save(self, must_create: bool = False) -> None:
        """Where the database can only be read, pages are still read: a time of use that is lost ends a session sooner."""
        try:
            super().save(must_create)
        except UpdateError as problem:
            # "The session was deleted", says Django of whatever the database refused.
            refused = problem.__context__
            if refused is None or not is_outage(refused):
                raise
            if self._before_touch != self._without_times():
                raise refused from refused.__cause__

    def _without_times(self) -> dict[str, Any]:
        return deepcopy({name: value for name, value in self.items() if name not in TIMES})
