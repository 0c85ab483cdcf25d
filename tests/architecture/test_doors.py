"""Doors are thin: they load through queries, change through services, and are told who acts."""

from __future__ import annotations

import pytest
from django.apps import apps

from alongside.core.encrypted import EncryptedText
from tests.house import doors
from tests.house.code import Source, product
from tests.house.exceptions import judge

VIEW = "alongside/goals/views.py"


def test_doors_touch_no_rows():
    judge("doors", doors.touching_doors(product()))


def test_rows_are_touched_in_queries_and_services_alone():
    judge("rows", doors.touching_elsewhere(product()))


def test_sql_by_hand_is_known():
    judge("sql", doors.hand_written_sql(product()))


def test_nobody_is_found_in_the_air():
    judge("ambient", doors.ambient_users(product()))


def test_there_are_no_signals_no_generic_keys_no_admin_and_no_prints():
    judge("foreign", doors.foreign_ways(product()))


def test_logs_hold_no_words_between_two_people():
    fields = [field for model in apps.get_models() for field in model._meta.fields]
    secret = frozenset(field.name for field in fields if isinstance(field, EncryptedText))
    judge("logs", doors.talkative_logs(product(), secret))


@pytest.mark.parametrize(
    "text",
    [
        "def v(r):\n    Goal.objects.filter(pk=1)",
        "def v(r):\n    goal.save()",
        "def v(r):\n    goal.delete()",
        "def v(r):\n    goals_visible_to(r.actor).update(open=True)",
        "def v(r):\n    get_object_or_404(Goal, pk=1)",
        "def v(r):\n    get_object_or_404(Goal.objects, pk=1)",
    ],
)
@pytest.mark.parametrize("door", ["views", "api", "tasks", "templatetags/goals", "views/cycles"])
def test_a_door_that_touches_rows_is_seen(text, door):
    assert doors.touching_doors([Source(f"alongside/goals/{door}.py", text)])


@pytest.mark.parametrize(
    "text",
    [
        "def v(r):\n    get_object_or_404(goals_visible_to(r.actor), pk=1)",
        "@router.delete('/x')\ndef v(r):\n    services.delete_goal(actor=r.actor)",
        "def v(r):\n    services.update(actor=r.actor)",
    ],
)
def test_a_thin_door_is_accepted(text):
    assert doors.touching_doors([Source(VIEW, text)]) == {}


def test_rows_touched_elsewhere_are_seen():
    text = "def f():\n    return Goal.objects.all()"
    assert doors.touching_elsewhere([Source("alongside/goals/scoring.py", text)])
    assert not doors.touching_elsewhere([Source("alongside/goals/queries.py", text)])
    assert not doors.touching_elsewhere([Source("alongside/goals/services/cycles.py", text)])


@pytest.mark.parametrize(
    "text", ["connection.cursor()", "Goal.objects.raw('x')", "qs.extra(where=[])", "RawSQL('x', [])"]
)
def test_sql_by_hand_is_seen(text):
    assert doors.hand_written_sql([Source("alongside/goals/queries.py", text)])


@pytest.mark.parametrize(
    "text", ["def v(request):\n    return request.user", "from contextvars import ContextVar"]
)
def test_an_ambient_user_is_seen(text):
    assert doors.ambient_users([Source(VIEW, text)])


@pytest.mark.parametrize(
    "text",
    [
        "from django.db.models.signals import post_save",
        "from django.dispatch import receiver",
        "from django.contrib.contenttypes.fields import GenericForeignKey",
        "from django.contrib import admin",
        "print('hello')",
    ],
)
def test_a_foreign_way_is_seen(text):
    assert doors.foreign_ways([Source(VIEW, text)])


@pytest.mark.parametrize(
    "text",
    ["log.info('%s', item.text)", "logger.error(f'{item.text}')", "log.info('x', extra={'a': i.text})"],
)
def test_a_talkative_log_is_seen(text):
    assert doors.talkative_logs([Source(VIEW, text)], frozenset({"text"}))
    assert not doors.talkative_logs([Source(VIEW, "log.info('%s', item.pk)")], frozenset({"text"}))
