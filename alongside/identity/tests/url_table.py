"""Who may open which address of identity: the doors before the doors."""

from tests.house.table import Row, anybody

TABLE = {
    "identity:session_create": Row(
        get=anybody(), post=anybody(422), data={"login": "eve@example.org", "password": "wrong"}
    ),
    "identity:session_delete": Row(post=anybody(302)),
    # one-tap sign-in is the demo's, and tests are not the demo
    "identity:demo_session_create": Row(lambda world: [world.eve.account_id], post=anybody(404)),
}
