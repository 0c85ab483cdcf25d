"""Who may open which address of messages: everybody their own choice."""

from tests.house.table import Row, everybody

TABLE = {
    "notifications:preference_detail": Row(get=everybody()),
    "notifications:preference_update": Row(post=everybody(302), data={"routine": "daily"}),
    "GET /api/v1/news/choice": Row(get=everybody()),
    "PUT /api/v1/news/choice": Row(put=everybody(), data={"routine": "daily"}),
}
