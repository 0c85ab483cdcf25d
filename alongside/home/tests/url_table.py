"""Who may open which address of home."""

from tests.house.table import Row, anybody, everybody

TABLE = {
    "home:today": Row(get=everybody()),
    "home:trace_list": Row(get=everybody()),
    "home:record_list": Row(get=everybody()),
    "home:help_detail": Row(get=everybody()),
    "home:export_list": Row(get=everybody()),
    "home:export_create": Row(lambda world: ["directory"], post=everybody(), data={"kind": "csv"}),
    "home:tour_detail": Row(get=everybody()),
    "home:tour_ending_create": Row(post=everybody(302)),
    "GET /api/v1/about-me/": Row(get=everybody()),
    "home:healthz": Row(get=anybody()),
    "home:readyz": Row(get=anybody()),
}
