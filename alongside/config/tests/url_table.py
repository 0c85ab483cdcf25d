"""Who may open the addresses of libraries: the description of the API."""

from tests.house.table import Row, anybody, everybody

TABLE = {
    "api:openapi-json": Row(get=anybody()),
    "api:api-root": Row(get=anybody(404)),
    "api_guide": Row(get=everybody()),
}
