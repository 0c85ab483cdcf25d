"""Who may open which address of actions: the two, and for what HR was asked their HR partner."""

from datetime import timedelta
from types import SimpleNamespace

from alongside.commitments import services
from alongside.commitments.models import Commitment
from alongside.core.models import DataKey
from alongside.people.calendar import today
from tests.house.table import Row, but, everybody, only


def prepare(world: SimpleNamespace) -> None:
    """Max and Eve agreed on something, dropped something, and asked HR about something."""
    actor = world.acts(world.max)

    def agree(text):
        return services.create_commitment(
            actor=actor, kind=Commitment.Kind.ACTION, owner_id=world.eve.pk, owed_to_id=world.max.pk, text=text,
            due_on=today() + timedelta(days=3), data_key=DataKey.fresh(),
        )  # fmt: skip

    world.action, world.dropped = agree("Ask for two dates"), agree("Something else")
    services.drop_commitment(actor=actor, commitment=world.dropped, reason="not needed")
    world.obstacle = services.ask_hr(actor=actor, commitment=agree("A third"), words="Nobody answers")


def action(world):
    return [world.action.pk]


def a_new_date(world):
    return {"due_on": today() + timedelta(days=9), "reason": "Parts come later"}


THE_TWO = ("employee", "manager", "former_manager")
READING, WRITING = only(*THE_TWO), only(*THE_TWO, status=302)
# After the move the employee is in a part of the company that no HR partner covers.
ASKING = but(WRITING, former_manager=403)
API = "/api/v1/actions"
TABLE = {
    "commitments:commitment_list": Row(get=everybody()),
    "commitments:commitment_detail": Row(action, get=READING),
    "commitments:keeping_create": Row(action, post=WRITING),
    "commitments:redating_create": Row(action, post=WRITING, data=a_new_date),
    "commitments:dropping_create": Row(action, post=WRITING, data={"reason": "not needed"}),
    "commitments:reopening_create": Row(lambda w: [w.dropped.pk], post=WRITING),
    "commitments:obstacle_create": Row(action, post=ASKING, data={"words": "Nobody answers"}),
    "commitments:obstacle_list": Row(get=everybody()),
    "commitments:answer_create": Row(
        lambda w: [w.obstacle.pk],
        post=but(only(*THE_TWO, status=403), hr_partner=302),
        data={"words": "They answer now"},
    ),
    f"GET {API}/": Row(get=everybody()),
    f"GET {API}/{{id}}": Row(action, get=READING),
    f"POST {API}/{{id}}/keeping": Row(action, post=READING),
    f"POST {API}/{{id}}/redating": Row(action, post=READING, data=a_new_date),
    f"POST {API}/{{id}}/dropping": Row(action, post=READING, data={"reason": "not needed"}),
    f"POST {API}/{{id}}/reopening": Row(lambda w: [w.dropped.pk], post=READING),
    f"POST {API}/{{id}}/obstacles": Row(
        action, post=but(READING, former_manager=403), data={"words": "Nobody answers"}
    ),
}
