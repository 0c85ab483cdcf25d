"""The difference between an organisation file and the company: what would be written, and what it means for whom."""

from __future__ import annotations

from alongside.people.importing.columns import Mapping
from alongside.people.importing.fields import Field
from alongside.people.importing.organisation import Organisation
from alongside.people.imports.known import Known
from alongside.people.imports.lines import Lines, compare_seats
from alongside.people.imports.persons import compare_people
from alongside.people.imports.placing import Placing
from alongside.people.imports.plan import Plan
from alongside.people.imports.scene import scene_of
from alongside.people.imports.sparing import Spared
from alongside.people.imports.telling import tell


def compare(organisation: Organisation, mapping: Mapping, known: Known, spared: Spared | None = None) -> Plan:
    """What loading this proposal would change on `known.today`.

    People whom an earlier file brought and who are absent leave: their places end today, nothing is erased.
    `spared` are those whose row is in the file and could not be used; they stay as they are.
    """
    scene = scene_of(organisation, _headers(mapping), known, spared or Spared())
    compare_people(scene)
    compare_seats(scene)
    after = Placing(scene).place()
    lines = Lines(scene, after)
    lines.draw()
    tell(scene, after, lines)
    return scene.plan


def _headers(mapping: Mapping) -> dict[Field, str]:
    return {use.field: use.header for use in reversed(mapping.columns) if use.field}
