"""Which pages are timed, as whom. `{talk}` and `{person}` are addresses that the seed wrote down."""

EMPTY = "empty page"
PAGES = {
    EMPTY: ("employee", "/bench/empty/"),
    "Today, manager": ("manager", "/"),
    "Today, employee": ("employee", "/"),
    "Today, HR partner": ("branch_partner", "/"),
    "Today, partner of all": ("hr_partner", "/"),
    "team": ("manager", "/team/"),
    "directory": ("employee", "/people/"),
    "directory, searched": ("employee", "/people/?q=novak"),
    "directory, mistyped": ("hr_partner", "/people/?q=vermer"),
    "1:1s": ("manager", "/1-1s/"),
    "a 1:1": ("employee", "{talk}"),
    "a person": ("employee", "{person}"),
    "chart": ("skip_level", "/chart/"),
    "chart as a table": ("employee", "/chart/table/"),
    "actions": ("employee", "/actions/"),
}


def request_of(page: str, world: dict[str, str]) -> tuple[str, str]:
    """(session, path) for one page of the world that the seed wrote down."""
    who, path = PAGES[page]
    return world[who], path.format(**world)
