"""Everything people read goes through gettext."""

from __future__ import annotations

import pytest

from tests.house import words
from tests.house.code import Source, product, templates
from tests.house.exceptions import judge

ADVICE = 'use _("...") from gettext_lazy; with values, format_lazy(_("... {n}"), n=...), as % speaks at once'
POLICY = "alongside/goals/policies.py"


def bare_templates(sources: list[Source]) -> dict[str, str]:
    found = {}
    for source in sources:
        bare = words.bare_text(source.text, html=source.path.endswith(".html"))
        if bare:
            found[source.path] = "; ".join(bare) + '. Use {% translate "..." %}'
    return found


def bare_python(sources: list[Source]) -> dict[str, str]:
    found = {}
    for source in sources:
        for node, said in [*words.bare_reasons(source), *words.bare_choices(source)]:
            found[source.named(node)] = f"{said}: {ADVICE}"
        for said in words.eager_words(source):
            found[source.module] = said
    return found


def test_templates_and_python_hold_no_bare_text():
    judge("bare-text", bare_templates(list(templates())) | bare_python(list(product())))


@pytest.mark.parametrize(
    "template",
    [
        "<p>Hello</p>",
        '<p title="Hello">',
        '<input type="submit" value="Save">',
        '{% include "core/_empty.html" with title="Nothing yet" %}',
        "{% icon 'sun' 'Good morning' %}",
        "{% if x %}Yes{% endif %}",
        "{% translate 'A' %} and {{ b }}",
    ],
)
def test_bare_text_in_a_template_is_seen(template):
    assert words.bare_text(template)


@pytest.mark.parametrize(
    "template",
    [
        '<p class="button tight">{% translate "Hello" %}</p>',
        "{% blocktranslate with a=b %}Hello {{ a }}{% endblocktranslate %}",
        '{% include "core/_empty.html" with title=_("Nothing yet") %}',
        "{{ day|date:'D j F' }} · 3 × {{ x }}",
        "{# A note #}{% comment %}A note{% endcomment %}",
        '<input type="hidden" name="once" value="Abc">',
        "<svg><title>x</title></svg>Alongside",
        '{% if kind == "Open" %}{% endif %}',
        "{% block page_class %}narrow{% endblock %}",
        '<button name="move" value="3 up">',
    ],
)
def test_what_is_no_bare_text_is_accepted(template):
    assert words.bare_text(template) == []


def test_bare_text_in_a_mail_is_seen():
    assert words.bare_text("{% load i18n %}Hello {{ name }}", html=False)
    assert not words.bare_text("{% load i18n %}{% translate 'Hello' %}\n\n{{ url }}", html=False)


@pytest.mark.parametrize(
    "text",
    [
        'deny("Not yours")',
        'deny(f"Not {name}")',
        'deny(_("Not ") + name)',
        'raise Refused("Not yours")',
        'raise Invalid("text", "Too long")',
        'forms.CharField(label="Name")',
        'class Kind(models.TextChoices):\n    OPEN = "open", "Open"',
        'class Kind(models.TextChoices):\n    OPEN = "open"',
        "from django.utils.translation import gettext as _",
    ],
)
def test_bare_text_in_python_is_seen(text):
    assert bare_python([Source(POLICY, text)])


@pytest.mark.parametrize(
    "text",
    [
        'deny(_("Not yours"))',
        "deny(verdict.reason)",
        'raise Invalid("text", _("Too long"))',
        'forms.CharField(label=_("Name"))',
        "from django.utils.translation import gettext_lazy as _",
    ],
)
def test_translated_text_in_python_is_accepted(text):
    assert bare_python([Source(POLICY, text)]) == {}
