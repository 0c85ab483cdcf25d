"""Who may open which address of commitments: the two sides, and HR what it was asked to help with."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from alongside.commitments import services
from alongside.core.models import DataKey
from alongside.people.calendar import today
from tests.house.table import Row, but, everybody, only


def prepare(world: SimpleNamespace) -> None:
    """Eve owes Max something; with another thing she is stuck and has asked HR."""
    eve = world.acts(world.eve)
    world.action, world.stuck, world.closed = (
        services.create_commitment(
            actor=eve, kind="action", owner_id=world.eve.pk, owed_to_id=world.max.pk, text="Ask",
            due_on=today() + timedelta(days=7), data_key=DataKey.fresh(),
        )
        for _ in range(3)
    )  # fmt: skip
    services.keep_commitment(actor=eve, commitment=world.closed)
    world.obstacle = services.ask_hr(actor=eve, commitment=world.stuck, words="Purchasing does not answer")


def action(world: SimpleNamespace) -> list[Any]:
    return [world.action.pk]


THE_TWO = ("employee", "manager", "former_manager")
READ = only(*THE_TWO)
WRITE = only(*THE_TWO, status=302)
TABLE = {
    "commitments:commitment_list": Row(get=everybody()),
    "commitments:commitment_detail": Row(action, get=READ),
    "commitments:keeping_create": Row(action, post=WRITE),
    "commitments:redating_create": Row(
        action,
        post=WRITE,
        data=lambda world: {"due_on": today() + timedelta(days=14), "reason": "Waiting for parts"},
    ),
    "commitments:dropping_create": Row(action, post=WRITE, data={"reason": "No longer needed"}),
    "commitments:reopening_create": Row(lambda world: [world.closed.pk], post=WRITE),
    # in the next manager's part of the company nobody is HR partner
    "commitments:obstacle_create": Row(
        action, post=but(WRITE, former_manager=403), data={"words": "No answer"}
    ),
    "commitments:obstacle_list": Row(get=everybody()),
    "commitments:answer_create": Row(
        lambda world: [world.obstacle.pk],
        post=but(only("hr_partner", status=302), employee=403, manager=403, former_manager=403),
        data={"words": "I called them"},
    ),
}
