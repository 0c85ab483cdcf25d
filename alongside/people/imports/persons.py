"""What the file says about people themselves: names, numbers, addresses, sites."""

from __future__ import annotations

from typing import Any

from alongside.people.importing.fields import Field
from alongside.people.importing.organisation import Person
from alongside.people.importing.reasons import Effect, Reason
from alongside.people.imports.known import KnownPerson, hashed
from alongside.people.imports.scene import Scene
from alongside.people.names import LONGEST_PART, split_name


def compare_people(scene: Scene) -> None:
    """New people, and what changes for those who are here."""
    refused = _refused_addresses(scene)
    sites = {one.person_key: one for one in scene.active if one.primary}
    for key, person in scene.people.items():
        found = scene.matches.people.get(key)
        seat = scene.seats.get(sites[key].seat_key) if key in sites else None
        if found is None:
            scene.plan.new_people.append(person)
            scene.plan.sites_of_new[key] = seat.site if seat else ""
            scene.plan.person_keys[key] = key
            continue
        known = scene.known.people[found]
        changed = _changed(scene, person, known, keeps_address=key in refused)
        if seat and scene.says(Field.SITE, seat.unread) and seat.site.casefold() != known.site.casefold():
            changed["site"] = seat.site
        if changed:
            scene.plan.people[found] = changed
        if known.key != hashed(key):
            scene.plan.person_keys[found] = key
    _plan_sites(scene)


def name_parts(person: Person) -> tuple[str, str]:
    """Given and family name as the file has them, otherwise as `split_name` guesses."""
    given, family = split_name(person.display_name)
    if person.stand_in:
        given = family = ""
    return (person.given_name or given)[:LONGEST_PART], (person.family_name or family)[:LONGEST_PART]


def _changed(scene: Scene, person: Person, known: KnownPerson, *, keeps_address: bool) -> dict[str, Any]:
    changed: dict[str, Any] = {}
    if not person.stand_in:
        given, family = name_parts(person)
        has_parts = bool(scene.said & {Field.GIVEN_NAME, Field.FAMILY_NAME})
        if person.display_name != known.name:
            changed.update(name=person.display_name, given_name=given, family_name=family)
        elif has_parts and (given, family) != (known.given_name, known.family_name):
            changed.update(given_name=given, family_name=family)
    if person.email and person.email != known.email and not keeps_address:
        changed["email"] = person.email
    if person.external_id and person.external_id != known.external_id:
        changed["external_id"] = person.external_id
    # What people chose themselves stays; a file only fills what is empty.
    for name, value in (("locale", person.locale), ("time_zone", person.time_zone)):
        if value and not getattr(known, name):
            changed[name] = value
    if known.typed_by is not None:
        changed["typed_by_id"] = None
    return changed


def _refused_addresses(scene: Scene) -> set[str]:
    """Keys of people whose address belongs to somebody who keeps it."""
    by_id = {found: key for key, found in scene.matches.people.items()}
    taken = scene.matches.taken

    def gives_up(holder: int, refused: set[str]) -> bool:
        key = by_id.get(holder, "")
        person = scene.people.get(key)
        wants = person.email if person and Field.EMAIL in scene.said else ""
        return bool(wants) and wants != scene.known.people[holder].email and key not in refused

    refused: set[str] = set()
    while True:
        more = {key for key, holder in taken.items() if key not in refused and not gives_up(holder, refused)}
        if not more:
            break
        refused |= more
    for person in scene.organisation.people:
        if person.key in refused and person.key in scene.people:
            scene.complain(person.line, Field.EMAIL, person.email, Reason.EMAIL_TAKEN, Effect.WITHOUT_VALUE)
            if person.key not in scene.matches.people:
                scene.plan.without_address.add(person.key)
    return refused


def _plan_sites(scene: Scene) -> None:
    """Sites are known by name, whatever its capitals; the first row with a country gives it."""
    wanted: dict[str, tuple[str, str]] = {}
    for holding in scene.active:
        seat = scene.seats[holding.seat_key]
        if seat.site and holding.primary and seat.site.casefold() not in scene.known.sites:
            name, country = wanted.get(seat.site.casefold(), (seat.site, ""))
            wanted[seat.site.casefold()] = (name, country or seat.country_code)
    scene.plan.new_sites = dict(wanted.values())
