"""What mails about 1:1s may hold only when they leave: one-purpose links, and words where both chose them."""

from __future__ import annotations

from django import template
from django.urls import reverse

from alongside.one_on_ones import queries
from alongside.one_on_ones.links import Link, Task
from alongside.people.models import Person

register = template.Library()


@register.simple_tag
def one_purpose(task: str, meeting_id: int, person: Person) -> str:
    """The path of a link that does this one task for this person. Made when the mail leaves, never stored."""
    return reverse("one_on_ones:link_detail", args=[Link(meeting_id, person.pk, Task(task)).token()])


@register.simple_tag
def agreed_words(closing_id: int, person: Person) -> list[str]:
    """What was agreed, word for word, where both of the two want that in their mail; else nothing."""
    return queries.words_agreed(person, closing_id)
