"""Names for the people of the demo company who have no part of their own. Any likeness is chance."""

from __future__ import annotations

import random

GIVEN = {
    "NL": "Anna Bram Carlijn Daan Esmee Floor Gijs Hanna Iris Jasper Koen Lotte Maarten Nina Olaf Pien Quinten Roos Sander Tess Ubbo Vera Wout Yara Zeger Ayoub Fatima Soraya Emre Priscilla",
    "GB": "Alfie Bethany Callum Daisy Edward Freya George Hazel Isaac Jasmine Kieran Lucy Mason Niamh Oliver Poppy Quentin Rhys Sophie Theo Una Victoria Wesley Yasmin Zara Arjun Nadia Kwame Olu Siobhan",
    "US": "Aaron Brianna Carlos Dakota Elena Frank Gabriela Hunter Ivy Jamal Kendra Luis Madison Nolan Olivia Paige Quincy Rosa Sean Tara Ulysses Valerie Wyatt Ximena Zoe Minh Keisha Andre Luz Naomi",
}
FAMILY = {
    "NL": "Bakker Visser Dekker Mulder Bos Vos Peters Hendriks Dijkstra Kok Jacobs Kuiper Veenstra Prins Blom Huisman Postma Verbeek Kramer Schouten Aydin Amrani Willems Hofman Koster Jonker",
    "GB": "Ashworth Booth Clarke Dyson Ellis Firth Greenwood Hirst Ibbotson Jagger Kershaw Lister Mitchell Naylor Oldroyd Parkin Quarmby Rhodes Sykes Thackray Ahmed Begum Okafor Patel Walker Ward",
    "US": "Alvarez Brooks Carter Diaz Ellison Flores Grant Hayes Irving Jenkins Keller Lopez Morgan Nguyen Ortiz Perkins Reed Sandoval Turner Vance Washington Young Castillo Barrett Coleman Foster",
}


def bulk_names(seed: int) -> dict[str, list[str]]:
    """For each country, all different combinations of its names in a fixed shuffled order."""
    dice = random.Random(seed)  # noqa: S311  (a demo, not a secret)
    result = {}
    for country in GIVEN:
        pairs = [
            f"{given} {family}" for given in GIVEN[country].split() for family in FAMILY[country].split()
        ]
        dice.shuffle(pairs)
        result[country] = pairs
    return result
