"""An organisation file of any size as personnel systems export it: a tree of eights, always the same."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

HEADER = (
    "Personnel number", "First name", "Last name", "E-mail", "Title", "Department", "Site", "Country", "Manager number",
    "Start date",
)  # fmt: skip
SPAN = 8
FIRST = ("Ada", "Ben", "Chiara", "Dmitri", "Elif", "Farid", "Greta", "Hana", "Igor", "Jana", "Kofi", "Lena")
LAST = (
    "Novak",
    "Okafor",
    "Petersen",
    "Quist",
    "Rossi",
    "Sato",
    "Tanaka",
    "Ueda",
    "Vermeer",
    "Weiss",
    "Yilmaz",
)
TITLES = ("Engineer", "Technician", "Planner", "Buyer", "Seller", "Analyst", "Nurse", "Driver", "Clerk")
SITES = (("Hamburg", "DE"), ("Rotterdam", "NL"), ("Vienna", "AT"), ("Łódź", "PL"), ("Porto", "PT"))
IN_A_DEPARTMENT = 400


def write(path: Path, rows: int) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(_rows(rows))


def _rows(count: int) -> Iterator[tuple[str, ...]]:
    for number in range(count):
        first, last = FIRST[number % len(FIRST)], f"{LAST[number % len(LAST)]}-{number:x}"
        site, country = SITES[number % len(SITES)]
        leads = number * SPAN + 1 < count
        title = f"Head of {TITLES[number % len(TITLES)]}s" if leads else TITLES[number % len(TITLES)]
        yield (
            f"P{number:06}", first, last, f"p{number:06}@bench.example", title, f"Department {number // IN_A_DEPARTMENT}",
            site, country, f"P{(number - 1) // SPAN:06}" if number else "", f"20{number % 20:02}-0{number % 9 + 1}-15",
        )  # fmt: skip
