"""The directory: finding people by name, title and unit, forgiving accents and slips of the finger."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
    Window,
)
from django.db.models.functions import Least, Left
from django.db.models.lookups import GreaterThan

from alongside.core.actor import Actor
from alongside.people.models import Holding, Person, Site, Unit
from alongside.people.models.person import SORTED_BY
from alongside.people.queries import people_visible_to

PAGE = 30
MOST_SIMILAR = 10
MOST_UNITS = 200  # in the list to choose from; a company of 1,200 shows its upper levels
ALIKE = 0.36  # pg_trgm word similarity; one slip in a word of five letters is about as much
SHORTEST_SIMILAR = 3
LONGEST_SEARCH = 100

type Place = tuple[int, str, int]
"""Where a page ended: rank, the text that orders, the person's id."""


@dataclass(frozen=True)
class Asked:
    """What somebody looks for; `after` is where the page before ended."""

    words: str = ""
    unit: int | None = None
    site: int | None = None
    after: str = ""

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.unit or self.site)


@dataclass(frozen=True)
class Found:
    """One page of people; `similar` are spelt nearly like what was asked; `next` is empty on the last page."""

    people: Sequence[Person] = ()
    similar: Sequence[Person] = ()
    next: str = ""


def directory(actor: Actor) -> QuerySet[Person]:
    """Everybody who works here today, and who has no seat yet; without those who have left or begin later."""
    here = Q(placement__isnull=False) | ~Exists(Holding.objects.filter(person=OuterRef("pk")))
    return people_visible_to(actor).filter(here, left_on=None).select_related("site")


def anybody(actor: Actor) -> QuerySet[Person]:
    """Also those who have left: their name still stands beside what they did."""
    return people_visible_to(actor).select_related("site", "placement__manager")


def search_people(actor: Actor, asked: Asked) -> Found:
    """One page: whose name begins like this first. Three queries at most, for any number of people."""
    people = _narrowed(directory(actor), asked)
    if "@" in asked.words:
        return _page(people.filter(email__istartswith=asked.words.strip()).alias(rank=Value(0)), asked.after)
    words = search_words(asked.words)
    if not words:
        return _page(people.alias(rank=Value(0)), asked.after) if not asked.words.strip() else Found()
    found = _page(people.filter(_all_in(words)).alias(rank=_rank(words)), asked.after)
    if asked.after or len(found.people) >= MOST_SIMILAR:
        return found
    return Found(found.people, _similar(people, words, found.people), found.next)


def search_words(asked: str) -> list[str]:
    """ "Ingrid  ÅLTO" -> ["ingrid", "alto"]: written as search_text is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_search_form(%s)", [asked[:LONGEST_SEARCH].replace("\0", "")])
        return list(dict.fromkeys(cursor.fetchone()[0].replace("/", " ").split()))


def units_to_choose(
    actor: Actor, *, chosen: int | None = None, most: int = MOST_UNITS
) -> list[tuple[int, int, str]]:
    """(id, level from 0, name) in the order of the tree, down to a level that a list can hold; the chosen one too."""
    level = Func("lineage", function="cardinality", output_field=IntegerField())
    down_to_here = Window(Count("pk"), order_by=level)  # the units of this level and of those above it
    fits = Q(down_to_here__lte=most) | Q(level=1) | Q(pk=chosen)
    units = Unit.objects.annotate(level=level, down_to_here=down_to_here).filter(fits)
    rows = {pk: (lineage, name) for pk, lineage, name in units.values_list("pk", "lineage", "name")}
    ordered = sorted(rows.items(), key=lambda row: [(rows[up][1], up) for up in row[1][0] if up in rows])
    return [(pk, len(lineage) - 1, name) for pk, (lineage, name) in ordered]


def sites_to_choose(actor: Actor) -> QuerySet[Site]:
    return Site.objects.order_by("name")


def _narrowed(people: QuerySet[Person], asked: Asked) -> QuerySet[Person]:
    if asked.unit is not None:
        below = Unit.objects.filter(lineage__contains=[asked.unit])
        people = people.filter(placement__unit__in=below.values("pk"))
    if asked.site is not None:
        people = people.filter(site=asked.site)
    return people


def _all_in(words: list[str]) -> Q:
    return reduce(and_, (Q(search_text__contains=_begun(word)) for word in words))


def _begun(word: str) -> str:
    """Very short words count only where a word begins: "an" is in every second name."""
    return word if len(word) >= SHORTEST_SIMILAR else f" {word}"


def _rank(words: list[str]) -> Case:
    """0: the name begins like this. 1: all begin words of the name. 2: all begin words. 3: all are somewhere."""
    whole = " " + " ".join(words)
    in_name = reduce(and_, (Q(search_text__regex=rf"^[^/]* {_plain(word)}") for word in words))
    at_starts = reduce(and_, (Q(search_text__contains=f" {word}") for word in words))
    return Case(
        When(search_text__startswith=whole, then=0),
        When(at_starts & in_name, then=1),
        When(at_starts, then=2),
        default=3,
        output_field=IntegerField(),
    )


def _plain(word: str) -> str:
    """A word for a regular expression of PostgreSQL, in which it stands for itself."""
    return "".join(letter if letter.isalnum() else f"\\{letter}" for letter in word)


def _similar(people: QuerySet[Person], words: list[str], found: Sequence[Person]) -> list[Person]:
    """People each of whose words is like one that was asked; the index does the narrowing."""
    long = [word for word in words if len(word) >= SHORTEST_SIMILAR]
    if not long:
        return []
    likeness = [TrigramWordSimilarity(word, "search_text") for word in long]
    alike = people.filter(reduce(and_, (Q(search_text__trigram_word_similar=word) for word in long)))
    alike = alike.exclude(pk__in=[person.pk for person in found])
    worst = Least(*likeness) if len(likeness) > 1 else likeness[0]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(ALIKE)])
        return list(alike.order_by(-worst, "search_text", "pk")[:MOST_SIMILAR])


def _page(people: QuerySet[Person], after: str) -> Found:
    people = people.annotate(order_rank=F("rank"), order_text=Left("search_text", SORTED_BY))
    place = _place(after)
    if place is not None:
        rank, text, pk = place
        later = Q(order_text__gt=text) | Q(order_text=text, pk__gt=pk)
        people = people.filter(GreaterThan(F("order_rank"), rank) | Q(order_rank=rank) & later)
    rows = list(people.order_by("order_rank", "order_text", "pk")[: PAGE + 1])
    if len(rows) <= PAGE:
        return Found(rows)
    last = rows[PAGE - 1]
    return Found(rows[:PAGE], next=_written([last.order_rank, last.order_text, last.pk]))


def _written(place: list[object]) -> str:
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def _place(after: str) -> Place | None:
    """A cursor made elsewhere, or cut, begins at the start."""
    try:
        rank, text, pk = json.loads(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
    except (ValueError, TypeError, binascii.Error):
        return None
    if isinstance(rank, int) and isinstance(text, str) and isinstance(pk, int) and abs(pk) < 2**62:
        return rank, text.replace("\0", ""), pk
    return None
