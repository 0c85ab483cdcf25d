"""Who is above whom: derived from the chart by SQL, for today into the cache tables, for other days on the fly.

A person's manager is the holder of the nearest *held* seat above; where the same person holds that too,
further up. Vacancies are walked through. Loops between people who hold several seats end by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, Q, QuerySet

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

# Nothing is known about the size of a recursive result; guessed small, a loop over it took half a minute.
_PLAN_FOR_MANY = "SELECT set_config('enable_nestloop', %(loops)s, true)"

# The derived tables are brought to what they should be by their differences: most changes move few rows.
_PLACEMENTS = (
    _MANAGERS
    + """, fresh AS MATERIALIZED (
    SELECT DISTINCT ON (h.person_id) h.person_id, h.seat_id, s.unit_id, m.above_id
      FROM held h JOIN people_seat s ON s.id = h.seat_id
      LEFT JOIN manager m ON m.seat_id = h.seat_id
     ORDER BY h.person_id, h.is_primary DESC, h.seat_id
), gone AS (
    DELETE FROM people_placement p WHERE NOT EXISTS (SELECT FROM fresh f WHERE f.person_id = p.person_id)
), moved AS (
    UPDATE people_placement p SET seat_id = f.seat_id, unit_id = f.unit_id, manager_id = f.above_id
      FROM fresh f
     WHERE f.person_id = p.person_id
       AND (p.seat_id, p.unit_id, p.manager_id) IS DISTINCT FROM (f.seat_id, f.unit_id, f.above_id)
)
INSERT INTO people_placement (person_id, seat_id, unit_id, manager_id)
SELECT f.person_id, f.seat_id, f.unit_id, f.above_id FROM fresh f
 WHERE NOT EXISTS (SELECT FROM people_placement p WHERE p.person_id = f.person_id)
"""
)

_REACH = (
    _MANAGERS
    + """, direct AS MATERIALIZED (
    SELECT DISTINCT above_id, below_id FROM manager
), reach AS (
    SELECT above_id, below_id, 1 AS depth FROM direct
    UNION
    SELECT d.above_id, r.below_id, r.depth + 1
      FROM reach r JOIN direct d ON d.below_id = r.above_id
     WHERE r.depth < %(deepest)s AND d.above_id <> r.below_id
), fresh AS MATERIALIZED (
    SELECT above_id, below_id, min(depth) AS depth FROM reach GROUP BY above_id, below_id
), gone AS (
    DELETE FROM people_reach p WHERE NOT EXISTS (
        SELECT FROM fresh f WHERE f.above_id = p.above_id AND f.below_id = p.below_id
    )
), moved AS (
    UPDATE people_reach p SET depth = f.depth FROM fresh f
     WHERE f.above_id = p.above_id AND f.below_id = p.below_id AND f.depth <> p.depth
)
INSERT INTO people_reach (above_id, below_id, depth)
SELECT f.above_id, f.below_id, f.depth FROM fresh f
 WHERE NOT EXISTS (SELECT FROM people_reach p WHERE p.above_id = f.above_id AND p.below_id = f.below_id)
"""
)

# Counted here, so that a page of the chart counts nobody: for the one at the top that is the whole company.
_SIZES = """
WITH counted AS (SELECT above_id AS person_id, count(*) AS below FROM people_reach GROUP BY above_id),
fresh AS (SELECT p.person_id, coalesce(c.below, 0) AS below FROM people_placement p LEFT JOIN counted c USING (person_id))
UPDATE people_placement p SET below = f.below FROM fresh f
 WHERE f.person_id = p.person_id AND p.below <> f.below
"""

# Found from those who left, who are fewer than the company: comparing every place with every line took 60 ms.
_LACKING = """
WITH deserted AS (
    SELECT h.seat_id FROM people_holding h JOIN people_person p ON p.id = h.person_id
     WHERE p.left_on = upper(h.during)
       AND NOT EXISTS (
           SELECT FROM people_holding n WHERE n.seat_id = h.seat_id AND n.during @> %(day)s::date
       )
), below AS (
    SELECT l.seat_id FROM people_line l JOIN deserted d ON d.seat_id = l.manager_seat_id
     WHERE l.kind = 'line' AND l.during @> %(day)s::date
), fresh AS (
    SELECT p.person_id, p.seat_id IN (SELECT seat_id FROM below) AS lacks_manager FROM people_placement p
)
UPDATE people_placement p SET lacks_manager = f.lacks_manager FROM fresh f
 WHERE f.person_id = p.person_id AND p.lacks_manager <> f.lacks_manager
