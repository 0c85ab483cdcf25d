"""What export, erasure and retention need to know stands in every register."""

from __future__ import annotations

from alongside.core.encrypted import EncryptedText
from alongside.core.register import DataClass, Erasure, Export
from alongside.records.queries import rows

# Who forgets instead, where a row has no moment of its own from which months could be counted.
FORGOTTEN_OTHERWISE = {
    "calendars.Booking": "goes with its 1:1",
    "identity.Device": "identity.tasks.forget_old, when it has lapsed",
    "identity.Session": "identity.tasks.forget_old, when it has lapsed",
    "one_on_ones.PairMonth": "goes with the month that was released, which stays as it was",
    "people.ImportFile": "people.imports.tasks.forget_imports",
    "people.ImportProblem": "people.imports.tasks.forget_imports",
}


def test_words_of_a_row_about_several_people_say_whose_they_are():
    """Without it, an export would hand the words of one to the other."""
    nobodys = [
        f"{model._meta.label}.{field.name}"
        for model, register in rows.registered()
        for field in model._meta.concrete_fields
        if isinstance(field, EncryptedText)
        and len(register.subjects) > 1
        and register[field.name].export != Export.EXCLUDE
        and not rows.author_path(register, field.name)
    ]
    assert nobodys == []


def test_a_promise_to_forget_after_months_has_a_moment_to_count_from():
    """Without it, "kept for 36 months" would be a sentence and nothing else."""
    promised = {
        model._meta.label
        for model, register in rows.registered()
        if register.months is not None
        and not register.kept_since
        and any(
            entry.erasure == Erasure.DELETE and entry.data_class != DataClass.TECHNICAL
            for entry in register.values()
        )
    }
    assert promised == set(FORGOTTEN_OTHERWISE)
