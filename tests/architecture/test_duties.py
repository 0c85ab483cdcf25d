"""Services, policies and tasks do what they owe."""

from __future__ import annotations

import pytest

from alongside.config.schedule import SCHEDULES
from tests.house import duties
from tests.house.code import Source, product
from tests.house.exceptions import judge

GOOD = """
@transaction.atomic
def close_goal(*, actor: Actor, goal: Goal) -> Closing:
    can_close_goal(actor, goal).enforce()
    _write(actor, goal)

def _write(actor, goal):
    record(actor, "goals.goal_closed", subject=goal)
"""
TASK = "@task\ndef announce(goal_id: int) -> None:\n    pass\n"


def service(text: str) -> list[Source]:
    return [Source("alongside/goals/services/closing.py", text)]


def test_services_are_keyword_only_with_the_actor_first():
    judge("actor", duties.without_actor(product()))


def test_services_are_one_transaction():
    judge("atomic", duties.without_transaction(product()))


def test_services_ask_a_policy():
    judge("permission", duties.without_permission(product()))


def test_services_write_their_audit_row():
    judge("audit", duties.without_audit(product()))


def test_policies_are_questions_about_an_actor():
    judge("policies", duties.odd_policies(product()))


def test_tasks_take_ids_and_are_named_correctly():
    judge("tasks", duties.odd_tasks(product()) | duties.odd_uses_of_tasks(product()))
    assert not duties.odd_schedules(SCHEDULES, product())


def test_a_good_service_is_accepted():
    for check in (
        duties.without_actor,
        duties.without_transaction,
        duties.without_permission,
        duties.without_audit,
    ):
        assert check(service(GOOD)) == {}


@pytest.mark.parametrize(
    ("check", "old", "new"),
    [
        (duties.without_actor, "(*, actor: Actor,", "(actor: Actor, *,"),
        (duties.without_actor, "(*, actor: Actor, goal: Goal)", "(goal: Goal)"),
        (duties.without_actor, "(*, actor: Actor, goal: Goal)", "(*, goal: Goal, actor: Actor)"),
        (duties.without_transaction, "@transaction.atomic", ""),
        (duties.without_permission, "can_close_goal(actor, goal).enforce()", "pass"),
        (duties.without_audit, "    _write(actor, goal)", ""),
        (duties.without_audit, "    record(actor,", "    tell(actor,"),
    ],
)
def test_a_service_that_owes_something_is_seen(check, old, new):
    assert old in GOOD
    assert "goals.services.closing:close_goal" in check(service(GOOD.replace(old, new)))


def test_a_step_that_a_folder_keeps_to_itself_is_no_service():
    step = Source("alongside/goals/services/closing.py", "def both(goal: Goal) -> list[int]:\n    pass\n")
    kept = Source(
        "alongside/goals/services/__init__.py", "from alongside.goals.services.closing import close_goal"
    )
    handed_out = Source(kept.path, "from alongside.goals.services.closing import both")
    assert duties.without_actor([step, kept]) == {}
    assert duties.without_actor([step, handed_out])
    assert duties.without_actor([step])


@pytest.mark.parametrize(
    "text",
    [
        "def may_close(actor: Actor) -> Verdict:\n    pass",
        "def can_close_goal(goal: Goal) -> Verdict:\n    pass",
        "def can_close_goal(actor: Actor) -> bool:\n    pass",
    ],
)
def test_an_odd_policy_is_seen(text):
    assert duties.odd_policies([Source("alongside/goals/policies.py", text)])


@pytest.mark.parametrize(
    "arguments", ["words: dict[str, str]", "goal: Goal", "goal_id", "*ids: int", "**ids: int"]
)
def test_a_task_that_could_hold_words_is_seen(arguments):
    assert duties.odd_tasks([Source("alongside/goals/tasks.py", TASK.replace("goal_id: int", arguments))])
    assert not duties.odd_tasks([Source("alongside/goals/tasks.py", TASK)])


@pytest.mark.parametrize(
    ("call", "seen"),
    [
        ('later("alongside.goals.tasks.announce", goal_id=1)', False),
        ('later("alongside.goals.tasks.announce", run_after=x, goal_id=1)', False),
        ('later("alongside.goals.tasks.anounce", goal_id=1)', True),
        ('later("alongside.goals.tasks.announce", goal=1)', True),
        ('later("alongside.goals.tasks.announce")', True),
        ("later(path, goal_id=1)", True),
    ],
)
def test_a_wrong_use_of_a_task_is_seen(call, seen):
    sources = [Source("alongside/goals/tasks.py", TASK), *service(f"def f():\n    {call}\n")]
    assert bool(duties.odd_uses_of_tasks(sources)) is seen


def test_a_schedule_without_its_task_is_seen():
    sources = [Source("alongside/goals/tasks.py", TASK)]
    assert duties.odd_schedules({"x": {"task": "alongside.goals.tasks.gone"}}, sources)
    assert duties.odd_schedules({"x": {"task": "alongside.goals.tasks.announce"}}, sources)
