"""Who is above whom: derived from the chart by SQL, for today into the cache tables, for other days on the fly.

A person's manager is the holder of the nearest *held* seat above; where the same person holds that too,
further up. Vacancies are walked through. Loops between people who hold several seats end by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

from django.db import connection, transaction

from alongside.people.models import CacheState

DEEPEST = 60  # a chain longer than this is a loop in the data
REBUILD_LOCK = 7_301_002

_put_off: ContextVar[bool] = ContextVar("rebuild_put_off", default=False)

# Per held seat: walk up through vacant seats and own seats to the first seat that somebody else holds.
_MANAGERS = """
WITH RECURSIVE held AS (
    SELECT seat_id, person_id, is_primary FROM people_holding WHERE during @> %(day)s::date
), line AS (
    SELECT seat_id, manager_seat_id FROM people_line WHERE kind = 'line' AND during @> %(day)s::date
), walk AS (
    SELECT h.seat_id, h.person_id, h.is_primary, l.manager_seat_id AS above_seat, 1 AS steps
      FROM held h JOIN line l ON l.seat_id = h.seat_id
    UNION ALL
    SELECT w.seat_id, w.person_id, w.is_primary, l.manager_seat_id, w.steps + 1
      FROM walk w JOIN line l ON l.seat_id = w.above_seat
      LEFT JOIN held up ON up.seat_id = w.above_seat
     WHERE (up.person_id IS NULL OR up.person_id = w.person_id) AND w.steps < %(deepest)s
), manager AS (
    SELECT w.seat_id, w.person_id AS below_id, w.is_primary, up.person_id AS above_id
      FROM walk w JOIN held up ON up.seat_id = w.above_seat AND up.person_id <> w.person_id
)
"""

_PLACEMENTS = (
    "INSERT INTO people_placement (person_id, seat_id, unit_id, manager_id) "
    + _MANAGERS
    + """
SELECT DISTINCT ON (h.person_id) h.person_id, h.seat_id, s.unit_id, m.above_id
  FROM held h JOIN people_seat s ON s.id = h.seat_id
  LEFT JOIN manager m ON m.seat_id = h.seat_id
 ORDER BY h.person_id, h.is_primary DESC, h.seat_id
"""
)

_REACH = (
    "INSERT INTO people_reach (above_id, below_id, depth) "
    + _MANAGERS.replace("manager AS (", "manager AS MATERIALIZED (")
    + """, reach AS (
    SELECT above_id, below_id, 1 AS depth FROM (SELECT DISTINCT above_id, below_id FROM manager) direct
    UNION
    SELECT m.above_id, r.below_id, r.depth + 1
      FROM reach r JOIN (SELECT DISTINCT above_id, below_id FROM manager) m ON m.below_id = r.above_id
     WHERE r.depth < %(deepest)s AND m.above_id <> r.below_id
)
SELECT above_id, below_id, min(depth) FROM reach GROUP BY above_id, below_id
"""
)

_NEXT_CHANGE = """
SELECT min(day) FROM (
    SELECT lower(during) AS day FROM people_holding UNION ALL SELECT upper(during) FROM people_holding
    UNION ALL SELECT lower(during) FROM people_line UNION ALL SELECT upper(during) FROM people_line
) changes WHERE day > %(day)s
"""

_ABOVE_ON = (
    _MANAGERS
    + """, up AS (
    SELECT above_id, 1 AS depth FROM manager WHERE below_id = %(person)s
    UNION
    SELECT m.above_id, u.depth + 1 FROM up u JOIN manager m ON m.below_id = u.above_id
     WHERE u.depth < %(deepest)s AND m.above_id <> %(person)s
)
SELECT above_id, min(depth) FROM up GROUP BY above_id ORDER BY 2
"""
)


@contextmanager
def one_rebuild(day: date) -> Iterator[None]:
    """Many changes to the chart in one transaction, and one rebuild at its end: for imports and made-up companies.

    Inside the block permission still answers from before it, so only the system works there.
    """
    with transaction.atomic():
        token = _put_off.set(True)
        try:
            yield
        finally:
            _put_off.reset(token)
        rebuild(day)


@transaction.atomic
def rebuild(day: date) -> None:
    """Derive placements and reach for this day. Call it in the transaction of every change to the chart."""
    if _put_off.get():
        return
    values: dict[str, date | int] = {"day": day, "deepest": DEEPEST}
    _lock()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_placement")
        cursor.execute("DELETE FROM people_reach")
        cursor.execute(_PLACEMENTS, values)
        cursor.execute(_REACH, values)
        cursor.execute(_NEXT_CHANGE, values)
        row = cursor.fetchone()
    CacheState.objects.update_or_create(
        id=1, defaults={"built_for": day, "valid_until": row[0] if row else None}
    )


def ensure_fresh(day: date) -> None:
    """Rebuild before answering if a dated change has come into force; stale access is never served."""
    if _is_fresh(day):
        return
    with transaction.atomic():
        _lock()
        if not _is_fresh(day):  # the first one through the lock did the work for all who waited
            rebuild(day)


def _is_fresh(day: date) -> bool:
    state = CacheState.objects.filter(id=1).first()
    if state is None or day < state.built_for:
        return False
    return state.valid_until is None or day < state.valid_until


def hold() -> None:
    """Until the transaction ends nobody else rebuilds, so whoever compares the chart with a file sees one chart."""
    _lock()


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [REBUILD_LOCK])


def above_on(person_id: int, day: date) -> dict[int, int]:
    """Everybody above a person on any day, past or future: {person id: depth}."""
    with connection.cursor() as cursor:
        cursor.execute(_ABOVE_ON, {"day": day, "deepest": DEEPEST, "person": person_id})
        return dict(cursor.fetchall())
