"""The agenda on paper: both take along what they see, and nothing else."""

from __future__ import annotations

import pytest
from django.shortcuts import render
from django.urls import reverse

from alongside.audit.models import AuditEntry
from alongside.core.actor import ANONYMOUS
from alongside.core.errors import Refused
from alongside.one_on_ones import services
from alongside.one_on_ones.tests.makers import a_series, a_topic, an_action
from alongside.one_on_ones.views import papers
from tests.house.papers import needs_pango


@pytest.fixture
def series(cast):
    series = a_series(cast)
    a_topic(cast, series, "The budget of spring")
    a_topic(cast, series, "A thought of her own", private=True)
    an_action(cast, series, "Ask the finance team")
    return series


@pytest.fixture
def paper(monkeypatch):
    """The page behind the PDF, as HTML: what the words are is decided before anything is drawn."""
    return monkeypatch.setattr(
        papers, "pdf_page", lambda request, template, context, name: _html(request, template, context)
    )


def _html(request, template, context):
    return render(request, template, context)


def address(series):
    return reverse("one_on_ones:agenda_pdf", args=[series.pk])


def test_private_lines_are_on_the_paper_of_whoever_wrote_them_and_on_no_other(cast, series, web, paper):
    hers, his = (web(person).get(address(series)).content.decode() for person in (cast.eve, cast.max))
    assert "A thought of her own" in hers and "only you" in hers
    assert "A thought of her own" not in his and "only you" not in his
    for words in ("The budget of spring", "Ask the finance team"):
        assert words in hers and words in his


def test_a_print_is_recorded_for_both_and_holds_no_words(cast, series, web, paper):
    web(cast.eve).get(address(series))
    entry = AuditEntry.objects.get(action="one_on_ones.agenda_printed")
    assert set(entry.concerns.values_list("person_id", flat=True)) == {cast.eve.pk, cast.max.pk}
    assert entry.details == {}


def test_a_third_person_finds_nothing_and_nothing_is_recorded(cast, series, web):
    assert web(cast.hana).get(address(series)).status_code == 404
    with pytest.raises(Refused):
        services.print_agenda(actor=cast.acts(cast.hana), series=series, meeting=None)
    with pytest.raises(Refused):
        services.print_agenda(actor=ANONYMOUS, series=series, meeting=None)
    assert not AuditEntry.objects.filter(action="one_on_ones.agenda_printed").exists()


def test_the_sixth_file_within_the_hour_waits(cast, series, web, paper):
    browser = web(cast.eve)
    assert [browser.get(address(series)).status_code for _ in range(6)] == [200] * 5 + [429]


@needs_pango
def test_the_file_is_a_pdf(cast, series, web):
    answer = web(cast.max).get(address(series))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="agenda.pdf"'
    assert answer.content.startswith(b"%PDF")
