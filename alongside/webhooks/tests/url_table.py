"""Who may open which address of webhooks: administrators."""

from __future__ import annotations

from types import SimpleNamespace

from alongside.people.tests.makers import TESTS
from alongside.webhooks import services
from alongside.webhooks.models import Delivery
from tests.house.table import Row, everybody, only

NEW = {"name": "The wiki", "url": "https://hooks.example.org/new"}


def prepare(world: SimpleNamespace) -> None:
    """One endpoint, with a delivery that was given up."""
    world.endpoint, _ = services.create_endpoint(
        actor=TESTS, name="The intranet", url="https://hooks.example.org/x"
    )
    world.delivery = Delivery.objects.create(endpoint=world.endpoint, event="person.created", state="parked")


def endpoint(world):
    return [world.endpoint.pk]


PAGE, PRESS = only("administrator"), only("administrator", status=302)
API = "/api/v1/webhooks"
TABLE = {
    "webhooks:endpoint_list": Row(get=PAGE),
    "webhooks:endpoint_create": Row(post=PRESS, data=NEW),
    "webhooks:endpoint_detail": Row(endpoint, get=PAGE),
    "webhooks:secret_create": Row(endpoint, post=PRESS),
    "webhooks:test_create": Row(endpoint, post=PRESS),
    "webhooks:stop_create": Row(endpoint, post=PRESS),
    "webhooks:stop_delete": Row(endpoint, post=PRESS),
    "webhooks:endpoint_end": Row(endpoint, post=PRESS),
    "webhooks:replay_create": Row(lambda world: [world.delivery.pk], post=PRESS),
    f"GET {API}/": Row(get=everybody()),
    f"POST {API}/": Row(post=only("administrator", status=201, others=403), data=NEW),
    f"GET {API}/{{id}}": Row(endpoint, get=PAGE),
    f"DELETE {API}/{{id}}": Row(endpoint, delete=only("administrator", status=204)),
    f"POST {API}/{{id}}/secrets": Row(endpoint, post=PAGE),
    f"GET {API}/{{id}}/deliveries": Row(endpoint, get=PAGE),
    f"POST {API}/{{id}}/deliveries/{{delivery_id}}/replay": Row(
        lambda world: [world.endpoint.pk, world.delivery.pk], post=PAGE
    ),
}