"""

_TOPS = """
WITH led AS (
    SELECT DISTINCT seat_id FROM people_line WHERE kind = 'line' AND during @> %(day)s::date
), fresh AS (
    SELECT s.id, led.seat_id IS NULL AS is_top FROM people_seat s LEFT JOIN led ON led.seat_id = s.id
)
UPDATE people_seat s SET is_top = f.is_top FROM fresh f WHERE f.id = s.id AND s.is_top <> f.is_top
"""

# " name / titles and units": a blank begins every word, so that "% pet%" finds words that begin like this.
# The top unit is left out wherever there is one below it: everybody is in the company.
_WORDS = """
WITH held AS (
    SELECT h.person_id, h.seat_id, h.is_primary, s.title, s.unit_id
      FROM people_holding h JOIN people_seat s ON s.id = h.seat_id
     WHERE h.during @> %(day)s::date AND (%(person)s::bigint IS NULL OR h.person_id = %(person)s)
), path AS (
    SELECT u.id AS unit_id, string_agg(a.name, ' ' ORDER BY l.place DESC) AS names
      FROM people_unit u
      CROSS JOIN LATERAL unnest(u.lineage) WITH ORDINALITY AS l(id, place)
      JOIN people_unit a ON a.id = l.id
     WHERE l.place > 1 OR cardinality(u.lineage) = 1
     GROUP BY u.id
), words AS (
    SELECT person_id, string_agg(concat_ws(' ', title, names), ' ' ORDER BY is_primary DESC, seat_id) AS words
      FROM held LEFT JOIN path USING (unit_id) GROUP BY person_id
), fresh AS (
    SELECT p.id, people_search_form(concat(' ', p.name, ' / ', w.words)) AS text
      FROM people_person p LEFT JOIN words w ON w.person_id = p.id
     WHERE p.erased_at IS NULL AND (%(person)s::bigint IS NULL OR p.id = %(person)s)
)
UPDATE people_person p SET search_text = f.text FROM fresh f
 WHERE f.id = p.id AND p.search_text <> f.text
"""

_NEXT_CHANGE = """
SELECT min(day) FROM (
    SELECT lower(during) AS day FROM people_holding UNION ALL SELECT upper(during) FROM people_holding
    UNION ALL SELECT lower(during) FROM people_line UNION ALL SELECT upper(during) FROM people_line
) changes WHERE day > %(day)s
"""

_BELOW_ON = (
    _MANAGERS
    + """, down AS (
    SELECT below_id, 1 AS depth FROM manager WHERE above_id = %(person)s
    UNION
    SELECT m.below_id, d.depth + 1 FROM down d JOIN manager m ON m.above_id = d.below_id
     WHERE d.depth < %(deepest)s AND m.below_id <> %(person)s
)
SELECT below_id, min(depth) FROM down GROUP BY below_id ORDER BY 2
"""
)

_MANAGER_ON = (
    _MANAGERS
    + """
SELECT m.above_id FROM held h LEFT JOIN manager m ON m.seat_id = h.seat_id
 WHERE h.person_id = %(person)s ORDER BY h.is_primary DESC, h.seat_id LIMIT 1
"""
)

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
        _lock()  # before any row is touched: two such blocks take turns and never wait for each other's rows
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
    values: dict[str, date | int | None] = {"day": day, "deepest": DEEPEST, "person": None}
    _lock()
    with connection.cursor() as cursor:
        cursor.execute(_PLAN_FOR_MANY, {"loops": "off"})
        for statement in (_PLACEMENTS, _REACH, _SIZES, _LACKING, _TOPS, _WORDS):
            cursor.execute(statement, values)
        cursor.execute(_PLAN_FOR_MANY, {"loops": "on"})
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


def write_search_text(person_id: int, day: date) -> None:
    """Write anew what one person is found by; for changes of a name. Changes of the chart do it for everybody."""
    with connection.cursor() as cursor:
        cursor.execute(_WORDS, {"day": day, "person": person_id})


def is_fresh_on(day: date) -> Exists:
    """Whether no dated change has come into force since the last rebuild; asked along with another query."""
    return Exists(_in_force(day))


def _is_fresh(day: date) -> bool:
    return _in_force(day).exists()


def _in_force(day: date) -> QuerySet[CacheState]:
    lasts = Q(valid_until=None) | Q(valid_until__gt=day)
    return CacheState.objects.filter(lasts, id=1, built_for__lte=day)


def hold() -> None:
    """Until the transaction ends nobody else rebuilds, so whoever compares the chart with a file sees one chart."""
    _lock()


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [REBUILD_LOCK])


def above_on(person_id: int, day: date) -> dict[int, int]:
    """Everybody above a person on any day, past or future: {person id: depth}."""
    return dict(_asked(_ABOVE_ON, person_id, day))


def below_on(person_id: int, day: date) -> dict[int, int]:
    """Everybody below a person on any day: {person id: depth}."""
    return dict(_asked(_BELOW_ON, person_id, day))


def manager_on(person_id: int, day: date) -> int | None:
    """The manager by the primary seat on any day; None for nobody, and for people without a seat on that day."""
    rows = _asked(_MANAGER_ON, person_id, day)
    return rows[0][0] if rows else None


def _asked(question: str, person_id: int, day: date) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, {"day": day, "deepest": DEEPEST, "person": person_id})
        return list(cursor.fetchall())
